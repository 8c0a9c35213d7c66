package dev.locomo.eval.judge;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.metric.Score;
import java.util.List;

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
    return new Ask(
        model.model(),
        List.of(
            new Ask.Message(Ask.Role.SYSTEM, rubric.system()),
            new Ask.Message(
                Ask.Role.USER, rubric.prompt(question, answer, evidence.of(question.id())))),
        0.0,
        null,
        REPLY_TOKENS,
        null,
        true,
        repetition);
  }

  /**
   * Has one answer judged.
   *
   * @return 1 for right, 0 for wrong, each with the judge's reason; unscored when the reply is no
   *     verdict
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  public Score verdict(ChatLlm llm, Question question, String answer) throws InterruptedException {
    return score(llm.ask(ask(question, answer, 0)).text());
  }

  /** A judge's reply as a score. */
  static Score score(String reply) {
    return Verdict.read(reply)
        .<Score>map(verdict -> new Score.Scored(verdict.correct() ? 1 : 0, verdict.reason()))
        .orElseGet(() ->
            new Score.Unscored(
                Score.Reason.VERDICT_UNREADABLE,
                Verdict.GRAMMAR + "; found " + StrictJson.start(reply)));
  }
}
