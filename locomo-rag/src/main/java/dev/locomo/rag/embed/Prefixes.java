package dev.locomo.rag.embed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.embed.Embedder.Role;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder was trained to find before its texts. Either is null where nobody said anything,
 * and empty where it is to be left out.
 */
public record Prefixes(@Nullable String query, @Nullable String passage) {
  /** Nothing was said. */
  public static final Prefixes UNSAID = new Prefixes(null, null);

  /** Models whose files do not say what their authors' instructions do, by their names. */
  private static final Map<Pattern, Prefixes> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put(
        Pattern.compile("(?i)(?:^|[-_/])e5-(?:small|base|large)(?!.*instruct)"),
        new Prefixes("query: ", "passage: "));
    KNOWN.put(
        Pattern.compile("(?i)(?:^|[-_/])nomic-embed-text"),
        new Prefixes("search_query: ", "search_document: "));
  }

  /**
   * What a model folder says ({@code prompts} in {@code config_sentence_transformers.json}); of the
   * E5 and Nomic models, known by their name, what their authors say.
   *
   * @param name of the model, or a path that ends in it
   */
  public static Prefixes of(Path folder, String name) {
    JsonNode prompts =
        ModelConfig.optional(folder.resolve("config_sentence_transformers.json")).path("prompts");
    var said = new Prefixes(first(prompts, "query"), first(prompts, "document", "passage"));
    var known =
        KNOWN.entrySet().stream()
            .filter(k -> k.getKey().matcher(name).find())
            .map(Map.Entry::getValue)
            .findFirst();
    boolean silent = said.text(Role.QUERY).isEmpty() && said.text(Role.PASSAGE).isEmpty();
    return silent ? known.orElse(said) : said;
  }

  private static @Nullable String first(JsonNode prompts, String... names) {
    return List.of(names).stream()
        .map(prompts::path)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .findFirst()
        .orElse(null);
  }

  /** These, and where nothing was said the others. */
  public Prefixes or(Prefixes others) {
    return new Prefixes(
        query != null ? query : others.query, passage != null ? passage : others.passage);
  }

  private String text(Role role) {
    return Objects.requireNonNullElse(role == Role.QUERY ? query : passage, "");
  }

  /** An encoder whose texts all get them; the encoder itself where there are none. */
  public Embedder before(Embedder encoder) {
    return text(Role.QUERY).isEmpty() && text(Role.PASSAGE).isEmpty()
        ? encoder
        : new Prefixed(encoder, text(Role.QUERY), text(Role.PASSAGE));
  }

  private record Prefixed(Embedder encoder, String query, String passage) implements Embedder {
    @Override
    public String id() {
      return "%s,'%s','%s'".formatted(encoder.id(), query, passage);
    }

    @Override
    public int dimension() {
      return encoder.dimension();
    }

    @Override
    public float[][] embed(List<String> texts, Role role) {
      String prefix = role == Role.QUERY ? query : passage;
      return encoder.embed(texts.stream().map(prefix::concat).toList(), role);
    }

    @Override
    public void close() {
      encoder.close();
    }
  }
}
