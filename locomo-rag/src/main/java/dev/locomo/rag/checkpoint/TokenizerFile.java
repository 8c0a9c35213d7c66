package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.text.TokenCounter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model folder's tokenizer: {@code tokenizer.json}, or one made of BERT's {@code vocab.txt} or of
 * RoBERTa's or DeBERTa's {@code vocab.json} and {@code merges.txt}.
 */
public final class TokenizerFile {
  private static final String BERT =
      """
      {"version": "1.0", "added_tokens": [],
       "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                      "strip_accents": null},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "post_processor": {"type": "BertProcessing"},
       "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
       "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                 "max_input_chars_per_word": 100, "vocab": {}}}
      """;

  /** A token that is never taken apart, without its content. */
  static final String SPECIAL =
      """
      {"single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
       "special": true}
      """;

  /** Where SentencePiece's pieces are in checkpoints of DeBERTa, XLM-RoBERTa and T5. */
  public static final List<String> PIECES =
      List.of("spm.model", "sentencepiece.bpe.model", "spiece.model");

  private TokenizerFile() {}

  /**
   * Opens the tokenizer.
   *
   * @param rows of the word embeddings
   * @param longest most tokens of a text; the rest is cut off
   * @throws DataError when there is none, it cannot be read, or it has ids beyond the embeddings
   */
  public static HuggingFaceTokenizer open(Path folder, int rows, int longest) {
    Path file = file(folder);
    return of(file, json(folder, file), rows, longest);
  }

  /**
   * Opens a tokenizer that cuts nothing off.
   *
   * @param rows of the word embeddings
   * @throws DataError as {@link #open}
   */
  public static HuggingFaceTokenizer openUncut(Path folder, int rows) {
    Path file = file(folder);
    return opened(
        file, json(folder, file), rows, Map.of("padding", "false", "truncation", "false"));
  }

  /**
   * Counts the tokens of a text by a folder's tokenizer; special ones are not among them.
   *
   * @throws DataError as {@link #open}
   */
  public static TokenCounter counter(Path folder) {
    var tokenizer = openUncut(folder, Integer.MAX_VALUE);
    return text -> tokenizer.encode(text, false, false).getIds().length;
  }

  private static Path file(Path folder) {
    if (BytePairs.isIn(folder)) {
      return folder.resolve("vocab.json");
    }
    refusePieces(folder);
    Path whole = folder.resolve("tokenizer.json");
    return Files.exists(whole) ? whole : folder.resolve("vocab.txt");
  }

  private static JsonNode json(Path folder, Path file) {
    if (file.endsWith("vocab.json")) {
      return BytePairs.read(folder).gpt2();
    }
    return file.endsWith("tokenizer.json")
        ? JsonFiles.read(file, in -> JsonFiles.MAPPER.readTree(in))
        : made(file);
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
            "is a tokenizer of SentencePiece, which is not read; expected tokenizer.json beside it."
                + " Python makes it: from transformers import AutoTokenizer;"
                + " AutoTokenizer.from_pretrained(\""
                + folder
                + "\").save_pretrained(\""
                + folder
                + "\")");
      }
    }
  }

  /**
   * A tokenizer of this description.
   *
   * @param file for messages
   * @param json what a {@code tokenizer.json} has
   * @param rows of the word embeddings
   * @param longest most tokens of a text; the rest is cut off
   * @throws DataError when it is no tokenizer, or it has ids beyond the embeddings
   */
  public static HuggingFaceTokenizer of(Path file, JsonNode json, int rows, int longest) {
    return opened(
        file,
        json,
        rows,
        Map.of("padding", "false", "truncation", "true", "maxLength", "" + longest));
  }

  private static HuggingFaceTokenizer opened(
      Path file, JsonNode json, int rows, Map<String, String> options) {
    checkIds(file, json, rows);
    try {
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(json.toString().getBytes(UTF_8)), options);
    } catch (IOException | RuntimeException e) {
      throw new DataError(file.toString(), "", "is no tokenizer (" + e.getMessage() + ")", e);
    }
  }

  private static void checkIds(Path file, JsonNode json, int rows) {
    long highest = -1;
    for (JsonNode id : json.at("/model/vocab")) {
      highest = Math.max(highest, id.isArray() ? highest + 1 : id.asLong());
    }
    for (JsonNode added : json.path("added_tokens")) {
      highest = Math.max(highest, added.path("id").asLong());
    }
    if (highest >= rows) {
      throw new DataError(
          file.toString(),
          "",
          "has token id " + highest + "; expected ids below the " + rows + " of the checkpoint");
    }
  }

  /** What {@code BertTokenizer} does with a list of word pieces. */
  private static JsonNode made(Path vocabulary) {
    List<String> pieces = pieces(vocabulary);
    var json = tree(BERT);
    json.withObject("/normalizer")
        .put("lowercase", lowerCase(vocabulary.resolveSibling("tokenizer_config.json")));
    var around = json.withObject("/post_processor");
    around.putArray("sep").add("[SEP]").add(pieces.indexOf("[SEP]"));
    around.putArray("cls").add("[CLS]").add(pieces.indexOf("[CLS]"));
    for (String special : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")) {
      if (pieces.contains(special)) {
        var token = tree(SPECIAL);
        json.withArray("/added_tokens")
            .add(token.put("id", pieces.indexOf(special)).put("content", special));
      }
    }
    var vocab = json.withObject("/model/vocab");
    for (int id = 0; id < pieces.size(); id++) {
      vocab.put(pieces.get(id), id);
    }
    return json;
  }

  private static List<String> pieces(Path vocabulary) {
    List<String> pieces;
    try {
      pieces = Files.readAllLines(vocabulary, UTF_8);
    } catch (IOException e) {
      throw new DataError(
          vocabulary.toString(), "", "found neither this nor tokenizer.json beside it", e);
    }
    for (String special : List.of("[UNK]", "[CLS]", "[SEP]")) {
      if (!pieces.contains(special)) {
        throw new DataError(vocabulary.toString(), "", "found no " + special + "; expected one");
      }
    }
    return pieces;
  }

  /** A constant. */
  static ObjectNode tree(String json) {
    try {
      return (ObjectNode) JsonFiles.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a constant is JSON", e);
    }
  }

  private static boolean lowerCase(Path config) {
    return !Files.exists(config)
        || JsonFiles.read(config, in -> JsonFiles.MAPPER.readTree(in))
            .path("do_lower_case")
            .asBoolean(true);
  }
}
