package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no data set: each is one clear line, and nothing of their size is kept. */
class BadFileTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int HUGE = 200;

  @TempDir Path folder;

  @Test
  void aMissingFile() {
    refused(folder.resolve("none.json"), "no such file");
  }

  @Test
  void aFolder() {
    refused(folder, "is a folder; expected a file");
  }

  @Test
  void anEmptyFile() throws IOException {
    refused(file(""), "is empty; expected JSON");
  }

  @Test
  void whiteSpaceAlone() throws IOException {
    refused(file("  \n "), "expected an array of samples");
  }

  @Test
  void aFileWithoutPermission() throws IOException {
    Path file = file("[]");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "skipped: this user may read everything");
    refused(file, "no permission to read it");
  }

  @Test
  void aTruncatedFile() throws IOException {
    for (int cut : new int[] {20, 90, 300, 900, SmallFile.JSON.length() - 3}) {
      refused(file(SmallFile.JSON.substring(0, cut)), " at line ", "not valid JSON");
    }
  }

  @Test
  void textBehindTheArray() throws IOException {
    refused(file("[] []"), " at line 1", "after the array");
  }

  @Test
  void aKeyGivenTwice() throws IOException {
    refused(
        file(SmallFile.JSON.replace("\"speaker_a\"", "\"speaker_b\"")),
        " at line ",
        "Duplicate field 'speaker_b'");
  }

  @Test
  void otherJson() throws IOException {
    refused(file("{\"samples\": []}"), " at /", "expected an array of samples");
    refused(file("[[1, 2]]"), " at /0", "found an array; expected a sample");
    refused(file("[null]"), " at /0", "found null; expected a sample");
  }

  @Test
  void anUnknownCategory() throws IOException {
    refused(
        file(SmallFile.JSON.replace("\"category\": 4", "\"category\": 9")),
        " at /0/qa/0/category",
        "found 9; expected a category, 1 to 5");
  }

  @Test
  void theSameSampleTwice() throws IOException {
    String one = SmallFile.JSON.strip();
    refused(
        file(one.substring(0, one.length() - 1) + "," + one.substring(1)),
        " at /1/sample_id",
        "found \"small-1\"; expected an id that no sample before has");
  }

  @Test
  void aTurnIdInTwoSessions() throws IOException {
    refused(
        file(SmallFile.JSON.replace("\"D2:1\", \"text\"", "\"D1:1\", \"text\"")),
        " at /0/conversation/session_2/0/dia_id",
        "found \"D1:1\"");
  }

  @Test
  void aSessionNumberThatIsNotPlain() throws IOException {
    refused(
        file(SmallFile.JSON.replace("\"session_2\"", "\"session_02\"")),
        " at /0/conversation/session_02",
        "expected a session number");
  }

  @Test
  void deepNesting() throws IOException {
    refused(
        file("[{\"sample_id\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}]"),
        " at line 1",
        "depth");
  }

  @Test
  void aGiantString() throws IOException {
    refused(
        file("[{\"sample_id\": \"" + "x".repeat(30 * MEGABYTE) + "\"}]"), " at line 1", "length");
  }

  @Test
  void aLongValueIsCutInTheMessage() throws IOException {
    refused(
        file(
            SmallFile.JSON.replace("\"D1:1\", \"text\"", "\"" + "y".repeat(5000) + "\", \"text\"")),
        "/dia_id",
        "yyy...\"");
    refused(
        file(SmallFile.JSON.replace("\"Ben\": []", "\"" + "z".repeat(40_000) + "\": 1")), "zzz...");
  }

  @Test
  void zeros() throws IOException {
    refused(bytes(new byte[4096]), "binary");
    byte[] inside = SmallFile.JSON.getBytes(StandardCharsets.UTF_8);
    inside[60] = 0;
    refused(bytes(inside), " at line ", "not valid JSON");
  }

  @Test
  void utf16() throws IOException {
    refused(bytes("[]".getBytes(StandardCharsets.UTF_16)), "UTF-16");
    refused(bytes(SmallFile.JSON.getBytes(StandardCharsets.UTF_16LE)), "UTF-16");
  }

  @Test
  void aByteOrderMarkOfUtf8IsNoFault() throws IOException {
    assertThat(DatasetReader.read(file("\ufeff" + SmallFile.JSON)).samples()).hasSize(1);
  }

  @Test
  void invalidUtf8() throws IOException {
    byte[] text = SmallFile.JSON.getBytes(StandardCharsets.UTF_8);
    text[SmallFile.JSON.indexOf("Oslo")] = (byte) 0xC3;
    refused(bytes(text), " at line 4", "Invalid UTF-8");
  }

  @Test
  void hugeGarbage() throws IOException {
    byte[] noise = new byte[MEGABYTE];
    new Random(7).nextBytes(noise);
    Arrays.fill(noise, 0, 64, (byte) 'g');
    refused(huge(new byte[0], noise), " at line 1", "not valid JSON");
  }

  @Test
  void hugeNumbers() throws IOException {
    Path file =
        huge(
            "[".getBytes(StandardCharsets.UTF_8),
            "1,".repeat(MEGABYTE / 2).getBytes(StandardCharsets.UTF_8));
    refused(file, " at /0", "found 1; expected a sample");
    var report = DatasetCheck.check(file, null);
    assertThat(report.usable()).isFalse();
    assertThat(report.findings()).hasSize(101);
    refused(
        huge(
            "[[".getBytes(StandardCharsets.UTF_8),
            "1,".repeat(MEGABYTE / 2).getBytes(StandardCharsets.UTF_8)),
        " at /0");
  }

  private void refused(Path file, String... words) {
    var error = catchThrowableOfType(DataError.class, () -> DatasetReader.read(file));
    assertThat(error).isNotNull();
    assertThat(error.getMessage())
        .startsWith(file.toString())
        .contains(words)
        .doesNotContain("\n")
        .doesNotContainPattern("\\p{Cc}")
        .hasSizeLessThan(file.toString().length() + 400);
  }

  private Path file(String text) throws IOException {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path bytes(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("bad.json"), bytes);
  }

  private Path huge(byte[] start, byte[] megabyte) throws IOException {
    Path file = folder.resolve("huge.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(start);
      for (int i = 0; i < HUGE; i++) {
        out.write(megabyte);
      }
    }
    return file;
  }
}
