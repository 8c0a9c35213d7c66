package dev.locomo.core.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.text.Thoughts;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a model says in a reply, without the thoughts that it may show before: everything that reads
 * replies reads them through this type.
 *
 * @param text the reply without thoughts and without white space round it; empty when there is
 *     nothing but thoughts
 * @param reply as it came, for what reads it byte by byte or records it
 * @param last whether no other reply will be asked for: what can be repaired is to be repaired now
 */
public record ReplyText(String text, Reply reply, boolean last) {
  private static final int SHOWN = 80;

  private static final Pattern FENCES = Pattern.compile("^```\\w*|```$");
  private static final Pattern FENCE =
      Pattern.compile("```[A-Za-z]*+[^\\S\\n]*+\\n(.*?)```", Pattern.DOTALL);
  private static final ObjectReader ONE_VALUE =
      JsonFiles.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A text that somebody else has read from a reply. */
  public ReplyText(String text, Reply.Finish finish, boolean last) {
    this(text, new Reply(text, finish, null, null, null, null, Duration.ZERO, false), last);
  }

  /**
   * Of a reply.
   *
   * @param last whether no other reply will be asked for
   */
  public static ReplyText of(Reply reply, boolean last) {
    return new ReplyText(Thoughts.without(reply.text()).strip(), reply, last);
  }

  /** Of a reply to a request that is not repeated. */
  public static ReplyText of(Reply reply) {
    return of(reply, true);
  }

  /** Of the text of a whole reply. */
  public static ReplyText of(String reply) {
    return new ReplyText(Thoughts.without(reply).strip(), Reply.Finish.STOP, true);
  }

  /** Why the model stopped. */
  public Reply.Finish finish() {
    return reply.finish();
  }

  /** Whether the reply ended at the token limit. */
  public boolean cut() {
    return finish() == Reply.Finish.LENGTH;
  }

  /**
   * This reply, if it is whole.
   *
   * @throws Unreadable when it was cut off or stopped by a filter
   */
  public ReplyText whole() throws Unreadable {
    return switch (finish()) {
      case LENGTH ->
          throw new Unreadable("the reply was cut off at the token limit; expected a shorter one");
      case FILTERED -> throw new Unreadable("the reply was stopped by the provider's filter");
      case STOP, THOUGHT, OTHER -> this;
    };
  }

  /** The content of the first code fence; the text itself when there is none. */
  public String unfenced() {
    var fence = FENCE.matcher(text);
    return (fence.find() ? fence.group(1) : text).strip();
  }

  /**
   * The JSON value that the reply is: the whole text, or what a code fence round the whole holds,
   * for models without a JSON mode cannot help writing one.
   *
   * @return empty for anything else, and for a reply without a visible character
   */
  public Optional<JsonNode> json() {
    try {
      JsonNode node = ONE_VALUE.readTree(FENCES.matcher(text).replaceAll(""));
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * The text from the first opening to the last closing bracket, for models that talk before and
   * after; empty when there is none.
   */
  public String between(char opening, char closing) {
    int from = text.indexOf(opening);
    int to = text.lastIndexOf(closing);
    return from >= 0 && to > from ? text.substring(from, to + 1) : "";
  }

  /** The first 80 characters on one line, for messages; {@code nothing} when the text is blank. */
  public String start() {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.isEmpty()) {
      return "nothing";
    }
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }
}
