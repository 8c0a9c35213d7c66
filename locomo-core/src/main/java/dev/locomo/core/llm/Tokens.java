package dev.locomo.core.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are paid for, of one call or of many. What a provider did not count is 0.
 *
 * @param input of prompts, cached or not
 * @param output of replies, hidden reasoning included
 * @param prefix which part of the input a prefix cache gave or took
 */
public record Tokens(long input, long output, Prefix prefix) {
  /** None. */
  public static final Tokens NONE = new Tokens(0, 0, Prefix.NONE);

  /**
   * Tokens of prompts that a provider's prefix cache held, and those that it was charged for
   * keeping. They are part of the input and of nothing else.
   *
   * @param read from the cache, at least 0
   * @param written to the cache at a price of their own, at least 0
   */
  public record Prefix(long read, long written) {
    /** No prefix cache, or none that is told of. */
    public static final Prefix NONE = new Prefix(0, 0);

    /** What {@link #describe} wrote; {@link #NONE} where it wrote nothing. */
    public static Prefix of(JsonNode line) {
      long read = line.path("cached_input_tokens").asLong();
      long written = line.path("cache_write_tokens").asLong();
      return read == 0 && written == 0 ? NONE : new Prefix(read, written);
    }

    /** Adds what is not 0 to the line of a call. */
    public void describe(ObjectNode line) {
      if (read > 0) {
        line.put("cached_input_tokens", read);
      }
      if (written > 0) {
        line.put("cache_write_tokens", written);
      }
    }
  }

  /** Of one call, as far as they were counted. */
  public static Tokens of(@Nullable Integer input, @Nullable Integer output, Prefix prefix) {
    return new Tokens(input == null ? 0 : input, output == null ? 0 : output, prefix);
  }

  /** Of all of these. */
  public static Tokens sum(Stream<Tokens> calls) {
    return calls.reduce(NONE, Tokens::plus);
  }

  /** Both together. */
  public Tokens plus(Tokens other) {
    var both = new Prefix(prefix.read + other.prefix.read, prefix.written + other.prefix.written);
    return new Tokens(input + other.input, output + other.output, both);
  }

  /** Adds {@code input_tokens} and the like to a summary of calls. */
  public void describe(ObjectNode usage) {
    usage.put("input_tokens", input).put("output_tokens", output);
    usage.put("cached_input_tokens", prefix.read).put("cache_write_tokens", prefix.written);
  }
}
