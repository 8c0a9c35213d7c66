package dev.locomo.rag.embed;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * all-MiniLM-L6-v2, 8-bit weights, mean pooling, unit length, at most 256 tokens: the embedded
 * default encoder. Needs no download, no key, no GPU.
 *
 * <p>Each text runs alone, many at once. The model quantises activations by the largest value of a
 * whole batch, so in a batch a text's vector would depend on its neighbours (cosines down to 0.977
 * were seen) and a question would be answered differently next to other questions. Alone is also
 * faster on small machines: nothing is padded.
 */
public record MiniLm(HuggingFaceTokenizer tokenizer, OrtSession session) implements Embedder {
  /** Names the weights, the pooling and the longest input; see {@link Embedder#id()}. */
  public static final String ID = "minilm(all-MiniLM-L6-v2-q,1.17.0-beta27,mean,unit,256)";

  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
  private static final int DIMENSION = 384;
  private static final int LONGEST = 256;

  /** Loads the model when the first text comes. */
  public static Embedder deferred() {
    return new Deferred(ID, DIMENSION, MiniLm::load);
  }

  /** Loads the model; takes about half a second. */
  public static MiniLm load() {
    try (var vocabulary = resource(TOKENIZER);
        var model = resource(MODEL);
        var options = new OrtSession.SessionOptions()) {
      // One thread a text: the texts themselves are run side by side.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return new MiniLm(
          HuggingFaceTokenizer.newInstance(
              vocabulary,
              Map.of("padding", "false", "truncation", "true", "maxLength", "" + LONGEST)),
          OrtEnvironment.getEnvironment().createSession(model.readAllBytes(), options));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the embedded encoder", e);
    } catch (OrtException e) {
      throw new IllegalStateException("cannot start the embedded encoder", e);
    }
  }

  private static InputStream resource(String name) {
    InputStream in = MiniLm.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("the jar of the embedded encoder is missing: no " + name);
    }
    return in;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public float[][] embed(List<String> texts, Role role) {
    return texts.parallelStream().map(this::embed).toArray(float[][]::new);
  }

  private float[] embed(String text) {
    long[] ids = tokenizer.encode(text).getIds();
    try (var tokens = tensor(ids);
        var mask = tensor(repeated(1, ids.length));
        var types = tensor(repeated(0, ids.length));
        var result =
            session.run(
                Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types))) {
      return pooled(((OnnxTensor) result.get(0)).getFloatBuffer(), ids.length);
    } catch (OrtException e) {
      throw new IllegalStateException("the embedded encoder failed on a text", e);
    }
  }

  private static long[] repeated(long value, int times) {
    long[] values = new long[times];
    Arrays.fill(values, value);
    return values;
  }

  private static OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), new long[] {1, values.length});
  }

  /** The mean of the tokens' vectors, scaled to length 1. */
  private static float[] pooled(FloatBuffer states, int tokens) {
    double[] sum = new double[DIMENSION];
    for (int token = 0; token < tokens; token++) {
      for (int i = 0; i < DIMENSION; i++) {
        sum[i] += states.get(token * DIMENSION + i);
      }
    }
    double length = Math.sqrt(Arrays.stream(sum).map(x -> x * x).sum());
    float[] unit = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      unit[i] = (float) (sum[i] / length);
    }
    return unit;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("cannot stop the embedded encoder", e);
    }
    tokenizer.close();
  }
}
