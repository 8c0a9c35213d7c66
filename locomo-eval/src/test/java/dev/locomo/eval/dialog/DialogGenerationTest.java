package dev.locomo.eval.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.ask.CallLog;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.metric.Score;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.eval.context.Pictures;
import dev.locomo.eval.dialog.DialogGeneration.Outcome;
import dev.locomo.eval.dialog.ModelWriter.TurnReply;
import dev.locomo.eval.dialog.PictureForm.Candidates;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import dev.locomo.eval.score.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies to turns, turns to scores. */
class DialogGenerationTest {
  private static final Candidates CANDIDATES = new Candidates(3, 1, Chat.TWO, Pictures.CAPTIONS);
  private static final History HISTORY =
      new History(1000, text -> text.split("\\s+").length, Pictures.CAPTIONS);

  @TempDir private Path folder;
  private final List<Ask> asked = new ArrayList<>();

  private List<DialogGeneration.Generated> run(
      TurnWriter writer, List<Target> targets, String... replies) throws InterruptedException {
    Queue<String> script = new ArrayDeque<>(Arrays.asList(replies));
    var work = new DialogGeneration(targets, writer, null);
    try (var steps =
        CallLog.open(
            folder.resolve("calls.jsonl"),
            ask -> {
              asked.add(ask);
              return reply(script.remove());
            })) {
      new Workers(1, () -> false).run(work, steps, _ -> {});
    }
    assertThat(script).as("replies that nobody asked for").isEmpty();
    return work.generated();
  }

  private static Reply reply(String text) {
    return new Reply(text, Reply.Finish.STOP, 1, 1, "m", null, Duration.ZERO, false);
  }

  private static ModelWriter model(PictureForm picture) {
    return model(picture, CANDIDATES);
  }

  private static ModelWriter model(PictureForm picture, Candidates candidates) {
    var form = new ModelWriter.Form("m", 100, picture, candidates);
    return new ModelWriter(form, HISTORY, Knowledge.none());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CAPTION | {\"text\": \"Hi.\", \"image\": null} | Hi. |",
        "CAPTION | ```json{\"text\": \" Hi. \", \"image\": \"a cat\"}``` | Hi. | a cat",
        "CAPTION | {\"text\": \"Hi.\", \"image\": \"none\"} | Hi. |",
        "CAPTION | Ben: Hi. [picture: a cat] | Hi. | a cat",
        "CAPTION | Hi there. | Hi there. |",
        "QUERY | {\"text\": \"Hi.\", \"image\": \"cat sofa\"} | Hi. | cat sofa",
        "NONE | {\"text\": \"Hi.\", \"image\": \"a cat\"} | Hi. |",
        "NONE | Hi. [image: a cat] | Hi. |",
        "CANDIDATES | {\"text\": \"Hi.\", \"image\": 0} | Hi. |",
      })
  void repliesAreReadInManyForms(PictureForm form, String reply, String text, String image)
      throws Exception {
    assertThat(TurnReply.read(ReplyText.of(reply), Chat.target(3, 2), form, List.of("a", "b")))
        .isEqualTo(new TurnContent(text, image));
  }

  @Test
  void aCandidateIsChosenByItsNumber() throws Exception {
    var said =
        TurnReply.read(
            ReplyText.of("{\"text\": \"Hi.\", \"image\": \"2\"}"),
            Chat.target(3, 2),
            PictureForm.CANDIDATES,
            List.of("a", "b"));
    assertThat(said.image()).isEqualTo("b");
  }

  @Test
  void anUnreadableReplyIsAskedForAgainAndThenNamed() throws InterruptedException {
    var one =
        run(
            model(PictureForm.CANDIDATES),
            List.of(Chat.target(3, 2)),
            "{\"text\": \"Hi.\", \"image\": 9}",
            "{\"text\": \"\"}",
            "{\"text\": \"Comet is ill.\", \"image\": 1}");
    assertThat(asked.get(1).messages().getLast().text())
        .contains("\"image\" is \"9\"; expected null or a number from 1 to 3");
    assertThat(one.getFirst().outcome()).isInstanceOf(Outcome.Done.class);
    var two = run(model(PictureForm.CAPTION), List.of(Chat.target(2, 2)), "{", "{}", "{\"a\": 1}");
    assertThat(two.getFirst().outcome())
        .isEqualTo(new Outcome.Failed("no usable reply: its \"text\" is missing or empty"));
  }

  @Test
  void aTurnWithoutCandidatesIsAskedForTextAlone() throws InterruptedException {
    var alone = new Candidates(3, 1, List.of(Chat.SAMPLE), Pictures.CAPTIONS);
    var reply = "{\"text\": \"Is it worse?\", \"image\": 1}";
    var one = run(model(PictureForm.CANDIDATES, alone), List.of(Chat.target(3, 3)), reply);
    assertThat(asked.getFirst().messages().getFirst().text())
        .contains("{\"text\": \"the message\"}")
        .doesNotContain("picture with this message", "at hand");
    assertThat(one.getFirst().outcome())
        .isEqualTo(new Outcome.Done(new TurnContent("Is it worse?", null)));
  }

  @Test
  void thePromptShowsWhoWritesAndNeverWhatWasSaid() throws InterruptedException {
    run(model(PictureForm.CAPTION), List.of(Chat.target(3, 2)), "Hi.");
    Ask ask = asked.getFirst();
    assertThat(ask.messages().getFirst().text())
        .startsWith("You write the messages of Ben in one long-running chat with Ann.")
        .contains("if Ben shares a picture")
        .doesNotContain("{{");
    assertThat(ask.messages().getLast().text())
        .endsWith("It is 9:00 am on 3 May, 2023. Ben's next message:")
        .doesNotContain("Comet is ill", "sofa", "Poor thing");
  }

  @Test
  void theFloorRepeatsWhatTheSpeakerAnsweredToTheLikestMessage() throws InterruptedException {
    var writer = new ExtractiveWriter(PictureForm.CAPTION, CANDIDATES);
    var said = run(writer, List.of(Chat.target(3, 2), Chat.target(1, 2)));
    assertThat(said.getFirst().outcome())
        .isEqualTo(new Outcome.Done(new TurnContent("Yes, Comet ran along the river.", null)));
    assertThat(((Outcome.Done) said.getLast().outcome()).said().text()).isNotBlank();
    assertThat(asked).isEmpty();
  }

  @Test
  void scoresComeByMetricAndLengthAndFailuresAreInNoMean() throws InterruptedException {
    var targets = List.of(Chat.target(2, 2), Chat.target(3, 2), Chat.target(3, 3));
    var generated =
        run(
            model(PictureForm.CAPTION),
            targets,
            "{\"text\": \"It leaks, so I am painting it.\", \"image\": \"a boat being painted\"}",
            "{\"text\": \"Comet is well.\", \"image\": null}",
            "{",
            "{",
            "{");
    var results =
        DialogResults.of(
            generated,
            PictureForm.CAPTION,
            HISTORY,
            DialogMetric.standard(PictureForm.CAPTION, CANDIDATES));
    var bleu = summary(results, "bleu-1");
    assertThat(bleu.overall().asked()).isEqualTo(3);
    assertThat(bleu.overall().scored()).isEqualTo(2);
    assertThat(Objects.requireNonNull(bleu.overall().tally()).sum())
        .as("1 and two words of three")
        .isCloseTo(1 + 2.0 / 3, within(1e-12));
    assertThat(Objects.requireNonNull(summary(results, "picture-shared").overall().tally()).sum())
        .isEqualTo(1);
    assertThat(summary(results, "picture-rouge-l").overall().scored()).isEqualTo(1);
    assertThat(bleu.cuts().get("history")).containsOnlyKeys("0k");
    assertThat(bleu.cuts().get("conversation")).containsOnlyKeys("s");
    assertThat(results.unscored()).isEqualTo(1);
    assertThat(results.sheet().metrics().getFirst().rows().getLast().score())
        .isInstanceOf(Score.Unscored.class);
  }

  private static Summary summary(DialogResults results, String metric) {
    return Summary.of(results.sheet().find(metric).orElseThrow(), DialogResults.GROUPING);
  }

  @Test
  void relevanceIsTheF1OfSoftPrecisionAndRecall() {
    var relevance =
        new CaptionRelevance(texts ->
            texts.stream()
                .map(text -> text.equals("x") ? new float[] {1, 0} : new float[] {3, 4})
                .toList());
    var same = new TurnContent("y", "y");
    var turn = Chat.target(3, 2);
    var scores =
        relevance.scores(
            List.of(
                new DialogMetric.Pair(same, same, turn),
                new DialogMetric.Pair(new TurnContent("x", null), new TurnContent("y", null), turn),
                new DialogMetric.Pair(
                    new TurnContent("y", "y"), new TurnContent("y", null), turn)));
    assertThat(((Score.Scored) scores.get(0)).value()).isCloseTo(1.0, within(1e-6));
    assertThat(((Score.Scored) scores.get(1)).value()).isCloseTo(0.6, within(1e-6));
    assertThat(((Score.Scored) scores.get(2)).value())
        .as("precision 1/2, recall 1")
        .isCloseTo(2.0 / 3, within(1e-6));
  }
}
