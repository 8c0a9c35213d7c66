package dev.locomo.rag.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that would cost much memory, or are not what they say. */
class HostileImagesTest {
  private static byte[] chunk(String type, byte[] data) {
    var out = ByteBuffer.allocate(12 + data.length);
    out.putInt(data.length).put(type.getBytes(UTF_8)).put(data);
    var crc = new CRC32();
    crc.update(out.array(), 4, 4 + data.length);
    return out.putInt((int) crc.getValue()).array();
  }

  /** One bit a pixel, all black: 30,000 x 30,000 pixels are 110 KB. */
  private static byte[] blackPng(int edge) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var deflating = new DeflaterOutputStream(packed)) {
      byte[] row = new byte[1 + (edge + 7) / 8];
      for (int y = 0; y < edge; y++) {
        deflating.write(row);
      }
    }
    var header = ByteBuffer.allocate(13).putInt(edge).putInt(edge).put((byte) 1);
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeBytes(chunk("IHDR", header.array()));
    out.writeBytes(chunk("IDAT", packed.toByteArray()));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  private static void assertRefused(byte[] bytes, String... parts) {
    assertThatThrownBy(() -> ImageDecoder.decode(bytes))
        .isInstanceOf(ImageError.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void aSmallFileWithAHugePictureIsRefusedByItsSize() throws IOException {
    byte[] bomb = blackPng(30_000);
    assertThat(bomb.length).isLessThan(150_000);
    assertRefused(bomb, "PNG of 30000 x 30000 pixels", "at most 50000000");
  }

  @Test
  void aPictureWithinTheLimitIsDecoded() throws Exception {
    assertThat(ImageDecoder.decode(blackPng(300)).width()).isEqualTo(300);
  }

  @Test
  void everyFormatIsRefusedByItsSize() throws IOException {
    byte[] gif = PillowGoldenTest.bytes("gif-palette.gif");
    ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) -1);
    ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putShort(8, (short) -1);
    assertRefused(gif, "GIF of 65535 x 65535");

    byte[] jpeg = PillowGoldenTest.bytes("jpeg-gray.jpg");
    int frame = 2;
    while ((jpeg[frame + 1] & 0xff) != 0xc0) {
      frame += 2 + ByteBuffer.wrap(jpeg).getShort(frame + 2);
    }
    ByteBuffer.wrap(jpeg).putInt(frame + 5, -1);
    assertRefused(jpeg, "JPEG of 65535 x 65535");

    byte[] webp = PillowGoldenTest.bytes("webp-lossless.webp");
    ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(21, 0x0fffffff);
    assertRefused(webp, "WEBP of 16384 x 16384", "at most 50000000");
  }

  /** The screen of a GIF and the canvas of a WebP are not all that a decoder makes room for. */
  @Test
  void aHugeFrameOnASmallScreenIsRefused() throws IOException {
    byte[] gif = PillowGoldenTest.bytes("gif-beyond.gif");
    int frame = gif.length - 1;
    while (gif[frame] != 0x2c) {
      frame--;
    }
    ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putInt(frame + 5, -1);
    assertRefused(gif, "GIF of 65538 x 65537");

    byte[] webp = PillowGoldenTest.bytes("webp-animated.webp");
    String text = new String(webp, java.nio.charset.StandardCharsets.ISO_8859_1);
    ByteBuffer.wrap(webp)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(text.indexOf("VP8L") + 9, 0x0fffffff);
    assertRefused(webp, "WEBP of 16384 x 16384");
  }

  /** Entries of tag, type, count and value. */
  private static byte[] tiff(int... entries) {
    var out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    out.put("II*\0".getBytes(UTF_8)).putInt(8).putShort((short) (entries.length / 4));
    for (int i = 0; i < entries.length; i += 4) {
      out.putShort((short) entries[i]).putShort((short) entries[i + 1]);
      out.putInt(entries[i + 2]).putInt(entries[i + 3]);
    }
    return out.array();
  }

  @Test
  void aSmallTiffOfHugeTilesOrPartsIsRefused() {
    assertRefused(
        tiff(256, 4, 1, 10, 257, 4, 1, 10, 322, 4, 1, 30_000, 323, 4, 1, 30_000),
        "TIFF of 30000 x 30000 pixels");
    assertRefused(
        tiff(256, 4, 1, 10, 257, 4, 1, 10, 259, 3, 1, 8, 279, 4, 1, 0x7ffffff0),
        "a part is longer than the file");
    assertRefused(tiff(256, 4, 1, 10, 257, 4, 1, 10, 279, 4, 0x7fffffff, 8), "cut off or damaged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg-420.jpg", "jpeg-422-progressive.jpg", "png-rgb.png", "png-gray16.png",
        "gif-palette.gif", "gif-offset.gif", "webp-lossless.webp", "webp-lossy.webp",
        "webp-animated.webp"
      })
  void aFileThatIsCutOffIsRefused(String name) throws IOException {
    byte[] whole = PillowGoldenTest.bytes(name);
    for (int length : new int[] {13, 20, 30, whole.length / 4, whole.length / 2}) {
      assertRefused(Arrays.copyOf(whole, length), "is ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<svg xmlns='http://www.w3.org/2000/svg'/>|no image; expected JPEG, PNG, GIF, WebP, BMP",
        "<!DOCTYPE html>|that start with \"<!DOCTYPE ht\"",
        "BM6xxxxxxxxxxxxxxxx|BMP that is cut off or damaged",
        "RIFFxxxxWAVEfmt |no image",
      })
  void whatIsNoImageIsRefusedWhateverItsName(String content, String problem) {
    assertRefused(content.getBytes(UTF_8), problem);
  }

  @Test
  void nothingIsNoImage() {
    assertRefused(new byte[0], "found nothing");
  }

  @Test
  void noiseBehindARightBeginningIsAnErrorAndNothingElse() throws IOException {
    for (String name :
        new String[] {
          "png-rgb.png", "jpeg-444.jpg", "gif-palette.gif", "webp-lossless.webp", "webp-lossy.webp"
        }) {
      byte[] whole = PillowGoldenTest.bytes(name);
      var random = new java.util.Random(7);
      for (int round = 0; round < 40; round++) {
        byte[] damaged = whole.clone();
        for (int i = 0; i < 20; i++) {
          damaged[random.nextInt(12, damaged.length)] = (byte) random.nextInt();
        }
        try {
          assertThat(ImageDecoder.decode(damaged).pixels()).isNotEmpty();
        } catch (ImageError e) {
          assertThat(e).hasMessageStartingWith("is ");
        }
      }
    }
  }

  @Test
  void aPictureThatIsAllLengthIsNotResized() {
    var thread = new RgbImage(1, 300_000, new byte[900_000]);
    assertThatThrownBy(() -> ImageProcessor.clip(224).pixels(thread))
        .isInstanceOf(ImageError.class)
        .hasMessageContaining("too long and thin");
  }
}
