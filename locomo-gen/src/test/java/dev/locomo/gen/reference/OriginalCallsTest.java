package dev.locomo.gen.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.AskJson;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.MersenneTwister;
import dev.locomo.gen.image.FoundPicture;
import dev.locomo.gen.image.ImageSource;
import dev.locomo.gen.output.DatasetFile;
import dev.locomo.gen.output.Label;
import dev.locomo.gen.persona.SpeakerSource;
import dev.locomo.gen.plan.GenerationLimits;
import dev.locomo.gen.plan.GenerationPlan;
import dev.locomo.gen.plan.Generator;
import dev.locomo.gen.plan.QuestionPlan;
import dev.locomo.gen.plan.Stages;
import dev.locomo.gen.prompt.ConversationFailed;
import dev.locomo.gen.prompt.Counts;
import dev.locomo.gen.prompt.Language;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.safety.Moderation;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.rag.embed.Embedder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every request that the original's generator makes, in its order, with its parameters: recorded by
 * {@code scripts/golden/generation.py} from the original's own code, with our replies and Python's
 * random draws. The prompt texts are not here; where they were never imported this is skipped.
 */
class OriginalCallsTest {
  @TempDir private Path folder;

  private static JsonNode prompts() {
    String home = System.getenv("LOCOMO_HOME");
    Path file =
        (home == null ? Path.of(System.getProperty("user.home"), ".locomo") : Path.of(home))
            .resolve("protocols/reference-3eb6f2c.json");
    assumeTrue(Files.exists(file), () -> "skipped: needs " + file + " (locomo protocol import)");
    return JsonFiles.read(file, JsonFiles.MAPPER::readTree).path("texts");
  }

  private static JsonNode recorded(String scenario) throws IOException {
    try (var in = OriginalCallsTest.class.getResourceAsStream(scenario + ".json")) {
      return JsonFiles.MAPPER.readTree(Objects.requireNonNull(in));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"example", "reflection", "short"})
  void allCallsAreThoseOfTheOriginal(String scenario) throws Exception {
    JsonNode texts = prompts();
    make(
        scenario,
        new Replay(recorded(scenario).path("calls"), true),
        key -> texts.path(key).asText());
  }

  /** The same with other texts, which need no import: the hash of all steps and requests. */
  @ParameterizedTest
  @CsvSource({
    "example, bc8c7bfb296ca5414541810b4527cd841ad8f3cb6de6582df78f3169f02734a4",
    "reflection, 461886731b22984f3a9fe0f52bb433d21b915d21cc21e3c6f5cb8092f1624409",
    "short, 0930bba82a44de8df65314647b15ca5f93f5e77b1c5fbcf55dba5286d418a6df",
  })
  void withInventedTextsEveryRequestStaysAsItIs(String scenario, String sha256) throws Exception {
    var replay = new Replay(recorded(scenario).path("calls"), false);
    make(scenario, replay, InventedTexts::of);
    for (String file : List.of("agent_a.json", "agent_b.json")) {
      replay.asked.append(Files.readString(folder.resolve("out").resolve(file)));
    }
    assertThat(Sha256.of(replay.asked.toString())).isEqualTo(sha256);
  }

  /** From a call on, every reply is this one. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "0, `no JSON`, `persona-a`, `JSONDecodeError: no value at character 0`",
        "0, ``, `persona-a`, `JSONDecodeError: no value at character 0`",
        "0, `[]`, `persona-a`, `TypeError: list indices must be integers, not 'persona'`",
        "0, `[7]`, `persona-a`, `AttributeError: 'int' object has no attribute 'strip'`",
        "0, `{}`, `persona-a`, `KeyError: 'persona'`",
        "0, `null`, `persona-a`, `TypeError`",
        "0, `7`, `persona-a`, `TypeError`",
        "0, `\"\"`, `persona-a`, `IndexError: string index out of range`",
        "0, `\"{\"`, `persona-a`, `ValueError: substring not found`",
        "0, `\"[1, 2\"`, `persona-a`, `ValueError: substring not found`",
        "0, `\"a]\"`, `persona-a`, `JSONDecodeError: no value at character 0`",
        "0, `\"{\\\"Persona\\\": 1}\"`, `persona-a`, `KeyError: 'persona'`",
        "3, `[]`, `events-a-init`, `IndexError: list index out of range`",
        "3, `[7]`, `events-a-init`, `AttributeError: 'int' object has no 'items'`",
        "3, `[{}]`, `events-a-init`, `KeyError: 'id'`",
        "3, `{}`, `events-a-init`, `KeyError: -1`",
        "3, `{\"a\": 1}`, `events-a-init`, `AttributeError: 'str' object has no 'items'`",
        "3, `[{\"id\": \"x\"}]`, `events-a-init`, `ValueError: invalid id 'x'`",
        "3, `[{\"id\": 3}]`, `events-a-init`, `TypeError: the id 3 is no str`",
        "3, `no JSON`, `events-a-init`, `JSONDecodeError: no value at character 0`",
        "4, `[{\"id\": \"E9\", \"caused_by\": []}]`, `events-a-continue`, `no end: its filter keeps"
            + " dropping events`",
        "4, `[{\"id\": \"\"}]`, `events-a-continue`, `ValueError: invalid id ''`",
        "4, `{\"a\": 1}`, `events-a-continue`, `TypeError: str indices must be integers, not 'id'`",
        "4, `7`, `events-a-continue`, `TypeError: 'int' object is not iterable`",
        "9, `{\"x\": 1}`, `D1/facts`, `KeyError: 'Cleo'`",
        "9, ``, `D1/facts`, `SystemExit: ten replies that are not JSON`",
        "9, `Cleo`, `D1/2-turn`, `IndexError: string index out of range`",
        "9, `Cleo: [shares [END]`, `D1/facts`, `SystemExit: ten replies that are not JSON`",
        "9, `[share]`, `D1/facts`, `SystemExit: ten replies that are not JSON`",
        "9, `{{\"%s {} {0}`, `D1/facts`, `SystemExit: ten replies that are not JSON`",
        "46, `[]`, `D1/facts`, `TypeError: list indices must be integers, not 'Cleo'`",
        "46, `{\"Cleo\": null}`, `D1/facts`, `TypeError: 'NoneType' object is not iterable`",
        "46, `{\"Cleo\": [[\"x\"]]}`, `D1/facts`, `ValueError: not enough values to unpack"
            + " (expected 2)`",
        "46, `{\"Cleo\": [[1, \"D1:1\"]]}`, `D1/facts`, `TypeError: the fact 1 is no str`",
        "46, `{\"Cleo\": [], \"Dara\": [[\"x\", \"D1:1\"]]}`, `D2`, `TypeError: sequence item"
            + " 0: expected str instance, list found`",
        "47, `[7]`, `D2`, `TypeError: sequence item 0: expected str instance, int found`",
      })
  void repliesOfNoUseEndWhereTheOriginalEnds(int good, String reply, String step, String error)
      throws Exception {
    JsonNode calls = recorded("reflection").path("calls");
    var number = new AtomicInteger();
    Calls replies =
        (_, _) -> {
          int n = number.getAndIncrement();
          return reply(n < good ? calls.path(n).path("reply").asText() : reply);
        };
    assertThatThrownBy(() -> make("reflection", replies, InventedTexts::of))
        .isInstanceOf(ConversationFailed.class)
        .hasMessage(step + ": the original ends here with " + error);
    assertThat(number).hasValueLessThan(150);
  }

  /** One reply is another one; nothing else changes. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "1, `\"{\\\"name\\\": \\\"Cleo\\\", \\\"persona\\\": \\\"Likes tea\\\"}\"`",
        "1, `\"{\\\"name\\\": \\\"Cleo\\\", \\\"persona\\\": \\\"Likes tea\\\"} and so on\"`",
        "3, `[{\"sub_event\": \"a\", \"date\": \"22 May, 2022\", \"caused_by\": \"\", \"id\":"
            + " \"E3\"}]`",
        "3, `[{\"sub_event\": \"a\", \"date\": \"22 May 2022\", \"caused_by\": {}, \"id\":"
            + " \"E3\"}]`",
        "46, `{\"Cleo\": [{\"fact\": \"x\", \"id\": \"D1:1\"}], \"Dara\": [\"ab\", [\"y\","
            + " [\"D1:2\"]]]}`",
        "46, `{\"Cleo\": {\"ab\": 1}, \"Dara\": [[\"D1:1\", null]]}`",
        "47, `\"an insight\"`",
      })
  void whatTheOriginalGoesOnWithIsNoFailure(int call, String reply) throws Exception {
    JsonNode calls = recorded("reflection").path("calls").deepCopy();
    ((ObjectNode) calls.get(call)).put("reply", reply);
    var replay = new Replay(calls, false);
    GeneratedSample sample = make("reflection", (Calls) replay, InventedTexts::of);
    assertThat(replay.next).isEqualTo(calls.size());
    new DatasetFile(folder.resolve("dataset.json"), new Label("", "", ""))
        .write(Map.of("", sample), _ -> true);
    assertThat(DatasetReader.read(folder.resolve("dataset.json")).samples().getFirst().id())
        .isEqualTo("gen-1");
  }

  @Test
  void factsThatAreObjectsAreObservationsOfTheDataSet() throws Exception {
    JsonNode calls = recorded("reflection").path("calls").deepCopy();
    String facts =
        "{\"Cleo\": [{\"fact\": \"Cleo rows.\", \"id\": \"D1:1\"}], \"Dara\": [[\"Dara sings.\","
            + " [\"D1:2\", \"D1:4\"]], \"ab\"]}";
    ((ObjectNode) calls.get(46)).put("reply", facts);
    GeneratedSample sample =
        make("reflection", (Calls) new Replay(calls, false), InventedTexts::of);
    assertThat(sample.sessions().getFirst().facts())
        .containsExactly(
            new Observation(1, "Cleo", "Cleo rows.", List.of("D1:1")),
            new Observation(1, "Dara", "Dara sings.", List.of("D1:2", "D1:4")));
  }

  @Test
  void aSpeakerWithoutEventsMeetsWhenTheOtherOnesHappen() throws Exception {
    var graph = JsonFiles.MAPPER.readTree("[{\"date\": \"07 March, 2022\"}]");
    var none = JsonFiles.MAPPER.createArrayNode();
    var calendar = new ReferenceCalendar(1);
    assertThat(calendar.next(List.of(graph, none), null, new MersenneTwister(0)).toLocalDate())
        .isBetween(LocalDate.of(2022, 3, 8), LocalDate.of(2022, 3, 9));
    assertThatThrownBy(() -> calendar.next(List.of(none, graph), null, new MersenneTwister(0)))
        .hasMessage("UnboundLocalError: no events");
  }

  private void make(String scenario, Replay replay, UnaryOperator<String> texts) throws Exception {
    JsonNode recorded = recorded(scenario);
    GeneratedSample sample = make(scenario, (Calls) replay, texts);
    assertThat(replay.next).as("no call is missing").isEqualTo(recorded.path("calls").size());
    assertThat(said(folder.resolve("out"), "session_%d_date_time", recorded.path("dates").size()))
        .isEqualTo(strings(recorded.path("dates")));
    assertThat(sample.sessions().stream().mapToInt(session -> session.turns().size()).sum())
        .isEqualTo(recorded.path("texts").size());
  }

  private GeneratedSample make(String scenario, Calls replies, UnaryOperator<String> texts)
      throws Exception {
    JsonNode recorded = recorded(scenario);
    Path out = Files.createDirectories(folder.resolve("out"));
    Optional<Path> before = Optional.empty();
    if (recorded.path("agents").isArray()) {
      for (int i = 0; i < 2; i++) {
        String name = "agent_" + "ab".charAt(i) + ".json";
        Files.writeString(out.resolve(name), recorded.path("agents").get(i).toString());
      }
      before = Optional.of(out);
    }
    String flags = recorded.path("flags").asText();
    var filter = new Filter(List.of(), Moderation.NONE);
    var embedder = new HashEmbedder();
    var plan =
        new GenerationPlan(
            new GenerationPlan.Writer("test", "m", "gpt-3.5-turbo"),
            stages(flags),
            limits(flags),
            Language.of("en"),
            recorded.path("seed").asLong(),
            new GenerationPlan.Means(
                SpeakerSource.NONE, embedder, images(), null, filter, null, ""),
            new GenerationPlan.Reference(texts, "", null, recorded.path("msc")));
    try (var tools = plan.open(folder, _ -> null)) {
      return new ReferenceGenerator(plan, Objects.requireNonNull(plan.reference()), tools)
          .make(new Generator.Item(0, "gen-1", out, before), replies, new Counts(), _ -> {});
    }
  }

  private static List<String> said(Path out, String key, int count) {
    JsonNode agent = JsonFiles.read(out.resolve("agent_a.json"), JsonFiles.MAPPER::readTree);
    var values = new ArrayList<String>();
    for (int j = 1; j <= count; j++) {
      values.add(agent.path(String.format(Locale.ROOT, key, j)).asText());
    }
    return values;
  }

  private static List<String> strings(JsonNode array) {
    var values = new ArrayList<String>();
    array.forEach(one -> values.add(one.asText()));
    return values;
  }

  private static Stages stages(String flags) {
    return new Stages(
        flags.contains("--persona"),
        flags.contains("--events"),
        flags.contains("--session "),
        flags.contains("--summary"),
        flags.contains("--reflection"),
        new Stages.Again(false, false, false));
  }

  private static GenerationLimits limits(String flags) {
    return new GenerationLimits(
        number(flags, "--num-sessions"),
        1,
        number(flags, "--max-turns-per-session"),
        number(flags, "--num-events-per-session"),
        number(flags, "--num-events"),
        number(flags, "--num-days"),
        null,
        QuestionPlan.NONE);
  }

  private static int number(String flags, String option) {
    List<String> words = List.of(flags.split(" "));
    return Integer.parseInt(words.get(words.indexOf(option) + 1));
  }

  private static ImageSource images() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return new ImageSource() {
      @Override
      public String id() {
        return "test";
      }

      @Override
      public Optional<FoundPicture> find(String query, Set<String> used) {
        return query.contains("nothing")
            ? Optional.empty()
            : Optional.of(
                new FoundPicture(
                    "http://example.org/1.png", "a photo of a quiet thing", "", "", png));
      }
    };
  }

  private static Reply reply(String text) {
    return new Reply(text, Reply.Finish.STOP, null, null, null, null, Duration.ZERO, false);
  }

  /** Gives the recorded replies, and compares what is asked for them. */
  private static final class Replay implements Calls {
    private final JsonNode calls;
    private final boolean original;
    private final StringBuilder asked = new StringBuilder();
    private int next;

    Replay(JsonNode calls, boolean original) {
      this.calls = calls;
      this.original = original;
    }

    @Override
    public Reply ask(String step, Ask ask) {
      JsonNode call = calls.path(next);
      assertThat(call.isMissingNode()).as("one call too many: " + step).isFalse();
      assertThat(ask.maxTokens()).as(next + " " + step).isEqualTo(call.path("max_tokens").asInt());
      assertThat(ask.temperature())
          .as(next + " " + step)
          .isEqualTo(call.path("temperature").asDouble());
      if (original) {
        assertThat(sha256(ask)).as(next + " " + step).isEqualTo(call.path("sha256").asText());
      }
      asked.append(step).append(' ').append(AskJson.of(ask)).append('\n');
      next++;
      return reply(call.path("reply").asText());
    }

    private static String sha256(Ask ask) {
      var shown = new StringBuilder("[");
      for (Ask.Message message : ask.messages()) {
        shown.append(shown.length() > 1 ? ", " : "");
        String role = message.role().name().toLowerCase(Locale.ROOT);
        ObjectNode text = JsonFiles.MAPPER.createObjectNode().put("t", message.text());
        String dumped = JsonDump.text(text);
        shown.append("[\"").append(role).append("\", ");
        shown.append(dumped, dumped.indexOf(": ") + 2, dumped.lastIndexOf("\n")).append(']');
      }
      return Sha256.of(shown.append(']').toString());
    }
  }

  /** The vectors of the recording: bytes of a text's hash. */
  private static final class HashEmbedder implements Embedder {
    private static final int LENGTH = 16;

    @Override
    public String id() {
      return "hash";
    }

    @Override
    public int dimension() {
      return LENGTH;
    }

    @Override
    public float[][] embed(List<String> texts, Role role) {
      return texts.stream().map(HashEmbedder::vector).toArray(float[][]::new);
    }

    private static float[] vector(String text) {
      MessageDigest digest = Sha256.digest();
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      float[] vector = new float[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        vector[i] = (hash[i] & 0xFF) / 255f;
      }
      return vector;
    }

    @Override
    public void close() {}
  }
}
