package dev.locomo.rag.vision;

import static dev.locomo.rag.vision.VisionFixtures.PICTURES;
import static dev.locomo.rag.vision.VisionFixtures.assertSame;
import static dev.locomo.rag.vision.VisionFixtures.copied;
import static dev.locomo.rag.vision.VisionFixtures.expected;
import static dev.locomo.rag.vision.VisionFixtures.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.rag.checkpoint.SeededWeights;
import dev.locomo.rag.image.ImageProcessor;
import dev.locomo.rag.image.RgbImage;
import dev.locomo.rag.tensor.Activation;
import dev.locomo.rag.tensor.Compute;
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

/**
 * BLIP against PyTorch transformers. The weights are large and random, so that every tensor counts
 * and captions depend on the image.
 */
class BlipTest {
  private static final dev.locomo.core.ask.Calls NOBODY =
      (step, ask) -> {
        throw new AssertionError(step);
      };

  private static final String[] FILES = {
    "config.json", "model.safetensors", "tokenizer.json", "preprocessor_config.json"
  };

  @TempDir Path folder;

  private static List<float[]> pixels(ImageProcessor processor) throws Exception {
    var pixels = new ArrayList<float[]>();
    for (RgbImage picture : PICTURES) {
      pixels.add(processor.pixels(picture));
    }
    return pixels;
  }

  private BlipNetwork tiny() throws IOException {
    copied("blip", folder, FILES);
    var config = VisionConfig.blip(folder.resolve("config.json"));
    return Parameters.load(folder, source -> new BlipNetwork(config, source));
  }

  private static List<float[]> states(BlipNetwork network, float[] pixels) {
    try (var manager = Compute.open()) {
      return Compute.rows(network.seen(manager, List.of(pixels)).squeeze(0));
    }
  }

  private static void assertSameCaptions(
      BlipNetwork network, List<float[]> pixels, long[] prompt, JsonNode expected, long end) {
    assertThat(expected).isNotEmpty();
    for (JsonNode c : expected) {
      long[] given = c.get("prompt").asText().isEmpty() ? new long[] {prompt[0]} : prompt;
      var settings =
          new Search.Settings(
              c.get("longest").asInt(), c.get("beams").asInt(), c.get("penalty").asDouble(), end);
      assertThat(network.captions(pixels, given, settings))
          .as("%s", settings)
          .containsExactlyElementsOf(ids(c.get("ids")));
    }
  }

  @Test
  void aTinyCheckpointGivesTheNumbersAndCaptionIdsOfPyTorch() throws Exception {
    var expected = expected("blip.json");
    try (var network = tiny()) {
      var pixels = pixels(ImageProcessor.blip(48));
      long[] given = JsonFiles.MAPPER.convertValue(expected.get("prompt"), long[].class);
      assertSame(List.of(pixels.get(1)), expected.get("pixels"));
      assertSame(states(network, pixels.get(1)), expected.get("states"));
      assertSame(List.of(network.logits(pixels.getFirst(), given)), expected.get("logits"));
      assertSameCaptions(network, pixels, given, expected.get("captions"), 3);
    }
  }

  @Test
  void aNetworkOfBaseSizeGivesTheNumbersAndCaptionIdsOfPyTorch() throws Exception {
    var expected = expected("blip-base.json");
    var image = new Sizes(12, 768, 12, 3072, 1e-5f, Activation.GELU);
    var text = new Sizes(12, 768, 12, 3072, 1e-12f, Activation.GELU);
    var edges = new VisionConfig.Edges(96, 16);
    var config = new VisionConfig(image, edges, text, 30524, 512, 30522, 102, 0);
    var weights = new SeededWeights(Set.of("text_decoder.cls.predictions.bias"), 0.12);
    var manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    try (var network = new BlipNetwork(config, new Parameters(weights, manager))) {
      var pixels = pixels(ImageProcessor.blip(96)).subList(0, 2);
      long[] prompt = {30522, 1037, 5855, 1997};
      assertSame(everyOther(states(network, pixels.get(1)), 5), expected.get("states"));
      var logits = new ArrayList<float[]>();
      for (float[] row : network.logits(pixels.getFirst(), prompt)) {
        float[] some = new float[(row.length + 15) / 16];
        for (int i = 0; i < some.length; i++) {
          some[i] = row[16 * i];
        }
        logits.add(some);
      }
      assertSame(logits, expected.get("logits"));
      assertSameCaptions(network, pixels, prompt, expected.get("captions"), 102);
    }
  }

  private static List<float[]> everyOther(List<float[]> rows, int step) {
    var some = new ArrayList<float[]>();
    for (int i = 0; i < rows.size(); i += step) {
      some.add(rows.get(i));
    }
    return some;
  }

  @Test
  void captionsAreTheTextsOfHuggingFaceWithPhotoForPhotography() throws Exception {
    copied("blip", folder, FILES);
    for (JsonNode c : expected("blip.json").get("captions")) {
      var settings =
          new CaptionSettings(
              c.get("prompt").asText(),
              c.get("longest").asInt(),
              c.get("beams").asInt(),
              c.get("penalty").asDouble());
      try (var captioner = BlipCaptioner.load(folder, settings)) {
        var texts = new ArrayList<String>();
        c.get("texts")
            .forEach(t ->
                texts.add(
                    settings.prompt().isEmpty()
                        ? t.asText()
                        : t.asText().replace("photography", "photo")));
        var pixels = new ArrayList<ImageCaptioner.Input>();
        for (RgbImage picture : PICTURES) {
          pixels.add(captioner.input("", "", picture));
        }
        assertThat(captioner.captions(pixels, NOBODY)).isEqualTo(texts);
      }
    }
  }

  @Test
  void aWordListServesAsWellAsATokenizerFile() throws Exception {
    copied("blip", folder, "config.json", "model.safetensors", "vocab.txt");
    try (var captioner = BlipCaptioner.load(folder, CaptionSettings.PUBLISHED)) {
      var pixels = List.of(captioner.input("", "", PICTURES.getFirst()));
      String text = expected("blip.json").get("captions").get(5).get("texts").get(0).asText();
      assertThat(captioner.captions(pixels, NOBODY))
          .containsExactly(text.replace("photography", "photo"));
    }
  }

  @Test
  void aPromptOfOnesOwnKeepsItsWords() throws Exception {
    copied("blip", folder, FILES);
    var settings = new CaptionSettings("photography of the", 8, 1, 1);
    try (var captioner = BlipCaptioner.load(folder, settings)) {
      var pixels = List.of(captioner.input("", "", PICTURES.getFirst()));
      assertThat(captioner.captions(pixels, NOBODY).getFirst()).startsWith("photography of the");
    }
  }

  @Test
  void captionsLongerThanTheNetworkCanPlaceAreRefused() throws IOException {
    copied("blip", folder, FILES);
    assertThatThrownBy(() -> BlipCaptioner.load(folder, new CaptionSettings("", 65, 1, 1)).close())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("65 tokens");
    assertThatThrownBy(
            () -> BlipCaptioner.load(folder, new CaptionSettings("a photo of", 4, 1, 1)).close())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no room");
  }

  private void assertRefused(String file, String from, String to, String message)
      throws IOException {
    copied("blip", folder, FILES);
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(file), text.replace(from, to));
    assertThatThrownBy(() -> BlipCaptioner.load(folder, CaptionSettings.PUBLISHED).close())
        .isInstanceOf(DataError.class)
        .hasMessageContaining(file)
        .hasMessageContaining(message);
  }

  @Test
  void filesThatDoNotFitEachOtherSayWhichDoesNot() throws IOException {
    assertRefused("config.json", "\"model_type\": \"blip\"", "\"model_type\": \"bert\"", "blip");
    assertRefused("preprocessor_config.json", "\"height\": 48", "\"height\": 64", "48 x 48");
    assertRefused("preprocessor_config.json", "\"resample\": 3", "\"resample\": 5", "resample");
    assertRefused("config.json", "\"patch_size\": 16", "\"patch_size\": 160", "patch_size");
    assertThatThrownBy(
            () -> {
              copied("blip", folder, FILES);
              var config = folder.resolve("config.json");
              Files.writeString(
                  config,
                  Files.readString(config).replace("\"hidden_size\": 32", "\"hidden_size\": 64"));
              BlipCaptioner.load(folder, CaptionSettings.PUBLISHED).close();
            })
        .isInstanceOf(DataError.class)
        .hasMessageContaining("vision_model.");
  }
}
