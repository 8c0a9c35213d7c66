package dev.locomo.eval.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.events.EventSummarization.Panel;
import dev.locomo.eval.facts.ClauseDecomposer;
import dev.locomo.eval.facts.LexicalVerifier;
import java.util.List;

/**
 * What a run of event summarization leaves in its folder besides its calls; all of it can be
 * rebuilt from them by the same command.
 */
public final class EventRecord {
  /** A line each unit: what was written down, and the gold events. */
  public static final String EVENTS = "events.jsonl";

  /** A line each fact, with its verdict. */
  public static final String FACTS = "facts.jsonl";

  /** The document of {@code eval-events --json} without folder and usage. */
  public static final String REPORT = "report.json";

  private EventRecord() {}

  /**
   * Writes summaries, facts, scores and report.
   *
   * @return the report
   */
  public static ObjectNode write(
      RunFolder folder, EventResults results, RunSpec spec, Panel panel) {
    lines(folder, EVENTS, EventJson.events(results));
    lines(folder, FACTS, EventJson.facts(results));
    lines(folder, RunFolder.SCORES, EventJson.scores(results));
    ObjectNode report = EventJson.document(results);
    describe(report, spec, panel);
    AtomicFile.writeText(folder.file(REPORT), report.toPrettyString() + "\n");
    return report;
  }

  private static void lines(RunFolder folder, String file, List<String> lines) {
    AtomicFile.writeText(folder.file(file), lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  private static void describe(ObjectNode report, RunSpec spec, Panel panel) {
    var on = spec.onResult();
    report
        .put("data_sha256", on.get("data_sha256"))
        .put("protocol", "events@" + ModelSummarizer.VERSION);
    report.put("model", on.get("model")).put("samples", on.get("samples"));
    report.put("sessions", on.get("sessions"));
    report.put("length_penalty", Double.parseDouble(on.getOrDefault("length_penalty", "0")));
    who(report, "summarizer", panel.summarizer().id(), panel.summarizer().hash());
    who(report, "decomposer", panel.decomposer().id(), panel.decomposer().hash());
    who(report, "verifier", panel.verifier().id(), panel.verifier().hash());
    var labeller = panel.labeller();
    if (labeller == null) {
      report.putNull("labeller");
    } else {
      who(report, "labeller", labeller.id(), labeller.hash());
    }
    boolean floor =
        panel.verifier() instanceof LexicalVerifier
            || panel.decomposer() instanceof ClauseDecomposer;
    report.put("facts_by_rule", floor);
  }

  private static void who(ObjectNode report, String role, String id, String hash) {
    report.putObject(role).put("id", id).put("sha256", hash);
  }
}
