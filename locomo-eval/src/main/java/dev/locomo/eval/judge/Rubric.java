package dev.locomo.eval.judge;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.metric.Abstention;
import dev.locomo.core.text.PromptTexts;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A rule by which answers are judged: a prompt for each kind of question, named, versioned and
 * hashed. Adversarial questions always have a prompt of their own, which expects abstention.
 *
 * @param id name and version, for example {@code strict-1}; of a file its name and the start of the
 *     hash
 * @param system the system message: how to reply
 * @param sections prompts by category label, and {@code default} for the categories without one;
 *     with {@code default} and {@code adversarial} at the least
 */
public record Rubric(String id, String system, Map<String, String> sections) {
  /** What the sections may hold between {@code {{} and {@code }}}. */
  static final Set<String> SLOTS = Set.of("question", "gold", "lure", "answer", "evidence");

  /** The section of the categories that have none. */
  static final String DEFAULT = "default";

  public Rubric {
    sections = Map.copyOf(sections);
  }

  /** SHA-256 over all texts, 64 hex digits. */
  public String hash() {
    return Sha256.of(system + '\0' + new TreeMap<>(sections));
  }

  /**
   * The user message that has an answer judged; what is filled in is never looked at for slots.
   *
   * @param evidence text of the gold evidence, see {@link EvidenceText}
   */
  String prompt(Question question, String answer, String evidence) {
    var slots =
        Map.of(
            "question", question.text(),
            "gold", gold(question),
            "lure", lure(question),
            "answer", answer,
            "evidence", evidence);
    return PromptTexts.filled(section(question.category()), slots);
  }

  private String section(Category category) {
    String own = sections.get(category.label());
    return own != null ? own : Objects.requireNonNull(sections.get(DEFAULT));
  }

  private static String gold(Question question) {
    return question.gold() instanceof Gold.Answer answer ? answer.text() : Abstention.PHRASE;
  }

  private static String lure(Question question) {
    return question.gold() instanceof Gold.Unanswerable u && u.lure() != null ? u.lure() : "";
  }
}
