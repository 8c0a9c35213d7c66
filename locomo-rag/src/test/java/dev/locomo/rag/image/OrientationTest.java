package dev.locomo.rag.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that name an orientation, against Pillow; made by {@code scripts/golden/images.py}. */
class OrientationTest {
  static List<JsonNode> images() throws IOException {
    try (var in = OrientationTest.class.getResourceAsStream("expected-oriented.json")) {
      var images = JsonFiles.MAPPER.readTree(Objects.requireNonNull(in)).path("images");
      return StreamSupport.stream(images.spliterator(), false).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void imagesStandAsPillowOpensThemOrAsTheCameraWasHeld(JsonNode image) throws Exception {
    byte[] file = image.path("file").binaryValue();
    boolean avif = ImageFormat.of(file).orElseThrow() == ImageFormat.AVIF;
    if (avif) {
      AvifTest.assumeLibrary();
    }
    for (Orientation orientation : Orientation.values()) {
      var found = ImageDecoder.decode(file, orientation);
      JsonNode pillow = image.path(orientation.name().toLowerCase(Locale.ROOT));
      assertThat(found.width()).isEqualTo(pillow.path("width").asInt());
      assertThat(found.height()).isEqualTo(pillow.path("height").asInt());
      byte[] rgb = pillow.path("rgb").binaryValue();
      for (int i = 0; i < rgb.length; i++) {
        assertThat(found.pixels()[i] & 0xff).isCloseTo(rgb[i] & 0xff, within(avif ? 8 : 0));
      }
    }
  }

  @Test
  void whatIsDamagedBesideThePixelsTurnsNothing() throws Exception {
    byte[] file = images().get(5).path("file").binaryValue();
    int exif = new String(file, StandardCharsets.ISO_8859_1).indexOf("eXIf");
    Arrays.fill(file, exif + 8, exif + 12, (byte) 0x7f);
    assertThat(Orientation.of(ImageFormat.PNG, file)).isEqualTo(1);
    assertThat(Orientation.EXIF.turns(images().get(5).path("file").binaryValue())).isTrue();
    assertThat(Orientation.EXIF.turns(images().getFirst().path("file").binaryValue())).isFalse();
    assertThat(Orientation.STORED.turns(images().get(5).path("file").binaryValue())).isFalse();
  }
}
