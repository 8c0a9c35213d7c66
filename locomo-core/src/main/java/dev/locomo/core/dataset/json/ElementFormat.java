package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Dataset.SampleStatistics;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.check.CheckReport;
import dev.locomo.core.dataset.check.CheckReport.Finding;
import dev.locomo.core.dataset.check.Findings;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.dataset.check.Oddity.Severity;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.profile.BenchmarkProfile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A format whose file is a row of elements, each read by itself: an array, or one a line. One
 * reading serves both: it notes what is odd; a check reports that, and a reader refuses the first
 * error.
 */
abstract class ElementFormat implements DatasetFormat {
  private static final long LARGE = 512L << 20;

  private final BenchmarkProfile own;

  /**
   * @param own id of the profile that its categories are of
   */
  ElementFormat(String own) {
    this.own =
        BenchmarkProfile.ALL.stream().filter(p -> p.id().equals(own)).findFirst().orElseThrow();
  }

  /** What an element is read with, and what elements before it left. */
  abstract static class Elements {
    /** What is odd. */
    final Findings out;

    /** What the categories are. */
    final BenchmarkProfile profile;

    Elements(Findings out, BenchmarkProfile profile) {
      this.out = out;
      this.profile = profile;
    }

    /** Reads one; null where it cannot be used, or belongs to a sample that is not whole yet. */
    abstract @Nullable Sample next(Node element);

    /** The last sample, where it was not whole before the end. */
    Optional<Sample> last() {
      return Optional.empty();
    }
  }

  /** Whether an element has this shape. */
  abstract boolean isOne(JsonNode element);

  /** Begins a file. */
  abstract Elements elements(Findings out, BenchmarkProfile profile);

  @Override
  public boolean recognises(Start start) {
    return isOne(start.element());
  }

  @Override
  public Dataset read(Path file, @Nullable BenchmarkProfile profile) {
    var out = new Findings();
    var elements = elements(out, profile == null ? own : profile);
    var samples = new ArrayList<Sample>();
    boolean stays = staysOnDisk(file);
    long[] begun = {0};
    String sha256 =
        DatasetReader.eachSample(
            file,
            JsonFiles.MAPPER::createParser,
            (int index, JsonNode json, long offset) -> {
              Sample sample = elements.next(new Node(file.toString(), "/" + index, json));
              refuse(file, out);
              if (sample != null) {
                boolean late = elements.last().isPresent();
                samples.add(stays ? onDisk(sample, file, late ? begun[0] : offset) : sample);
              }
              begun[0] = sample != null || index == 0 ? offset : begun[0];
            });
    elements.last().map(s -> stays ? onDisk(s, file, begun[0]) : s).ifPresent(samples::add);
    if (samples.isEmpty()) {
      throw new DataError(file.toString(), "/", "found no element; expected one of " + id());
    }
    return new Dataset(file.toString(), sha256, samples);
  }

  /** Files that would fill the memory; those with a byte order mark are read whole all the same. */
  private static boolean staysOnDisk(Path file) {
    if (file.toFile().length() <= Long.getLong("locomo.max.memory", LARGE)) {
      return false;
    }
    try (var in = UserFile.open(file)) {
      return in.read() != 0xEF;
    } catch (IOException | DataError e) {
      return false; // reading it says why
    }
  }

  private Sample onDisk(Sample sample, Path file, long offset) {
    var talk = sample.conversation();
    var sessions =
        new Conversation.OnDisk() {
          @Override
          protected List<Session> load() {
            return again(file, offset).conversation().sessions();
          }
        };
    return new Sample(
        sample.id(),
        new Conversation(talk.speakerA(), talk.speakerB(), sessions),
        sample.questions(),
        sample.observations(),
        sample.sessionSummaries(),
        sample.events());
  }

  /** The sample whose first element begins at this byte. */
  private Sample again(Path file, long offset) {
    try (var channel = UserFile.channel(file);
        var in = Channels.newInputStream(channel.position(offset));
        var parser = JsonFiles.MAPPER.createParser(in)) {
      var elements = elements(new Findings(), own);
      Sample sample = elements.next(new Node(file.toString(), "", parser.readValueAsTree()));
      return sample == null ? elements.last().orElseThrow() : sample;
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read again (" + UserFile.why(e) + ")", e);
    }
  }

  private static void refuse(Path file, Findings out) {
    for (Finding finding : out.all()) {
      if (finding.oddity().severity() == Severity.ERROR) {
        String problem = "found " + finding.found() + "; expected " + finding.expected();
        throw new DataError(file.toString(), finding.place(), problem);
      }
    }
    out.all().clear();
  }

  @Override
  public CheckReport check(Path file, @Nullable BenchmarkProfile profile) {
    var out = new Findings();
    var elements = elements(out, profile == null ? own : profile);
    var samples = new ArrayList<SampleStatistics>();
    String sha256 = "";
    try {
      sha256 =
          DatasetReader.eachSample(
              file,
              (index, json) -> {
                Sample sample = elements.next(new Node(file.toString(), "/" + index, json));
                if (sample != null) {
                  samples.add(SampleStatistics.of(sample));
                }
              });
    } catch (DataError e) {
      if (e.place().isEmpty()) {
        throw e;
      }
      out.enter("");
      out.all()
          .add(new Finding(Oddity.NOT_JSON, "", e.place(), e.problem(), "elements of " + id()));
    }
    elements.last().map(SampleStatistics::of).ifPresent(samples::add);
    return new CheckReport(file.toString(), sha256, samples.size(), samples, out.all());
  }
}
