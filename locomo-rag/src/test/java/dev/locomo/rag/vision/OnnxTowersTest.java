package dev.locomo.rag.vision;

import static dev.locomo.rag.vision.VisionFixtures.PICTURES;
import static dev.locomo.rag.vision.VisionFixtures.assertSame;
import static dev.locomo.rag.vision.VisionFixtures.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CLIP and SigLIP as ONNX against PyTorch transformers: small random networks, made by {@code
 * scripts/golden/onnx_towers.py}.
 */
class OnnxTowersTest {
  @TempDir Path folder;

  private JsonNode unpacked(String name) throws IOException {
    try (var zip = new ZipInputStream(resource(name + ".zip"))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
    return JsonFiles.MAPPER.readTree(folder.resolve("expected.json").toFile());
  }

  private static List<String> said(JsonNode expected) {
    var texts = new ArrayList<String>();
    expected.get("said").forEach(t -> texts.add(t.asText()));
    return texts;
  }

  private static List<float[]> pixels(ClipModel model) throws ImageError {
    var pixels = new ArrayList<float[]>();
    for (RgbImage picture : PICTURES) {
      pixels.add(model.pixels(picture));
    }
    return pixels;
  }

  private static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip-towers", "siglip", "siglip-towers"})
  void towersGiveTheVectorsOfPyTorch(String name) throws Exception {
    var expected = unpacked(name);
    try (var model = ClipModel.load(folder)) {
      assertSame(model.texts(said(expected)), expected.get("texts"));
      assertSame(model.images(pixels(model)), expected.get("images"));
      assertThat(model.texts(List.of())).isEmpty();
      assertThat(model.id()).startsWith(name.replaceFirst("-.*", "") + "(").endsWith(",onnx)");
    }
  }

  @Test
  void theLogitsOfOneFileWithBothTowersSayScaleAndBias() throws Exception {
    var expected = unpacked("siglip");
    try (var model = ClipModel.load(folder)) {
      double scale = expected.get("scale").asDouble();
      assertThat((double) model.scale()).isCloseTo(scale, offset(1e-3));
      assertThat(model.logit(0)).isCloseTo(expected.get("bias").asDouble(), offset(1e-3));
      var images = model.images(pixels(model));
      int at = 0;
      for (float[] text : model.texts(said(expected))) {
        for (float[] image : images) {
          double logit = model.logit(cosine(text, image));
          assertThat(1 / (1 + Math.exp(-logit)))
              .isCloseTo(expected.get("probabilities").get(at++).asDouble(), offset(1e-4));
        }
      }
    }
  }

  @Test
  void towersThatDoNotSayTheirScaleHaveThatOfThePublishedClips() throws Exception {
    unpacked("clip-towers");
    try (var model = ClipModel.load(folder)) {
      assertThat(model.scale()).isEqualTo(100);
    }
  }

  @Test
  void theStepsOfTheImageProcessorAreThoseOfItsFile() throws Exception {
    unpacked("siglip");
    Path file = folder.resolve("preprocessor_config.json");
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"resample\": \\d", "\"resample\": 9"));
    assertThatThrownBy(() -> ClipModel.load(folder))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("resample")
        .hasMessageContaining("found 9");
    Files.delete(file);
    try (var model = ClipModel.load(folder)) {
      assertThat(model.images(pixels(model))).hasSize(3);
    }
  }

  @Test
  void whatIsNoPairOfTowersIsRefused() throws Exception {
    unpacked("siglip-towers");
    Path text = folder.resolve("text_model.onnx");
    Path image = folder.resolve("vision_model.onnx");
    Path aside = folder.resolve("aside");
    Files.move(image, aside);
    assertThatThrownBy(() -> ClipModel.load(folder))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("is a SigLIP without ONNX");
    Files.write(image, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> ClipModel.load(folder))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("vision_model.onnx")
        .hasMessageContaining("expected an ONNX file");
    Files.move(aside, image, StandardCopyOption.REPLACE_EXISTING);
    Path config = folder.resolve("config.json");
    String siglip = Files.readString(config);
    Files.writeString(
        config, siglip.replace("\"model_type\": \"siglip\"", "\"model_type\": \"clip\""));
    assertThatThrownBy(() -> ClipModel.load(folder))
        .isInstanceOf(DataError.class)
        .hasMessageContaining(text.getFileName().toString())
        .hasMessageContaining("expected text_embeds");
  }
}
