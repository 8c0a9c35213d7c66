package dev.locomo.eval.judge;

import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.metric.Score;

/**
 * A model that judges by a rubric, at temperature 0.
 *
 * @param model which model
 * @param rubric by which rule
 * @param evidence what a rubric with the slot {@code {{evidence}}} shows
 */
public record Judge(ModelSpec model, Rubric rubric, EvidenceText evidence) {
  private static final int REPLY_TOKENS = 300;

  /** The name in reports, for example {@code judge(model=openai:gpt-4o,rubric=strict-1)}. */
  public String id() {
    return "judge(model=" + model.id() + ",rubric=" + rubric.id() + ")";
  }

  /**
   * The request that has an answer judged.
   *
   * @param repetition from 0; each is a request of its own
   */
  public Ask ask(Question question, String answer, int repetition) {
    String prompt = rubric.prompt(question, answer, evidence.of(question.id()));
    return Ask.of(model.model(), rubric.system(), prompt, REPLY_TOKENS)
        .json(true)
        .repeated(repetition);
  }

  /** How many parts of an answer get a score each; 0 where it is judged as a whole. */
  int nuggets(Question question) {
    return rubric.graded() ? Rubric.nuggets(question).size() : 0;
  }

  /** A judge's reply as a score with the judge's reason; unscored when it is no verdict. */
  static Score score(String reply, int nuggets) {
    var text = ReplyText.of(reply);
    return Verdict.read(text, nuggets)
        .<Score>map(verdict -> new Score.Scored(verdict.value(), verdict.reason()))
        .orElseGet(() ->
            new Score.Unscored(
                Score.Reason.VERDICT_UNREADABLE,
                Verdict.grammar(nuggets) + "; found " + text.start()));
  }
}
