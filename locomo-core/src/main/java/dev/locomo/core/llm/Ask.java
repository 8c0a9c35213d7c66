package dev.locomo.core.llm;

import dev.locomo.core.llm.picture.ShownPicture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request to a chat model: everything that can change the reply, and nothing that cannot. Null
 * leaves the provider's default in force and sends nothing.
 *
 * @param model the model's name as the provider knows it
 * @param messages in order; at least one
 * @param temperature sampling temperature, or null
 * @param topP nucleus size, or null
 * @param maxTokens most tokens of the reply, or null
 * @param seed the provider's sampling seed, or null; not every provider has one
 * @param json whether the provider's JSON mode is asked for
 * @param repetition number of the repetition, from 0: makes a repeated question a different request
 *     for the cache
 * @param patch what else goes into the request's body: a JSON merge patch (RFC 7396) as text, empty
 *     for nothing
 * @param tools what the model may have called; mostly none
 */
public record Ask(
    String model,
    List<Message> messages,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer maxTokens,
    @Nullable Long seed,
    boolean json,
    int repetition,
    String patch,
    List<Tool> tools) {
  /** More than all repetitions that a caller numbers: added where a request is made once more. */
  public static final int AGAIN = 1_000_000;

  public Ask {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /** With nothing else in its body, and without tools. */
  public Ask(
      String model,
      List<Message> messages,
      @Nullable Double temperature,
      @Nullable Double topP,
      @Nullable Integer maxTokens,
      @Nullable Long seed,
      boolean json,
      int repetition) {
    this(model, messages, temperature, topP, maxTokens, seed, json, repetition, "", List.of());
  }

  /**
   * A request at temperature 0 without top-p, seed and JSON mode.
   *
   * @param system text of the first message
   * @param user text of the second and last message
   * @param maxTokens most tokens of the reply
   */
  public static Ask of(String model, String system, String user, int maxTokens) {
    var messages = List.of(new Message(Role.SYSTEM, system), new Message(Role.USER, user));
    return new Ask(model, messages, 0.0, null, maxTokens, null, false, 0);
  }

  /** The same with another seed. */
  public Ask seeded(long other) {
    return new Ask(
        model, messages, temperature, topP, maxTokens, other, json, repetition, patch, tools);
  }

  /** The same, in the provider's JSON mode or not. */
  public Ask json(boolean on) {
    return new Ask(
        model, messages, temperature, topP, maxTokens, seed, on, repetition, patch, tools);
  }

  /** The same as another repetition. */
  public Ask repeated(int other) {
    return new Ask(model, messages, temperature, topP, maxTokens, seed, json, other, patch, tools);
  }

  /** The same with a text added at the end of the last message. */
  public Ask plus(String text) {
    var all = new ArrayList<>(messages);
    Message last = all.removeLast();
    all.add(last.with(last.text() + text, last.shared()));
    return new Ask(model, all, temperature, topP, maxTokens, seed, json, repetition, patch, tools);
  }

  /** The same with these messages. */
  public Ask with(List<Message> others) {
    return new Ask(
        model, others, temperature, topP, maxTokens, seed, json, repetition, patch, tools);
  }

  /** The same, where the model may have these called. */
  public Ask offering(List<Tool> others) {
    return new Ask(
        model, messages, temperature, topP, maxTokens, seed, json, repetition, patch, others);
  }

  /** The same, its last message with these pictures. */
  public Ask showing(List<ShownPicture> pictures) {
    var all = new ArrayList<>(messages);
    Message last = all.removeLast();
    all.add(new Message(last.role(), last.text(), last.shared(), last.calls(), pictures));
    return with(all);
  }

  /** The pictures of all messages; mostly none. */
  public List<ShownPicture> pictures() {
    return messages.stream().flatMap(m -> m.pictures().stream()).toList();
  }

  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    /** What came of a call that the model wanted made. */
    TOOL
  }

  /** The same, with the first characters of its last message marked as shared. */
  public Ask sharing(int characters) {
    var all = new ArrayList<>(messages);
    Message last = all.removeLast();
    all.add(last.with(last.text(), characters));
    return new Ask(model, all, temperature, topP, maxTokens, seed, json, repetition, patch, tools);
  }

  /**
   * One message of the request.
   *
   * @param shared so many characters at the beginning of the text are the same in other requests of
   *     the run, as are all messages before: a provider can keep what it made of them. It changes
   *     no reply. 0 for none
   * @param calls of the assistant: those it wants made; of a tool: the one that the text answers
   * @param pictures of the user: what the text speaks of by their labels; they stand before it
   */
  public record Message(
      Role role, String text, int shared, List<Tool.Call> calls, List<ShownPicture> pictures) {
    public Message {
      calls = List.copyOf(calls);
      pictures = List.copyOf(pictures);
    }

    /** That shares nothing and shows nothing. */
    public Message(Role role, String text, List<Tool.Call> calls) {
      this(role, text, 0, calls, List.of());
    }

    /** That is text alone. */
    public Message(Role role, String text) {
      this(role, text, List.of());
    }

    /** The same with another text. */
    public Message with(String other, int characters) {
      return new Message(role, other, characters, calls, pictures);
    }
  }
}
