package dev.locomo.eval.judge.label;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.text.Csv;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Answers drawn at random for people to label, blind: no score, no verdict, no name of a model.
 *
 * @param drawn in a random order
 */
public record LabelSample(List<Answered> drawn) {
  /** A question with the answer of the run. */
  public record Answered(Question question, String answer) {
    /** What is right, as it is shown to who labels. */
    public String gold() {
      return question.gold() instanceof Gold.Answer(String text)
          ? text
          : "(the conversation does not tell; right is to say so)";
    }
  }

  private static final List<String> COLUMNS =
      List.of("question_id", "question", "gold", "answer", "label", "labeller");

  /**
   * Draws from all answers of a run, spread over the conversations in proportion, as corrections of
   * judged scores need it.
   *
   * @param answers every question with a usable answer
   * @param count how many, from 1 to the number of answers
   * @param seed the same seed draws the same
   */
  public static LabelSample draw(List<Answered> answers, int count, long seed) {
    if (count < 1 || count > answers.size()) {
      throw new UserError(
          "--count is " + count + ", and the run has " + answers.size() + " usable answers",
          "--count from 1 to " + answers.size());
    }
    var byConversation = new TreeMap<String, List<Answered>>();
    answers.forEach(
        a -> byConversation.computeIfAbsent(a.question().cluster(), _ -> new ArrayList<>()).add(a));
    var random = new Random(seed);
    var drawn = new ArrayList<Answered>();
    shares(byConversation, count, answers.size())
        .forEach((conversation, share) -> {
          var own = new ArrayList<>(byConversation.getOrDefault(conversation, List.of()));
          Collections.shuffle(own, random);
          drawn.addAll(own.subList(0, share));
        });
    Collections.shuffle(drawn, random);
    return new LabelSample(drawn);
  }

  /** By largest remainder. */
  private static Map<String, Integer> shares(
      Map<String, List<Answered>> byConversation, int count, int all) {
    var shares = new TreeMap<String, Integer>();
    byConversation.forEach(
        (name, own) -> shares.put(name, (int) ((long) own.size() * count / all)));
    int left = count - shares.values().stream().mapToInt(n -> n).sum();
    byConversation.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, List<Answered>> e) ->
                    (long) e.getValue().size() * count % all)
                .reversed())
        .limit(left)
        .forEach(e -> shares.merge(e.getKey(), 1, Integer::sum));
    return shares;
  }

  /** As CSV, to be filled in by a spreadsheet. */
  public String csv() {
    var text = new StringBuilder(Csv.row(COLUMNS));
    for (Answered one : drawn) {
      var question = one.question();
      text.append(
          Csv.row(List.of(question.key(), question.text(), one.gold(), one.answer(), "", "")));
    }
    return text.toString();
  }

  /** As JSON lines. */
  public String lines() {
    var text = new StringBuilder();
    for (Answered one : drawn) {
      text.append(
              JsonFiles.MAPPER
                  .createObjectNode()
                  .put("question_id", one.question().key())
                  .put("question", one.question().text())
                  .put("gold", one.gold())
                  .put("answer", one.answer())
                  .put("label", "")
                  .put("labeller", ""))
          .append('\n');
    }
    return text.toString();
  }
}
