package dev.locomo.eval.protocol.locomo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.metric.Abstention;
import dev.locomo.eval.context.Context;
import dev.locomo.eval.context.ContextBuilder;
import dev.locomo.eval.context.NewestThatFits;
import dev.locomo.eval.context.Pictures;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.locomo.LocomoProtocol.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which calls the default protocol makes, and what stands in them. */
class LocomoProtocolTest {
  private static final String DATA =
      """
      [{"sample_id": "s-1",
        "conversation": {"speaker_a": "Ann", "speaker_b": "Ben {{question}}",
          "session_1_date_time": "8 May",
          "session_1": [
            {"speaker": "Ann", "dia_id": "D1:1", "text": "My cup is {{context}} and ${user.home}."}],
          "session_2_date_time": "9 May",
          "session_2": [{"speaker": "Ben", "dia_id": "D2:1", "text": "Bye $1 \\\\ {{x}}."}]},
        "qa": [
          {"question": "Where is {{context}}, {{question}} or ${x:-y}?", "answer": "Oslo", "evidence": ["D1:1"], "category": 4},
          {"question": "Why?", "adversarial_answer": "Fun", "evidence": ["D1:1"], "category": 5},
          {"question": "When?", "answer": "May", "evidence": [], "category": 2},
          {"question": "Who?", "evidence": [], "category": 5}]}]
      """;

  @TempDir private Path folder;

  private static LocomoProtocol protocol(int batchSize, ContextBuilder contexts) {
    return new LocomoProtocol(new Form("m", batchSize, true, 100, 17), contexts, String::length);
  }

  private Dataset data(String json) throws IOException {
    return DatasetReader.read(Files.writeString(folder.resolve("data.json"), json));
  }

  private static List<Call> calls(LocomoProtocol protocol, Dataset data) {
    return protocol.calls(plan(data)).toList();
  }

  private static List<Asked> plan(Dataset data) {
    return data.samples().stream()
        .map(s ->
            new Asked(
                s.id(), s.conversation(), s.questions().stream().map(Probe::of).toList(), null))
        .toList();
  }

  private static ContextBuilder says(String text) {
    return (_, _, _) -> new Context(text, List.of("D1:1"));
  }

  private static String user(Call call) {
    return call.ask().messages().getLast().text();
  }

  private static Calls replying(String text) {
    return (_, _) ->
        new Reply(text, Reply.Finish.STOP, null, null, null, null, Duration.ZERO, false);
  }

  @Test
  void everyQuestionIsAskedFreelyAndTrapsInBothOrdersToo() throws IOException {
    assertThat(calls(protocol(1, ContextBuilder.none()), data(DATA)))
        .extracting(c -> c.probes().getFirst().id() + " " + c.form())
        .containsExactly(
            "s-1/0 free",
            "s-1/1 free",
            "s-1/2 free",
            "s-1/3 free",
            "s-1/1 trap-first",
            "s-1/1 trap-last");
  }

  @Test
  void nothingOfTheGoldIsInAnyRequest() throws IOException {
    String demo = Files.readString(Path.of("../data/locomo-demo.json"));
    String marked =
        demo.replaceAll("(\"answer\": )(\"(?:[^\"\\\\]|\\\\.)*\"|[0-9]+)", "$1\"XYZZY\"")
            .replaceAll("(?s)(\"evidence\": \\[)[^]]*]", "$1\"D1:1\"]");
    for (int size : List.of(1, 7)) {
      var ours = calls(protocol(size, ContextBuilder.none()), data(demo));
      var blind = calls(protocol(size, ContextBuilder.none()), data(marked));
      assertThat(ours).isNotEmpty().hasSameSizeAs(blind);
      assertThat(blind).extracting(c -> c.ask().toString()).noneMatch(a -> a.contains("XYZZY"));
      assertThat(ours).extracting(Call::ask).isEqualTo(blind.stream().map(Call::ask).toList());
    }
  }

  @Test
  void theFormOfAFreeRequestDoesNotBetrayTheCategory() throws IOException {
    var calls = calls(protocol(1, ContextBuilder.none()), data(DATA));
    assertThat(calls.subList(1, 4))
        .extracting(c -> user(c).replaceAll("Why|When|Who", "W"))
        .containsOnly(user(calls.get(1)).replace("Why", "W"));
    assertThat(calls.subList(0, 4)).extracting(c -> c.ask().maxTokens()).containsOnly(100);
  }

  @Test
  void requestsOfAConversationThatIsShownWholeShareItAndTheSystemMessage() throws IOException {
    var whole = new NewestThatFits(Integer.MAX_VALUE, String::length, Pictures.CAPTIONS);
    for (int size : List.of(1, 3)) {
      var calls = calls(protocol(size, whole), data(DATA));
      assertThat(calls).extracting(Call::shared).containsOnly("s-1");
      assertThat(calls).extracting(LocomoProtocolTest::sharedText).hasSizeGreaterThan(2);
      assertThat(calls.stream().map(LocomoProtocolTest::sharedText).distinct()).hasSize(1);
      assertThat(sharedText(calls.getFirst())).contains("Ann").doesNotContain("Question");
    }
  }

  private static String sharedText(Call call) {
    var last = call.ask().messages().getLast();
    return call.ask().messages().getFirst().text() + last.text().substring(0, last.shared());
  }

  @Test
  void aConversationThatIsCutAndWhatIsRetrievedAreNotSharedTexts() throws IOException {
    var cut = new NewestThatFits(900, String::length, Pictures.CAPTIONS);
    assertThat(calls(protocol(1, cut), data(DATA)))
        .extracting(c -> c.ask().messages().getLast().shared())
        .containsOnly(0);
    var calls = calls(protocol(1, says("[1 May] Ann: hi")), data(DATA));
    assertThat(calls).extracting(Call::shared).containsOnlyNulls();
    assertThat(calls).extracting(c -> c.ask().messages().getLast().shared()).containsOnly(0);
  }

  @Test
  void aQuestionThatIsAskedAloneSharesNothing() throws IOException {
    var whole = new NewestThatFits(Integer.MAX_VALUE, String::length, Pictures.CAPTIONS);
    var asked = plan(data(DATA)).getFirst();
    var one = new Asked(asked.sample(), asked.conversation(), asked.probes().subList(0, 1), null);
    Call call = protocol(1, whole).calls(List.of(one)).findFirst().orElseThrow();
    assertThat(call.ask().messages().getLast().shared()).isZero();
  }

  @Test
  void whatIsFilledInIsNeverLookedAtForSlots() throws IOException {
    var protocol = protocol(1, says("{{question}} {{context}} ${x}"));
    var first = calls(protocol, data(DATA)).getFirst();
    assertThat(user(first))
        .startsWith("{{question}} {{context}} ${x}\n")
        .contains("Question: Where is {{context}}, {{question}} or ${x:-y}?");
    assertThat(first.ask().messages().getFirst().text()).contains("Ann and Ben {{question}} ");
  }

  @Test
  void theSystemMessageNamesTheSpeakersAndTheLastDate() throws IOException {
    assertThat(calls(protocol(1, ContextBuilder.none()), data(DATA)).getFirst().ask().messages())
        .first()
        .satisfies(m -> assertThat(m.role()).isEqualTo(Ask.Role.SYSTEM))
        .satisfies(m -> assertThat(m.text()).contains("of 9 May").doesNotContain("8 May."));
  }

  @Test
  void aContextWithoutTextSaysSo() throws IOException {
    assertThat(user(calls(protocol(1, ContextBuilder.none()), data(DATA)).getFirst()))
        .startsWith("(Nothing of the chat is shown.)\n");
  }

  @Test
  void bothOrdersOfTheOptionsAreAskedAndReadBackToTheirTexts() throws Exception {
    var calls = calls(protocol(1, ContextBuilder.none()), data(DATA));
    Call first = calls.get(4);
    Call last = calls.get(5);
    assertThat(user(first)).contains("(a) Fun\n(b) Not mentioned in the conversation\n");
    assertThat(user(last)).contains("(a) Not mentioned in the conversation\n(b) Fun\n");
    assertThat(first.answer(replying("a")).getFirst().text()).isEqualTo("Fun");
    assertThat(last.answer(replying("(a)")).getFirst().text()).isEqualTo(Abstention.PHRASE);
    assertThatThrownBy(() -> last.answer(replying("Perhaps."))).isInstanceOf(Unreadable.class);
  }

  @Test
  void aBatchNumbersItsQuestionsAndReadsTheirNumbers() throws Exception {
    var calls = calls(protocol(3, says("the talk")), data(DATA));
    assertThat(calls).extracting(c -> c.probes().size()).containsExactly(3, 1, 1, 1);
    var batch = calls.getFirst();
    assertThat(user(batch))
        .startsWith("the talk\n")
        .contains("\n1. Where is {{context}}")
        .contains("\n2. Why?\n3. When?\n");
    assertThat(batch.ask().json()).isTrue();
    assertThat(batch.ask().maxTokens()).isEqualTo(300);
    var answers = batch.answer(replying("{\"1\": \"Oslo\", \"2\": \"Fun\", \"3\": \"May\"}"));
    assertThat(answers).extracting(Call.Answer::text).containsExactly("Oslo", "Fun", "May");
    assertThat(answers).extracting(Call.Answer::context).containsOnly(List.of("D1:1"));
    assertThatThrownBy(() -> batch.answer(replying("{\"1\": \"Oslo\"}")))
        .isInstanceOf(Unreadable.class)
        .hasMessage("expected a JSON object with the keys 1 to 3");
  }

  @Test
  void roomIsLeftForTheQuestionAndTheReply() throws IOException {
    var reserved = new ArrayList<Integer>();
    ContextBuilder asks =
        (_, _, tokens) -> {
          reserved.add(tokens);
          return new Context("", List.of());
        };
    var call = calls(protocol(1, asks), data(DATA)).get(1);
    int sent = call.ask().messages().stream().mapToInt(m -> m.text().length()).sum();
    String bare = "(Nothing of the chat is shown.)";
    assertThat(reserved.getFirst()).isGreaterThanOrEqualTo(sent - bare.length() + 100);
  }

  @Test
  void theSameSettingsPlanTheSameRequests() throws IOException {
    var one = calls(protocol(2, says("talk")), data(DATA)).stream().map(Call::ask).toList();
    var other = calls(protocol(2, says("talk")), data(DATA)).stream().map(Call::ask).toList();
    assertThat(one).isEqualTo(other);
  }

  /** A changed prompt is a new version: a new file, and another {@code VERSION}. */
  @Test
  void thePromptsOfAVersionNeverChange() {
    var protocol = protocol(1, ContextBuilder.none());
    assertThat(protocol.id()).isEqualTo("locomo@1");
    assertThat(protocol.hash())
        .isEqualTo("bb056d9278b1dee9fc9ccdd65d5087fff13d09cc4fc2abf9bca601503f00d9b1");
  }
}
