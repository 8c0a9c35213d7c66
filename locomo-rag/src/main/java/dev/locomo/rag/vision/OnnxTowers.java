package dev.locomo.rag.vision;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.OnnxFile;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.image.ImageProcessor;
import dev.locomo.rag.tensor.OnnxSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A CLIP or a SigLIP that comes as ONNX, in one file or in a file for each tower. Each text and
 * each image runs alone, on all processors, so that its vector depends on nothing beside it.
 *
 * @param padding the token that fills up a text
 */
record OnnxTowers(Tower text, Tower image, Form form, long padding, Logit logit) implements Towers {
  /** A file for each tower, as they are called below a model folder. */
  static final String TEXT = "text_model.onnx";

  private static final String IMAGE = "vision_model.onnx";
  private static final String LOGITS = "logits_per_text";
  private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "pixel_values");

  /** A network, which may be both towers, and its output that is a vector. */
  private record Tower(OnnxSession session, String output) {
    /** The first of some outputs that a network gives. */
    static Tower of(OnnxSession session, List<String> outputs) {
      for (String input : session.inputs().keySet()) {
        if (!INPUTS.contains(input)) {
          throw session.wrong(
              "wants the input " + input + "; expected input_ids, attention_mask, pixel_values");
        }
      }
      var given = session.outputs().keySet();
      return outputs.stream()
          .filter(given::contains)
          .findFirst()
          .map(output -> new Tower(session, output))
          .orElseThrow(() ->
              session.wrong(
                  "gives %s; expected %s"
                      .formatted(String.join(", ", given), String.join(" or ", outputs))));
    }
  }

  /**
   * What {@code config.json} says.
   *
   * @param siglip else it is a CLIP
   * @param vocabulary rows of the word embeddings
   * @param longest most tokens of a text; of a SigLIP all have so many
   * @param edge of an image, in pixels
   */
  record Form(boolean siglip, int vocabulary, int longest, int edge) {
    /** A {@link DataError} where it is neither. */
    static Form read(Path folder) {
      var json = ModelConfig.read(folder.resolve("config.json"));
      boolean siglip = json.oneOf("model_type", "", List.of("clip", "siglip")).equals("siglip");
      var text = json.below("text_config");
      int positions = text.positive("max_position_embeddings", siglip ? 64 : 77);
      return new Form(
          siglip,
          text.positive("vocab_size", siglip ? 32000 : 49408),
          Math.min(positions, TokenizerFile.longest(folder)),
          json.below("vision_config").positive("image_size", 224));
    }

    ImageProcessor processor() {
      return siglip ? ImageProcessor.siglip(edge) : ImageProcessor.clip(edge);
    }

    HuggingFaceTokenizer tokenizer(Path folder) {
      return siglip
          ? TokenizerFile.open(folder, vocabulary, longest)
          : TokenizerFile.openClip(folder, vocabulary, longest);
    }

    /** The token that fills up: a CLIP, which ends at its end token, may have any. */
    private long padding(Path folder, HuggingFaceTokenizer tokenizer) {
      JsonNode token =
          ModelConfig.optional(folder.resolve("tokenizer_config.json")).path("pad_token");
      String name = token.path("content").asText(token.asText(""));
      long[] ids =
          siglip && !name.isEmpty() ? tokenizer.encode(name, false, false).getIds() : new long[0];
      return ids.length == 1 ? ids[0] : siglip ? 1 : 0;
    }
  }

  /**
   * The ONNX files of a folder, in it or in {@code onnx/} below it: those of the two towers, else
   * the one that is both; empty when there are none.
   */
  static List<OnnxFile> in(Path folder) {
    for (Path place : List.of(folder.resolve("onnx"), folder)) {
      var towers = Stream.of(TEXT, IMAGE).map(place::resolve).toList();
      if (towers.stream().allMatch(Files::exists)) {
        return towers.stream().map(OnnxFile::read).map(OnnxFile::complete).toList();
      }
    }
    return OnnxFile.NAMES.stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .limit(1)
        .map(OnnxFile::read)
        .map(OnnxFile::complete)
        .toList();
  }

  /** The first 16 digits of a hash of the networks. */
  static String hash(List<OnnxFile> files) {
    var digest = Sha256.digest();
    files.forEach(file -> file.feed(digest));
    return Sha256.hex(digest).substring(0, 16);
  }

  /**
   * Starts them.
   *
   * @param files as {@link #in} found them
   */
  static OnnxTowers load(
      Path folder, List<OnnxFile> files, Form form, HuggingFaceTokenizer tokenizer) {
    var sessions = new ArrayList<OnnxSession>();
    try {
      files.forEach(file -> sessions.add(OnnxSession.open(file.path())));
      var text = Tower.of(sessions.getFirst(), outputs("text_embeds", form));
      var image = Tower.of(sessions.getLast(), outputs("image_embeds", form));
      long padding = form.padding(folder, tokenizer);
      var towers = new OnnxTowers(text, image, form, padding, Logit.CLIP);
      return text.session.outputs().containsKey(LOGITS)
          ? new OnnxTowers(text, image, form, padding, towers.found(tokenizer))
          : towers;
    } catch (RuntimeException e) {
      sessions.forEach(OnnxSession::close);
      throw e;
    }
  }

  /** The pooled state of a SigLIP is its vector; that of a CLIP is not yet projected. */
  private static List<String> outputs(String name, Form form) {
    return form.siglip ? List.of(name, "pooler_output") : List.of(name);
  }

  /** Scale and bias, from the logits that it gives of two texts and two images. */
  private Logit found(HuggingFaceTokenizer tokenizer) {
    float[] black = new float[3 * form.edge * form.edge];
    float[] ramp = new float[black.length];
    for (int i = 0; i < ramp.length; i++) {
      black[i] = -1;
      ramp[i] = (i % 97) / 48f - 1;
    }
    double[][] points =
        Stream.of("a dog on the grass", "two red boats")
            .map(said -> tokenizer.encode(said).getIds())
            .flatMap(ids -> Stream.of(black, ramp).map(pixels -> point(ids, pixels)))
            .toArray(double[][]::new);
    double x = Arrays.stream(points).mapToDouble(p -> p[0]).average().orElseThrow();
    double y = Arrays.stream(points).mapToDouble(p -> p[1]).average().orElseThrow();
    double both = Arrays.stream(points).mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum();
    double square = Arrays.stream(points).mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
    double scale = both / square;
    return new Logit(scale, form.siglip ? y - scale * x : 0);
  }

  /** A cosine, and the network's number for it. */
  private double[] point(long[] ids, float[] pixels) {
    var outputs = List.of(text.output, image.output, LOGITS);
    return text.session.run(
        (input, info) -> input(input, info, ids, pixels),
        outputs,
        found -> {
          float[] one = unit(found.get(0));
          float[] other = unit(found.get(1));
          double cosine =
              IntStream.range(0, one.length).mapToDouble(i -> (double) one[i] * other[i]).sum();
          return new double[] {cosine, found.get(2).getFloatBuffer().get(0)};
        });
  }

  @Override
  public String precision() {
    return "onnx";
  }

  @Override
  public List<float[]> texts(List<long[]> ids) {
    float[] pixels = new float[3 * form.edge * form.edge];
    return ids.parallelStream().map(tokens -> run(text, tokens, pixels)).toList();
  }

  @Override
  public List<float[]> images(List<float[]> pixels) {
    long[] tokens = {padding, padding};
    return pixels.parallelStream().map(one -> run(image, tokens, one)).toList();
  }

  private float[] run(Tower tower, long[] tokens, float[] pixels) {
    return tower.session.run(
        (input, info) -> input(input, info, tokens, pixels),
        List.of(tower.output),
        found -> unit(found.getFirst()));
  }

  private OnnxTensor input(String input, TensorInfo info, long[] tokens, float[] pixels)
      throws OrtException {
    if (input.equals("pixel_values")) {
      long[] shape = {1, 3, form.edge, form.edge};
      return OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(), FloatBuffer.wrap(pixels), shape);
    }
    int fixed = info.getShape().length == 2 ? (int) Math.max(0, info.getShape()[1]) : 0;
    int width = Math.max(fixed, form.siglip ? form.longest : tokens.length);
    long[] row = new long[width];
    boolean ids = input.equals("input_ids");
    Arrays.fill(row, ids ? padding : form.siglip ? 1 : 0);
    for (int i = 0; i < tokens.length; i++) {
      row[i] = ids ? tokens[i] : 1;
    }
    return OnnxSession.whole(info, row, 1, width);
  }

  private static float[] unit(OnnxTensor output) {
    float[] vector = new float[output.getFloatBuffer().remaining()];
    output.getFloatBuffer().get(vector);
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / Math.sqrt(squares));
    }
    return vector;
  }

  @Override
  public void close() {
    Stream.of(text, image).map(Tower::session).distinct().forEach(OnnxSession::close);
  }
}
