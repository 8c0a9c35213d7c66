package dev.locomo.core.dataset;

import dev.locomo.core.profile.Category;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A question with its gold answer.
 *
 * @param id its name
 * @param text as in the file
 * @param category which kind it is
 * @param gold what a right answer is
 * @param evidence turn ids as written, malformed ones included ({@link TurnId#namedIn} reads them);
 *     may be empty
 * @param details what its benchmark has besides
 */
public record Question(
    QuestionId id,
    String text,
    Category category,
    Gold gold,
    List<String> evidence,
    Details details)
    implements Item {
  public Question {
    evidence = List.copyOf(evidence);
  }

  /** A question that has no more than LoCoMo's have. */
  public Question(QuestionId id, String text, Category category, Gold gold, List<String> evidence) {
    this(id, text, category, gold, evidence, Details.NONE);
  }

  /**
   * What questions of some benchmarks have besides.
   *
   * @param now when it is asked, as written; empty where its file does not say so
   * @param choices of which one is to be picked, the right one among them; empty for a free answer
   * @param nuggets what a right answer has to hold, each judged by itself; may be empty
   */
  public record Details(String now, List<String> choices, List<String> nuggets) {
    /** Nothing. */
    public static final Details NONE = new Details("", List.of(), List.of());

    public Details {
      choices = List.copyOf(choices);
      nuggets = List.copyOf(nuggets);
    }
  }

  @Override
  public String key() {
    return id.toString();
  }

  @Override
  public String cluster() {
    return category.profile().clusterOf(id.sample());
  }

  @Override
  public int place() {
    return id.index();
  }

  @Override
  public SequencedMap<String, String> members() {
    var members = new LinkedHashMap<String, String>();
    members.put("question_id", key());
    members.put("category", category.label());
    return members;
  }

  /** Whether the conversation does not answer it. */
  public boolean unanswerable() {
    return gold instanceof Gold.Unanswerable || category.unanswerable();
  }

  @Override
  public String slice(String by) {
    return by.equals("answerable")
        ? (unanswerable() ? "unanswerable" : "answerable")
        : Item.super.slice(by);
  }

  /**
   * The gold text that the original code compares with: the {@code answer} where the file has one,
   * else the lure of an adversarial question; empty when it has neither.
   */
  public String referenceAnswer() {
    return switch (gold) {
      case Gold.Answer a -> a.text();
      case Gold.Unanswerable u ->
          u.statedAnswer() != null ? u.statedAnswer() : u.lure() != null ? u.lure() : "";
    };
  }
}
