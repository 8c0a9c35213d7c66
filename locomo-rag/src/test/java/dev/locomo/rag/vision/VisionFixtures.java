package dev.locomo.rag.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.rag.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What {@code scripts/golden/vision.py} wrote. */
final class VisionFixtures {
  /** How far a number may be from PyTorch's. */
  private static final double TOLERANCE = 1e-4;

  static final List<RgbImage> PICTURES = List.of(pattern(61, 47), pattern(40, 80), pattern(33, 33));

  private VisionFixtures() {}

  static InputStream resource(String name) {
    return Objects.requireNonNull(VisionFixtures.class.getResourceAsStream(name), name);
  }

  static JsonNode expected(String name) throws IOException {
    try (var in = resource(name)) {
      return JsonFiles.MAPPER.readTree(in);
    }
  }

  /** Copies files of a tiny checkpoint into a folder of their own. */
  static Path copied(String model, Path folder, String... files) throws IOException {
    for (String file : files) {
      try (var in = resource(model + "/" + file)) {
        Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder;
  }

  static RgbImage pattern(int width, int height) {
    var image = new RgbImage(width, height, new byte[width * height * 3]);
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

  /** Compares all numbers of some rows, one after the other. */
  static void assertSame(List<float[]> rows, JsonNode expected) {
    assertThat(rows.stream().mapToInt(r -> r.length).sum()).isEqualTo(expected.size());
    int at = 0;
    for (float[] row : rows) {
      for (float x : row) {
        assertThat((double) x)
            .as("number %d", at)
            .isCloseTo(expected.get(at++).asDouble(), offset(TOLERANCE));
      }
    }
  }

  static List<long[]> ids(JsonNode lists) {
    var ids = new ArrayList<long[]>();
    lists.forEach(l -> ids.add(JsonFiles.MAPPER.convertValue(l, long[].class)));
    return ids;
  }
}
