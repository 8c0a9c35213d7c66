package dev.locomo.rag.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.run.Shard;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions one by one, unreadable replies, and resuming. */
class AnnotatingTest {
  private static final String GOOD = "{\"Ben\": [[\"Ben has a dog.\", \"D1:2\"]]}";
  private static final String GOOD_TOO = "{\"Ben\": [[\"Ben is polite.\", \"D2:1\"]]}";

  @TempDir private Path folder;
  private final List<Ask> asked = new ArrayList<>();

  /** One session at a time, replies in this order; "!" is an outage. */
  private Annotating<List<Observation>> run(int tries, boolean again, String... replies)
      throws InterruptedException {
    Queue<String> script = new ArrayDeque<>(Arrays.asList(replies));
    var work =
        new Annotating<>(
            new Annotating.Which(Talk.DATA, List.of("s"), again, Shard.WHOLE),
            Annotation.OBSERVATIONS,
            new OwnAnnotators("m", 700, 7, tries).observations(),
            null);
    try (var steps = CallLog.open(folder.resolve("calls.jsonl"), ask -> next(ask, script))) {
      new Workers(1, () -> false).run(work, steps, _ -> {});
    }
    assertThat(script).as("replies that nobody asked for").isEmpty();
    return work;
  }

  private Reply next(Ask ask, Queue<String> script) {
    asked.add(ask);
    String text = script.remove();
    if (text.equals("!")) {
      throw new ProviderError(ProviderError.Kind.REJECTED, "too long", null, null);
    }
    return Talk.reply(text);
  }

  @Test
  void everySessionWithTurnsIsAnnotated() throws InterruptedException {
    var work = run(3, false, GOOD, GOOD_TOO);
    assertThat(work.failures()).isEmpty();
    assertThat(work.annotated()).isEqualTo(2);
    assertThat(work.made()).isEqualTo(2);
    assertThat(work.result().samples().getFirst().observations())
        .extracting(Observation::text)
        .containsExactly("Ben has a dog.", "Ben is polite.");
  }

  @Test
  void anUnreadableReplyIsAskedForAgainWithItsFault() throws InterruptedException {
    run(3, false, "no idea", "{\"Ben\": [[\"f\", \"D7:7\"]]}", GOOD, GOOD_TOO);
    assertThat(asked.get(1).messages().getLast().text()).contains("neither JSON nor lines");
    assertThat(asked.get(2).messages().getLast().text())
        .contains("D7:7")
        .doesNotContain("neither JSON nor lines");
  }

  @Test
  void aSessionThatStaysUnreadableIsNamedAndTheOthersGoOn() throws InterruptedException {
    var work = run(2, false, "no", "no again", GOOD_TOO);
    assertThat(work.failures().get("s/S1")).startsWith("no usable reply: found neither JSON");
    assertThat(work.result().samples().getFirst().observations()).hasSize(1);
    asked.clear();
    assertThat(run(3, false, GOOD).failures()).isEmpty();
    assertThat(asked).as("the two replies on record are not asked for again").hasSize(1);
  }

  @Test
  void aProviderThatRefusesOneSessionDoesNotStopTheOthers() throws InterruptedException {
    var work = run(3, false, "!", GOOD_TOO);
    assertThat(work.failures()).containsOnlyKeys("s/S1");
    assertThat(run(3, false, GOOD).failures()).as("asked again by the next run").isEmpty();
  }

  @Test
  void whatIsThereIsLeftOrReplaced() throws InterruptedException {
    var facts = List.of(new Observation(1, "Ben", "old", List.of("D1:1")));
    var old = Annotation.OBSERVATIONS.with().apply(Talk.SAMPLE, Map.of(1, facts));
    assertThat(Annotation.OBSERVATIONS.has().test(old, 1)).isTrue();
    assertThat(Annotation.OBSERVATIONS.has().test(old, 2)).isFalse();
    var replaced = Annotation.OBSERVATIONS.with().apply(old, Map.of(1, List.of(), 2, facts));
    assertThat(replaced.observations()).isEqualTo(facts);
    var summed = Annotation.SUMMARIES.with().apply(old, Map.of(2, "They meet."));
    assertThat(summed.sessionSummaries()).containsEntry(2, "They meet.");
    assertThat(summed.observations()).isEqualTo(facts);
  }

  @Test
  void theHashOfConversationsKnowsNothingOfAnnotations() {
    var annotated = Annotation.SUMMARIES.with().apply(Talk.SAMPLE, Map.of(1, "They meet."));
    assertThat(Annotating.conversationsSha256(List.of(annotated)))
        .isEqualTo(Annotating.conversationsSha256(List.of(Talk.SAMPLE)));
  }

  @Test
  void theOriginalsFileHasSampleIdsAndSessionsOnOneLevel() throws Exception {
    var samples =
        JsonFiles.MAPPER.readTree(
            "[{\"sample_id\":\"a\",\"observation\":{\"session_1_observation\":{\"Ann\":[[\"is"
                + " é\",\"D1:1\"]]}}},{\"sample_id\":\"b\"}]");
    assertThat(JsonDump.text(AnnotateTask.original(samples, "observation")))
        .isEqualTo(
            """
            [
              {
                "sample_id": "a",
                "session_1_observation": {
                  "Ann": [
                    [
                      "is \\u00e9",
                      "D1:1"
                    ]
                  ]
                }
              }
            ]\
            """);
  }
}
