package dev.locomo.core.llm;

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
 */
public record Ask(
    String model,
    List<Message> messages,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer maxTokens,
    @Nullable Long seed,
    boolean json,
    int repetition) {
  public Ask {
    messages = List.copyOf(messages);
  }

  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  /** One message of the request. */
  public record Message(Role role, String text) {}
}
