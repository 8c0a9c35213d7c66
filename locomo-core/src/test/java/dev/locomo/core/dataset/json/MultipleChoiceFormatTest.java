package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.metric.Metric.Answered;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.metric.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MultipleChoiceFormatTest extends DatasetFormatContract {
  private static final String HISTORY =
      """
      "haystack_session_ids": ["session_1"], "haystack_session_datetimes": ["2023-05-08T13:56:00"], \
      "haystack_session_summaries": ["Anna buys a bicycle."], \
      "haystack_sessions": [[{"role": "user", "content": "I bought a blue bicycle."}]]}
      """;
  private static final String DATA =
      """
      {"question_id": "conv-1_q0", "question": "What did Anna buy?", "question_type": "single_hop", \
      "answer": "a blue bicycle", "choices": ["a cat", "a blue bicycle", "Not answerable"], \
      "num_choices": 3, "correct_choice_index": 1, %s{"question_id": "conv-1_q1", \
      "question": "What did Anna sell?", "question_type": "adversarial", "answer": "a car", \
      "choices": ["a car", "Not answerable"], "num_choices": 2, "correct_choice_index": 1, %s\
      """
          .formatted(HISTORY, HISTORY);

  @Override
  DatasetFormat format() {
    return new MultipleChoiceFormat();
  }

  @Override
  Path example() throws IOException {
    return Files.writeString(folder.resolve("mc10.jsonl"), DATA);
  }

  @Test
  void questionsAboutOneConversationAreOneSampleAndOneCluster() throws IOException {
    var samples = format().read(example()).samples();
    assertThat(samples).extracting(Sample::id).containsExactly("conv-1");
    var questions = samples.getFirst().questions();
    assertThat(questions).extracting(q -> q.cluster()).containsOnly("conv-1");
    assertThat(questions.get(0).gold()).isEqualTo(new Gold.Answer("a blue bicycle"));
    assertThat(questions.get(1).gold()).isEqualTo(new Gold.Answer("Not answerable"));
    assertThat(questions.get(1).details().choices()).hasSize(2);
    assertThat(samples.getFirst().sessionSummaries()).containsEntry(1, "Anna buys a bicycle.");
  }

  @Test
  void aChoiceIsScoredExactly() throws IOException {
    var question = format().read(example()).samples().getFirst().questions().getFirst();
    var metric = Metrics.standard().get("choice-accuracy");
    assertThat(metric.score(new Answered(question, " a blue bicycle", null)))
        .isEqualTo(new Score.Scored(1, "picked it"));
    assertThat(metric.score(new Answered(question, "a bicycle", null)))
        .isEqualTo(new Score.Scored(0, "picked another one"));
  }

  @Test
  void anAnswerThatIsNotTheRightChoiceIsNoted() throws IOException {
    assertThat(format().check(example(), null).findings())
        .extracting(f -> f.oddity() + " " + f.place())
        .containsExactly(Oddity.CHOICE_DIFFERS + " /1/answer");
  }
}
