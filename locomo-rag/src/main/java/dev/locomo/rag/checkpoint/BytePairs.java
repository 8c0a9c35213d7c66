package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tokenizers of pairs of bytes that come as {@code vocab.json} and {@code merges.txt}: the
 * description that a {@code tokenizer.json} would hold.
 *
 * @param vocabulary {@code vocab.json}: ids by token
 * @param ids its content
 * @param merges lines of {@code merges.txt}, the first to be applied first
 */
public record BytePairs(Path vocabulary, JsonNode ids, List<String> merges) {
  /** What RoBERTa's tokenizer and DeBERTa's do, which is what GPT-2's does. */
  private static final String GPT2 =
      """
      {"version": "1.0", "added_tokens": [], "normalizer": null,
       "pre_tokenizer": {"type": "ByteLevel", "trim_offsets": true, "use_regex": true},
       "post_processor": {"type": "", "trim_offsets": true},
       "model": {"type": "BPE", "unk_token": null, "continuing_subword_prefix": "",
                 "end_of_word_suffix": "", "fuse_unk": false, "vocab": {}, "merges": []}}
      """;

  private static final List<String> ROBERTA = List.of("<s>", "</s>", "<pad>", "<unk>", "<mask>");
  private static final List<String> DEBERTA = List.of("[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]");

  /**
   * Whether a folder has such files and neither {@code tokenizer.json} nor BERT's {@code
   * vocab.txt}.
   */
  public static boolean isIn(Path folder) {
    return !Files.exists(folder.resolve("tokenizer.json"))
        && !Files.exists(folder.resolve("vocab.txt"))
        && Files.exists(folder.resolve("vocab.json"));
  }

  /**
   * Reads them.
   *
   * @throws DataError when one is missing or no such file
   */
  public static BytePairs read(Path folder) {
    Path vocabulary = folder.resolve("vocab.json");
    Path merges = folder.resolve("merges.txt");
    JsonNode ids = JsonFiles.read(vocabulary, JsonFiles.MAPPER::readTree);
    try {
      var lines =
          Files.readAllLines(merges, UTF_8).stream()
              .filter(line -> !line.startsWith("#version") && !line.isBlank())
              .toList();
      return new BytePairs(vocabulary, ids, lines);
    } catch (IOException e) {
      throw new DataError(
          merges.toString(), "", "cannot be read (" + e + "); expected beside vocab.json", e);
    }
  }

  /**
   * The description of a text network's tokenizer; which network it is of, its special tokens tell.
   *
   * @throws DataError when they are neither RoBERTa's nor DeBERTa's
   */
  JsonNode gpt2() {
    boolean roberta = ids.has(ROBERTA.getFirst());
    var special = roberta ? ROBERTA : DEBERTA;
    boolean blank = blankBefore();
    var json = TokenizerFile.tree(GPT2);
    json.withObject("/pre_tokenizer").put("add_prefix_space", blank);
    json.withObject("/post_processor")
        .put("type", roberta ? "RobertaProcessing" : "BertProcessing")
        .put("add_prefix_space", blank);
    return filled(json, special.get(0), special.get(1), special);
  }

  private boolean blankBefore() {
    Path config = vocabulary.resolveSibling("tokenizer_config.json");
    return Files.exists(config)
        && JsonFiles.read(config, JsonFiles.MAPPER::readTree)
            .path("add_prefix_space")
            .asBoolean(false);
  }

  /**
   * Fills a description.
   *
   * @param json with {@code model} and {@code post_processor}
   * @param begin token before each text
   * @param end token after each text
   * @param special tokens that are never taken apart; those the vocabulary has
   * @throws DataError when it lacks one of the two
   */
  public ObjectNode filled(ObjectNode json, String begin, String end, List<String> special) {
    json.withObject("/model").set("vocab", ids);
    merges.forEach(json.withArray("/model/merges")::add);
    var around = json.withObject("/post_processor");
    around.putArray("sep").add(end).add(id(end));
    around.putArray("cls").add(begin).add(id(begin));
    special.stream()
        .filter(ids::has)
        .forEach(token ->
            json.withArray("/added_tokens")
                .add(
                    TokenizerFile.tree(TokenizerFile.SPECIAL)
                        .put("id", id(token))
                        .put("content", token)));
    return json;
  }

  private int id(String token) {
    if (!ids.path(token).isInt()) {
      throw new DataError(vocabulary.toString(), "", "found no " + token + "; expected one");
    }
    return ids.path(token).intValue();
  }
}
