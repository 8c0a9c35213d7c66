package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.JsonLines;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code eval-qa} with the built-in reader, end to end, and its wrong uses. */
class EvalQaCommandTest {
  @TempDir private Path folder;
  private Cli cli = Cli.at(Path.of("."));

  @BeforeEach
  void home() {
    cli = Cli.at(folder.resolve("home"));
  }

  private Cli.Result evalQa(String... more) {
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO));
    args.addAll(Arrays.asList(more));
    return cli.run(args.toArray(String[]::new));
  }

  private String run() {
    return folder.resolve("run").toString();
  }

  @Test
  void theDemonstrationDataIsAskedScoredAndReported() {
    var result = evalQa("--run", run());
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("token-f1", "multi-hop", "adversarial", "categories 1-4", "macro 1-5")
        .contains("questions: ", "Always answering \"not mentioned\" scores ")
        .endsWith("Run " + run() + "\n");
    assertThat(result.err()).isEmpty();
    assertThat(Path.of(run()).toFile().list())
        .contains("spec.json", "manifest.json", "predictions.jsonl", "scores.jsonl", "report.json");
    JsonNode manifest = read("run/manifest.json");
    assertThat(manifest.path("status").asText()).isEqualTo("complete");
    assertThat(manifest.path("model").asText()).isEqualTo("extractive");
  }

  private JsonNode read(String file) {
    return JsonFiles.read(folder.resolve(file), JsonFiles.MAPPER::readTree);
  }

  @Test
  void everyQuestionHasOneLineInTheOrderOfTheFile() throws IOException {
    evalQa("--run", run());
    var ids = new ArrayList<String>();
    for (JsonNode sample : JsonFiles.read(Path.of(Cli.DEMO), JsonFiles.MAPPER::readTree)) {
      for (int i = 0; i < sample.path("qa").size(); i++) {
        ids.add(sample.path("sample_id").asText() + "/" + i);
      }
    }
    assertThat(JsonLines.read(folder.resolve("run/predictions.jsonl")))
        .extracting(line -> line.path("question_id").asText())
        .isEqualTo(ids);
  }

  @Test
  void jsonIsOneDocumentAndNothingElse() {
    var document = evalQa("--run", run(), "--json").json();
    assertThat(document.path("model").asText()).isEqualTo("extractive");
    assertThat(document.path("run").asText()).isEqualTo(run());
    var overall = document.path("metrics").path("token-f1").path("overall");
    assertThat(overall.path("asked").asInt())
        .isEqualTo(overall.path("scored").asInt())
        .isEqualTo(document.path("outcomes").path("answered").asInt());
    assertThat(overall.path("mean").asDouble()).isBetween(0.0, 1.0);
    assertThat(overall.path("low").asDouble()).isLessThanOrEqualTo(overall.path("mean").asDouble());
  }

  @Test
  void twoRunsWriteTheSameFiles() {
    String one = folder.resolve("1.json").toString();
    String other = folder.resolve("2.json").toString();
    evalQa("--run", folder.resolve("1").toString(), "--out-file", one, "--concurrency", "1");
    evalQa("--run", folder.resolve("2").toString(), "--out-file", other, "--concurrency", "7");
    assertThat(Path.of(one)).hasSameBinaryContentAs(Path.of(other));
    for (String name : List.of("scores.jsonl", "report.json")) {
      assertThat(folder.resolve("1").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("2").resolve(name));
    }
  }

  @Test
  void aRunThatIsRepeatedAsksNothingAndChangesNothing() throws IOException {
    evalQa("--run", run(), "--out-file", folder.resolve("out.json").toString());
    var before = contents();
    assertThat(evalQa("--run", run(), "--out-file", folder.resolve("out.json").toString()).code())
        .isZero();
    assertThat(contents()).isEqualTo(before);
    assertThat(read("run/manifest.json").path("starts").asInt()).isEqualTo(2);
  }

  private List<String> contents() throws IOException {
    var contents = new ArrayList<String>();
    for (String name :
        List.of("run/predictions.jsonl", "run/scores.jsonl", "run/report.json", "out.json")) {
      contents.add(Files.readString(folder.resolve(name)));
    }
    return contents;
  }

  @Test
  void overwritingSetsTheEarlierRunAside() {
    evalQa("--run", run(), "--limit", "3");
    var result = evalQa("--run", run(), "--limit", "4", "--overwrite");
    assertThat(result.code()).isZero();
    assertThat(folder.resolve("run.1/predictions.jsonl")).content().hasLineCount(3);
    assertThat(folder.resolve("run/predictions.jsonl")).content().hasLineCount(4);
  }

  @Test
  void samplesCategoriesAndLimitChooseTheQuestions() {
    String sample =
        JsonFiles.read(Path.of(Cli.DEMO), JsonFiles.MAPPER::readTree)
            .path(1)
            .path("sample_id")
            .asText();
    var document =
        evalQa(
                "--run",
                run(),
                "--samples",
                sample,
                "--categories",
                "2, adversarial",
                "--limit",
                "12",
                "--json")
            .json();
    var f1 = document.path("metrics").path("token-f1");
    assertThat(f1.path("overall").path("asked").asInt()).isEqualTo(12);
    assertThat(f1.path("by_category").properties())
        .extracting(Map.Entry::getKey)
        .isSubsetOf("temporal", "adversarial");
    assertThat(JsonLines.read(folder.resolve("run/predictions.jsonl")))
        .allMatch(line -> line.path("question_id").asText().startsWith(sample + "/"));
  }

  @Test
  void aRunWithOtherSettingsIsRefusedAndSaysWhichDiffer() {
    evalQa("--run", run(), "--limit", "3");
    var result = evalQa("--run", run(), "--limit", "4");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("holds a run with other settings")
        .contains("questions: was all samples; all categories; first 3, now ");
  }

  @Test
  void adversarialQuestionsAreMarkedByAbstention() {
    var document = evalQa("--run", run(), "--categories", "5", "--json").json();
    assertThat(document.path("metrics").path("token-f1").path("macro_1_4").path("mean").isNull())
        .as("nothing of categories 1 to 4 was asked")
        .isTrue();
    assertThat(document.path("metrics").path("token-f1").path("by_category").has("adversarial"))
        .isTrue();
  }

  @Test
  void aDryRunOfAModelSendsAndWritesNothing() throws IOException {
    var result = evalQa("--model", "openai:gpt-4o-mini", "--dry-run", "--json", "--run", run());
    assertThat(result.code()).isZero();
    var document = result.json();
    assertThat(document.path("calls").asInt())
        .as("adversarial questions are asked three times")
        .isGreaterThan(document.path("questions").asInt());
    assertThat(document.path("input_tokens").asLong()).isPositive();
    assertThat(document.path("cost_usd_at_most").asDouble()).isPositive();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--limit 0 | --limit is 0, must be at least 1",
        "--limit x | --limit is 'x', must be a whole number",
        "--categories 6 | unknown category '6'",
        "--categories multi | unknown category 'multi'",
        "--samples conv-99 | has no sample 'conv-99'",
        "--categories 1 --samples none,of,these | has no sample 'none'",
        "--model nobody:x | nobody",
        "--protocol mine | unknown --protocol 'mine'",
        "--batch-size 0 | --batch-size is 0, must be at least 1",
        "--reply-tokens 0 | --reply-tokens is 0, must be at least 1",
        "--concurrency 0 | --concurrency is 0, must be at least 1",
        "--max-cost 0 | --max-cost is 0.0, must be above 0",
        "--max-cost NaN | must be a number",
        "--no-cache --cache x | --no-cache contradicts --cache",
        "--top-k 0 | --top-k is 0, must be at least 1",
        "--use-rag --rag-mode all | unknown --rag-mode 'all'",
        "--use-rag --context none --model openai:m | --use-rag contradicts --context none",
        "--context retrieved --model openai:m | --context retrieved needs --use-rag",
        "--context oracle --batch-size 2 --model openai:m | --batch-size is 2",
        "--adversarial never --model openai:m | unknown --adversarial 'never'",
        "--tokenizer bytes --model openai:m | unknown --tokenizer 'bytes'",
        "--speaker-order b,a | --speaker-order is for --protocol reference alone",
        "--base-url nowhere --model openai:m | the base URL is not an http or https address",
        "--modle x | unknown option",
        "--limit 3 --limit 4 | the option --limit is given twice",
        "--limit 3 --data-file=x | the option --data-file is given twice",
        "surplus | is given twice",
      })
  void wrongUseIsExplainedInALineAndWritesNothing(String options, String message)
      throws IOException {
    var args = new ArrayList<>(List.of("--run", run()));
    args.addAll(Arrays.asList(options.split(" ")));
    var result = evalQa(args.toArray(String[]::new));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("error: ")
        .contains(message)
        .doesNotContain("\tat ", "Exception")
        .satisfies(e -> assertThat(e.lines().count()).isLessThanOrEqualTo(3));
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aForeignFolderIsLeftAlone() throws IOException {
    Path foreign = Files.createDirectories(folder.resolve("run"));
    Files.writeString(foreign.resolve("thesis.tex"), "");
    var result = evalQa("--run", run());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("is not empty and holds no run (found thesis.tex)");
    assertThat(foreign.toFile().list()).containsExactly("thesis.tex");
  }

  @Test
  void anOutFileWithAnotherRunsAnswersIsNotMixedUp() throws IOException {
    Path out = folder.resolve("out.json");
    evalQa("--run", run(), "--out-file", out.toString());
    String changed = Files.readString(out).replaceFirst("(_prediction\": \")[^\"]*", "$1Atlantis");
    Files.writeString(out, changed);
    var result = evalQa("--run", folder.resolve("other").toString(), "--out-file", out.toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("holds an answer of another run to ");
    assertThat(out).hasContent(changed);
  }

  @Test
  void brokenPredictionsAreNamedByTheirLine() throws IOException {
    evalQa("--run", run(), "--limit", "3");
    Path journal = folder.resolve("run/predictions.jsonl");
    Files.writeString(journal, "{]\n" + Files.readString(journal));
    var result = evalQa("--run", run(), "--limit", "3");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .isEqualTo("error: " + journal + " at line 1: not valid JSON; was the file edited?\n");
  }
}
