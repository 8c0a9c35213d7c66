package dev.locomo.rag.embed;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.index.Bm25;
import dev.locomo.rag.index.Quantisation;
import dev.locomo.rag.passage.Corpus;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file of a {@link VectorStore} is called, and why it can hold nothing else.
 *
 * @param file readable words and the start of the content's SHA-256
 * @param content one line of JSON: everything that determines what is inside
 */
record StoreName(String file, String content) {
  private static final int FORMAT = 2;

  /** Vectors of passages or questions; which texts is said by each vector's key. */
  static StoreName ofVectors(Corpus corpus, Embedder embedder, Role role) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("locomo_vectors", FORMAT);
    fields.put("encoder", embedder.id());
    fields.put("role", role.name().toLowerCase(Locale.ROOT));
    fields.put("dimension", embedder.dimension());
    String what = role == Role.QUERY ? "queries" : corpus.database().label();
    return of(corpus, what, word(embedder.id()), fields, ".vectors");
  }

  /** The words and, where there is an encoder, the vectors of a corpus. */
  static StoreName ofIndex(
      Corpus corpus, List<String> texts, @Nullable Embedder embedder, Quantisation quantisation) {
    var digest = Sha256.digest();
    texts.forEach(text -> digest.update(Sha256.of(text).getBytes(StandardCharsets.US_ASCII)));
    var fields = new LinkedHashMap<String, Object>();
    fields.put("locomo_index", FORMAT);
    fields.put("words", Bm25.ID);
    if (embedder != null) {
      fields.put("encoder", embedder.id());
      fields.put("dimension", embedder.dimension());
      fields.put("quantisation", quantisation.label());
    }
    fields.put("texts", texts.size());
    fields.put("texts_sha256", Sha256.hex(digest));
    String encoder = embedder == null ? "bm25" : word(embedder.id());
    return of(corpus, corpus.database().label(), encoder, fields, ".index");
  }

  private static StoreName of(
      Corpus corpus, String what, String encoder, Map<String, Object> fields, String ending) {
    String content = json(fields);
    String readable = String.join("_", corpus.source(), what, corpus.sample(), encoder);
    String hash = Sha256.of(content).substring(0, 16);
    return new StoreName(
        readable.replaceAll("[^A-Za-z0-9._-]", "-") + "_" + hash + ending, content);
  }

  /** The first word of an encoder's id. */
  private static String word(String id) {
    String word = id.split("[(]", 2)[0];
    return word.substring(0, Math.min(40, word.length()));
  }

  private static String json(Map<String, Object> fields) {
    try {
      return JsonFiles.MAPPER.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers are JSON", e);
    }
  }
}
