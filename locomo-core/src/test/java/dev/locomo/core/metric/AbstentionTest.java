package dev.locomo.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.metric.Score.Reason;
import dev.locomo.core.metric.Score.Unscored;
import dev.locomo.core.profile.BenchmarkProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about Anna whose lure is Ben's red kayak. */
class AbstentionTest {
  private static final String QUESTION = "What did Anna buy in May?";
  private static final String LURE = "a red kayak";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Not mentioned in the conversation",
        "(a) Not mentioned",
        "No information available.",
        "I don't know.",
        "I don\u2019t know what she bought.",
        "I do not have enough information to say.",
        "I'm not sure.",
        "Unknown",
        "It is unclear.",
        "N/A",
        "The conversation does not mention what Anna bought in May.",
        "The chat between them never says what she bought.",
        "There is no mention of Anna buying a red kayak.",
        "There's no record of that.",
        "Nothing in the text indicates it; it was not specified.",
        "This cannot be determined from the context.",
        "We can't infer that.",
        "Anna didn't mention any purchase.",
        "A red kayak is not mentioned.",
        "It's impossible to tell.",
        "Ben bought a red kayak, but there is no information about Anna.",
        "The provided messages do not contain this information.",
        "I don\u00b4t know.",
        "I don\u02bct know.",
        "I don`t know.",
        "I dont know",
        "idk",
        "**Not** mentioned",
        "Not\u00a0mentioned in the conversation",
        "not-mentioned",
        "Not_mentioned",
        "Not \u200bmentioned",
        "\uff2e\uff4f\uff54 mentioned",
        "\u201cUnknown\u201d",
        "N.A.",
        "NA",
        "Not given.",
        "There isn't any information about that.",
        "There isn\u2019t enough evidence.",
        "Information not available",
        "Information unavailable.",
        "Insufficient context.",
        "No relevant memories found.",
        "The answer is not in the provided context.",
        "Nothing in the conversation mentions it.",
        "It does not say what she bought.",
        "I found no evidence of that.",
        "Unknown from the conversation"
      })
  void sayingThatThereIsNoAnswerIsAbstaining(String answer) {
    assertThat(value(answer)).as(answer).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a red kayak",
        "Anna bought a red kayak in May.",
        "She bought a red kayak; the shop is not mentioned.",
        "A red kayak (brand not specified)",
        "It is not mentioned, but she probably bought a red kayak.",
        "Anna bought a red kayak. I don't know its price.",
        "She did not buy anything.",
        "She does not know how to paddle.",
        "Nothing",
        "No",
        "A novel by an unknown writer",
        "She was not invited.",
        "Unknown soldier memorial",
        "Undetermined sculpture",
        "He found no evidence of mice in the attic.",
        "Ben found no evidence of mice in the attic.",
        "She had no information about the trip and called the agency.",
        "He told her he was unable to answer the phone."
      })
  void answeringIsNotAbstaining(String answer) {
    assertThat(value(answer)).as(answer).isZero();
  }

  @Test
  void questionsWithAnAnswerAreNotScored() {
    assertThat(
            new Abstention()
                .score(
                    Questions.answered(BenchmarkProfile.LOCOMO.category(2), "May", "I don't know")))
        .isInstanceOfSatisfying(
            Unscored.class, u -> assertThat(u.reason()).isEqualTo(Reason.NOT_APPLICABLE));
  }

  private static double value(String answer) {
    return Questions.value(new Abstention(), Questions.adversarial(QUESTION, LURE, answer));
  }
}
