package dev.locomo.core.dataset;

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
 */
public record Question(
    QuestionId id, String text, Category category, Gold gold, List<String> evidence)
    implements Item {
  public Question {
    evidence = List.copyOf(evidence);
  }

  @Override
  public String key() {
    return id.toString();
  }

  @Override
  public String cluster() {
    return id.sample();
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
