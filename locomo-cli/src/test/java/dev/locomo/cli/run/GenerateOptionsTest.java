package dev.locomo.cli.run;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.gen.WriterServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of {@code generate}, each as a user gives it. */
class GenerateOptionsTest extends WithWriter {
  private static final Path BLIP =
      Path.of(
          System.getProperty("locomo.root", ".."),
          "locomo-rag/src/test/resources/dev/locomo/rag/vision/blip");

  /** A short conversation without personas named. */
  private List<String> small(String out, String... more) {
    var args = args(out, more);
    int personas = args.indexOf("--personas");
    args.subList(personas, personas + 2).clear();
    args.set(args.indexOf("--num-sessions") + 1, "2");
    args.addAll(List.of("--max-turns-per-session", "4", "--num-events", "4"));
    return args;
  }

  private Path agentFile(String name, String words) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".json"),
        "{\"name\": \"" + name + "\", \"persona_summary\": \"" + words + "\"}");
  }

  @Test
  void aDescriptionMakesBothUp() {
    var made = run(small("out", "--description", "two old friends who sail & bake"));
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(agent("out/agent_b.json").path("name").asText()).isEqualTo("Ben");
    assertThat(server.byPrompt().keySet())
        .anyMatch(prompt -> prompt.contains("two old friends who sail & bake"));
  }

  @Test
  void agentsOfTheUserTalkAsTheyAre() throws IOException {
    Path a = agentFile("Ana", "Ana keeps bees.");
    Path b = agentFile("Bo", "Bo paints doors.");
    var made = run(small("out", "--agent-a", a.toString(), "--agent-b", b.toString()));
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(agent("out/agent_a.json").path("persona_summary").asText())
        .isEqualTo("Ana keeps bees.");
    assertThat(dataset("out").at("/0/conversation/speaker_b").asText()).isEqualTo("Bo");
    assertThat(run(small("no", "--agent-a", a.toString())).code()).isEqualTo(2);
    assertThat(run(small("no", "--agent-a", a.toString(), "--agent-b", a.toString())).code())
        .isEqualTo(3);
    assertThat(folder.resolve("no")).doesNotExist();
    assertThat(run(small("no", "--description", " ")).code()).isEqualTo(2);
    var nobody = run(small("no"));
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("locomo data fetch personas");
  }

  @Test
  void agentsInTheFolderAreTheBeginningAsInTheOriginal() throws IOException {
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.copy(agentFile("Ana", "Ana keeps bees."), out.resolve("agent_a.json"));
    Files.copy(agentFile("Bo", "Bo paints doors."), out.resolve("agent_b.json"));
    var events = run(small("out", "--events"));
    assertThat(events.code()).as(events.err()).isZero();
    assertThat(agent("out/agent_a.json").path("graph")).isNotEmpty();
    assertThat(agent("out/agent_a.json").has("session_1")).isFalse();

    JsonNode graph = agent("out/agent_a.json").path("graph");
    var sessions = run(small("out", "--session"));
    assertThat(sessions.code()).as(sessions.err()).isZero();
    JsonNode plain = agent("out/agent_a.json");
    assertThat(plain.path("graph")).isEqualTo(graph);
    assertThat(plain.path("session_2_facts")).isNotEmpty();
    assertThat(plain.has("session_1_summary")).isFalse();
    assertThat(plain.has("session_1_reflection")).isFalse();

    var more = run(small("out", "--session", "--summary", "--reflection"));
    assertThat(more.code()).as(more.err()).isZero();
    JsonNode whole = agent("out/agent_a.json");
    assertThat(whole.path("session_2")).isEqualTo(plain.path("session_2"));
    assertThat(whole.path("session_2_summary").asText()).isNotEmpty();
    assertThat(whole.path("session_1_reflection").path("other")).isNotEmpty();
  }

  @Test
  void agentsThatCannotBeReadAreNamedAndMayBeMended() throws IOException {
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(out.resolve("agent_a.json"), "{\"name\": \"A\"");
    Files.copy(agentFile("Bo", "Bo paints doors."), out.resolve("agent_b.json"));
    var broken = run(small("out", "--description", "two friends"));
    assertThat(broken.code()).isEqualTo(3);
    assertThat(broken.err()).contains(out.resolve("agent_a.json") + " at line 1");
    Files.copy(agentFile("Ana", "Ana keeps bees."), out.resolve("agent_a.json"), REPLACE_EXISTING);
    assertThat(run(small("out", "--description", "two friends")).code()).isZero();
    assertThat(dataset("out").at("/0/conversation/speaker_a").asText()).isEqualTo("Ana");
  }

  @Test
  void whatIsOverwrittenIsMadeAgainAndNothingElse() {
    List<String> all = small("out", "--description", "two friends", "--seed", "1");
    assertThat(run(all).code()).isZero();
    JsonNode before = agent("out/agent_a.json");

    server.answers(asked -> asked.startsWith("You are ") ? "Something quite new was said." : "");
    List<String> again = small("out", "--session", "--summary", "--reflection");
    again.addAll(List.of("--overwrite-session", "--start-session", "2", "--seed", "1"));
    assertThat(run(again).code()).isZero();
    JsonNode second = agent("out/agent_a.json");
    assertThat(second.path("session_1")).isEqualTo(before.path("session_1"));
    assertThat(second.path("session_2")).isNotEqualTo(before.path("session_2"));
    assertThat(second.path("graph")).isEqualTo(before.path("graph"));

    List<String> events = small("out", "--events", "--overwrite-events");
    events.addAll(List.of("--start-date", "2021-03-01"));
    assertThat(run(events).code()).isZero();
    assertThat(agent("out/agent_a.json").path("events_start_date").asText())
        .isEqualTo("01 March, 2021");

    List<String> people = small("out", "--persona", "--overwrite-persona");
    people.addAll(List.of("--description", "two others"));
    assertThat(run(people).code()).isZero();
    assertThat(agent("out/agent_a.json").has("session_1")).as("of other people").isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "--num-sessions, 0, must be from 1 to 10000",
    "--num-days, x, x",
    "--num-events, -1, must be from 1 to 10000",
    "--start-date, 2023-02-30, is no date",
    "--language, klingonese, unknown --language",
    "--images, local, needs the pictures",
    "--images, everywhere, 'local, openverse, wikimedia or none'",
    "--block-list, missing.txt, no such file",
    "--image-dir, missing, no folder of pictures",
    "--protocol, other, locomo or reference",
    "--qa, -1, must be from 0 to 1000",
    "--moderation-url, localhost, is no address",
    "--images wikimedia --image-url, ftp://x/, is no address",
  })
  void whatCannotBeMeantIsSaidBeforeAnythingIsAsked(String option, String value, String said) {
    var args = args("out");
    int at = args.indexOf(option);
    if (at >= 0) {
      args.subList(at, at + 2).clear();
    }
    args.addAll(List.of((option + " " + value).split(" ")));
    var refused = run(args);
    assertThat(refused.code()).isBetween(2, 3);
    assertThat(refused.err()).contains(said).doesNotContain("Exception:");
    assertThat(server.received()).isZero();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void optionsOfTheOriginalThatAreNotUsedSaySo() {
    List<String> args = small("out", "--description", "two friends", "--emb-file", "x.pkl");
    args.addAll(List.of("--prompt-dir", "prompt_examples"));
    var made = run(args);
    assertThat(made.code()).isZero();
    assertThat(made.err())
        .contains("--emb-file is not used")
        .contains("--prompt-dir is not used; it is for --protocol reference");
  }

  @Test
  void whatAModerationServiceFlagsIsNotKeptAndCounted() throws IOException {
    try (var moderation = new FakeServer()) {
      moderation.answersEach(request -> {
        boolean bad = request.json().path("input").asText().contains("oven");
        return "{\"id\": \"m\", \"model\": \"omni\", \"results\": [{\"flagged\": "
            + bad
            + ", \"categories\": {\"violence\": "
            + bad
            + ", \"hate\": false}}]}";
      });
      List<String> args = small("out", "--description", "two friends");
      args.addAll(List.of("--moderation-url", moderation.url() + "/v1/moderations"));
      server.answers(asked ->
          asked.contains("content that is not acceptable (violence)") ? "It was a long week." : "");
      var made = run(args);
      assertThat(made.code()).as(made.err()).isZero();
      assertThat(made.json().path("counts").path("filtered: moderation").asInt()).isPositive();
      assertThat(dataset("out").toString()).doesNotContain("oven").contains("a long week");
      var first = moderation.requests().getFirst();
      assertThat(first.path()).isEqualTo("/v1/moderations");
      assertThat(first.headers().getFirst("Authorization"))
          .isEqualTo("Bearer " + ServerRunTest.KEY);
    }
  }

  @Test
  void aConversationThatIsAlwaysFlaggedEndsAndIsKept() throws IOException {
    try (var moderation = new FakeServer()) {
      moderation.answers(
          200, "{\"results\": [{\"flagged\": true, \"categories\": {\"hate\": true}}]}");
      List<String> args = small("out", "--description", "two friends");
      args.addAll(List.of("--moderation-url", moderation.url()));
      var made = run(args);
      assertThat(made.code()).isEqualTo(1);
      assertThat(made.json().at("/each/0/problem").asText())
          .startsWith("persona/pair: after 4 requests your reply holds content");
      assertThat(server.received()).isEqualTo(4);
    }
  }

  @Test
  void whenTheModerationServiceIsDownTheRunStopsAndGoesOnLater() throws IOException {
    try (var moderation = new FakeServer()) {
      moderation.answers(400, "no");
      List<String> args = small("out", "--description", "two friends");
      args.addAll(List.of("--moderation-url", moderation.url()));
      var made = run(args);
      assertThat(made.code()).isEqualTo(4);
      assertThat(made.err()).contains("moderation: ", " answered 400");
      int paid = server.received();
      moderation.answers(200, "{\"results\": [{\"flagged\": false, \"categories\": {}}]}");
      assertThat(run(args).code()).isZero();
      assertThat(server.byPrompt().values()).allMatch(n -> n == 1);
      assertThat(paid).isOne();
    }
  }

  @Test
  void theModerationServiceIsAskedWithTheAttemptsOfModelsAndOnceATextInTheLifeOfARun()
      throws IOException {
    try (var moderation = new FakeServer()) {
      moderation.answers(503, "{\"error\": {\"message\": \"busy\"}}");
      List<String> args = small("out", "--description", "two friends", "--attempts", "2");
      args.addAll(List.of("--moderation-url", moderation.url()));
      var made = run(args);
      assertThat(made.code()).isEqualTo(4);
      assertThat(made.err()).contains("asking again in").contains("moderation: ");
      assertThat(moderation.requests()).hasSize(2);

      moderation.answersEach(request -> {
        if (request.json().path("input").asText().contains("Clara")) {
          throw new IllegalStateException("the service is gone");
        }
        return "{\"results\": [{\"flagged\": false, \"categories\": {}}]}";
      });
      assertThat(run(args).code()).isEqualTo(4);
      moderation.answers(200, "{\"results\": [{\"flagged\": false, \"categories\": {}}]}");
      assertThat(run(args).code()).isZero();
      var texts =
          moderation.requests().stream()
              .skip(2)
              .map(request -> request.json().path("input").asText())
              .filter(text -> !text.contains("Clara"));
      assertThat(texts.toList()).doesNotHaveDuplicates().hasSizeGreaterThan(5);
      int asked = moderation.requests().size();
      assertThat(run(args).code()).isZero();
      assertThat(moderation.requests()).hasSize(asked);
    }
  }

  @Test
  void photosAreCaptionedByBlipWhenAsked() throws IOException {
    Path models = folder.resolve("models/Salesforce/blip-image-captioning-large");
    Files.createDirectories(models);
    try (var files = Files.list(BLIP)) {
      for (Path file : files.toList()) {
        Files.copy(file, models.resolve(file.getFileName()));
      }
    }
    var picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "png", pictures.resolve("a.png").toFile());
    List<String> args = small("out", "--description", "two friends", "--blip-caption");
    args.addAll(List.of("--image-dir", pictures.toString()));
    args.addAll(List.of("--model-dir", folder.resolve("models").toString()));
    var made = run(args);
    assertThat(made.code()).as(made.err()).isZero();
    var captions = new ArrayList<String>();
    agent("out/agent_a.json")
        .path("session_1")
        .forEach(turn -> {
          if (turn.has("blip_caption")) {
            captions.add(turn.path("blip_caption").asText());
          }
        });
    assertThat(captions).isNotEmpty().allMatch(c -> c.startsWith("a photo"), "BLIP's words");
    assertThat(captions).noneMatch(c -> c.contains("brown dog"));
    var missing = new ArrayList<>(args);
    missing.set(missing.indexOf("--out-dir") + 1, folder.resolve("no").toString());
    missing.set(missing.indexOf("--model-dir") + 1, folder.resolve("empty").toString());
    missing.add("--offline");
    var none = run(missing);
    assertThat(none.code()).as(none.err()).isEqualTo(2);
    assertThat(folder.resolve("no")).doesNotExist();
  }

  @Test
  void theLanguageIsInEveryPromptOfEveryStage() throws IOException {
    List<String> args = small("out", "--description", "dos amigos", "--language", "es");
    args.addAll(List.of("--image-dir", pictures.toString(), "--qa", "1"));
    server.answers(GenerateOptionsTest::spanish);
    var made = run(args);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(server.byPrompt().keySet())
        .filteredOn(prompt -> !prompt.startsWith("Someone shares a photo"))
        .allMatch(prompt -> prompt.contains("Spanish"));
    assertThat(server.byPrompt().keySet())
        .anyMatch(prompt -> prompt.contains("Question: "))
        .anyMatch(prompt -> prompt.contains("Put yourself in"));
  }

  private static String spanish(String asked) {
    if (asked.startsWith("You are ")) {
      return "El perro y yo fuimos a la panadería [shares a photo of a brown dog on a sofa]";
    }
    if (asked.startsWith("Two people who")) {
      return "{\"a\": {\"name\": \"Ada\", \"persona\": \"Ada vive en Cádiz con su perro.\"},"
          + " \"b\": {\"name\": \"Ben\", \"persona\": \"Ben pinta puertas en Cádiz.\"}}";
    }
    if (asked.contains("Write two summaries")) {
      return "{\"session\": \"Hablan del perro.\", \"so_far\": \"El perro está bien.\"}";
    }
    if (asked.contains("List what the chat states")) {
      return WriterServer.rule(asked).replace("spoke of the bakery", "habló de la panadería");
    }
    if (asked.startsWith("You write the life")) {
      return WriterServer.rule(asked).replaceAll("What happened as[^.]*", "Va a la panadería");
    }
    return asked.contains("Put yourself in")
        ? "{\"self\": [\"Me gusta el pan.\"], \"other\": [\"Ben escucha.\"]}"
        : "";
  }

  @Test
  void aBlockListKeepsItsWordsOut() throws IOException {
    Path list = Files.writeString(folder.resolve("block.txt"), "# no\nBAKERY\n");
    List<String> args = small("out", "--description", "two friends");
    args.addAll(List.of("--block-list", list.toString()));
    var made = run(args);
    assertThat(made.code()).as("events speak of nothing else").isEqualTo(1);
    assertThat(made.json().path("counts").path("filtered: block list").asInt()).isEqualTo(4);
    assertThat(made.json().at("/each/0/problem").asText())
        .isEqualTo("events/a/1: after 4 requests your reply holds a word that must not be used");
  }
}
