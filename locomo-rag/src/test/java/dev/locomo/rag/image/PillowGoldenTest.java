package dev.locomo.rag.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.rag.image.PillowResize.Resampling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
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

  static Stream<String> files() throws IOException {
    var names = new ArrayList<String>();
    expected().get("decoded").fieldNames().forEachRemaining(names::add);
    return names.stream().filter(n -> !n.equals("webp-lossy.webp"));
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
    JsonNode pillow = expected().get("decoded").get(name);
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
  void resizingIsPillowsToTheBit(JsonNode c) {
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

  @Test
  void aLossyWebPIsPillowsAlmostToTheBit() throws Exception {
    var image = ImageDecoder.decode(bytes("webp-lossy.webp"));
    byte[] pillow;
    try (var in =
        new InflaterInputStream(new java.io.ByteArrayInputStream(bytes("webp-lossy.rgb")))) {
      pillow = in.readAllBytes();
    }
    assertThat(image.pixels()).hasSameSizeAs(pillow);
    int same = 0;
    for (int i = 0; i < pillow.length; i++) {
      int ours = image.pixels()[i] & 0xff;
      int theirs = pillow[i] & 0xff;
      assertThat(ours).isCloseTo(theirs, within(2));
      same += ours == theirs ? 1 : 0;
    }
    assertThat(same).isGreaterThan(pillow.length * 9 / 10);
  }
}
