package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.text.TokenCounter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model folder's tokenizer: {@code tokenizer.json}, or one made of BERT's {@code vocab.txt} or of
 * the {@code vocab.json} and {@code merges.txt} of RoBERTa, DeBERTa or CLIP.
 */
public final class TokenizerFile {
  /** Where SentencePiece's pieces are in checkpoints of DeBERTa, XLM-RoBERTa and T5. */
  public static final List<String> PIECES =
      List.of("spm.model", "sentencepiece.bpe.model", "spiece.model");

  /** Tokenizers that have no bound of their own say a very large number. */
  private static final double UNBOUNDED = 1_000_000;

  private TokenizerFile() {}

  /**
   * Opens the tokenizer.
   *
   * @param rows of the word embeddings
   * @param longest most tokens of a text, special ones included; the rest is cut off
   * @throws DataError when there is none, it cannot be read, or it has ids beyond the embeddings
   */
  public static HuggingFaceTokenizer open(Path folder, int rows, int longest) {
    return opened(folder, rows, cut(longest), false);
  }

  /** As {@link #open}, of a CLIP. */
  public static HuggingFaceTokenizer openClip(Path folder, int rows, int longest) {
    return opened(folder, rows, cut(longest), true);
  }

  /** As {@link #open}, with nothing cut off. */
  public static HuggingFaceTokenizer openUncut(Path folder, int rows) {
    return opened(folder, rows, Map.of("padding", "false", "truncation", "false"), false);
  }

  /** Counts the tokens of a text by a folder's tokenizer; special ones are not among them. */
  public static TokenCounter counter(Path folder) {
    var tokenizer = openUncut(folder, Integer.MAX_VALUE);
    return text -> tokenizer.encode(text, false, false).getIds().length;
  }

  /** Most tokens of a text by {@code tokenizer_config.json}; no bound where it says nothing. */
  public static int longest(Path folder) {
    JsonNode config = ModelConfig.optional(folder.resolve("tokenizer_config.json"));
    double longest = config.path("model_max_length").asDouble(UNBOUNDED);
    return longest < UNBOUNDED && longest > 2 ? (int) longest : Integer.MAX_VALUE;
  }

  /**
   * Whether a folder has a vocabulary of pairs of bytes and neither {@code tokenizer.json} nor
   * BERT's {@code vocab.txt}.
   */
  public static boolean isOfPairs(Path folder) {
    return !Files.exists(folder.resolve("tokenizer.json"))
        && !Files.exists(folder.resolve("vocab.txt"))
        && Files.exists(folder.resolve("vocab.json"));
  }

  private static Map<String, String> cut(int longest) {
    return Map.of("padding", "false", "truncation", "true", "maxLength", "" + longest);
  }

  private static HuggingFaceTokenizer opened(
      Path folder, int rows, Map<String, String> options, boolean clip) {
    Path file = file(folder);
    JsonNode json =
        file.endsWith("vocab.txt")
            ? pieces(file)
            : JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    if (file.endsWith("vocab.json")) {
      var kind = clip ? Kind.CLIP : Kind.ofPairs(json);
      json = kind.description(file, json, merges(folder.resolve("merges.txt")));
    }
    checkIds(file, json, rows);
    TokenizerPatterns.check(file, json);
    try {
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(json.toString().getBytes(UTF_8)), options);
    } catch (IOException | RuntimeException e) {
      throw new DataError(file.toString(), "", "is no tokenizer (" + e.getMessage() + ")", e);
    }
  }

  private static Path file(Path folder) {
    if (isOfPairs(folder)) {
      return folder.resolve("vocab.json");
    }
    refusePieces(folder);
    Path whole = folder.resolve("tokenizer.json");
    return Files.exists(whole) ? whole : folder.resolve("vocab.txt");
  }

  /** SentencePiece's own files are not read: Python makes the one of them that is. */
  private static void refusePieces(Path folder) {
    boolean readable =
        Stream.of("tokenizer.json", "vocab.txt").anyMatch(f -> Files.exists(folder.resolve(f)));
    for (String pieces : PIECES) {
      if (!readable && Files.exists(folder.resolve(pieces))) {
        throw new DataError(
            folder.resolve(pieces).toString(),
            "",
            """
            is a tokenizer of SentencePiece, which is not read; expected tokenizer.json beside it. \
            Python makes it: from transformers import AutoTokenizer; \
            AutoTokenizer.from_pretrained("%s").save_pretrained("%s")\
            """
                .formatted(folder, folder));
      }
    }
  }

  private static List<String> merges(Path file) {
    if (!Files.exists(file)) {
      throw new DataError(file.toString(), "", "no such file; expected beside vocab.json");
    }
    return UserFile.text(file, 1 << 26)
        .lines()
        .filter(line -> !line.startsWith("#version") && !line.isBlank())
        .toList();
  }

  /** A list of word pieces, a line each. */
  private static JsonNode pieces(Path file) {
    if (!Files.exists(file)) {
      throw new DataError(file.toString(), "", "found neither this nor tokenizer.json beside it");
    }
    List<String> pieces = UserFile.text(file, 1 << 26).lines().toList();
    for (String special : List.of("[UNK]", "[CLS]", "[SEP]")) {
      if (!pieces.contains(special)) {
        throw new DataError(file.toString(), "", "found no " + special + "; expected one");
      }
    }
    var ids = JsonFiles.MAPPER.createObjectNode();
    for (int id = 0; id < pieces.size(); id++) {
      ids.put(pieces.get(id), id);
    }
    return Kind.BERT.description(file, ids, List.of());
  }

  private static void checkIds(Path file, JsonNode json, int rows) {
    long highest = -1;
    for (JsonNode id : json.at("/model/vocab")) {
      highest = Math.max(highest, id.isArray() ? highest + 1 : id.asLong());
    }
    for (JsonNode added : json.path("added_tokens")) {
      highest = Math.max(highest, added.path("id").asLong());
    }
    for (String end : List.of("cls", "sep")) {
      highest = Math.max(highest, json.at("/post_processor/" + end + "/1").asLong());
    }
    for (JsonNode ids : json.path("post_processor").findValues("ids")) {
      for (JsonNode id : ids) {
        highest = Math.max(highest, id.asLong());
      }
    }
    if (highest >= rows) {
      throw new DataError(
          file.toString(),
          "",
          "has token id " + highest + "; expected ids below the " + rows + " of the checkpoint");
    }
  }

  /**
   * A tokenizer that comes as a vocabulary without {@code tokenizer.json}: the description that
   * this file would hold is made of a resource, the vocabulary and, for pairs of bytes, {@code
   * merges.txt}.
   */
  private enum Kind {
    /** The word pieces of {@code vocab.txt}. */
    BERT("bert", "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"),
    /** Pairs of bytes, as GPT-2 has them. */
    ROBERTA("gpt2", "<s>", "</s>", "<pad>", "<unk>", "<mask>"),
    DEBERTA("gpt2", "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"),
    CLIP("clip", "<|startoftext|>", "<|endoftext|>");

    private final String resource;

    /**
     * Tokens that are never taken apart; the first stands before each text, the second after it.
     */
    private final List<String> special;

    Kind(String resource, String... special) {
      this.resource = resource;
      this.special = List.of(special);
    }

    /** RoBERTa's or DeBERTa's, which their special tokens tell apart. */
    static Kind ofPairs(JsonNode ids) {
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
      try (var in = Kind.class.getResourceAsStream(resource + "-tokenizer.json")) {
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
        json.withObject("/normalizer")
            .put("lowercase", config.path("do_lower_case").asBoolean(true));
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
          List.of("single_word", "lstrip", "rstrip", "normalized")
              .forEach(x -> added.put(x, false));
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
}
