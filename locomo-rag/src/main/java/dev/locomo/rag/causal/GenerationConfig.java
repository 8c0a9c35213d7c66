package dev.locomo.rag.causal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.Ask;
import dev.locomo.rag.checkpoint.ModelConfig;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * How a checkpoint's authors want replies drawn and ended: {@code generation_config.json}, and
 * {@code config.json} for what it leaves out.
 *
 * @param ends tokens that end a reply
 * @param temperature 0 where nothing is to be drawn
 * @param topK as {@link Sampling}'s; 50 where nothing is said, as in transformers
 * @param topP as {@link Sampling}'s
 * @param maxTokens most tokens of a reply; 0 where nothing is said
 */
record GenerationConfig(Set<Long> ends, double temperature, int topK, double topP, int maxTokens) {
  static GenerationConfig read(Path folder) {
    JsonNode model = ModelConfig.read(folder.resolve("config.json")).json();
    JsonNode own = ModelConfig.optional(folder.resolve("generation_config.json"));
    JsonNode end =
        own.hasNonNull("eos_token_id") ? own.get("eos_token_id") : model.path("eos_token_id");
    var ends = new HashSet<Long>();
    end.forEach(one -> ends.add(one.asLong()));
    if (end.isNumber()) {
      ends.add(end.asLong());
    }
    boolean draws = own.path("do_sample").asBoolean(false);
    return new GenerationConfig(
        ends,
        draws ? own.path("temperature").asDouble(1) : 0,
        own.path("top_k").asInt(50),
        own.path("top_p").asDouble(1),
        own.path("max_new_tokens").asInt(0));
  }

  /** Whether this token ends a reply. */
  boolean ends(long token) {
    return ends.contains(token);
  }

  /** Most tokens of a reply, or this many where nothing is said. */
  int longest(int absent) {
    return maxTokens > 0 ? maxTokens : absent;
  }

  /** How the reply to a request is drawn; the request's own wishes first. */
  Sampling sampling(Ask ask) {
    return new Sampling(
        Objects.requireNonNullElse(ask.temperature(), temperature),
        topK,
        Objects.requireNonNullElse(ask.topP(), topP),
        new Random(seed(ask)));
  }

  /** Of the request alone, so that asking again gives the same reply. */
  private static long seed(Ask ask) {
    int texts = ask.messages().stream().map(Ask.Message::text).toList().hashCode();
    return (Objects.requireNonNullElse(ask.seed(), 0L) * 31 + ask.repetition()) * 31 + texts;
  }
}
