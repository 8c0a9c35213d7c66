package dev.locomo.rag.embed.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.embed.PairScorer;
import dev.locomo.rag.hub.LocalModel;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.TokenBatches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A BERT or RoBERTa that reads a query and a passage together and gives one logit, or two (not
 * relevant, relevant), whose difference is the score. A pair that is too long loses tokens at the
 * end of its longer text, as in Hugging Face's {@code longest_first}.
 *
 * <p><b>Source</b> Nogueira and Cho, "Passage Re-ranking with BERT", 2019.
 */
public final class CrossEncoder implements PairScorer {
  private final Path folder;
  private final String id;
  private final BertConfig config;
  private final PairHead head;
  private final BertNetwork network;
  private final HuggingFaceTokenizer tokenizer;
  private final TokenBatches batches;

  private CrossEncoder(
      LocalModel model, BertCheckpoint checkpoint, PairHead head, BertNetwork network) {
    folder = model.folder();
    config = checkpoint.config();
    this.head = head;
    this.network = network;
    int longest = Math.min(longest(folder), config.positions());
    id =
        model.suffix()
            + "("
            + checkpoint.hash()
            + ","
            + longest
            + ","
            + Compute.name(network.precision())
            + ")";
    tokenizer = checkpoint.tokenizer(longest);
    batches = new TokenBatches(BertCheckpoint.batchTokens(network));
  }

  /**
   * Loads a checkpoint; to be closed.
   *
   * @throws DataError when a file is missing or cannot be used, or it is no cross-encoder
   */
  public static CrossEncoder load(LocalModel model) {
    var checkpoint = BertCheckpoint.of(model.folder());
    PairHead head;
    try (Weights weights = WeightsFile.of(model.folder()).open()) {
      head = PairHead.of(weights, checkpoint.config().hidden());
    }
    var network = checkpoint.network();
    try {
      if (head.pooling() == Pooling.POOLER && !network.hasPooler()) {
        throw new DataError(
            model.folder().toString(), "pooler.dense.weight", "found no such tensor");
      }
      return new CrossEncoder(model, checkpoint, head, network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** What the tokenizer's settings say; a number too large to be meant stands for no limit. */
  private static int longest(Path folder) {
    Path file = folder.resolve("tokenizer_config.json");
    if (!Files.exists(file)) {
      return Integer.MAX_VALUE;
    }
    JsonNode length =
        JsonFiles.read(file, in -> JsonFiles.MAPPER.readTree(in)).path("model_max_length");
    return length.isInt() && length.intValue() > 0 ? length.intValue() : Integer.MAX_VALUE;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<Double> scores(List<Pair> pairs) {
    return logits(pairs).stream()
        .map(l -> l.size() == 1 ? l.getFirst() : l.getLast() - l.getFirst())
        .toList();
  }

  /** The logits of each pair. */
  List<List<Double>> logits(List<Pair> pairs) {
    List<Tokens> inputs = pairs.stream().map(this::tokens).toList();
    return batches
        .run(inputs, Tokens::length, some -> network.encode(some, head.pooling()))
        .stream()
        .map(this::logits)
        .toList();
  }

  private Tokens tokens(Pair pair) {
    return Tokens.of(tokenizer.encode(pair.query(), pair.passage()), config.types());
  }

  private List<Double> logits(float[] state) {
    var logits = head.logits(state);
    if (!logits.stream().allMatch(Double::isFinite)) {
      throw new DataError(
          folder.toString(), "", "gives scores that are not finite; the weights are damaged");
    }
    return logits;
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }
}
