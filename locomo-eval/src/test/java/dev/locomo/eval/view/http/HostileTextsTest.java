package dev.locomo.eval.view.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.report.SmallRun;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts of strangers in every field of data and runs: each page is made and none of them is markup.
 */
class HostileTextsTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path folder;

  static Stream<String> texts() {
    return Stream.of(
        "</script><script>document.title='owned'</script>",
        "\"><img src=x onerror=alert(1)>' onclick='alert(1)",
        "\u202Etxt.exe\u202C\u2066 \u05e9\u05dc\u05d5\u05dd",
        "half \uD83D of a pair, and \uDE00 the other",
        "${7*7} <#list 1..9 as x>${x}</#list> {{7*7}}",
        "<b>word</b> ".repeat(200_000 / 12));
  }

  private ServedRun serve(String text) throws IOException {
    Path run = SmallRun.write(folder);
    Path file = folder.resolve("data.json");
    var data = JsonFiles.MAPPER.readTree(file.toFile());
    data.forEach(sample -> {
      sample.path("qa").forEach(q -> everyText((ObjectNode) q, text, "question", "answer"));
      var talk = (ObjectNode) sample.path("conversation");
      for (String session : List.of("session_1", "session_2")) {
        talk.path(session)
            .forEach(turn -> {
              everyText((ObjectNode) turn, text, "text", "blip_caption", "query");
              ((ObjectNode) turn).putArray("img_url").add("http://127.0.0.1/" + text.length());
            });
      }
      talk.path("session_1").forEach(turn -> ((ObjectNode) turn).put("speaker", text));
      talk.put("speaker_a", text);
    });
    Files.writeString(file, json(data));
    String whole = text.replaceAll("[\\ud800-\\udfff]", "?");
    var spec = RunSpec.read(run.resolve("spec.json"));
    spec = spec.with("data_sha256", DatasetReader.read(file).sha256()).with("protocol", "locomo");
    Files.writeString(run.resolve("spec.json"), spec.with("model", whole).toJson());
    var answers = Files.readAllLines(run.resolve("predictions.jsonl"));
    var lines = new StringBuilder();
    for (String answer : answers) {
      var line = (ObjectNode) JsonFiles.MAPPER.readTree(answer);
      everyText(line, text, "prediction", "raw", "model", "reason");
      lines.append(json(line)).append('\n');
    }
    Files.writeString(run.resolve("predictions.jsonl"), lines);
    other(text);
    return new ServedRun(folder, run, null);
  }

  /** Half a pair of surrogates is in a file as an escape. */
  private static String json(JsonNode node) throws IOException {
    return JsonFiles.MAPPER
        .writer()
        .with(JsonWriteFeature.ESCAPE_NON_ASCII)
        .writeValueAsString(node);
  }

  private static void everyText(ObjectNode of, String text, String... members) {
    for (String member : members) {
      of.put(member, of.path(member).asText("") + text);
    }
  }

  /** A run of turns, its items named by strangers too. */
  private void other(String text) throws IOException {
    Path run = Files.createDirectories(folder.resolve("turns"));
    var settings = new TreeMap<String, String>();
    String whole = text.replaceAll("[\\ud800-\\udfff]", "?");
    settings.put("model", whole);
    var spec = new RunSpec("eval-dialog", List.of("eval-dialog", whole), settings, new TreeMap<>());
    Files.writeString(run.resolve("spec.json"), spec.toJson());
    var line = JsonFiles.MAPPER.createObjectNode();
    everyText(line, text, "turn", "text", "metric", "why", "reason");
    Files.writeString(run.resolve("turns.jsonl"), json(line) + "\n");
    Files.writeString(run.resolve("scores.jsonl"), json(line.put("value", 0.5)) + "\n");
    Files.writeString(run.resolve("manifest.json"), json(line.put("status", text)));
    Files.writeString(run.resolve("progress.json"), json(line));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void noFieldBecomesMarkupAndEveryPageIsMade(String text) throws Exception {
    try (var served = serve(text)) {
      String label = served.get("/runs/run").body().replaceAll("(?s).*(/label/[0-9a-f]+).*", "$1");
      String key = URLEncoder.encode(text, StandardCharsets.UTF_8);
      var pages =
          List.of(
              "/",
              "/live",
              "/runs/run",
              "/runs/run/questions",
              "/runs/run/question?id=a/0",
              "/runs/run/items",
              "/runs/run/item?id=a/0",
              "/runs/run/data",
              "/runs/run/conversation?id=a",
              "/runs/turns",
              "/runs/turns/items",
              "/compare?run=run",
              "/data/data.json",
              "/data/data.json/conversation?id=a",
              label + "?by=ann&count=2");
      for (String page : pages) {
        assertShown(served.get(page), page);
      }
      if (key.length() < 1_000) {
        assertShown(served.get("/runs/turns/item?id=" + key), "item");
      }
    }
  }

  private static void assertShown(ServedRun.Answer answer, String page) {
    assertThat(answer.status()).as(page).isEqualTo(200);
    String body = answer.body();
    assertThat(body.contains("</main>")).as(page + " is whole").isTrue();
    for (String markup : List.of("<script>document", "<img", "<b>word", "\u202E", "\u2066")) {
      assertThat(body.contains(markup)).as(page + " has " + markup).isFalse();
    }
    assertThat(body.contains("onclick='")).as(page).isFalse();
    assertThat(body.contains(">49 ")).as(page).isFalse();
    assertThat(body.length()).as(page).isLessThan(40 * MEGABYTE);
  }
}
