package dev.locomo.rag.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.image.PillowResize.Resampling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code preprocessor_config.json} or {@code processor_config.json} says of the way from an
 * image to a network's input: resized to a fixed size or by its shortest edge, cropped from the
 * middle, scaled, normalised.
 *
 * <p><b>Source</b> {@code BlipImageProcessor} and {@code CLIPImageProcessor} of Hugging Face
 * transformers, on Pillow.
 *
 * @param crop edges after cropping; null where nothing is cropped
 * @param scale what a colour is multiplied with
 * @param mean subtracted, for red, green and blue
 * @param deviation divided by, for red, green and blue
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ImageProcessor(
    Size size,
    @Nullable Size crop,
    Resampling filter,
    double scale,
    double[] mean,
    double[] deviation) {
  /** Where it is said: alone, or since transformers 5 with the rest of the processor. */
  public static final List<String> FILES =
      List.of("preprocessor_config.json", "processor_config.json");

  /** Those that do nothing else. */
  private static final List<String> KINDS =
      List.of(
          "BlipImageProcessor",
          "CLIPImageProcessor",
          "CLIPFeatureExtractor",
          "SiglipImageProcessor",
          "ViTImageProcessor",
          "ViTFeatureExtractor");

  private static final double[] CLIP_MEAN = {0.48145466, 0.4578275, 0.40821073};
  private static final double[] CLIP_DEVIATION = {0.26862954, 0.26130258, 0.27577711};

  /**
   * Edges in pixels, at least 1.
   *
   * @param height of the shorter edge when {@code byShortest}; {@code width} is then not used
   * @param byShortest whether the other edge follows from the image
   */
  public record Size(int height, int width, boolean byShortest) {}

  /** What a BLIP of this size has. */
  public static ImageProcessor blip(int edge) {
    return usual(new Size(edge, edge, false), null);
  }

  /** What a CLIP of this size has. */
  public static ImageProcessor clip(int edge) {
    return usual(new Size(edge, edge, true), new Size(edge, edge, false));
  }

  /** What a SigLIP of this size has. */
  public static ImageProcessor siglip(int edge) {
    double[] half = {0.5, 0.5, 0.5};
    var size = new Size(edge, edge, false);
    return new ImageProcessor(size, null, Resampling.BICUBIC, 1 / 255.0, half, half);
  }

  private static ImageProcessor usual(Size size, @Nullable Size crop) {
    return new ImageProcessor(size, crop, Resampling.BICUBIC, 1 / 255.0, CLIP_MEAN, CLIP_DEVIATION);
  }

  /**
   * What a model folder says, or the model's defaults where it says nothing.
   *
   * @throws DataError when it asks for something that is not done here, makes something else than
   *     squares of the size that the network takes, or two files of it disagree
   */
  public static ImageProcessor of(Path folder, ImageProcessor defaults) {
    @Nullable ImageProcessor found = null;
    for (String name : FILES) {
      Path file = folder.resolve(name);
      if (!Files.exists(file)) {
        continue;
      }
      var whole = ModelConfig.read(file);
      boolean nested = name.equals(FILES.getLast());
      if (nested && !whole.json().has("image_processor")) {
        continue; // of a version that has it in the other file
      }
      var processor = read(nested ? whole.below("image_processor") : whole, defaults);
      processor.expect(file, defaults.width());
      if (found != null && !found.says().equals(processor.says())) {
        throw new DataError(
            file.toString(),
            "/image_processor",
            "says %s, and %s beside it %s; expected the same of both"
                .formatted(processor.says(), FILES.getFirst(), found.says()));
      }
      found = processor;
    }
    return found == null ? defaults : found;
  }

  private String says() {
    return "size %s, crop %s, %s, scale %s, mean %s, deviation %s"
        .formatted(size, crop, filter, scale, Arrays.toString(mean), Arrays.toString(deviation));
  }

  private static ImageProcessor read(ModelConfig config, ImageProcessor defaults) {
    for (String step : List.of("do_resize", "do_rescale", "do_normalize")) {
      if (!config.json().path(step).asBoolean(true)) {
        throw config.wrong(step, "found false; expected true");
      }
    }
    if (config.json().path("do_pad").asBoolean(false)) {
      throw config.wrong("do_pad", "found true; expected false");
    }
    for (String kind : List.of("image_processor_type", "feature_extractor_type")) {
      String type = config.json().path(kind).asText(KINDS.getFirst());
      if (!KINDS.contains(type.replaceFirst("(Fast|Pil)$", ""))) {
        throw config.wrong(
            kind, "found \"" + type + "\"; expected one of " + String.join(", ", KINDS));
      }
    }
    boolean crops = config.json().path("do_center_crop").asBoolean(defaults.crop != null);
    return new ImageProcessor(
        size(config, "size", defaults.size),
        crops
            ? size(config, "crop_size", new Size(defaults.size.height, defaults.size.width, false))
            : null,
        filter(config, defaults.filter),
        config.json().path("rescale_factor").asDouble(defaults.scale),
        three(config, "image_mean", defaults.mean),
        three(config, "image_std", defaults.deviation));
  }

  private static Size size(ModelConfig config, String key, Size absent) {
    JsonNode json = config.json().path(key);
    if (json.isMissingNode() || json.isNull()) {
      return absent;
    }
    if (json.isInt()) {
      return new Size(config.positive(key), config.positive(key), absent.byShortest);
    }
    var edges = config.below(key);
    if (json.has("shortest_edge")) {
      int edge = edges.positive("shortest_edge");
      return new Size(edge, edge, true);
    }
    return new Size(edges.positive("height"), edges.positive("width"), false);
  }

  private static Resampling filter(ModelConfig config, Resampling absent) {
    JsonNode given = config.json().path("resample");
    if (given.isMissingNode() || given.isNull()) {
      return absent;
    }
    return Arrays.stream(Resampling.values())
        .filter(f ->
            given.isTextual()
                ? given.asText().equalsIgnoreCase(f.name())
                : given.asInt(-1) == f.number)
        .findFirst()
        .orElseThrow(() -> config.wrong("resample", "found " + given + "; expected 1, 2 or 3"));
  }

  private static double[] three(ModelConfig config, String key, double[] absent) {
    JsonNode json = config.json().path(key);
    if (json.isMissingNode()) {
      return absent;
    }
    double[] values = new double[json.size()];
    Arrays.setAll(values, i -> json.get(i).asDouble());
    if (values.length != RgbImage.BANDS) {
      throw config.wrong(key, "found " + json + "; expected three numbers");
    }
    return values;
  }

  private void expect(Path file, int edge) {
    boolean free = crop == null && size.byShortest;
    if (free || height() != edge || width() != edge) {
      throw new DataError(
          file.toString(),
          crop == null ? "/size" : "/crop_size",
          "found %s; expected %s x %s, the network's image_size"
              .formatted(free ? "images of any shape" : height() + " x " + width(), edge, edge));
    }
  }

  private int height() {
    return crop != null ? crop.height : size.height;
  }

  private int width() {
    return crop != null ? crop.width : size.width;
  }

  /**
   * The network's input: {@code 3 * height * width} numbers, all of red, then green, then blue, row
   * by row. What a crop reaches beyond the image is black.
   *
   * @throws ImageError when the image is so long and thin that its resized form would be huge
   */
  public float[] pixels(RgbImage image) throws ImageError {
    RgbImage resized = resized(image);
    int top = crop == null ? 0 : Math.floorDiv(resized.height() - crop.height, 2);
    int left = crop == null ? 0 : Math.floorDiv(resized.width() - crop.width, 2);
    float[] input = new float[RgbImage.BANDS * height() * width()];
    int at = 0;
    for (int band = 0; band < RgbImage.BANDS; band++) {
      float[] values = values(band);
      for (int y = top; y < top + height(); y++) {
        for (int x = left; x < left + width(); x++) {
          boolean inside = x >= 0 && y >= 0 && x < resized.width() && y < resized.height();
          input[at++] = values[inside ? resized.at(x, y, band) : 0];
        }
      }
    }
    return input;
  }

  private RgbImage resized(RgbImage image) throws ImageError {
    int width = size.width;
    int height = size.height;
    if (size.byShortest) {
      boolean upright = image.width() <= image.height();
      int shorter = upright ? image.width() : image.height();
      int longer = (int) ((double) height * (upright ? image.height() : image.width()) / shorter);
      width = upright ? height : longer;
      height = upright ? longer : height;
    }
    return PillowResize.resize(image, width, height, filter);
  }

  /** The input for each of the 256 values of a colour; in single precision from the scaling on. */
  private float[] values(int band) {
    float[] values = new float[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((float) (i * scale) - (float) mean[band]) / (float) deviation[band];
    }
    return values;
  }
}
