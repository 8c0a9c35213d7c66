package dev.locomo.rag.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** AVIF, where the system has a libheif; its size without one. */
class AvifTest {
  private static byte[] bytes() throws Exception {
    try (var in = AvifTest.class.getResourceAsStream("avif-rgb.avif")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  static void assumeLibrary() {
    try {
      SymbolLookup.libraryLookup("libheif.so.1", Arena.global());
    } catch (IllegalArgumentException e) {
      Assumptions.abort("this system has no libheif");
    }
  }

  @Test
  void theSizeIsReadFromTheHeader() throws Exception {
    var header = ImageHeader.read(bytes());
    assertThat(header).isEqualTo(new ImageHeader(ImageFormat.AVIF, 64, 48));
  }

  @Test
  void aPictureIsDecodedNearlyAsItWas() throws Exception {
    assumeLibrary();
    var image = ImageDecoder.decode(bytes());
    assertThat(image.width()).isEqualTo(64);
    assertThat(image.height()).isEqualTo(48);
    for (int y = 4; y < 44; y += 8) {
      for (int x = 4; x < 60; x += 8) {
        assertThat(image.at(x, y, 0)).isCloseTo(4 * x, org.assertj.core.api.Assertions.within(8));
        assertThat(image.at(x, y, 1)).isCloseTo(5 * y, org.assertj.core.api.Assertions.within(8));
      }
    }
  }

  @Test
  void oneThatIsCutOffIsNamed() throws Exception {
    assumeLibrary();
    byte[] whole = bytes();
    assertThatThrownBy(() -> ImageDecoder.decode(Arrays.copyOf(whole, whole.length / 2)))
        .isInstanceOf(ImageError.class)
        .hasMessageContaining("AVIF that is cut off or damaged");
  }
}
