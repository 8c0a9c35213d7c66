package dev.locomo.rag.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A tokenizer that comes as a vocabulary without {@code tokenizer.json}: the description that this
 * file would hold is made of a resource, the vocabulary and, for pairs of bytes, {@code
 * merges.txt}.
 */
enum TokenizerKind {
  /** The word pieces of {@code vocab.txt}. */
  BERT("bert", "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"),
  /** Pairs of bytes, as GPT-2 has them. */
  ROBERTA("gpt2", "<s>", "</s>", "<pad>", "<unk>", "<mask>"),
  DEBERTA("gpt2", "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"),
  CLIP("clip", "<|startoftext|>", "<|endoftext|>");

  private final String resource;

  /** Tokens that are never taken apart; the first stands before each text, the second after it. */
  private final List<String> special;

  TokenizerKind(String resource, String... special) {
    this.resource = resource;
    this.special = List.of(special);
  }

  /** RoBERTa's or DeBERTa's, which their special tokens tell apart. */
  static TokenizerKind ofPairs(JsonNode ids) {
    return ids.has(ROBERTA.special.getFirst()) ? ROBERTA : DEBERTA;
  }

  /**
   * The description.
   *
   * @param ids by token
   * @param merges the first to be applied first; empty for word pieces
   * @throws DataError when the vocabulary lacks what stands around a text
   */
  ObjectNode description(Path file, JsonNode ids, List<String> merges) {
    ObjectNode json;
    try (var in = TokenizerKind.class.getResourceAsStream(resource + "-tokenizer.json")) {
      json = (ObjectNode) JsonFiles.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource is JSON", e);
    }
    var model = json.withObject("/model");
    model.set("vocab", ids);
    merges.forEach(merge -> model.withArray("/merges").add(merge));
    JsonNode config = ModelConfig.optional(file.resolveSibling("tokenizer_config.json"));
    var around = json.withObject("/post_processor");
    if (this == BERT) {
      json.withObject("/normalizer").put("lowercase", config.path("do_lower_case").asBoolean(true));
    } else if (this != CLIP) {
      boolean blank = config.path("add_prefix_space").asBoolean(false);
      json.withObject("/pre_tokenizer").put("add_prefix_space", blank);
      around.put("add_prefix_space", blank);
      around.put("type", this == ROBERTA ? "RobertaProcessing" : "BertProcessing");
    }
    around.putArray("sep").add(special.get(1)).add(id(file, ids, special.get(1)));
    around.putArray("cls").add(special.get(0)).add(id(file, ids, special.get(0)));
    for (String token : special) {
      if (ids.has(token)) {
        var added = json.withArray("/added_tokens").addObject();
        List.of("single_word", "lstrip", "rstrip", "normalized").forEach(x -> added.put(x, false));
        added.put("special", true).put("id", id(file, ids, token)).put("content", token);
      }
    }
    return json;
  }

  private static int id(Path file, JsonNode ids, String token) {
    if (!ids.path(token).isInt()) {
      throw new DataError(file.toString(), "", "found no " + token + "; expected one");
    }
    return ids.path(token).intValue();
  }
}
