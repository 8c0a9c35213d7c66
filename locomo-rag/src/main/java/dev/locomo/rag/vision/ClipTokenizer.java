package dev.locomo.rag.vision;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.rag.checkpoint.BytePairs;
import dev.locomo.rag.checkpoint.TokenizerFile;
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

  private ClipTokenizer() {}

  /**
   * Opens the tokenizer.
   *
   * @param rows of the word embeddings
   * @param longest most tokens of a text, the two at its ends included
   * @throws dev.locomo.core.error.DataError when there is none, it cannot be read, or it has ids
   *     beyond the embeddings
   */
  static HuggingFaceTokenizer open(Path folder, int rows, int longest) {
    if (!BytePairs.isIn(folder)) {
      return TokenizerFile.open(folder, rows, longest);
    }
    var json = BytePairs.read(folder).filled(made(), BEGIN, END, List.of(BEGIN, END));
    return TokenizerFile.of(folder.resolve("vocab.json"), json, rows, longest);
  }

  private static ObjectNode made() {
    try {
      return (ObjectNode) JsonFiles.MAPPER.readTree(MADE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a constant is JSON", e);
    }
  }
}
