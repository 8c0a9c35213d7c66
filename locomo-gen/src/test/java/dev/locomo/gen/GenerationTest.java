package dev.locomo.gen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.JsonLines;
import dev.locomo.core.dataset.json.DatasetCheck;
import dev.locomo.gen.image.LocalImages;
import dev.locomo.gen.persona.MscPersonas;
import dev.locomo.gen.persona.SpeakerSource;
import dev.locomo.gen.plan.QuestionPlan;
import dev.locomo.gen.plan.Stages;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.safety.Moderation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations written by rule, and what becomes of replies that are not as they should be. */
class GenerationTest {
  private static final String MSC =
      """
      {"train": [
        {"Speaker 1": ["I bake bread.", "I have a dog."], "Speaker 2": ["I sail."], "in_dataset": 0},
        {"Speaker 1": [], "Speaker 2": ["I ski."], "in_dataset": 0},
        {"Speaker 1": ["I paint doors."], "Speaker 2": ["I swim."], "in_dataset": 0}]}
      """;

  @TempDir private Path folder;
  private WrittenRun run;

  @BeforeEach
  void begin() throws IOException {
    run = at("one");
  }

  private WrittenRun at(String name) throws IOException {
    var written = new WrittenRun(folder.resolve(name));
    Path msc = Files.writeString(folder.resolve("msc.json"), MSC);
    written.speakers = SpeakerSource.msc(MscPersonas.read(msc), 0);
    return written;
  }

  private static long times(WrittenRun run, String count) {
    return run.byPrompt.keySet().stream().filter(prompt -> prompt.contains(count)).count();
  }

  @Test
  void everyStageLeavesWhatTheNextOnesUse() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    Files.write(
        pictures.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    Files.writeString(pictures.resolve("a.txt"), "a brown dog on a sofa");
    run.images = LocalImages.open(pictures);
    run.sessions = 3;
    run.questions = new QuestionPlan(1, true, 0.5);
    var ended = run.start("run");
    assertThat(ended.one().whole()).isTrue();
    assertThat(DatasetCheck.check(folder.resolve("one/dataset.json"), null).findings()).isEmpty();

    JsonNode a = run.json("agent_a.json");
    assertThat(a.path("msc_prompt")).isNotEmpty();
    assertThat(a.path("graph").size()).isGreaterThanOrEqualTo(4);
    assertThat(a.path("graph").path(1).path("date").asText())
        .matches("\\d\\d [A-Z][a-z]+, 20\\d\\d");
    assertThat(a.path("session_3_reflection").path("self")).isNotEmpty();
    assertThat(a.path("session_3_summary").asText()).startsWith("They know each other");
    assertThat(a.path("session_1_facts").path("Ada").path(0)).hasSize(2);
    JsonNode photo = run.conversation().findParent("img_url");
    assertThat(photo.path("blip_caption").asText()).isEqualTo("a brown dog on a sofa");
    assertThat(ended.report().path("counts").path("photos").asInt()).isPositive();
    assertThat(ended.report().path("image_licences").path("unknown").asInt()).isPositive();
    assertThat(folder.resolve("one/sessions.html")).content().contains("data:image/png;base64,");

    assertThat(times(run, "What you remember:")).as("memories are shown").isPositive();
    assertThat(times(run, "Your talks up to then, in short:")).isPositive();
    assertThat(times(run, "Until now Ada thought: I like bread")).isPositive();
  }

  @Test
  void onlyTheStagesThatAreWantedAreMade() throws Exception {
    run.stages =
        new Stages(true, false, false, false, false, new Stages.Again(false, false, false));
    assertThat(run.start("personas").one().whole()).isTrue();
    assertThat(run.asked).hasValue(2);
    assertThat(run.json("agent_a.json").has("graph")).isFalse();
    assertThat(run.dataset()).isEmpty();

    run.stages =
        new Stages(false, true, false, false, false, new Stages.Again(false, false, false));
    run.start("events");
    assertThat(run.json("agent_b.json").path("graph")).isNotEmpty();
    assertThat(run.dataset()).isEmpty();

    run.stages =
        new Stages(false, false, true, false, false, new Stages.Again(false, false, false));
    run.start("sessions");
    assertThat(run.json("agent_a.json").has("session_2")).isTrue();
    assertThat(run.json("agent_a.json").has("session_1_summary")).isFalse();
    assertThat(run.dataset()).hasSize(1);
  }

  @Test
  void thoughtsInFrontOfARepliesTextAreNoPartOfIt() throws Exception {
    run.start("run");
    WrittenRun aloud = at("aloud");
    aloud.script =
        prompt -> "<think>Let me see: {\"name\": [</think>\n" + WriterServer.rule(prompt);
    var ended = aloud.start("run");
    assertThat(ended.one().whole()).isTrue();
    assertThat(ended.one().counts()).doesNotContainKey("useless replies");
    assertThat(aloud.dataset()).isEqualTo(run.dataset());

    WrittenRun silent = at("silent");
    silent.script = _ -> "<think>I will never";
    assertThat(silent.start("run").one().problem())
        .isEqualTo("persona/a: after 4 requests your reply was empty");
  }

  @Test
  void aReplyOfNoUseIsShownOnceMoreWithWhatIsWrongWithIt() throws Exception {
    run.script =
        prompt ->
            prompt.startsWith("These facts are known") && !prompt.contains("taken; use another")
                ? WriterServer.rule("These facts are known")
                : "";
    var ended = run.start("run");
    assertThat(ended.one().whole()).as("the second Ada is renamed").isTrue();
    assertThat(ended.one().counts()).containsEntry("useless replies", 1);
    String again =
        run.byPrompt.keySet().stream()
            .filter(prompt -> prompt.contains("the name Ada is taken; use another"))
            .findFirst()
            .orElseThrow();
    assertThat(again.split("\n---\n", -1)).hasSize(3);
    assertThat(again).contains("\n---\n{\"name\": \"Ada\"");
  }

  @Test
  void proposalsAreAskedWithAndWithoutTheirEvidenceAndRejectedOnesStandApart() throws Exception {
    run.script =
        asked -> {
          boolean evidence = WriterServer.showsEvidence(asked);
          return switch (asked.replaceAll("(?s).*\nQuestion: ([^\n]*).*", "$1")) {
            case "Of all places, where did Ada go?" -> evidence ? "the harbour" : "";
            case "Of all places, when did Ada go?" -> evidence ? "" : "At the bakery.";
            case "Of all places, probably did Ada go?" -> evidence ? "BLANK" : "";
            case "What colour is Ben's piano?" -> evidence ? "brown" : "";
            default -> "";
          };
        };
    run.questions = new QuestionPlan(1, true, 0.5);
    var ended = run.start("run");
    assertThat(ended.one().whole()).isTrue();
    JsonNode qa = ended.report().path("qa");
    assertThat(qa.path("threshold").asDouble()).isEqualTo(0.5);
    assertThat(qa.path("verified").asBoolean()).isTrue();
    assertThat(qa.path("outcomes").toString())
        .isEqualTo(
            "{\"answered otherwise from the evidence\":2,\"answered without the evidence\":1,"
                + "\"no usable answer\":1,\"verified\":1}");
    assertThat(run.dataset().path(0).path("qa")).hasSize(1);
    assertThat(JsonLines.read(folder.resolve("one/questions.jsonl"))).hasSize(1);
    assertThat(JsonLines.read(folder.resolve("one/questions-rejected.jsonl")))
        .hasSize(4)
        .allMatch(one -> !one.path("verdict").asText().equals("verified"));
  }

  @Test
  void whatOneMessageOrOtherMessagesAnswerIsRejected() throws Exception {
    run.script =
        asked -> {
          boolean chat = asked.contains("Messages of a chat");
          boolean second = asked.contains("[D1:2]");
          boolean first = asked.contains("[D1:1]");
          return switch (asked.replaceAll("(?s).*\nQuestion: ([^\n]*).*", "$1")) {
            case "Of all places, both did Ada go?" -> second ? "the bakery" : "";
            case "Of all places, where did Ada go?" -> chat && !first ? "At the bakery." : "";
            case "What colour is Ben's piano?" -> chat && !first ? "brown" : "";
            default -> "";
          };
        };
    run.questions = new QuestionPlan(1, true, 0.5);
    assertThat(run.start("run").report().at("/qa/outcomes").toString())
        .isEqualTo(
            "{\"answered from one of its messages\":1,\"answered from other messages\":2,"
                + "\"verified\":2}");
    var rejected = JsonLines.read(folder.resolve("one/questions-rejected.jsonl"));
    assertThat(rejected)
        .extracting(one -> one.path("from_one_message").asText())
        .containsExactly("the bakery", "", "");
    assertThat(rejected)
        .extracting(one -> one.path("from_other_messages").asText())
        .containsExactly("", "At the bakery.", "brown");
  }

  @Test
  void proposalsCanBeTakenUnverifiedOrByAStricterThreshold() throws Exception {
    run.questions = new QuestionPlan(1, false, 0.5);
    assertThat(run.start("cheap").report().path("qa").path("outcomes").toString())
        .isEqualTo("{\"not verified\":5}");
    assertThat(times(run, "Question: ")).isZero();
    assertThat(run.dataset().path(0).path("qa")).hasSize(5);

    run.script = asked -> WriterServer.showsEvidence(asked) ? "some old bakery" : "";
    run.questions = new QuestionPlan(1, true, 0.5);
    assertThat(run.start("loose").report().at("/qa/outcomes/verified").asInt()).isEqualTo(4);
    run.questions = new QuestionPlan(1, true, 0.9);
    assertThat(run.start("strict").report().at("/qa/outcomes/verified").asInt()).isZero();
  }

  @Test
  void aSeedGivesTheSameRequestsAndAnotherOneOthers() throws Exception {
    run.start("run");
    WrittenRun same = at("same");
    same.start("run");
    assertThat(same.byPrompt).isEqualTo(run.byPrompt);
    assertThat(same.dataset()).isEqualTo(run.dataset());
    WrittenRun other = at("other");
    other.seed = 8;
    other.start("run");
    assertThat(other.dataset()).isNotEqualTo(run.dataset());
  }

  @Test
  void theLanguageReachesEveryPromptAndAnotherOneIsRefused() throws Exception {
    run.count = 3;
    run.language = "Spanish";
    var ended = run.start("run");
    assertThat(ended.results()).hasSize(3).noneMatch(GenerationResult::whole);
    assertThat(run.byPrompt.keySet()).allMatch(prompt -> prompt.contains("Spanish"));
  }

  @Test
  void manyConversationsAreAFolderEach() throws Exception {
    run.count = 3;
    assertThat(run.start("run").results()).hasSize(3).allMatch(GenerationResult::whole);
    assertThat(run.dataset()).hasSize(3);
    assertThat(folder.resolve("one/gen-3/sessions.html")).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "These facts are known, sorry no, persona/a",
    "These facts are known, {\"who\": \"Ada\"}, persona/a",
    "These facts are known, BLANK, persona/a",
    "These facts are known, CUT {\"name\": \"Ada Ada Ada, persona/a",
    "Write the three events, {}, events/a/1",
    "Write the three events, '[{\"id\":\"E1\",\"event\":\"x\",\"date\":\"1999-01-01\"}]',"
        + " events/a/1",
    "You are, BLANK, D1/turn-1",
    "You are, Das ist ein Satz und der Hund ist auch nicht hier und das ist sehr schön, D1/turn-1",
    "You are, Write to me at ada@example.org, ''",
    "List what the chat states, '{\"Ada\": [[\"x\", \"D9:9\"]], \"Ben\": []}', D1/facts",
    "Put yourself in, '[1, 2]', D1/reflection-a",
    "Write two summaries, '{\"session\": 3}', D1/recap",
    "Write two summaries, CUT {\"session\": \"and then and then, D1/recap",
    "Write the three events, 'Lo siento, no puedo', events/a/1",
    "four new events, '[{\"id\":\"E1\",\"event\":\"x\",\"date\":\"2022-05-05\"}]', events/a/2",
    "four new events, '[{\"id\":\"E4\"},{\"id\":\"E4\"}]', events/a/2",
  })
  void repliesThatAreOfNoUseEndAfterFourRequestsAndNothingIsPaidTwice(
      String prompt, String reply, String step) throws Exception {
    run.script = asked -> asked.contains(prompt) ? reply : "";
    var ended = run.start("run");
    if (step == null || step.isEmpty()) {
      assertThat(ended.one().whole()).as("personal data is cut out in the end").isTrue();
      assertThat(run.dataset().toString()).doesNotContain("ada@example.org").contains("(removed)");
    } else {
      assertThat(ended.one().problem()).startsWith(step + ": after 4 requests ");
    }
    int asked = run.asked.get();
    run.start("run");
    assertThat(run.asked).hasValue(asked);
  }

  /** Whatever comes in place of the replies to a kind of request, the program goes on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "These facts are known",
        "Write the three events",
        "four new events",
        "You are ",
        "Someone shares a photo",
        "List what the chat states",
        "Put yourself in",
        "Write two summaries",
        "Question: ",
        "Parts of a long chat",
      })
  void noReplyEndsTheProgram(String prompt) throws Exception {
    var replies =
        List.of(
            "null",
            "7",
            "true",
            "\"\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[[null, null]]",
            "{\"a\": null}",
            "{\"name\": [], \"persona\": {}}",
            "[{\"id\": 7, \"event\": [], \"date\": {}}]",
            "{\"Ada\": {\"fact\": \"x\", \"id\": \"D1:1\"}, \"Ben\": [{\"x\": 1, \"y\": 2}]}",
            "{\"Ada\": [[\"x\", [\"D1:1\"]]], \"Ben\": \"D1:1\"}",
            "{\"session\": [], \"so_far\": {}}",
            "[{\"question\": {}, \"answer\": [], \"evidence\": 7}]",
            "{\"self\": {\"a\": 1}, \"other\": 7}",
            "[{\"id\": \"E1\", \"event\": \"x\", \"date\": \"2022-05-05\", \"caused_by\": \"\"}]",
            "\"{\\\"name\\\": \\\"Ada\\\"}\"",
            "CUT [[[",
            "BLANK",
            "[END]",
            "[shares ]",
            "\ud83d",
            "%s {} {0}");
    for (String reply : replies) {
      var odd = at("odd" + replies.indexOf(reply));
      Files.write(
          Files.createDirectories(folder.resolve("pictures")).resolve("brown dog sofa.png"),
          new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
      odd.images = LocalImages.open(folder.resolve("pictures"));
      odd.questions = new QuestionPlan(1, true, 0.5);
      odd.script = asked -> asked.contains(prompt) ? reply : "";
      var ended = odd.start("run");
      assertThat(ended.results()).as(reply).hasSize(1);
      assertThat(ended.ending().all()).as(reply).isTrue();
    }
  }

  @Test
  void aSpeakerWhoNeverStopsIsCutShort() throws Exception {
    String endless = "and then we went on to the next house ".repeat(300);
    run.script = asked -> asked.startsWith("You are ") ? "CUT " + endless : "";
    run.turns = 3;
    run.sessions = 3;
    var ended = run.start("run");
    assertThat(ended.one().whole()).isTrue();
    assertThat(run.conversation().path("session_1")).as("nobody ends it").hasSize(3);
    assertThat(run.conversation().at("/session_1/0/text").asText().length()).isBetween(100, 1200);
    assertThat(ended.one().counts()).containsEntry("useless replies", 27);
  }

  @Test
  void eventsThatNeverHangTogetherEndInABoundedNumberOfRounds() throws Exception {
    run.script =
        asked ->
            asked.startsWith("You write the life")
                ? WriterServer.rule(asked)
                    .replaceAll("\"caused_by\": \\[[^]]*]", "\"caused_by\": []")
                : "";
    run.events = 12;
    assertThat(run.start("run").one().problem()).contains("no two events are connected");
    assertThat(run.asked).hasValueLessThan(20);
  }

  @Test
  void aCycleOfCausesIsNamedAndThenCutOff() throws Exception {
    String cyclic =
        "[{\"id\": \"E1\", \"event\": \"One thing\", \"date\": \"START\", \"caused_by\": [\"E2\"]},"
            + " {\"id\": \"E2\", \"event\": \"Another\", \"date\": \"START\", \"caused_by\":"
            + " [\"E1\"]}]";
    run.script =
        asked ->
            asked.contains("Write the three events")
                ? cyclic.replace("START", asked.replaceAll("(?s).*between (\\S+) and.*", "$1"))
                : "";
    var ended = run.start("run");
    assertThat(ended.one().whole()).isTrue();
    assertThat(ended.one().counts()).containsEntry("event repairs", 4);
    assertThat(times(run, "is caused by E2, which is not earlier")).isPositive();
  }

  @Test
  void wordsOfTheBlockListAreAskedForAgainAndCounted() throws Exception {
    run.filter = new Filter(List.of("bakery"), Moderation.NONE);
    run.script = asked -> asked.contains("four new events") ? WriterServer.rule(asked) : "";
    var ended = run.start("run");
    assertThat(ended.one().problem())
        .isEqualTo("events/a/1: after 4 requests your reply holds a word that must not be used");
    assertThat(ended.one().counts()).containsEntry("filtered: block list", 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 55})
  void aSessionIsHeldForEveryEventThatIsDue(int sessions) throws Exception {
    run.sessions = sessions;
    run.turns = 2;
    run.events = 130;
    var ended = run.start("run");
    assertThat(ended.one().whole()).isTrue();
    int held = ended.report().at("/each/0/sessions").asInt();
    assertThat(held + ended.one().counts().getOrDefault("sessions without events left", 0))
        .isEqualTo(sessions);
    assertThat(DatasetCheck.check(folder.resolve("one/dataset.json"), null).findings()).isEmpty();
  }

  @Test
  void sessionsThatAreAddedHaveEventsOfTheirOwn() throws Exception {
    run.sessions = 4;
    run.start("run");
    JsonNode before = run.json("agent_a.json");
    run.sessions = 6;
    assertThat(run.start("more").one().whole()).isTrue();
    JsonNode now = run.json("agent_a.json");
    assertThat(now.path("session_4")).isEqualTo(before.path("session_4"));
    assertThat(now.path("graph").size()).isGreaterThan(before.path("graph").size());
    assertThat(now.path("events_session_5")).isNotEmpty();
    assertThat(now.path("events_session_6")).isNotEmpty();
    assertThat(DatasetCheck.check(folder.resolve("one/dataset.json"), null).findings()).isEmpty();
    int asked = run.asked.get();
    run.start("more");
    assertThat(run.asked).hasValue(asked);
  }
}
