package dev.locomo.rag.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.rag.caption.FetchError;
import dev.locomo.rag.caption.PictureStore;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.vision.ClipModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the tiny CLIP of {@code scripts/golden/vision.py}, whose numbers are PyTorch's. */
class PictureVectorsTest {
  private static final Path CLIP = Path.of("src/test/resources/dev/locomo/rag/vision/clip");

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();
  private PictureVectors vectors;

  @BeforeEach
  void load() {
    vectors = new PictureVectors(ClipModel.load(CLIP), folder.resolve("kept"), told::add);
  }

  @AfterEach
  void close() {
    vectors.close();
  }

  private Path picture(String name, int colour) throws IOException {
    var image = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 30; x++) {
      image.setRGB(x, x % 20, colour);
    }
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static Map<String, Path> byHash(Path... files) {
    var all = new LinkedHashMap<String, Path>();
    for (Path file : files) {
      all.put(Sha256.of(file), file);
    }
    return all;
  }

  private float[] direct(Path file) throws IOException, ImageError, FetchError {
    var picture = new PictureStore(folder).picture(file);
    return vectors.clip().images(List.of(vectors.clip().pixels(picture))).getFirst();
  }

  @Test
  void theyAreThoseOfTheModelAndOfLengthOne() throws Exception {
    Path red = picture("red.png", 0xff0000);
    Path blue = picture("blue.png", 0x0000ff);
    var found = vectors.of(byHash(red, blue));
    assertThat(found).hasSize(2);
    // One by one the last bits are others than together.
    assertThat(found.get(Sha256.of(red))).containsExactly(direct(red), offset(1e-6f));
    assertThat(found.get(Sha256.of(blue))).containsExactly(direct(blue), offset(1e-6f));
    assertThat(found.get(Sha256.of(red))).isNotEqualTo(found.get(Sha256.of(blue)));
    double length = 0;
    for (float x : direct(red)) {
      length += x * x;
    }
    assertThat(Math.sqrt(length)).isCloseTo(1, within(1e-6));
  }

  @Test
  void whatIsKeptIsNotComputedAgainWhateverThePictureIsCalled() throws Exception {
    Path red = picture("red.png", 0xff0000);
    String hash = Sha256.of(red);
    float[] first = vectors.of(byHash(red)).get(hash);
    Path gone = folder.resolve("never there.png");
    assertThat(vectors.of(Map.of(hash, gone)).get(hash)).isEqualTo(first);
    Path blue = picture("blue.png", 0x0000ff);
    var both = vectors.of(Map.of(hash, gone, Sha256.of(blue), blue));
    assertThat(both).hasSize(2);
    assertThat(told).isEmpty();
  }

  @Test
  void onesThatCannotBeDecodedHaveNoneAndAreToldEachUpToTen() throws Exception {
    var pictures = byHash(picture("red.png", 0xff0000));
    for (int i = 0; i < 12; i++) {
      pictures.putAll(byHash(Files.writeString(folder.resolve(i + ".png"), "no picture " + i)));
    }
    assertThat(vectors.of(pictures)).hasSize(1);
    assertThat(told).hasSize(11);
    assertThat(told.getFirst()).startsWith("left out: ").contains("0.png");
    assertThat(told.getLast()).isEqualTo("left out: 2 more pictures");
  }

  @Test
  void ofNoPicturesThereAreNone() {
    assertThat(vectors.of(Map.of())).isEmpty();
    assertThat(folder.resolve("kept")).doesNotExist();
  }

  @Test
  void theSettingsOfThePicturesAreAmongWhatIdentifiesThem() throws Exception {
    Path changed = Files.createDirectory(folder.resolve("clip"));
    try (var files = Files.list(CLIP)) {
      for (Path file : files.toList()) {
        Files.copy(file, changed.resolve(file.getFileName()));
      }
    }
    try (var same = new PictureVectors(ClipModel.load(changed), folder, told::add)) {
      assertThat(same.id()).isEqualTo(vectors.id());
    }
    Path settings = changed.resolve("preprocessor_config.json");
    Files.writeString(settings, Files.readString(settings) + " ");
    try (var other = new PictureVectors(ClipModel.load(changed), folder, told::add)) {
      assertThat(other.id()).isNotEqualTo(vectors.id());
    }
  }
}
