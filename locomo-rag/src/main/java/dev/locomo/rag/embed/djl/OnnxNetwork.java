package dev.locomo.rag.embed.djl;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.OnnxFile;
import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import dev.locomo.rag.tensor.OnnxSession;
import dev.locomo.rag.tensor.TokenBatches;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Any text network that comes as an ONNX file, run on the CPU by ONNX Runtime. Its inputs and
 * outputs are found by their names.
 *
 * <p>Texts of like length run together, batches side by side, a thread each. Where the network
 * quantises activations by the largest value of a batch (8-bit weights), a text's vector would
 * depend on its neighbours; there each text runs alone.
 *
 * @param together whether texts may share a batch
 */
record OnnxNetwork(OnnxSession session, Form form, boolean together) implements TextNetwork {
  /** More waste the processor's cache, fewer its vector units. */
  private static final int BATCH_TOKENS = 512;

  private static final String ATTENDED = "attention_mask";
  private static final String PAST = "past_key_values";

  /** What inputs are called, and what each says of a token. */
  private static final Map<String, ToLongFunction<Place>> INPUTS =
      Map.of(
          "input_ids",
          place -> place.text.ids()[place.token],
          "token_type_ids",
          place -> place.text.segments()[place.token],
          ATTENDED,
          place -> 1,
          "position_ids",
          place -> place.token);

  private record Place(Tokens text, int token) {}

  /**
   * How texts of different lengths stand side by side.
   *
   * @param padding the token that fills up
   * @param left whether it stands before a text
   * @param width of all batches; 0 where each has the width of its longest text
   */
  record Form(long padding, boolean left, int width) {
    /** As BERT has it. */
    static final Form BERT = new Form(0, false, 0);
  }

  /**
   * Starts a network.
   *
   * @throws DataError when ONNX Runtime cannot, or it has an input of another name than are known
   */
  static OnnxNetwork load(OnnxFile file, Form form) {
    return checked(OnnxSession.open(file.path()), form, !file.scalesBatches());
  }

  /** Of a direct buffer, not needed afterwards; its texts run alone unless {@code together}. */
  static OnnxNetwork load(String name, ByteBuffer model, boolean together) {
    return checked(OnnxSession.of(name, model), Form.BERT, together);
  }

  private static OnnxNetwork checked(OnnxSession session, Form form, boolean together) {
    try {
      var inputs = session.inputs();
      for (String input : inputs.keySet()) {
        if (!INPUTS.containsKey(input) && !input.startsWith(PAST)) {
          throw session.wrong(
              "wants the input " + input + "; expected " + String.join(", ", INPUTS.keySet()));
        }
      }
      long[] shape = inputs.getOrDefault("input_ids", new long[0]);
      if (shape.length != 2) {
        throw session.wrong("takes no input_ids of texts; expected a text network");
      }
      int width = shape[1] > 0 ? Math.toIntExact(shape[1]) : form.width;
      boolean batches = together && shape[0] < 0 && inputs.containsKey(ATTENDED);
      return new OnnxNetwork(session, new Form(form.padding, form.left, width), batches);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public String arithmetic() {
    return "onnx";
  }

  /** Most tokens of a text, where the network says so; no bound where it does not. */
  int longest() {
    return form.width > 0 ? form.width : Integer.MAX_VALUE;
  }

  @Override
  public int segments() {
    return 2;
  }

  @Override
  public void check(Pooling pooling) {
    output(pooling);
  }

  @Override
  public List<double[]> vectors(List<Tokens> texts, Pooling pooling) {
    String output = output(pooling);
    int tokens = together ? BATCH_TOKENS : 1;
    return TokenBatches.sideBySide(
        texts, Tokens::length, tokens, batch -> run(batch, output, pooling));
  }

  /** The output that a pooling is made of. */
  private String output(Pooling pooling) {
    var ranks = new LinkedHashMap<String, Integer>();
    session.outputs().forEach((output, shape) -> ranks.put(output, shape.length));
    var wanted = new ArrayList<String>();
    switch (pooling) {
      case POOLER -> wanted.add("pooler_output");
      case LOGITS -> wanted.add("logits");
      default -> {
        wanted.addAll(List.of("last_hidden_state", "token_embeddings"));
        wanted.add(pooling == Pooling.OWN ? 0 : 2, "sentence_embedding");
        if (ranks.size() == 1) {
          wanted.addAll(ranks.keySet());
        }
      }
    }
    return wanted.stream()
        .filter(ranks::containsKey)
        .filter(output -> pooling != Pooling.LOGITS || ranks.getOrDefault(output, 0) == 2)
        .findFirst()
        .orElseThrow(() ->
            session.wrong(
                "gives %s; expected %s"
                    .formatted(
                        String.join(", ", ranks.keySet().stream().limit(5).toList()),
                        pooling == Pooling.LOGITS
                            ? "logits of pairs (a cross-encoder)"
                            : String.join(" or ", wanted))));
  }

  private List<double[]> run(List<Tokens> texts, String output, Pooling pooling) {
    int longest = texts.stream().mapToInt(Tokens::length).max().orElseThrow();
    int width = form.width > 0 ? form.width : longest;
    return session.run(
        (input, info) ->
            input.startsWith(PAST) ? nothing(info, texts.size()) : input(input, info, texts, width),
        List.of(output),
        found -> pooled(found.getFirst(), texts, pooling));
  }

  private OnnxTensor input(String input, TensorInfo info, List<Tokens> texts, int width)
      throws OrtException {
    long[] values = new long[texts.size() * width];
    Arrays.fill(values, input.equals("input_ids") ? form.padding : 0);
    var value = Objects.requireNonNull(INPUTS.get(input));
    for (int i = 0; i < texts.size(); i++) {
      int from = i * width + before(texts.get(i), width);
      for (int token = 0; token < texts.get(i).length(); token++) {
        values[from + token] = value.applyAsLong(new Place(texts.get(i), token));
      }
    }
    return OnnxSession.whole(info, values, texts.size(), width);
  }

  /** What a decoder remembers of earlier tokens, before the first. */
  private static OnnxTensor nothing(TensorInfo info, int texts) throws OrtException {
    long[] shape = info.getShape().clone();
    shape[0] = texts;
    for (int axis = 1; axis < shape.length; axis++) {
      shape[axis] = Math.max(0, shape[axis]);
    }
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.allocate(0), shape);
  }

  /** Where a text begins in its row. */
  private int before(Tokens text, int width) {
    return form.left ? width - text.length() : 0;
  }

  private List<double[]> pooled(OnnxTensor output, List<Tokens> texts, Pooling pooling) {
    long[] shape = output.getInfo().getShape();
    FloatBuffer values = output.getFloatBuffer();
    if (values == null || shape.length < 2 || shape.length > 3 || shape[0] != texts.size()) {
      throw session.wrong(
          "gives an array of shape " + Arrays.toString(shape) + "; expected vectors");
    }
    int size = Math.toIntExact(shape[shape.length - 1]);
    var vectors = new ArrayList<double[]>();
    for (int i = 0; i < texts.size(); i++) {
      if (shape.length == 2) {
        vectors.add(state(values, i, size));
      } else {
        int width = Math.toIntExact(shape[1]);
        int first = i * width + before(texts.get(i), width);
        vectors.add(pooling.of(first, texts.get(i).length(), row -> state(values, row, size)));
      }
    }
    return vectors;
  }

  private static double[] state(FloatBuffer values, int row, int size) {
    double[] state = new double[size];
    for (int i = 0; i < size; i++) {
      state[i] = values.get(row * size + i);
    }
    return state;
  }

  @Override
  public void close() {
    session.close();
  }
}
