package dev.locomo.gen.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.rag.embed.PictureVectors;
import dev.locomo.rag.vision.ClipModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photos of a folder, by the words of their captions and by what they show (a tiny CLIP). */
class LocalImagesTest {
  private static final Path CLIP =
      Path.of("../locomo-rag/src/test/resources/dev/locomo/rag/vision/clip");

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();
  private Path photos;

  @BeforeEach
  void photos() throws IOException {
    photos = Files.createDirectory(folder.resolve("photos"));
    picture("a_red_kite.png", 0xff0000, 1);
    picture("b_blue_boat.png", 0x0000ff, 2);
    picture("c_green_hill.png", 0x00ff00, 3);
  }

  private Path picture(String name, int colour, int step) throws IOException {
    var image = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 600; i += step) {
      image.setRGB(i % 30, i / 30, colour);
    }
    Path file = photos.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private PictureVectors clip() {
    return new PictureVectors(ClipModel.load(CLIP), folder.resolve("kept"), told::add);
  }

  private List<String> order(ImageSource source, String query) throws InterruptedException {
    var order = new ArrayList<String>();
    Set<String> used = new HashSet<>();
    for (var next = source.find(query, used); next.isPresent(); next = source.find(query, used)) {
      order.add(next.get().caption());
      used.add(next.get().url());
    }
    return order;
  }

  @Test
  void withoutAModelTheWordsOfTheCaptionsChoose() throws Exception {
    try (var source = LocalImages.open(photos)) {
      assertThat(order(source, "a blue boat")).containsExactly("b blue boat");
      assertThat(order(source, "a blue kite on a green hill"))
          .containsExactlyInAnyOrder("c green hill", "b blue boat", "a red kite")
          .startsWith("c green hill");
      assertThat(order(source, "violin")).isEmpty();
      assertThat(source.id()).doesNotContain(",");
    }
  }

  @Test
  void withOneThePictureNearestToTheSearchComesFirstAndEveryPictureOnce() throws Exception {
    var files = new LinkedHashMap<String, Path>();
    var names = new LinkedHashMap<String, String>();
    for (String name : List.of("a_red_kite", "b_blue_boat", "c_green_hill")) {
      Path file = photos.resolve(name + ".png");
      files.put(Sha256.of(file), file);
      names.put(name.replace('_', ' '), Sha256.of(file));
    }
    try (var vectors = clip();
        var source = LocalImages.open(photos).by(clip())) {
      Map<String, float[]> seen = vectors.of(files);
      for (String query : List.of("violin", "a red kite", "something on the water")) {
        float[] said = vectors.text(query);
        var expected = new ArrayList<>(names.keySet());
        expected.sort((one, other) ->
            Double.compare(cosine(said, seen, names, other), cosine(said, seen, names, one)));
        assertThat(order(source, query)).as(query).isEqualTo(expected);
        assertThat(order(source, query)).as("the same again").isEqualTo(expected);
      }
    }
    assertThat(told).isEmpty();
  }

  private static double cosine(
      float[] said, Map<String, float[]> seen, Map<String, String> names, String caption) {
    float[] picture = Objects.requireNonNull(seen.get(names.get(caption)));
    double sum = 0;
    for (int i = 0; i < said.length; i++) {
      sum += (double) said[i] * picture[i];
    }
    return sum;
  }

  @Test
  void equalPicturesComeInTheOrderOfTheirNames() throws Exception {
    for (String name : List.of("z_copy.png", "d_copy.png")) {
      Files.copy(photos.resolve("a_red_kite.png"), photos.resolve(name));
    }
    try (var source = LocalImages.open(photos).by(clip())) {
      assertThat(order(source, "violin").stream().filter(c -> !c.matches("[bc] .*")))
          .containsExactly("a red kite", "d copy", "z copy");
    }
  }

  @Test
  void picturesThatCannotBeReadAreLeftOutWithTheReason() throws Exception {
    Files.writeString(photos.resolve("d_broken.png"), "no picture");
    try (var source = LocalImages.open(photos).by(clip())) {
      assertThat(order(source, "violin")).hasSize(3).doesNotContain("d broken");
    }
    assertThat(told).singleElement().asString().contains("left out: ").contains("d_broken.png");
  }

  @Test
  void aFolderOfWhichNothingCanBeReadIsRefusedBeforeAnythingIsAsked() throws Exception {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Files.writeString(broken.resolve("a_kite.png"), "no picture");
    try (var source = LocalImages.open(broken).by(clip())) {
      assertThatThrownBy(source::prepare)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("none of the 1 pictures");
    }
  }

  @Test
  void theContentOfThePicturesAndTheModelIdentifyTheSource() throws Exception {
    try (var source = LocalImages.open(photos).by(clip());
        var words = LocalImages.open(photos)) {
      String before = source.id();
      assertThat(before).contains("clip(").isNotEqualTo(words.id());
      picture("a_red_kite.png", 0xffff00, 1);
      try (var changed = LocalImages.open(photos).by(clip())) {
        assertThat(changed.id()).isNotEqualTo(before);
      }
      try (var changed = LocalImages.open(photos)) {
        assertThat(changed.id()).as("by words the content does not count").isEqualTo(words.id());
      }
    }
  }
}
