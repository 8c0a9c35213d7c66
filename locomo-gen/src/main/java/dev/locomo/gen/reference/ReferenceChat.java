package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonFormat;
import dev.locomo.core.python.PythonJson;
import dev.locomo.core.python.PythonText;
import dev.locomo.core.text.Thoughts;
import dev.locomo.gen.prompt.Counts;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The original's texts and its calls, numbered in their order. Each call has a repetition number of
 * its own, so that two equal requests are two replies, as they are there.
 */
final class ReferenceChat {
  /** The second try of its JSON replies is its last. */
  private static final int TWICE = 2;

  private static final int TEN_TIMES = 10;
  private static final int CALLS_OF_A_CONVERSATION = 1_000_000;

  private final Calls calls;
  private final String model;
  private final UnaryOperator<String> texts;
  private final Counts counts;
  private String last = "start";
  private int next;

  /**
   * @param model the model's name as the provider knows it
   * @param texts has a text for each key, such as {@code gen.CASUAL_DIALOG_PROMPT}
   */
  ReferenceChat(Calls calls, String model, UnaryOperator<String> texts, Counts counts) {
    this.calls = calls;
    this.model = model;
    this.texts = texts;
    this.counts = counts;
  }

  /** Of a conversation of the run, by its number. */
  ReferenceChat of(int number) {
    next = number * CALLS_OF_A_CONVERSATION;
    return this;
  }

  /** Where the conversation is: what was asked for or begun last. */
  String last() {
    return last;
  }

  void begin(String what) {
    last = what;
  }

  /** A text. */
  String text(String key) {
    return texts.apply(key);
  }

  /** Python's {@code text % arguments} with nothing but {@code %s}. */
  String percent(String key, String... arguments) {
    String template = text(key);
    var out = new StringBuilder(template.length() + 1024);
    int from = 0;
    for (String argument : arguments) {
      int slot = template.indexOf("%s", from);
      out.append(template, from, slot).append(argument);
      from = slot + 2;
    }
    return out.append(template, from, template.length()).toString();
  }

  /** Python's {@code text.format(arguments)}. */
  String format(String key, String... arguments) {
    return PythonFormat.format(text(key), arguments);
  }

  /** A file of examples. */
  JsonNode examples(String file) {
    return PythonJson.loads(text("examples." + file));
  }

  /** One call with one system message, the usual temperature. */
  String ask(String step, String prompt, int tokens) throws InterruptedException {
    return ask(step, List.of(new Message(Role.SYSTEM, prompt)), tokens, 1.0);
  }

  String ask(String step, List<Message> messages, int tokens, double temperature)
      throws InterruptedException {
    last = step;
    int number = next++;
    String name = String.format(Locale.ROOT, "%06d-%s", number % CALLS_OF_A_CONVERSATION, step);
    var ask = new Ask(model, messages, temperature, null, tokens, null, false, number);
    Reply reply = calls.ask(name, ask);
    counts.add("calls");
    counts.add("calls: " + step.replaceAll("[0-9]+", "N"));
    return Thoughts.without(reply.text());
  }

  /** JSON, asked for again once. */
  JsonNode json(String step, String prompt, int tokens) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return PythonJson.loads(PythonText.strip(ask(step, prompt, tokens)));
      } catch (PythonError e) {
        if (attempt == TWICE) {
          throw e;
        }
      }
    }
  }

  /** JSON with every "json" deleted from the reply, asked for ten times at most. */
  JsonNode trials(String step, List<Message> messages, int tokens) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      String reply = PythonText.strip(ask(step, messages, tokens, 1.0));
      try {
        return PythonJson.loads(PythonText.strip(reply.replace("json", "")));
      } catch (PythonError e) {
        if (!e.type().equals("JSONDecodeError")) {
          throw e;
        }
        if (attempt == TEN_TIMES) {
          throw new PythonError("SystemExit", "ten replies that are not JSON");
        }
      }
    }
  }
}
