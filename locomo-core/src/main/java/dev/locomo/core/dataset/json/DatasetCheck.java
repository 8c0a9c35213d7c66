package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.CheckReport.Finding;
import dev.locomo.core.dataset.json.ConversationCheck.Outline;
import dev.locomo.core.error.DataError;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
          "generated");
  private static final List<String> OPTIONAL =
      List.of("qa", "observation", "session_summary", "event_summary");

  /** Samples of the wrong type after which a file is something else altogether. */
  private static final int PATIENCE = 100;

  private final String file;
  private final Findings out = new Findings();
  private final Set<String> ids = new HashSet<>();
  private int samples;
  private int strangers;

  private DatasetCheck(Path file) {
    this.file = file.toString();
  }

  /**
   * Checks a file.
   *
   * @throws DataError when it is missing, empty, a folder, not readable or not UTF-8: then there is
   *     nothing to look at
   */
  public static CheckReport check(Path file) {
    var check = new DatasetCheck(file);
    String sha256 = "";
    try {
      sha256 = DatasetReader.eachSample(file, check::sample);
    } catch (DataError e) {
      if (e.place().isEmpty()) {
        throw e;
      }
      check.out.enter("");
      var parts = e.problem().replaceFirst("^found ", "").split("; expected ", 2);
      String expected = parts.length > 1 ? parts[1] : "samples";
      check.out.all().add(new Finding(Oddity.NOT_JSON, "", e.place(), parts[0], expected));
    }
    return new CheckReport(file.toString(), sha256, check.samples, check.out.all());
  }

  private void sample(int index, JsonNode json) {
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
    id(node.get("sample_id"));
    out.unknownKeys(node, KEYS);
    parts(node);
  }

  private void id(Node at) {
    String id = out.text(at, "the sample's id, a string");
    if (id == null) {
      return;
    }
    if (id.isBlank()) {
      out.odd(Oddity.SAMPLE_ID_BLANK, at, "an id that is not blank");
    } else if (!ids.add(id)) {
      out.odd(Oddity.SAMPLE_ID_TWICE, at, "a different id");
    }
    out.enter(id);
  }

  private void parts(Node node) {
    Outline outline = new ConversationCheck(out).check(node.get("conversation"));
    new QuestionCheck(out, outline).check(node.get("qa"));
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
