package dev.locomo.eval.judge;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.metric.Abstention;
import dev.locomo.core.text.PromptTexts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
  static final Set<String> SLOTS =
      Set.of("question", "gold", "lure", "answer", "evidence", "nuggets");

  /** The section of questions without answer, whatever their category. */
  static final String ADVERSARIAL = "adversarial";

  /** The rubric whose judges score each nugget. */
  static final String NUGGETS = "nuggets";

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
            "evidence", evidence,
            "nuggets", listed(nuggets(question)));
    return PromptTexts.filled(section(question), slots);
  }

  /** Whether each nugget of an answer is judged by itself. */
  boolean graded() {
    return id.startsWith(NUGGETS);
  }

  /**
   * What a right answer has to hold, each by itself; of a question that has none, its gold text.
   */
  static List<String> nuggets(Question question) {
    var own = question.details().nuggets();
    return own.isEmpty() ? List.of(gold(question)) : own;
  }

  private String section(Question question) {
    var category = question.category();
    String own = question.unanswerable() ? sections.get(ADVERSARIAL) : null;
    own =
        category.unanswerable() == question.unanswerable()
            ? sections.getOrDefault(category.label(), own)
            : own;
    own = graded() ? null : own;
    return own != null ? own : Objects.requireNonNull(sections.get(DEFAULT));
  }

  private static String listed(List<String> nuggets) {
    return IntStream.range(0, nuggets.size())
        .mapToObj(i -> (i + 1) + ". " + nuggets.get(i))
        .collect(Collectors.joining("\n"));
  }

  private static String gold(Question question) {
    return switch (question.gold()) {
      case Gold.Answer(String text) -> text;
      case Gold.Unanswerable(var lure, var stated) ->
          lure == null && stated != null && !stated.isBlank() ? stated : Abstention.PHRASE;
    };
  }

  private static String lure(Question question) {
    return question.gold() instanceof Gold.Unanswerable u && u.lure() != null ? u.lure() : "";
  }
}
