package dev.locomo.rag.vision;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CLIP's tokenizer: {@code tokenizer.json}, or one made of {@code vocab.json} and {@code
 * merges.txt}.
 */
final class ClipTokenizer {
  private static final String BEGIN = "<|startoftext|>";
  private static final String END = "<|endoftext|>";

  private static final String MADE =
      """
      {"version": "1.0", "added_tokens": [],
       "normalizer": {"type": "Sequence", "normalizers": [
         {"type": "NFC"},
         {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
         {"type": "Lowercase"}]},
       "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
         {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {"Regex":
           "<\\\\|startoftext\\\\|>|<\\\\|endoftext\\\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}},
         {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
          "use_regex": true}]},
       "post_processor": {"type": "RobertaProcessing", "trim_offsets": false,
                          "add_prefix_space": false},
       "model": {"type": "BPE", "unk_token": "<|endoftext|>", "continuing_subword_prefix": "",
                 "end_of_word_suffix": "</w>", "fuse_unk": false, "byte_fallback": false,
                 "vocab": {}, "merges": []}}
      """;
  private static final String SPECIAL =
      """
      {"single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
       "special": true}
      """;

  private ClipTokenizer() {}

  /**
   * Opens the tokenizer.
   *
   * @param rows of the word embeddings
   * @param longest most tokens of a text, the two at its ends included
   * @throws DataError when there is none, it cannot be read, or it has ids beyond the embeddings
   */
  static HuggingFaceTokenizer open(Path folder, int rows, int longest) {
    Path vocabulary = folder.resolve("vocab.json");
    return Files.exists(folder.resolve("tokenizer.json")) || !Files.exists(vocabulary)
        ? TokenizerFile.open(folder, rows, longest)
        : TokenizerFile.of(
            vocabulary, made(vocabulary, folder.resolve("merges.txt")), rows, longest);
  }

  private static JsonNode made(Path vocabulary, Path merges) {
    JsonNode ids = JsonFiles.read(vocabulary, in -> JsonFiles.MAPPER.readTree(in));
    var json = (ObjectNode) tree(MADE);
    ((ObjectNode) json.path("model")).set("vocab", ids);
    for (String merge : lines(merges)) {
      if (!merge.startsWith("#version") && !merge.isEmpty()) {
        json.withArray("/model/merges").add(merge);
      }
    }
    var around = json.withObject("/post_processor");
    around.putArray("sep").add(END).add(id(vocabulary, ids, END));
    around.putArray("cls").add(BEGIN).add(id(vocabulary, ids, BEGIN));
    for (String special : List.of(BEGIN, END)) {
      var token = (ObjectNode) tree(SPECIAL);
      json.withArray("/added_tokens")
          .add(token.put("id", id(vocabulary, ids, special)).put("content", special));
    }
    return json;
  }

  private static int id(Path file, JsonNode ids, String token) {
    if (!ids.path(token).isInt()) {
      throw new DataError(file.toString(), "", "found no " + token + "; expected one");
    }
    return ids.path(token).intValue();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + e + ")", e);
    }
  }

  private static JsonNode tree(String json) {
    try {
      return JsonFiles.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a constant is JSON", e);
    }
  }
}
