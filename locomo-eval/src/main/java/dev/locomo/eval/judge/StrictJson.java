package dev.locomo.eval.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.locomo.core.dataset.json.JsonFiles;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads replies that have to be one JSON value and nothing else. */
public final class StrictJson {
  private static final Pattern FENCE =
      Pattern.compile("^```(?:json)?\\s*\\n(.*)\\n```$", Pattern.DOTALL);

  private static final ObjectReader READER =
      JsonFiles.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StrictJson() {}

  /**
   * The value of a reply. A code fence round the whole is allowed, for models without a JSON mode
   * cannot help it.
   *
   * @return empty for anything else, and for a reply without a visible character
   */
  public static Optional<JsonNode> read(String reply) {
    var fence = FENCE.matcher(reply.strip());
    try {
      JsonNode node = READER.readTree(fence.matches() ? fence.group(1) : reply);
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The start of a reply on one line, for messages; {@code nothing} when it is blank. */
  public static String start(String reply) {
    String line = reply.strip().replaceAll("\\s+", " ");
    if (line.isEmpty()) {
      return "nothing";
    }
    return line.length() <= 80 ? line : line.substring(0, 80) + "...";
  }
}
