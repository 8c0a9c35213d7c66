package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.locomo.cli.Cli;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.core.Golden;
import dev.locomo.core.JsonLines;
import dev.locomo.rag.embed.djl.TinyCheckpoints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code score} on good files, on every kind of bad one, and against the original's numbers. */
class ScoreCommandTest {
  private static final String DATA =
      """
      [{"sample_id": "s-1",
        "conversation": {"speaker_a": "Ann", "speaker_b": "Ben",
          "session_1_date_time": "1:56 pm on 8 May, 2023",
          "session_1": [{"speaker": "Ann", "dia_id": "D1:1", "text": "I am in Oslo."}]},
        "qa": [{"question": "Where is Ann?", "answer": "Oslo", "evidence": ["D1:1"], "category": 4},
               {"question": "Why?", "adversarial_answer": "Fun", "evidence": ["D1:1"], "category": 5}]}]
      """;
  private static final String LINE = "{\"question_id\": \"s-1/0\", \"prediction\": \"Oslo\"}\n";

  @TempDir private Path folder;
  private Path data = Path.of("");
  private Path answers = Path.of("");
  private Cli cli = Cli.at(Path.of("."));

  @BeforeEach
  void write() throws IOException {
    cli = Cli.at(folder.resolve("home"));
    data = Files.writeString(folder.resolve("data.json"), DATA);
    answers = Files.writeString(folder.resolve("answers.jsonl"), LINE);
  }

  private Cli.Result score(String... more) {
    var args = new ArrayList<>(List.of("score", "--data-file", data.toString()));
    args.addAll(List.of("--predictions", answers.toString()));
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  @Test
  void aMissingAnswerIsUnscoredAndNeverZero() throws IOException {
    Path lines = folder.resolve("scores.jsonl");
    var document = score("--json", "--per-question", lines.toString()).json();
    var overall = document.path("metrics").path("token-f1").path("overall");
    assertThat(overall.path("asked").asInt()).isEqualTo(2);
    assertThat(overall.path("answered").asInt()).isEqualTo(1);
    assertThat(overall.path("scored").asInt()).isEqualTo(1);
    assertThat(overall.path("mean").asDouble()).isEqualTo(1.0);
    assertThat(Files.readAllLines(lines).get(1))
        .startsWith(
            "{\"question_id\":\"s-1/1\",\"category\":\"adversarial\",\"metric\":\"token-f1\","
                + "\"unscored\":\"no-prediction\"");
  }

  @Test
  void aPartIsScoredAloneAndAFileThatCoversAPartSaysSo() {
    assertThat(score().out())
        .contains("The file has entries for 1 of 2 questions, none to adversarial");
    var part = score("--categories", "4", "--samples", "s-1");
    assertThat(part.out()).contains("single-hop").doesNotContain("adversarial", "The file has");
    assertThat(
            score("--categories", "5", "--json")
                .json()
                .at("/metrics/token-f1/overall/mean")
                .isNull())
        .isTrue();
    assertThat(score("--samples", "s-2").code()).isEqualTo(ExitCode.USAGE);
    assertThat(score("--categories", "7").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void bertScoreNamesModelLayerAndVersion() throws IOException {
    Path model = TinyCheckpoints.copy("tiny-roberta", folder);
    var document =
        score(
                "--metrics",
                "bertscore,rouge-l-pltrdy,bertscore-r",
                "--bertscore-model",
                model.toString(),
                "--bertscore-layer",
                "2",
                "--bertscore-idf",
                "--json")
            .json();
    assertThat(document.path("bertscore").path("signature").asText())
        .matches("tiny-roberta_L2_idf\\(1 texts [0-9a-f]{8}\\)_version=.+\\(locomo\\)");
    assertThat(document.path("bertscore").path("encoder").asText()).contains("layer 2");
    assertThat(document.path("metrics").fieldNames())
        .toIterable()
        .containsExactly("bertscore", "rouge-l-pltrdy", "bertscore-r");
    var overall = document.path("metrics").path("bertscore").path("overall");
    // One reference alone: no token is rarer than another.
    assertThat(overall.path("scored").asInt()).isZero();
    var plain =
        score(
            "--metrics",
            "bertscore",
            "--bertscore-model",
            model.toString(),
            "--bertscore-layer",
            "2");
    assertThat(plain.out()).contains("tiny-roberta_L2_no-idf_version=", "100.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--metrics=bertscore | needs a model",
        "--bertscore-idf | are for the metric bertscore",
        "--metrics=bertscore --bertscore-model=MODEL | no layer is known for the model"
            + " tiny-roberta",
        "--metrics=bertscore --bertscore-model=MODEL --bertscore-layer=4 | has no layer 4",
        "--metrics=bertscore,rouge-7 --bertscore-model=MODEL | there is no metric 'rouge-7'",
      })
  void whatBertScoreLacksIsSaidBeforeAnythingIsScored(String options, String message)
      throws IOException {
    String model = TinyCheckpoints.copy("tiny-roberta", folder).toString();
    var result = score(options.replace("MODEL", model).split(" "));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(message);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aRunFolderIsScoredAsTheRunScoredItself() {
    String run = folder.resolve("run").toString();
    cli.run("eval-qa", "--data-file", Cli.DEMO, "--run", run);
    Path lines = folder.resolve("scores.jsonl");
    var result =
        cli.run(
            "score",
            "--data-file",
            Cli.DEMO,
            "--predictions",
            run,
            "--metrics",
            "token-f1,exact-match,abstention,evidence-recall",
            "--per-question",
            lines.toString());
    assertThat(result.code()).isZero();
    assertThat(lines).hasSameTextualContentAs(Path.of(run, "scores.jsonl"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'' | is empty; expected JSON",
        "' ' | found no answer",
        "{\"question_id\": \"s-1/0\" | line 1",
        "[{\"sample_id\": \"s-1\" | line 1",
        "{\"question_id\": \"s-1/7\", \"prediction\": \"x\"} | found an answer to s-1/7, which",
        "{\"question_id\": \"s-2/0\", \"prediction\": \"x\"} | found an answer to s-2/0, which",
        "{\"question_id\": \"s-1\", \"prediction\": \"x\"} | expected an id such as conv-26/37",
        "{\"question_id\": 7, \"prediction\": \"x\"} | found question_id 7; expected an id",
        "{\"prediction\": \"x\"} | found question_id nothing; expected an id such as conv-26/37",
        "{\"question_id\": \"s-1/0\", \"prediction\": [\"x\"]} | found prediction [\"x\"]; expected"
            + " a string",
        "{\"question_id\": \"s-1/0\", \"prediction\": true} | found prediction true; expected a"
            + " string",
        "{\"question_id\": \"s-1/0\", \"prediction\": \"x\", \"context\": \"D1:1\"} | found context"
            + " \"D1:1\"; expected a list",
        "{\"question_id\": \"s-1/0\", \"prediction\": \"x\", \"context\": [1]} | found 1 in the"
            + " context",
        "{\"question_id\": \"s-1/0\", \"prediction\": \"x\", \"prediction\": \"y\"} | not valid"
            + " JSON",
        "7 | found no object; expected {\"question_id\"",
        "\"text\" | found no object; expected {\"question_id\"",
        "[] | found no key that ends in _prediction",
        "[{\"sample_id\": \"s-9\", \"qa\": []}] | /0/sample_id: found \"s-9\", which",
        "[{\"sample_id\": \"s-1\", \"qa\": []}] | /0/qa: found 0 questions; expected the 2 of",
        "[{\"sample_id\": \"s-1\", \"qa\": [{\"question\": \"Who?\"}, {}]}] | /0/qa/0/question:"
            + " found another question than s-1/0",
        "nonsense | not valid JSON",
      })
  void badAnswersAreExitThreeInOneLineAndNothingIsWritten(String content, String message)
      throws IOException {
    Files.writeString(answers, content.replace("'", ""));
    assertBadData(score("--per-question", folder.resolve("out").toString()), message);
  }

  private void assertBadData(Cli.Result result, String message) {
    assertThat(result.code()).as(result.err()).isEqualTo(3);
    assertThat(result.err())
        .startsWith("error: " + folder)
        .contains(message)
        .doesNotContain("\tat ", "Exception")
        .hasLineCount(1);
    assertThat(result.out()).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aQuestionAnsweredTwiceIsNamedByItsSecondLine() throws IOException {
    Files.writeString(answers, LINE + "\n" + LINE);
    assertBadData(score(), "at line 3: found s-1/0 a second time; expected one line a question");
  }

  @Test
  void missingAndUnreadableFilesAreNamed() throws IOException {
    Files.delete(answers);
    assertBadData(score(), "answers.jsonl: no such file");
    Files.createDirectory(answers);
    assertBadData(score(), "predictions.jsonl: no such file");
    data = folder.resolve("none.json");
    assertBadData(score(), "none.json: no such file");
    data = folder;
    assertBadData(score(), "is a folder; expected a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"category\": 4 | \"category\": 9 | /0/qa/0/category",
        "\"category\": 4 | \"category\": \"x\" | /0/qa/0/category",
        "\"sample_id\": \"s-1\" | \"sample_id\": [7] | /0/sample_id",
        "}]}] | }]}, | line ",
        "}]}] | }]} | line ",
        "[{\"sample_id\" | {\"sample_id\" | expected",
        "\"dia_id\": \"D1:1\" | \"dia_id\": \"D1:1\", \"dia_id\": \"D1:2\" | line ",
      })
  void badDataIsExitThreeInOneLine(String good, String bad, String message) throws IOException {
    String spoiled = DATA.strip().replace(good, bad);
    assertThat(spoiled).isNotEqualTo(DATA.strip());
    Files.writeString(data, spoiled);
    assertBadData(score("--per-question", folder.resolve("out").toString()), message);
  }

  @Test
  void duplicateSamplesAreBadData() throws IOException {
    String one = DATA.strip().substring(1, DATA.strip().length() - 1);
    Files.writeString(data, "[" + one + "," + one + "]");
    assertBadData(score(), "s-1");
  }

  @Test
  void aLargeFileOfNonsenseIsRefusedAtItsStart() throws IOException {
    Files.write(data, new byte[5_000_000]);
    assertBadData(score(), "begins like UTF-16 or a binary file; expected JSON in UTF-8");
    Files.write(data, "x".repeat(5_000_000).getBytes(StandardCharsets.UTF_8));
    var result = score();
    assertBadData(result, "not valid JSON");
    assertThat(result.err()).hasSizeLessThan(500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--metrics nonsense | nonsense",
        "--metrics token-f1,token-f1 | the metric 'token-f1' is named twice",
        "--protocol mine | unknown --protocol 'mine'",
        "--stats-file x.json | --stats-file is for --protocol reference alone",
      })
  void wrongUseIsExitTwo(String options, String message) {
    var result = score(options.split(" "));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: ").contains(message).doesNotContain("\tat ");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void severalPredictionsInOneFileNeedAKey() throws IOException {
    Files.writeString(
        answers,
        """
        [{"sample_id": "s-1", "qa": [
          {"question": "Where is Ann?", "a_prediction": "Oslo", "b_prediction": "Rome"},
          {"question": "Why?", "a_prediction": "Not mentioned"}]}]
        """);
    var result = score();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("several models").contains("a_prediction, b_prediction");
    assertThat(score("--prediction-key", "c").err()).contains("holds no c_prediction");
    var f1 = score("--prediction-key", "a", "--json").json().path("metrics").path("token-f1");
    assertThat(f1.path("overall").path("mean").asDouble()).isEqualTo(1.0);
    var other = score("--prediction-key", "b_prediction", "--json").json();
    assertThat(other.path("metrics").path("token-f1").path("overall").path("answered").asInt())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gold", "empty", "noise_0", "fc_gpt4omini_cot", "rag_dialog"})
  void everyNumberIsTheOriginalsToTheLastBit(String set) {
    var expected = JsonLines.read(Golden.file("oracle/expected/" + set + ".jsonl"));
    data = Golden.locomo10();
    answers = Golden.file("oracle/predictions/" + set + ".jsonl");
    Path lines = folder.resolve("scores.jsonl");
    var metrics = new ArrayList<>(List.of("token-f1", "exact-match"));
    if (set.startsWith("rag")) {
      metrics.add("evidence-recall");
    }
    score(
        "--protocol",
        "reference",
        "--metrics",
        String.join(",", metrics),
        "--per-question",
        lines.toString());
    var values = values(lines);
    for (JsonNode line : expected) {
      String id = line.path("question_id").asText();
      assertThat(values.get("token-f1 " + id))
          .isEqualTo(Double.valueOf(javaHex(line.path("f1_hex").asText())));
      if (metrics.contains("evidence-recall")) {
        assertThat(values.get("evidence-recall " + id)).isEqualTo(line.path("recall").asDouble());
      }
    }
    assertThat(values).hasSize(metrics.size() * expected.size());
  }

  /** Python leaves the exponent of zero out in no case, but Java wants a p in every number. */
  private static String javaHex(String hex) {
    return hex.contains("p") ? hex : hex + "p0";
  }

  private static Map<String, Double> values(Path lines) {
    var values = new HashMap<String, Double>();
    JsonLines.forEach(
        lines,
        line -> {
          if (line.has("value")) {
            values.put(
                line.path("metric").asText() + " " + line.path("question_id").asText(),
                line.path("value").asDouble());
          }
        });
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gold", "empty", "noise_0", "noise_1", "fc_gpt4omini_cot", "rag_dialog"})
  void statisticsAndReportAreTheOriginalsByteForByte(String set) throws IOException {
    Path expected = Golden.file("oracle/stats/" + set + "_stats.json");
    data = Golden.locomo10();
    answers = Golden.file("oracle/predictions/" + set + ".jsonl");
    String key = new ObjectMapper().readTree(expected.toFile()).fieldNames().next();
    Path statistics = folder.resolve("stats.json");
    var result =
        score("--protocol", "reference", "--stats-file", statistics.toString(), "--model-key", key);
    assertThat(statistics).hasSameBinaryContentAs(expected);
    assertThat(result.out())
        .isEqualTo(Files.readString(Golden.file("oracle/stats/" + set + ".stdout.txt")));
  }
}
