package dev.locomo.rag.embed.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.embed.PairScorer.Pair;
import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Parameters;
import java.util.List;

/**
 * A network on this machine, with its tokenizer, that gives each text, or pair of texts, one
 * vector.
 *
 * @param name of its folder, for messages
 */
record TextEncoder(
    String name, HuggingFaceTokenizer tokenizer, TextNetwork network, Pooling pooling)
    implements AutoCloseable {
  /**
   * Loads a network and its tokenizer; {@code longest} tokens are read of an input, or fewer where
   * the network allows fewer.
   */
  static TextEncoder load(EncoderFiles files, int longest, Pooling pooling) {
    int cut = Math.min(longest, files.longest());
    if (files.onnx() == null) {
      var config = EncoderConfig.of(files.config(), EncoderConfig.BERTS);
      TextNetwork network =
          Parameters.load(files.folder(), source -> new EncoderNetwork(config, source));
      return opened(files, network, pooling, cut);
    }
    Compute.requireCpu(files.onnx().path().toString());
    var network = OnnxNetwork.load(files.onnx(), files.form());
    return opened(files, network, pooling, Math.min(cut, network.longest()));
  }

  private static TextEncoder opened(
      EncoderFiles files, TextNetwork network, Pooling pooling, int cut) {
    try {
      network.check(pooling);
      var tokenizer = TokenizerFile.open(files.folder(), files.vocabulary(), cut);
      return new TextEncoder(files.folder().toString(), tokenizer, network, pooling);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  String arithmetic() {
    return network.arithmetic();
  }

  /** The vectors of texts, in the order given; not normalised. */
  List<double[]> texts(List<String> texts) {
    return vectors(texts.stream().map(t -> Tokens.of(tokenizer.encode(t).getIds())).toList());
  }

  /** The vectors of pairs, in the order given. */
  List<double[]> pairs(List<Pair> pairs) {
    return vectors(
        pairs.stream()
            .map(p -> Tokens.of(tokenizer.encode(p.query(), p.passage()), network.segments()))
            .toList());
  }

  private List<double[]> vectors(List<Tokens> inputs) {
    return inputs.isEmpty() ? List.of() : network.vectors(inputs, pooling);
  }

  /** An error to throw where what comes out is no numbers. */
  DataError damaged(String what) {
    return wrong("gives " + what + " that are not finite; the weights are damaged");
  }

  /** An error that names the folder. */
  DataError wrong(String problem) {
    return new DataError(name, "", problem);
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }
}
