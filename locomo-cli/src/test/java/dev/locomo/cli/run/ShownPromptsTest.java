package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.locomo.cli.Cli;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.eval.view.Library;
import dev.locomo.eval.view.Params;
import dev.locomo.eval.view.QuestionPages;
import dev.locomo.eval.view.Site;
import dev.locomo.rag.options.ModelLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The prompt on the page of a question is the one that was sent, however it was asked. */
class ShownPromptsTest {
  private static final String PROVEN = "its hash is the one that the run recorded";
  private static final String DATA = "../data/locomo-demo.json";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--context fit",
        "--context none",
        "--context oracle",
        "--batch-size 5",
        "--use-rag --retriever bm25 --repeats 2"
      })
  void everyPromptIsPlannedAnewAndProven(String how) throws Exception {
    Path data = Files.copy(Path.of(DATA), folder.resolve("demo.json"));
    Path run = folder.resolve("run");
    try (var server = new FakeServer()) {
      server.answersEach(request -> ChatServer.reply(reply(request.body()), "stop"));
      String args =
          "eval-qa --model openai:gpt-4o-mini --base-url %s/v1 --no-cache --limit 10 --run %s %s"
              .formatted(server.url(), run, how);
      var all = (args + " --data-file " + data).split(" ");
      var ran = Cli.at(folder.resolve("home")).with("OPENAI_API_KEY", ServerRunTest.KEY).run(all);
      assertThat(ran.code()).as(ran.err()).isZero();
    }
    var models = new ModelLookup(Map.of(), true, _ -> {}, _ -> Optional.empty());
    var pages = new QuestionPages(Library.of(List.of(run), List.of(), models), new Site(true));
    for (String line : Files.readAllLines(run.resolve("predictions.jsonl"))) {
      String key = line.replaceFirst(".*?\"question_id\":\"([^\"]*)\".*", "$1");
      assertThat(pages.question("run", key, Params.NONE))
          .as(key)
          .contains(PROVEN)
          .doesNotContain("recorded another hash");
    }
    Files.writeString(data, Files.readString(data) + " ");
    var changed = new QuestionPages(Library.of(List.of(run), List.of(), models), new Site(true));
    assertThat(catchThrowable(() -> changed.question("run", "x/1", Params.NONE)))
        .hasMessageContaining("its data set is not available");
  }

  /** One answer, or five where five questions are asked at once. */
  private static String reply(String request) {
    boolean five = request.contains("\\n5. ");
    return five
        ? "{\"1\": \"a\", \"2\": \"b\", \"3\": \"c\", \"4\": \"d\", \"5\": \"e\"}"
        : "(a) Oslo";
  }
}
