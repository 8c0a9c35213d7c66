package dev.locomo.rag.vision;

import static dev.locomo.rag.vision.VisionFixtures.PICTURES;
import static dev.locomo.rag.vision.VisionFixtures.assertSame;
import static dev.locomo.rag.vision.VisionFixtures.copied;
import static dev.locomo.rag.vision.VisionFixtures.expected;
import static dev.locomo.rag.vision.VisionFixtures.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.rag.checkpoint.SeededWeights;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.ImageProcessor;
import dev.locomo.rag.image.RgbImage;
import dev.locomo.rag.tensor.Activation;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CLIP against PyTorch transformers. */
class ClipTest {
  private static final String[] MODEL = {
    "config.json", "model.safetensors", "preprocessor_config.json"
  };

  @TempDir Path folder;

  private static List<String> said(JsonNode expected) {
    var texts = new ArrayList<String>();
    expected.get("said").forEach(t -> texts.add(t.asText()));
    return texts;
  }

  /** Every similarity times the scale: a row a text. */
  private static List<float[]> logits(List<float[]> texts, List<float[]> images, float scale) {
    var logits = new ArrayList<float[]>();
    for (float[] text : texts) {
      float[] row = new float[images.size()];
      for (int i = 0; i < row.length; i++) {
        for (int j = 0; j < text.length; j++) {
          row[i] += text[j] * images.get(i)[j];
        }
        row[i] *= scale;
      }
      logits.add(row);
    }
    return logits;
  }

  private static List<float[]> pixels(ClipModel clip) throws ImageError {
    var pixels = new ArrayList<float[]>();
    for (RgbImage picture : PICTURES) {
      pixels.add(clip.pixels(picture));
    }
    return pixels;
  }

  @Test
  void aTinyCheckpointGivesTheSimilaritiesOfPyTorch() throws Exception {
    var expected = expected("clip.json");
    copied("clip", folder, MODEL);
    copied("clip", folder, "tokenizer.json");
    try (var clip = ClipModel.load(folder)) {
      var texts = clip.texts(said(expected));
      var images = clip.images(pixels(clip));
      assertSame(texts, expected.get("texts"));
      assertSame(images, expected.get("images"));
      assertThat(clip.scale()).isCloseTo((float) Math.exp(2.6592), offset(1e-4f));
      assertSame(logits(texts, images, clip.scale()), expected.get("logits"));
      assertThat(clip.id()).startsWith("clip(").endsWith("fp32)");
    }
  }

  @Test
  void aVocabularyAndItsMergesServeAsWellAsATokenizerFile() throws Exception {
    var expected = expected("clip.json");
    copied("clip", folder, "vocab.json", "merges.txt");
    try (var tokenizer = TokenizerFile.openClip(folder, 600, 77)) {
      for (int i = 0; i < expected.get("said").size(); i++) {
        assertThat(tokenizer.encode(expected.get("said").get(i).asText()).getIds())
            .isEqualTo(ids(expected.get("ids")).get(i));
      }
    }
  }

  @Test
  void theEndTokenOfOldConfigurationsIsTheHighestOne() throws Exception {
    var expected = expected("clip.json");
    copied("clip", folder, MODEL);
    copied("clip", folder, "vocab.json", "merges.txt");
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    String old = text.replaceAll("\"eos_token_id\": \\d+", "\"eos_token_id\": 2");
    assertThat(old).isNotEqualTo(text);
    Files.writeString(config, old);
    try (var clip = ClipModel.load(folder)) {
      assertSame(clip.texts(said(expected)), expected.get("legacy"));
    }
  }

  @Test
  void aNetworkOfBaseSizeGivesTheSimilaritiesOfPyTorch() throws Exception {
    var expected = expected("clip-base.json");
    var image = new Sizes(12, 768, 12, 3072, 1e-5f, Activation.QUICK_GELU);
    var text = new Sizes(12, 512, 8, 2048, 1e-5f, Activation.QUICK_GELU);
    var edges = new VisionConfig.Edges(64, 32);
    var config = new VisionConfig(image, edges, text, 49408, 77, 0, 49407, 512);
    var weights = new SeededWeights(Set.of(), 0.12);
    var manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    try (var network = new ClipNetwork(config, new Parameters(weights, manager))) {
      var pixels = new ArrayList<float[]>();
      for (RgbImage picture : PICTURES) {
        pixels.add(ImageProcessor.clip(64).pixels(picture));
      }
      var texts = network.texts(ids(expected.get("ids")));
      var images = network.images(pixels);
      assertSame(texts, expected.get("texts"));
      assertSame(images, expected.get("images"));
    }
  }

  @Test
  void nothingGivesNothing() throws IOException {
    copied("clip", folder, MODEL);
    copied("clip", folder, "tokenizer.json");
    try (var clip = ClipModel.load(folder)) {
      assertThat(clip.texts(List.of())).isEmpty();
      assertThat(clip.images(List.of())).isEmpty();
    }
  }
}
