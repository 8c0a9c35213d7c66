package dev.locomo.eval.errata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.errata.Correction.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the error list of the public audit of LoCoMo (dial481/locomo-audit, {@code errors.json}):
 * 156 findings on the published data, 99 of which change the gold.
 *
 * <p>A wrong citation corrects the evidence alone. Any other finding replaces the gold by the
 * audit's own answer, or voids the question where the audit found it ambiguous or wrote a remark
 * (about the question, or with turn ids in it) in the place of an answer.
 */
public final class AuditImport {
  private static final String CITATION = "WRONG_CITATION";
  private static final String AMBIGUOUS = "AMBIGUOUS";

  private static final Pattern REMARK =
      Pattern.compile(
          "(?i)D\\d+:\\d+|\\((?:but|not)\\b|, but\\b|, (?-i:not [A-Z])|^(?:this|that)"
              + " (?:is|was|event)\\b|\\b(?:transcript|question|answer"
              + " is|evidence|attribution|conversation"
              + " (?:does|do)|contradict\\w*|fabricated|unclear|uncertain|unknown|indeterminable|unresolvable|depending|there"
              + " is no|did not|unspecified|not (?:directly|explicitly|specified))\\b");

  private final Dataset data;
  private final Path file;

  /**
   * @param data the data set that was audited
   * @param from a checkout of the audit, or its {@code errors.json}
   */
  public AuditImport(Dataset data, Path from) {
    this.data = data;
    this.file = Files.isDirectory(from) ? from.resolve("errors.json") : from;
  }

  /**
   * Reads it.
   *
   * @throws DataError when there is no such file, or it is about other questions than the data's
   */
  public Errata read() {
    JsonNode root = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    if (!root.isArray()) {
      throw new DataError(file.toString(), "", "expected the audit's list of findings");
    }
    var corrections = new ArrayList<Correction>();
    for (int i = 0; i < root.size(); i++) {
      Correction correction = correction("/" + i, root.get(i));
      if (correction != null) {
        corrections.add(correction);
      }
    }
    return new Errata(
        "locomo-audit",
        Sha256.of(root.toString()).substring(0, 12),
        "errors.json of dial481/locomo-audit",
        data.sha256(),
        corrections);
  }

  /** Null for a wrong citation without a right one: nothing would change. */
  private @Nullable Correction correction(String pointer, JsonNode finding) {
    Question question = new AuditQuestions(data, file).of(pointer, finding);
    String type = finding.path("error_type").asText();
    List<String> evidence = evidence(finding);
    String reason = type + ": " + finding.path("reasoning").asText();
    if (type.equals(CITATION)) {
      return evidence == null
          ? null
          : new Correction(question.id(), question.text(), Action.EVIDENCE, null, evidence, reason);
    }
    String answer = finding.path("correct_answer").asText();
    boolean usable = !type.equals(AMBIGUOUS) && !answer.isBlank() && !REMARK.matcher(answer).find();
    return new Correction(
        question.id(),
        question.text(),
        usable ? Action.REPLACE : Action.VOID,
        usable ? answer : null,
        evidence,
        reason);
  }

  private static @Nullable List<String> evidence(JsonNode finding) {
    var ids = new ArrayList<String>();
    finding.path("correct_evidence").forEach(id -> ids.add(id.asText()));
    return ids.isEmpty() ? null : ids;
  }
}
