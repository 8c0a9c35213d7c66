package dev.locomo.eval.protocol.reference;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.text.Thoughts;
import dev.locomo.eval.protocol.Call;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One request of the original: one question, or those of a batch window that are asked. Thoughts,
 * which the original's models did not show, are left out of what it reads.
 *
 * @param questions at least one
 * @param prompting makes the prompt
 * @param requests makes the request
 * @param shared the conversation, where prompts begin with it
 */
record ReferenceCall(
    List<Worded> questions, Prompting prompting, Requests requests, @Nullable String shared)
    implements Call {
  /** Attempts of Claude and Gemini at a reply that is JSON. */
  private static final int ATTEMPTS = 5;

  /** Makes the prompt of a call. */
  @FunctionalInterface
  interface Prompting {
    Prompt prompt(List<Worded> questions);
  }

  /**
   * A prompt.
   *
   * @param text the text
   * @param ids of what was retrieved, best first; empty when nothing was
   */
  record Prompt(String text, List<String> ids) {}

  @Override
  public List<Probe> probes() {
    return questions.stream().map(Worded::probe).toList();
  }

  /** The original asks each question in one form only, so its answer is the answer. */
  @Override
  public String form() {
    return FREE;
  }

  @Override
  public Ask ask() {
    return requests.ask(prompting.prompt(questions).text(), 0);
  }

  @Override
  public List<Answer> answer(Calls calls) throws InterruptedException, Unreadable {
    var prompt = prompting.prompt(questions);
    return requests.batchSize() == 1 ? single(calls, prompt) : batch(calls, prompt.text());
  }

  private List<Answer> single(Calls calls, Prompt prompt) throws InterruptedException {
    var reply = calls.ask(step(), requests.ask(prompt.text(), 0));
    boolean local = requests.model().family().local();
    String text = SingleReply.read(questions.getFirst(), local, Thoughts.without(reply.text()));
    return List.of(new Answer(text, reply, prompt.ids()));
  }

  private List<Answer> batch(Calls calls, String prompt) throws InterruptedException, Unreadable {
    var repeat = Repeat.upTo(repeats() ? ATTEMPTS : 1, (_, _, _, n) -> requests.ask(prompt, n));
    return calls.ask(step(), requests.ask(prompt, 0), repeat, this::answers);
  }

  /** GPT's first failure ends the original's run. */
  private boolean repeats() {
    return requests.model().family() != ReferenceModel.Family.GPT;
  }

  private List<Answer> answers(ReplyText text) throws Unreadable {
    Reply reply = text.reply();
    var read = BatchReply.of(requests.model().family(), Thoughts.without(reply.text()));
    try {
      requireJson(read, text.last());
      var texts = read.predictions(questions);
      return IntStream.range(0, texts.size())
          .mapToObj(i -> new Answer(texts.get(i), reply, List.of()))
          .toList();
    } catch (PythonError e) {
      throw new Unreadable("the original stops here with " + e.getMessage(), true);
    }
  }

  /** Of a reply that is no JSON the last one is taken all the same; other failures end the run. */
  private void requireJson(BatchReply read, boolean last) throws Unreadable {
    try {
      read.parse();
    } catch (PythonError e) {
      if (!repeats() || !e.type().equals("JSONDecodeError")) {
        throw e;
      }
      if (!last) {
        throw new Unreadable("the reply is no JSON");
      }
    }
  }
}
