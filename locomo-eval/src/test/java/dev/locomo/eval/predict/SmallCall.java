package dev.locomo.eval.predict;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.eval.protocol.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Asks the numbers of its questions; the reply has one line for each. A reply of question marks
 * cannot be read, and an answer that mumbles says nothing.
 */
record SmallCall(List<Probe> probes) implements Call {
  /** One question. */
  static SmallCall of(int number) {
    return batch(number, number);
  }

  /** The questions from one number to another. */
  static SmallCall batch(int from, int to) {
    return new SmallCall(
        IntStream.rangeClosed(from, to)
            .mapToObj(i ->
                new Probe(
                    new QuestionId("s", i),
                    "q" + i,
                    BenchmarkProfile.LOCOMO.category(4),
                    null,
                    null))
            .toList());
  }

  /** So many calls of one question each. */
  static Stream<Call> several(int count) {
    return IntStream.range(0, count).mapToObj(SmallCall::of);
  }

  @Override
  public boolean isReadable(String answer) {
    return !answer.equals("mumble");
  }

  @Override
  public String form() {
    return "free";
  }

  @Override
  public Ask ask() {
    String text = String.join(" ", probes.stream().map(Probe::text).toList());
    return new Ask(
        "m", List.of(new Ask.Message(Ask.Role.USER, text)), null, null, null, null, false, 0);
  }

  @Override
  public List<Answer> answer(Calls calls) throws InterruptedException, Unreadable {
    var reply = calls.ask(step(), ask());
    if (reply.text().equals("???")) {
      throw new Unreadable("expected an answer").of(reply);
    }
    var answers = new ArrayList<Answer>();
    for (String text : Arrays.asList(ReplyText.of(reply).text().split("\n", -1))) {
      answers.add(new Answer(text, reply, List.of("D1:1")));
    }
    return answers;
  }

  /** A reply that ended in the usual way. */
  static Reply reply(String text) {
    return reply(text, Reply.Finish.STOP);
  }

  static Reply reply(String text, Reply.Finish finish) {
    return new Reply(text, finish, 30, 3, "m-2026", "req-1", Duration.ofMillis(5), false);
  }
}
