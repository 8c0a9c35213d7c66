package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Main;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge as a script sees it, before servers that play judges of known quality. */
class JudgeCommandTest {
  private static final String DATA =
      """
      [{"sample_id": "s-1",
        "conversation": {"speaker_a": "Ann", "speaker_b": "Ben",
          "session_1_date_time": "1:56 pm on 8 May, 2023",
          "session_1": [
            {"speaker": "Ann", "dia_id": "D1:1", "text": "I moved to Oslo yesterday."},
            {"speaker": "Ben", "dia_id": "D1:2", "text": "I collect stamps, coins and maps."}]},
        "qa": [
          {"question": "When did Ann move?", "answer": "7 May 2023", "evidence": ["D1:1"], "category": 2},
          {"question": "What does Ben collect?", "answer": "stamps, coins, maps", "evidence": ["D1:2"], "category": 1},
          {"question": "What does Ann collect?", "adversarial_answer": "stamps", "evidence": ["D1:2"], "category": 5},
          {"question": "Is Ben tidy?", "answer": "Likely yes", "evidence": [], "category": 3},
          {"question": "Where does Ann live?", "answer": "Oslo", "evidence": ["D1:1"], "category": 4},
          {"question": "Who owns maps?", "answer": "Ben", "evidence": ["D1:2"], "category": 4}]
      }]
      """;

  private static final String CORRECT = "{\"verdict\": \"correct\", \"reason\": \"yes\"}";
  private static final String WRONG = "{\"verdict\": \"wrong\", \"reason\": \"no\"}";

  @TempDir Path folder;
  private FakeServer server = serverOrFail();
  private Path data = Path.of("");
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private static FakeServer serverOrFail() {
    try {
      return new FakeServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void write() throws IOException {
    data = Files.writeString(folder.resolve("data.json"), DATA);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aJudgeThatAcceptsEverythingAcceptsEveryWrongAnswerAndRejectsNone() throws IOException {
    judges(_ -> CORRECT);
    assertThat(calibrate("--rubric", "strict")).isZero();
    assertRates(document(), "false-accept", 1.0);
    assertRates(document(), "false-reject", 0.0);
  }

  @Test
  void aReportShowsHowOftenEachJudgeIsWrongOrThatNobodyKnows() throws IOException {
    String runs = folder.resolve("runs").toString();
    Path run = folder.resolve("runs/run");
    run(List.of("eval-qa", "--data-file", data.toString(), "--run", run.toString()));
    judges(_ -> CORRECT);
    var judge =
        List.of("judge", "--run", run.toString(), "--rubric", "strict", "--out", runs + "/j");
    assertThat(run(with(judge, "--repeats", "2"))).isZero();
    assertThat(report(run, "html"))
        .contains("rubric=strict-1): no calibration was found", "verdicts that change");
    assertThat(report(run, "table").replaceAll("\\s+", " ")).contains("no calibration was found");
    assertThat(JsonFiles.MAPPER.readTree(report(run, "json")).at("/judges/0/calibration").isNull())
        .isTrue();

    assertThat(calibrate("--rubric", "strict", "--out", runs + "/c")).isZero();
    assertThat(report(run, "html"))
        .contains("wrong answers it accepts", "<td>other-answer</td><td class=\"num\">100.0")
        .doesNotContain("no calibration was found");
    assertThat(report(run, "md")).contains("accepts of wrong answers: other-answer 100.0 %");
    assertThat(JsonFiles.MAPPER.readTree(report(run, "json")).at("/judges/0/calibration/kinds"))
        .isNotEmpty();
  }

  private String report(Path run, String format) {
    assertThat(run(List.of("report", "--run", run.toString(), "--format", format))).isZero();
    return out.toString();
  }

  @Test
  void aDryRunCountsTheCallsOfEachModelAndSendsNothing() throws IOException {
    judges(_ -> CORRECT);
    assertThat(calibrate("--judge", "openai:other", "--repeats", "2", "--dry-run")).isZero();
    JsonNode models = document().path("models");
    assertThat(models).hasSize(2);
    assertThat(models.path(0).path("calls").asInt())
        .isEqualTo(2 * 2 * models.path(0).path("answers").asInt())
        .isPositive();
    assertThat(models.path(1).path("input_tokens").asInt()).isPositive();
    assertThat(server.requests()).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aJudgeThatAcceptsNothingRejectsEveryRightAnswer() throws IOException {
    judges(_ -> WRONG);
    assertThat(calibrate("--rubric", "strict")).isZero();
    assertRates(document(), "false-accept", 0.0);
    assertRates(document(), "false-reject", 1.0);
  }

  @Test
  void ofAJudgeThatThrowsACoinTheVeryErrorsItMadeAreReported() throws IOException {
    judges(JudgeCommandTest::coin);
    assertThat(calibrate("--rubric", "lenient", "--rubric", "strict", "--repeats", "3")).isZero();
    JsonNode document = document();
    var counted = new TreeMap<String, Integer>();
    for (String line : Files.readAllLines(folder.resolve("out/verdicts.jsonl"))) {
      JsonNode verdict = JsonFiles.MAPPER.readTree(line);
      assertThat(verdict.has("verdict")).isTrue();
      String key = verdict.path("rubric").asText() + " " + verdict.path("kind").asText();
      boolean accepted = verdict.path("verdict").asText().equals("correct");
      counted.merge(key, accepted ? 1 : 0, Integer::sum);
    }
    int errors = 0;
    for (JsonNode judge : document.path("judges")) {
      // The coin falls the same way for the same prompt, so three repeats count thrice, never flip.
      assertThat(judge.at("/flips/flipped").asInt()).isZero();
      assertThat(judge.at("/flips/repeated").asInt()).isPositive();
      for (JsonNode kind : judge.path("kinds")) {
        int n = kind.path("judged").asInt();
        String key = judge.path("rubric").asText() + " " + kind.path("kind").asText();
        int accepted = Objects.requireNonNull(counted.get(key)) / 3;
        boolean right = kind.path("error").asText().equals("false-reject");
        assertThat(kind.path("errors").asInt()).isEqualTo(right ? n - accepted : accepted);
        errors += kind.path("errors").asInt();
      }
    }
    assertThat(errors).isPositive();
    assertThat(server.requests()).hasSize(3 * asked(document));
    assertThat(document.path("agreement")).hasSize(1);
  }

  @Test
  void aJudgeThatCannotBeReadHasNoErrorRatesAtAll() throws IOException {
    judges(_ -> "I would say it is correct.");
    assertThat(calibrate("--rubric", "strict", "--max-unreadable", "100")).isEqualTo(1);
    assertThat(err.toString()).contains("rubric=strict-1) gave no verdict that can be read");
    for (JsonNode kind : document().at("/judges/0/kinds")) {
      assertThat(kind.path("asked").asInt()).isPositive();
      assertThat(kind.path("judged").asInt()).isZero();
      assertThat(kind.path("rate").isNull()).isTrue();
    }
  }

  @Test
  void storedAnswersAreJudgedByEveryRubricAndTheSpreadIsItsOwnNumber() throws IOException {
    judges(prompt -> prompt.contains("be generous") ? CORRECT : WRONG);
    assertThat(judge("--rubric", "lenient", "--rubric", "strict")).isZero();
    JsonNode document = document();
    assertThat(document.at("/judges/0/rubric").asText()).isEqualTo("lenient-1");
    assertThat(document.at("/judges/0/categories_1_4/mean").asDouble()).isEqualTo(1);
    assertThat(document.at("/judges/1/categories_1_4/mean").asDouble()).isZero();
    assertThat(document.at("/judges/1/overall/asked").asInt()).isEqualTo(5);
    assertThat(document.at("/judges/1/overall/answered").asInt()).isEqualTo(4);
    assertThat(document.at("/judges/1/overall/scored").asInt()).isEqualTo(4);
    assertThat(document.at("/judges/1/decided").asInt()).isEqualTo(5);
    assertThat(document.at("/judges/1/unscored/no-prediction").asInt()).isEqualTo(1);
    assertThat(document.at("/judges/0/calibration").isNull()).isTrue();
    assertThat(document.at("/spread/0/spread").asDouble()).isEqualTo(1);
    assertThat(server.requests()).hasSize(10);
  }

  @Test
  void theSameCommandAsksNothingAgainAndAnotherOneIsRefused() throws IOException {
    judges(_ -> CORRECT);
    assertThat(judge("--rubric", "strict", "--no-cache")).isZero();
    String first = out.toString();
    int requests = server.requests().size();
    assertThat(judge("--rubric", "strict", "--no-cache")).isZero();
    assertThat(out.toString()).isEqualTo(first);
    assertThat(server.requests()).hasSize(requests);
    assertThat(judge("--rubric", "lenient", "--no-cache")).isEqualTo(2);
    assertThat(err.toString()).contains("judge_1: was judge(model=openai:gpt-x,rubric=strict-1)");
  }

  @Test
  void unreadableVerdictsAreInNoMeanAndMakeTheRunFail() throws IOException {
    judges(prompt -> prompt.contains("Oslo") ? "correct" : CORRECT);
    assertThat(judge("--rubric", "strict")).isEqualTo(1);
    assertThat(document().at("/judges/0/unscored/verdict-unreadable").asInt()).isEqualTo(1);
    assertThat(document().at("/judges/0/by_category/single-hop/scored").asInt()).isZero();
    assertThat(err.toString()).contains("20.0 % of the answers got no verdict");
  }

  @Test
  void aJudgeWithoutAnyVerdictThatCanBeReadIsNeverASuccess() throws IOException {
    judges(_ -> "yes");
    assertThat(judge("--rubric", "strict", "--max-unscored", "100")).isEqualTo(1);
    assertThat(err.toString()).contains("rubric=strict-1) gave no verdict that can be read");
  }

  @Test
  void theLimitsOfACalibrationMakeTheExitCode() throws IOException {
    judges(_ -> CORRECT);
    assertThat(calibrate("--rubric", "strict", "--max-false-accept", "99")).isEqualTo(1);
    assertThat(err.toString())
        .contains("accepts 100.0 % of vague, more than --max-false-accept 99.0");
    assertThat(calibrate("--rubric", "strict", "--max-false-accept", "100")).isZero();
    judges(prompt -> prompt.contains("Oslo") ? "hm" : WRONG);
    String other = folder.resolve("out2").toString();
    assertThat(
            calibrate(
                "--rubric", "strict", "--out", other, "--max-false-accept", "0", "--no-cache"))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("% of its verdicts cannot be read, more than --max-unreadable 5.0")
        .doesNotContain("accepts");
    assertThat(calibrate("--rubric", "strict", "--max-unreadable", "101")).isEqualTo(2);
  }

  @Test
  void aBankOfOnesOwnIsMeasuredByItsOwnKinds() throws IOException {
    judges(prompt -> prompt.contains("in May") ? CORRECT : WRONG);
    Path own =
        Files.writeString(
            folder.resolve("own.jsonl"),
            "{\"question_id\": \"s-1/0\", \"answer\": \"in May\", \"right\": false, \"kind\":"
                + " \"lazy\"}");
    assertThat(calibrate("--rubric", "strict", "--bank", own.toString())).isZero();
    assertThat(document().at("/judges/0/kinds")).hasSize(1);
    assertThat(document().at("/judges/0/kinds/0/kind").asText()).isEqualTo("lazy");
    assertThat(document().at("/judges/0/kinds/0/rate").asDouble()).isEqualTo(1);
    assertThat(calibrate("--rubric", "strict", "--bank", "no-such")).isEqualTo(2);
  }

  @Test
  void aSmallerJudgingNeverTakesThePlaceOfALargerOneAndReportsNameWhatItCovers()
      throws IOException {
    Path run = folder.resolve("runs/run");
    run(List.of("eval-qa", "--data-file", data.toString(), "--run", run.toString()));
    judges(_ -> CORRECT);
    var judge = List.of("judge", "--run", run.toString(), "--rubric", "strict", "--no-cache");
    assertThat(run(with(judge, "--repeats", "2", "--out", folder + "/a"))).isZero();
    judges(_ -> WRONG);
    assertThat(run(with(judge, "--categories", "2,4", "--out", folder + "/b"))).isZero();
    assertThat(run(with(judge, "--out", folder + "/c"))).isZero();
    assertThat(err.toString()).contains("stays as it was: it has 12 verdicts, this judging 6");
    assertThat(report(run, "csv"))
        .contains("judge(model=openai:gpt-x,rubric=strict-1)")
        .contains("judge(model=openai:gpt-x,rubric=strict-1,questions=all samples; 2,4)");
    JsonNode json = JsonFiles.MAPPER.readTree(report(run, "json"));
    assertThat(json.path("judges")).hasSize(2);
    assertThat(
            json.at("/metrics/judge(model=openai:gpt-x,rubric=strict-1)/overall/mean").asDouble())
        .isEqualTo(1);
  }

  @Test
  void aModelDoesNotJudgeItselfUnlessForced() throws IOException {
    judges(_ -> CORRECT);
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.writeString(run.resolve("predictions.jsonl"), ANSWERS);
    Files.writeString(
        run.resolve("spec.json"),
        "{\"format\": 1, \"task\": \"eval-qa\", \"settings\": {\"model\": \"openai:gpt-x\"}}");
    assertThat(locomo("judge", "--run", run.toString(), "--rubric", "strict")).isEqualTo(2);
    assertThat(err.toString()).contains("would judge itself");
    assertThat(locomo("judge", "--run", run.toString(), "--rubric", "strict", "--force")).isZero();
    assertThat(run.resolve("scores-judge-model-openai-gpt-x-rubric-strict-1.jsonl"))
        .content()
        .contains("\"metric\":\"judge(model=openai:gpt-x,rubric=strict-1)\",\"value\":1.0")
        .contains("\"unscored\":\"no-prediction\"");
  }

  @Test
  void theCalibrationBesideStandsWithTheScore() throws IOException {
    judges(_ -> CORRECT);
    assertThat(calibrate("--rubric", "strict", "--out", folder.resolve("c").toString())).isZero();
    assertThat(judge("--rubric", "strict")).isZero();
    assertThat(document().at("/judges/0/calibration/kinds/0/kind").asText()).isEqualTo("gold");
    assertThat(locomoText("--rubric", "strict")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("vague 100.0 % of ", "gold 0.0 % of 5");
    assertThat(locomoText("--rubric", "lenient", "--out", folder.resolve("o2").toString()))
        .isZero();
    assertThat(out.toString()).contains("Calibration: none was found");
    assertThat(
            judge(
                "--rubric",
                "strict",
                "--temperature",
                "1",
                "--out",
                folder.resolve("o3").toString()))
        .isZero();
    assertThat(document().at("/judges/0/calibration").isNull()).isTrue();
    assertThat(document().path("requests").asText()).isEqualTo("temperature=1.0");
  }

  @Test
  void wrongUseIsTwoAndARefusedKeyIsFour() throws IOException {
    assertThat(locomo("judge", "--rubric", "strict")).isEqualTo(2);
    assertThat(err.toString()).contains("no answers are named");
    server.answers(401, "{\"error\": {\"message\": \"bad key\"}}");
    assertThat(judge("--rubric", "strict")).isEqualTo(4);
  }

  private static final String ANSWERS =
      """
      {"question_id": "s-1/0", "prediction": "May 7"}
      {"question_id": "s-1/1", "prediction": "stamps"}
      {"question_id": "s-1/2", "prediction": "Not mentioned"}
      {"question_id": "s-1/3", "prediction": ""}
      {"question_id": "s-1/4", "prediction": "Oslo"}
      """;

  private static String coin(String prompt) {
    return Integer.parseInt(Sha256.of(prompt).substring(0, 1), 16) % 2 == 0 ? CORRECT : WRONG;
  }

  private static int asked(JsonNode document) {
    int asked = 0;
    for (JsonNode judge : document.path("judges")) {
      for (JsonNode kind : judge.path("kinds")) {
        asked += kind.path("asked").asInt();
      }
    }
    return asked;
  }

  private static void assertRates(JsonNode document, String error, double rate) {
    int kinds = 0;
    for (JsonNode kind : document.at("/judges/0/kinds")) {
      if (kind.path("error").asText().equals(error)) {
        kinds++;
        assertThat(kind.path("rate").asDouble()).as(kind.path("kind").asText()).isEqualTo(rate);
        assertThat(kind.path("judged").asInt()).isEqualTo(kind.path("asked").asInt());
        assertThat(kind.path("low").asDouble()).isLessThan(kind.path("high").asDouble());
      }
    }
    assertThat(kinds).isGreaterThan(3);
  }

  /** Plays a chat model that replies to the text of the last message. */
  private void judges(Function<String, String> verdict) {
    server.answersEach(request -> {
      String prompt = request.json().path("messages").path(1).path("content").asText();
      var reply = JsonFiles.MAPPER.createObjectNode();
      var choice = reply.putArray("choices").addObject().put("finish_reason", "stop");
      choice.putObject("message").put("role", "assistant").put("content", verdict.apply(prompt));
      reply.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 10);
      return reply.toString();
    });
  }

  private JsonNode document() throws IOException {
    return JsonFiles.MAPPER.readTree(out.toString());
  }

  private int calibrate(String... args) {
    return run(with(List.of("judge", "calibrate", "--json"), args));
  }

  private int judge(String... args) throws IOException {
    Path answers = Files.writeString(folder.resolve("answers.jsonl"), ANSWERS);
    return run(with(List.of("judge", "--json", "--predictions", answers.toString()), args));
  }

  private int locomoText(String... args) throws IOException {
    Path answers = Files.writeString(folder.resolve("answers.jsonl"), ANSWERS);
    return run(with(List.of("judge", "--predictions", answers.toString()), args));
  }

  private int locomo(String... args) {
    return run(with(List.of(), args));
  }

  private List<String> with(List<String> head, String... args) {
    var all = new ArrayList<>(head);
    all.addAll(List.of(args));
    all.addAll(List.of("--data-file", data.toString(), "--judge", "openai:gpt-x"));
    all.addAll(List.of("--base-url", server.url() + "/v1"));
    if (!all.contains("--out")) {
      all.addAll(List.of("--out", folder.resolve("out").toString()));
    }
    if (!all.contains("--no-cache")) {
      all.addAll(List.of("--cache", folder.resolve("cache").toString()));
    }
    return all;
  }

  private int run(List<String> args) {
    out = new StringWriter();
    err = new StringWriter();
    return Main.run(
        new PrintWriter(out), new PrintWriter(err), Map.of(), args.toArray(String[]::new));
  }
}
