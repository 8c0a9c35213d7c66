package dev.locomo.gen.prompt;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyReader;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.core.text.Thoughts;
import dev.locomo.gen.safety.Filter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The model that writes one conversation, asked for one piece at a time. A reply that cannot be
 * read, or that holds what the filter does not let through, is asked for again, four times in all;
 * then the conversation ends with {@link ConversationFailed}.
 *
 * @param calls where replies come from
 * @param name the model's name as the provider knows it
 * @param language what it is to write
 * @param filter what a reply may not hold
 * @param counts told of calls, repetitions and what the filter found
 * @param repetition tells conversations of one run apart whose requests are the same
 */
public record ConversationModel(
    Calls calls, String name, Language language, Filter filter, Counts counts, int repetition) {
  /** Name and version. A changed prompt is a new version, and so is another rule for dates. */
  public static final String PROTOCOL = "generate@2";

  private static final PromptTexts PROMPTS =
      new PromptTexts(
          ConversationModel.class,
          "1",
          List.of(
              ("persona pair events-first events-more turn photo-query facts reflection recap"
                      + " question-single-hop question-multi-hop question-temporal"
                      + " question-open-domain question-adversarial answer again")
                  .split(" ")));

  /**
   * One piece to ask for.
   *
   * @param step its name, unique in the conversation
   * @param prompt the text
   * @param tokens most tokens of the reply
   * @param temperature of the sampling
   */
  public record Piece(String step, String prompt, int tokens, double temperature) {}

  /** Most characters of a reply that are sent back. */
  private static final int SHOWN = 4000;

  /** Shows the model its last reply and what is wrong with it; earlier ones are not shown. */
  private static final Repeat AGAIN =
      new Repeat(
          4,
          n -> n == 1 ? "" : "/again-" + (n - 1),
          (first, reply, wrong, _) -> again(first, reply, wrong));

  private static Ask again(Ask first, Reply reply, String wrong) {
    var messages = new ArrayList<>(first.messages());
    String said = Thoughts.without(reply.text());
    if (!said.isBlank()) {
      String shown = said.length() > SHOWN ? said.substring(0, SHOWN) : said;
      messages.add(new Message(Role.ASSISTANT, shown));
    }
    messages.add(new Message(Role.USER, PROMPTS.fill("again", Map.of("problem", wrong))));
    return request(first, messages);
  }

  private static Ask request(Ask first, List<Message> messages) {
    return new Ask(
        first.model(),
        messages,
        first.temperature(),
        null,
        first.maxTokens(),
        null,
        false,
        first.repetition());
  }

  /** Name and hash of the prompts. */
  public static String protocolId() {
    return PROTOCOL + " " + PROMPTS.hash();
  }

  /**
   * A prompt with its slots filled, the language's among them.
   *
   * @throws IllegalArgumentException when there is no such prompt, or a slot has no value
   */
  public String prompt(String name, Map<String, String> slots) {
    var all = new HashMap<>(slots);
    all.put("language", language.english());
    return PROMPTS.fill(name, all);
  }

  /**
   * Asks for a piece.
   *
   * @throws ConversationFailed when no reply could be used
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  public <T> T ask(Piece piece, ReplyReader<T> reader) throws InterruptedException {
    var found = new AtomicReference<Filter.@Nullable Found>();
    Calls filtered =
        calls.with((step, ask) -> {
          Reply reply = calls.ask(step, ask);
          counts.add("calls");
          String said = Thoughts.without(reply.text());
          boolean looked = !said.isBlank() && said.length() <= Filter.LONGEST_PROMPT;
          found.set(looked ? filter.find(said).orElse(null) : null);
          return reply;
        });
    var prompt = new Message(Role.USER, filter.limited(piece.step(), piece.prompt()));
    var first =
        new Ask(
            name,
            List.of(prompt),
            piece.temperature(),
            null,
            piece.tokens(),
            null,
            false,
            repetition);
    try {
      return filtered.ask(piece.step(), first, AGAIN, reply -> read(reply, found.get(), reader));
    } catch (Unreadable e) {
      throw new ConversationFailed(
          piece.step(), "after " + AGAIN.tries() + " requests " + e.wrong());
    }
  }

  private <T> T read(ReplyText reply, Filter.@Nullable Found found, ReplyReader<T> reader)
      throws Unreadable {
    try {
      return reader.read(allowed(reply, found));
    } catch (Unreadable e) {
      counts.add("useless replies");
      throw e;
    }
  }

  private ReplyText allowed(ReplyText reply, Filter.@Nullable Found found) throws Unreadable {
    if (reply.text().isEmpty()) {
      throw new Unreadable(
          reply.finish() == Reply.Finish.FILTERED
              ? "your reply was withheld by a content filter"
              : "your reply was empty");
    }
    if (reply.text().length() > Filter.LONGEST_PROMPT) {
      throw new Unreadable("your reply is longer than " + Filter.LONGEST_PROMPT + " characters");
    }
    if (found == null) {
      return reply;
    }
    counts.add("filtered: " + found.kind());
    if (!reply.last() || !found.maskable()) {
      throw new Unreadable("your reply holds " + found.what());
    }
    counts.add("masked");
    return new ReplyText(filter.masked(reply.text()).strip(), reply.finish(), true);
  }

  /**
   * A text in the conversation's language.
   *
   * @throws Unreadable when it is plainly in another
   */
  public String inLanguage(String text) throws Unreadable {
    var problem = language.problem(text);
    if (problem.isPresent()) {
      throw new Unreadable(problem.get());
    }
    return text;
  }
}
