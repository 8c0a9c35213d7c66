package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset.SampleStatistics;
import dev.locomo.core.dataset.check.AnnotationCheck;
import dev.locomo.core.dataset.check.CheckReport;
import dev.locomo.core.dataset.check.CheckReport.Finding;
import dev.locomo.core.dataset.check.ConversationCheck;
import dev.locomo.core.dataset.check.ConversationCheck.Outline;
import dev.locomo.core.dataset.check.Findings;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.dataset.check.Oddity.Severity;
import dev.locomo.core.dataset.check.QuestionCheck;
import dev.locomo.core.error.DataError;
import dev.locomo.core.profile.BenchmarkProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports everything that is wrong or odd with a LoCoMo-shaped file, also with one that {@link
 * DatasetReader} refuses: it has an error exactly when the reader throws. What cannot be read is
 * passed over, so that one run finds as much as possible; only behind a JSON syntax error nothing
 * is looked at.
 */
public final class DatasetCheck {
  private static final Set<String> KEYS =
      Set.of(
          "sample_id",
          "conversation",
          "qa",
          "observation",
          "session_summary",
          "event_summary",
          "profile",
          "subset",
          "generated");
  private static final List<String> OPTIONAL =
      List.of("qa", "observation", "session_summary", "event_summary");

  /** Samples of the wrong type after which a file is something else altogether. */
  private static final int PATIENCE = 100;

  /** Bytes and samples that are read before they are checked side by side. */
  private static final long AT_ONCE = 1L << 19;

  private static final int MOST_AT_ONCE = 64;

  private final String file;
  private final Findings out = new Findings();
  private final Set<String> ids = new HashSet<>();
  private final LocomoSpellings spellings;
  private final List<Open> open = new ArrayList<>();
  private final List<Finding> found = new ArrayList<>();
  private final List<SampleStatistics> statistics = new ArrayList<>();
  private long begun;
  private int samples;
  private int strangers;

  /** A sample that is read, with what is odd up to it. */
  private record Open(String id, Node node, List<Finding> before) {}

  private record Checked(List<Finding> findings, Optional<SampleStatistics> statistics) {}

  private DatasetCheck(Path file, @Nullable BenchmarkProfile profile) {
    this.file = file.toString();
    this.spellings = new LocomoSpellings(profile, out);
  }

  /**
   * Checks a file of any format.
   *
   * @param profile as in {@link DatasetReader#read(Path, String)}
   * @throws DataError when it is missing, empty, a folder, not readable or not UTF-8: then there is
   *     nothing to look at
   */
  public static CheckReport check(Path file, @Nullable String profile) {
    var format = DatasetReader.format(file, DatasetReader.FORMATS);
    return format.check(file, DatasetReader.profile(profile));
  }

  /** As {@link #check(Path, String)}, with the profile that the file tells. */
  public static CheckReport check(Path file) {
    return check(file, null);
  }

  /**
   * Checks a file in LoCoMo's shape.
   *
   * @throws DataError when it is missing, empty, a folder, not readable or not UTF-8: then there is
   *     nothing to look at
   */
  static CheckReport ofLocomo(Path file, @Nullable BenchmarkProfile profile) {
    var check = new DatasetCheck(file, profile);
    String sha256 = "";
    try {
      sha256 = DatasetReader.eachSample(file, JsonFiles.MAPPER::createParser, check::sample);
    } catch (DataError e) {
      if (e.place().isEmpty()) {
        throw e;
      }
      check.checkOpen();
      check.out.enter("");
      var parts = e.problem().replaceFirst("^found ", "").split("; expected ", 2);
      String expected = parts.length > 1 ? parts[1] : "samples";
      check.out.all().add(new Finding(Oddity.NOT_JSON, "", e.place(), parts[0], expected));
    }
    check.checkOpen();
    check.found.addAll(check.out.all());
    return new CheckReport(file.toString(), sha256, check.samples, check.statistics, check.found);
  }

  private void sample(int index, JsonNode json, long offset) {
    if (offset - begun > AT_ONCE || open.size() == MOST_AT_ONCE) {
      checkOpen();
      begun = offset;
    }
    var node = new Node(file, "/" + index, json);
    out.enter("");
    if (!json.isObject()) {
      out.odd(Oddity.WRONG_TYPE, node, "no object", "a sample, an object");
      if (++strangers == PATIENCE) {
        throw new DataError(file, "/" + index, PATIENCE + " elements are no samples; stopped here");
      }
      return;
    }
    samples++;
    spellings.published(node);
    String id = id(node.get("sample_id"));
    out.unknownKeys(node, KEYS);
    open.add(new Open(id, node, List.copyOf(out.all())));
    out.all().clear();
  }

  /** Checks the samples that are read, side by side; the findings stay in order. */
  private void checkOpen() {
    for (Checked checked : open.parallelStream().map(this::checked).toList()) {
      found.addAll(checked.findings);
      checked.statistics.ifPresent(statistics::add);
    }
    open.clear();
  }

  private Checked checked(Open sample) {
    var own = new Findings();
    own.all().addAll(sample.before);
    own.enter(sample.id);
    parts(own, sample.node);
    if (own.all().stream().anyMatch(f -> f.oddity().severity() == Severity.ERROR)) {
      return new Checked(own.all(), Optional.empty());
    }
    var read = LocomoFormat.sample(sample.node, spellings.profile());
    return new Checked(own.all(), Optional.of(SampleStatistics.of(read)));
  }

  private String id(Node at) {
    String id = out.text(at, "the sample's id, a string");
    if (id == null) {
      return "";
    }
    if (!Node.canBeId(id)) {
      out.odd(Oddity.SAMPLE_ID_BLANK, at, Node.ID);
    } else if (!ids.add(id)) {
      out.odd(Oddity.SAMPLE_ID_TWICE, at, "a different id");
    }
    out.enter(id);
    return id;
  }

  private void parts(Findings out, Node node) {
    Outline outline = new ConversationCheck(out).check(node.get("conversation"));
    new QuestionCheck(out, outline, spellings.profile()).check(node.get("qa"));
    var annotations = new AnnotationCheck(out, outline);
    annotations.observations(node.get("observation"));
    annotations.summaries(node.get("session_summary"));
    annotations.events(node.get("event_summary"));
    for (String key : OPTIONAL) {
      if (node.get(key).missing()) {
        out.odd(Oddity.PART_ABSENT, node.get(key), key);
      }
    }
  }
}
