package dev.locomo.rag.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.rag.image.PillowResize.Resampling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pixel against Pillow and every input number against the processors of transformers. */
class PillowGoldenTest {
  static byte[] bytes(String name) throws IOException {
    try (InputStream in = PillowGoldenTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static JsonNode expected() throws IOException {
    return JsonFiles.MAPPER.readTree(bytes("expected.json"));
  }

  private static ObjectNode decoded() throws IOException {
    var more = JsonFiles.MAPPER.readTree(bytes("expected-formats.json")).get("decoded");
    return ((ObjectNode) expected().get("decoded").deepCopy()).setAll((ObjectNode) more);
  }

  static Stream<String> files() throws IOException {
    var names = new ArrayList<String>();
    decoded().fieldNames().forEachRemaining(names::add);
    return names.stream();
  }

  private static String sha256(byte[] bytes) {
    var digest = Sha256.digest();
    digest.update(bytes);
    return Sha256.hex(digest);
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileDecodesAsPillowDecodesIt(String name) throws Exception {
    var image = ImageDecoder.decode(bytes(name));
    JsonNode pillow = decoded().get(name);
    assertThat(image.width()).isEqualTo(pillow.get("width").asInt());
    assertThat(image.height()).isEqualTo(pillow.get("height").asInt());
    assertThat(sha256(image.pixels())).isEqualTo(pillow.get("sha256").asText());
  }

  static RgbImage pattern(int width, int height) {
    var image = RgbImage.blank(width, height);
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < 3; band++) {
          image.pixels()[at++] = (byte) ((x * x * (band + 3) + 7 * x * y + y * y) >> band);
        }
      }
    }
    return image;
  }

  static List<JsonNode> resized() throws IOException {
    var cases = new ArrayList<JsonNode>();
    expected().get("resized").forEach(cases::add);
    return cases;
  }

  @ParameterizedTest
  @MethodSource("resized")
  void resizingIsPillowsToTheBit(JsonNode c) throws ImageError {
    var filter = Resampling.values()[c.get("filter").asInt() - 1];
    var image = pattern(c.get("from").get(0).asInt(), c.get("from").get(1).asInt());
    var resized =
        PillowResize.resize(image, c.get("to").get(0).asInt(), c.get("to").get(1).asInt(), filter);
    assertThat(sha256(resized.pixels())).isEqualTo(c.get("sha256").asText());
  }

  static List<JsonNode> processed() throws IOException {
    var cases = new ArrayList<JsonNode>();
    expected().get("processed").forEach(cases::add);
    return cases;
  }

  private static ImageProcessor processor(String name) {
    var small = new ImageProcessor.Size(32, 32, true);
    var clip = ImageProcessor.clip(224);
    return switch (name) {
      case "blip" -> ImageProcessor.blip(384);
      case "blip-small" -> ImageProcessor.blip(32);
      case "clip" -> clip;
      default ->
          new ImageProcessor(
              small,
              new ImageProcessor.Size(30, 40, false),
              clip.filter(),
              clip.scale(),
              clip.mean(),
              clip.deviation());
    };
  }

  @ParameterizedTest
  @MethodSource("processed")
  void aProcessorGivesTheNumbersOfThePublishedOne(JsonNode c) throws ImageError {
    var image = pattern(c.get("from").get(0).asInt(), c.get("from").get(1).asInt());
    float[] input = processor(c.get("processor").asText()).pixels(image);
    var bytes = ByteBuffer.allocate(input.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(input);
    assertThat(sha256(bytes.array())).isEqualTo(c.get("sha256").asText());
  }

  /** Pillow's {@code Image.resize} for images of more than a hundred times their width. */
  @Test
  void aVeryTallImageIsResizedDownFirst() throws ImageError {
    var tall = pattern(3, 400);
    var down = PillowResize.resize(tall, 3, 20, Resampling.BICUBIC);
    assertThat(PillowResize.resize(tall, 8, 20, Resampling.BICUBIC).pixels())
        .isEqualTo(PillowResize.resize(down, 8, 20, Resampling.BICUBIC).pixels());
    var wide = PillowResize.resize(tall, 8, 400, Resampling.BICUBIC);
    assertThat(PillowResize.resize(tall, 8, 20, Resampling.BICUBIC).pixels())
        .isNotEqualTo(PillowResize.resize(wide, 8, 20, Resampling.BICUBIC).pixels());
  }

  @Test
  void aJpegIsAcceptedWithoutItsEndAndNotWithoutItsMiddle() throws Exception {
    byte[] endless = bytes("jpeg-endless.jpg");
    assertThat(ImageDecoder.decode(endless).width()).isEqualTo(37);
    assertThatThrownBy(
            () -> ImageDecoder.decode(java.util.Arrays.copyOf(endless, endless.length * 3 / 4)))
        .isInstanceOf(ImageError.class)
        .hasMessageContaining("cut off");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void libwebpLeavesNoFileBehindWhileItIsUsed() throws Exception {
    assertThat(ImageDecoder.decode(bytes("webp-lossy.webp")).width()).isPositive();
    assertThat(Path.of(System.getProperty("com.luciad.imageio.webp.tmpdir"))).doesNotExist();
  }
}
