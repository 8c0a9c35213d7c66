package dev.locomo.rag.embed.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;

/** The encoders that come with the program: no download, no key, no GPU. */
public enum BuiltIn {
  /**
   * all-MiniLM-L6-v2, 8-bit weights: the default. The network quantises activations by the largest
   * value of a whole batch, so that in a batch a text's vector would depend on its neighbours
   * (cosines down to 0.977 were seen); each text runs alone.
   */
  MINILM(
      "minilm(all-MiniLM-L6-v2-q,1.17.0-beta27,mean,unit,256)",
      "/all-minilm-l6-v2-q",
      Pooling.MEAN,
      256),
  /** bge-small-en-v1.5, single precision: finds more, takes longer. */
  BGE("bge(bge-small-en-v1.5,1.17.0-beta27,cls,unit,512)", "/bge-small-en-v1.5", Pooling.CLS, 512);

  private static final int DIMENSION = 384;

  /** Names the weights, the pooling and the longest input; see {@link Embedder#id()}. */
  private final String id;

  private final String resource;
  private final Pooling pooling;
  private final int longest;

  BuiltIn(String id, String resource, Pooling pooling, int longest) {
    this.id = id;
    this.resource = resource;
    this.pooling = pooling;
    this.longest = longest;
  }

  /** Loads the network when the first text comes. */
  public Embedder deferred() {
    return new Embedder.Deferred(id, DIMENSION, this::load);
  }

  /** Loads the network; takes about half a second. */
  public Embedder load() {
    try (var vocabulary = connection(resource + "-tokenizer.json").getInputStream();
        var arena = Arena.ofConfined()) {
      var tokenizer =
          HuggingFaceTokenizer.newInstance(
              vocabulary,
              Map.of("padding", "false", "truncation", "true", "maxLength", "" + longest));
      var encoder =
          new TextEncoder(
              resource,
              tokenizer,
              OnnxNetwork.load(resource, network(arena), this != MINILM),
              pooling);
      var settings = new EncoderSettings(pooling, List.of(), true, longest);
      return new HuggingFaceEmbedder(id, DIMENSION, settings, List.of(), encoder, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a built-in encoder", e);
    }
  }

  /** Outside of the heap, from where ONNX Runtime reads it without another copy. */
  private ByteBuffer network(Arena arena) throws IOException {
    var connection = connection(resource + ".onnx");
    var bytes = arena.allocate(connection.getContentLengthLong()).asByteBuffer();
    try (var network = Channels.newChannel(connection.getInputStream())) {
      while (bytes.hasRemaining() && network.read(bytes) >= 0) {
        // Until it is whole.
      }
    }
    return bytes.flip();
  }

  private static URLConnection connection(String name) throws IOException {
    URL url = BuiltIn.class.getResource(name);
    if (url == null) {
      throw new IllegalStateException("the jar of a built-in encoder is missing: no " + name);
    }
    return url.openConnection();
  }
}
