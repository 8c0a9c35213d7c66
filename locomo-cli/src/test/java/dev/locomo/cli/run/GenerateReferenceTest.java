package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.python.JsonDump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The original's generator through the command line: a server gives the recorded replies and
 * compares every request with the recorded one. Skipped where the prompts were never imported.
 */
class GenerateReferenceTest {
  private static final Path RECORDINGS =
      Path.of(
          System.getProperty("locomo.root", ".."),
          "locomo-gen/src/test/resources/dev/locomo/gen/reference");
  private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** Steps by the length of their replies and the temperature. */
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("persona-a", "1000 1.0"),
          Map.entry("persona-b", "1000 1.0"),
          Map.entry("events-a-init", "512 1.0"),
          Map.entry("events-b-init", "512 1.0"),
          Map.entry("events-a-continue", "1024 1.0"),
          Map.entry("events-b-continue", "1024 1.0"),
          Map.entry("DN/N-turn", "100 1.2"),
          Map.entry("DN/N-question", "100 1.0"),
          Map.entry("DN/N-casual", "100 1.0"),
          Map.entry("DN/N-query", "20 1.0"),
          Map.entry("DN/N-rewrite", "1000 1.0"),
          Map.entry("DN/facts", "500 1.0"),
          Map.entry("DN/self-a", "300 1.0"),
          Map.entry("DN/self-b", "300 1.0"),
          Map.entry("DN/other-a", "300 1.0"),
          Map.entry("DN/other-b", "300 1.0"),
          Map.entry("DN/summary", "150 1.0"));

  @TempDir private Path folder;
  private FakeServer server;
  private final AtomicInteger next = new AtomicInteger();
  private final List<String> mistakes = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Path home() {
    String set = System.getenv("LOCOMO_HOME");
    Path home = set == null ? Path.of(System.getProperty("user.home"), ".locomo") : Path.of(set);
    Path file = home.resolve("protocols/reference-3eb6f2c.json");
    assumeTrue(Files.exists(file), () -> "skipped: needs " + file + " (locomo protocol import)");
    return home;
  }

  @ParameterizedTest
  @ValueSource(strings = {"example", "reflection", "short"})
  void theCommandMakesTheOriginalsCallsInItsOrder(String scenario) throws IOException {
    Path home = home();
    JsonNode recorded =
        JsonFiles.read(RECORDINGS.resolve(scenario + ".json"), JsonFiles.MAPPER::readTree);
    server.reacts((exchange, request) -> {
      if (request.path().endsWith("/embeddings")) {
        embed(exchange, request.json());
      } else {
        replay(exchange, request.json(), recorded.path("calls"));
      }
    });
    List<String> command = command(recorded);
    var made =
        Cli.at(home).with("OPENAI_API_KEY", ServerRunTest.KEY).run(command.toArray(String[]::new));
    assertThat(mistakes).isEmpty();
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(next).hasValue(recorded.path("calls").size());
    assertThat(bySteps(made.json())).isEqualTo(byCalls(recorded.path("calls")));

    JsonNode counts = made.json().path("counts");
    int sessions = recorded.path("dates").size();
    assertThat(counts.path("calls: DN/N-turn").asInt()).isEqualTo(recorded.path("texts").size());
    assertThat(counts.path("calls: DN/summary").asInt()).isEqualTo(sessions);
    assertThat(counts.path("calls: DN/other-b").asInt())
        .isEqualTo(command.contains("--reflection") ? sessions : 0);

    String data = folder.resolve("out/dataset.json").toString();
    var check = Cli.at(home).run("data", "check", data);
    assertThat(check.code()).as(check.out()).isZero();
    int asked = next.get();
    assertThat(Cli.at(home).with("OPENAI_API_KEY", "k").run(command.toArray(String[]::new)).code())
        .isZero();
    assertThat(next).as("nothing is asked again").hasValue(asked);
  }

  /** From a call on, every reply is this one. */
  @ParameterizedTest
  @CsvSource({
    "0, 'no JSON'",
    "0, ''",
    "0, '[]'",
    "0, '{}'",
    "0, 'null'",
    "0, '7'",
    "3, '[]'",
    "3, '[7]'",
    "3, '[{}]'",
    "3, '{\"a\": 1}'",
    "3, '[{\"id\": \"x\"}]'",
    "3, 'no JSON'",
    "4, '[{\"id\": \"E9\", \"caused_by\": []}]'",
    "4, '[{\"id\": \"\"}]'",
    "9, '{\"x\": 1}'",
    "9, ''",
    "9, 'Cleo'",
    "9, 'Cleo: [shares [END]'",
    "9, '[share]'",
    "9, '{{\"%s {} {0}'",
  })
  void repliesOfNoUseEndWhereTheOriginalEnds(int good, String reply) throws IOException {
    Path home = home();
    JsonNode recorded =
        JsonFiles.read(RECORDINGS.resolve("reflection.json"), JsonFiles.MAPPER::readTree);
    server.reacts((exchange, request) -> {
      int number = next.getAndIncrement();
      answer(exchange, number < good ? recorded.at("/calls/" + number + "/reply").asText() : reply);
    });
    var command = command(recorded);
    command.set(command.indexOf("openai:text-embedding-ada-002"), "bm25");
    var made = Cli.at(home).with("OPENAI_API_KEY", "k").run(command.toArray(String[]::new));
    assertThat(made.code()).as(made.err()).isIn(0, 1);
    assertThat(made.json().at("/each/0/problem").asText()).contains("the original ends here with");
    assertThat(next.get()).isLessThan(150);
    assertThat(made.json().at("/usage/calls").asInt())
        .as("all that was paid for")
        .isEqualTo(next.get());
  }

  @Test
  void withoutTheImportedPromptsTheCommandSaysWhatToDo() {
    var made =
        Cli.at(folder.resolve("empty"))
            .with("OPENAI_API_KEY", ServerRunTest.KEY)
            .run(
                "generate",
                "--protocol",
                "reference",
                "--embedder",
                "bm25",
                "--model",
                "openai:m",
                "--personas",
                folder.resolve("msc.json").toString(),
                "--out-dir",
                folder.resolve("out").toString());
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.err()).contains("locomo protocol import");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aFolderOfExamplesTakesThePlaceOfTheImportedOnes() throws IOException {
    Path home = home();
    Path stored = home.resolve("protocols/reference-3eb6f2c.json");
    Path examples = Files.createDirectories(folder.resolve("examples"));
    for (var text : JsonFiles.read(stored, JsonFiles.MAPPER::readTree).path("texts").properties()) {
      if (text.getKey().startsWith("examples.")) {
        String name = text.getKey().substring("examples.".length());
        Files.writeString(examples.resolve(name), text.getValue().asText());
      }
    }
    JsonNode recorded =
        JsonFiles.read(RECORDINGS.resolve("reflection.json"), JsonFiles.MAPPER::readTree);
    List<String> command = command(recorded);
    command.addAll(List.of("--prompt-dir", examples.toString()));
    Path persona = examples.resolve("persona_generation_examples.json");
    Files.writeString(
        persona, "{\"input_prefix\": \"Ours: \", \"examples\": [{\"input\": [\"x\"]}]}");
    server.answers(400, "no");
    Cli.at(home).with("OPENAI_API_KEY", "k").run(command.toArray(String[]::new));
    assertThat(server.requests().getFirst().body()).contains("Ours: ");

    Files.writeString(persona, "{}");
    var refused = Cli.at(home).with("OPENAI_API_KEY", "k").run(command.toArray(String[]::new));
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("persona_generation_examples.json at /examples: found no");
  }

  private List<String> command(JsonNode recorded) throws IOException {
    Path out = Files.createDirectories(folder.resolve("out"));
    var args = new ArrayList<>(List.of("generate", "--protocol", "reference", "--json"));
    args.addAll(List.of("--out-dir", out.toString(), "--no-cache", "--concurrency", "1"));
    args.addAll(List.of("--model", "openai:gpt-3.5-turbo", "--base-url", server.url() + "/v1"));
    args.addAll(List.of("--embedder", "openai:text-embedding-ada-002"));
    args.addAll(List.of("--embedding-url", server.url() + "/v1"));
    args.addAll(List.of("--image-dir", pictures().toString()));
    args.addAll(List.of("--seed", recorded.path("seed").asText()));
    // The stand-in for BLIP that was recorded said what our picture's caption says.
    Arrays.stream(recorded.path("flags").asText().split(" "))
        .filter(flag -> !flag.equals("--blip-caption"))
        .forEach(args::add);
    if (recorded.path("agents").isArray()) {
      Files.writeString(out.resolve("agent_a.json"), recorded.path("agents").get(0).toString());
      Files.writeString(out.resolve("agent_b.json"), recorded.path("agents").get(1).toString());
    } else {
      Path msc = Files.writeString(folder.resolve("msc.json"), recorded.path("msc").toString());
      args.addAll(List.of("--personas", msc.toString()));
    }
    return args;
  }

  private Path pictures() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    Files.write(pictures.resolve("1.png"), PICTURE);
    Files.writeString(pictures.resolve("1.txt"), "a photo of a quiet thing");
    return pictures;
  }

  private void replay(HttpExchange exchange, JsonNode request, JsonNode calls) throws IOException {
    int number = next.getAndIncrement();
    JsonNode call = calls.path(number);
    if (!sha256(request.path("messages")).equals(call.path("sha256").asText())
        || request.path("max_tokens").asInt() != call.path("max_tokens").asInt()
        || request.path("temperature").asDouble() != call.path("temperature").asDouble()) {
      mistakes.add("call " + number + " is another one: " + request);
    }
    answer(exchange, call.path("reply").asText());
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    ObjectNode reply = JsonFiles.MAPPER.createObjectNode().put("id", "1").put("model", "gpt");
    ObjectNode choice = reply.putArray("choices").addObject().put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", text);
    FakeServer.send(exchange, 200, reply.toString());
  }

  private static void embed(HttpExchange exchange, JsonNode request) throws IOException {
    ObjectNode reply = JsonFiles.MAPPER.createObjectNode().put("object", "list");
    var data = reply.put("model", "text-embedding-ada-002").putArray("data");
    for (JsonNode text : request.path("input")) {
      var digest = Sha256.digest();
      byte[] hash = digest.digest(text.asText().getBytes(StandardCharsets.UTF_8));
      var vector = data.addObject().put("index", data.size() - 1).putArray("embedding");
      for (int i = 0; i < 1536; i++) {
        vector.add(i < 16 ? (hash[i] & 0xFF) / 255f : 0);
      }
    }
    FakeServer.send(exchange, 200, reply.toString());
  }

  private static String sha256(JsonNode messages) {
    var shown = new ArrayList<String>();
    for (JsonNode message : messages) {
      ObjectNode text = JsonFiles.MAPPER.createObjectNode().put("t", content(message));
      String dumped = JsonDump.text(text);
      shown.add(
          "[\""
              + message.path("role").asText()
              + "\", "
              + dumped.substring(dumped.indexOf(": ") + 2, dumped.lastIndexOf('\n'))
              + "]");
    }
    return Sha256.of("[" + String.join(", ", shown) + "]");
  }

  private static String content(JsonNode message) {
    JsonNode content = message.path("content");
    return content.isTextual() ? content.textValue() : content.path(0).path("text").asText();
  }

  private static Map<String, Integer> bySteps(JsonNode report) {
    var byKind = new TreeMap<String, Integer>();
    for (var count : report.path("counts").properties()) {
      if (count.getKey().startsWith("calls: ")) {
        String step = count.getKey().substring("calls: ".length());
        byKind.merge(KINDS.getOrDefault(step, step), count.getValue().asInt(), Integer::sum);
      }
    }
    return byKind;
  }

  private static Map<String, Integer> byCalls(JsonNode calls) {
    var byKind = new TreeMap<String, Integer>();
    for (JsonNode call : calls) {
      String kind = call.path("max_tokens").asText() + " " + call.path("temperature").asText();
      byKind.merge(kind, 1, Integer::sum);
    }
    return byKind;
  }
}
