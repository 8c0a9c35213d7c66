package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.error.DataError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints in their two formats, whole and broken. */
class CheckpointFilesTest {
  private static final String QUERY = "encoder.layer.0.attention.self.query.weight";

  @TempDir Path folder;

  private Path copied(String resource) throws IOException {
    Path file = folder.resolve(resource.replace('/', '-'));
    String from = "/dev/locomo/rag/embed/djl/" + resource;
    try (var in = Objects.requireNonNull(getClass().getResourceAsStream(from), from)) {
      Files.copy(in, file);
    }
    return file;
  }

  private static DataError failure(Runnable loading) {
    try {
      loading.run();
    } catch (DataError e) {
      return e;
    }
    throw new AssertionError("no DataError");
  }

  @Test
  void bothFormatsHoldTheSameNumbers() throws IOException {
    try (var safe = SafetensorsFile.open(copied("tiny/model.safetensors"));
        var torch = TorchFile.open(copied("tiny-zip.bin"))) {
      assertThat(torch.names()).containsExactlyInAnyOrderElementsOf(safe.names());
      for (String name : safe.names()) {
        assertThat(torch.read(name).values()).isEqualTo(safe.read(name).values());
        assertThat(torch.read(name).shape()).isEqualTo(safe.read(name).shape());
      }
    }
  }

  @Test
  void theFormatBeforeTorch16AndHalfPrecisionAreRead() throws IOException {
    try (var safe = SafetensorsFile.open(copied("tiny/model.safetensors"));
        var torch = TorchFile.open(copied("tiny-legacy-half.bin"))) {
      assertThat(torch.names()).contains(QUERY);
      float[] half = torch.read(QUERY).values();
      float[] full = safe.read(QUERY).values();
      for (int i = 0; i < half.length; i++) {
        assertThat(half[i]).isCloseTo(full[i], within(3e-4f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 100, 3000, 60000})
  void aSafetensorsFileThatIsCutOffIsRefusedAtOnce(int length) throws IOException {
    Path file = copied("tiny/model.safetensors");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    assertThat(failure(() -> SafetensorsFile.open(file)))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("cut off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ {|is not JSON",
        "{\"a\": {\"dtype\": \"F8\", \"shape\": [1], \"data_offsets\": [0, 1]}}|unknown dtype",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}}|its shape says 8",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [600000000], \"data_offsets\": [0,"
            + " 2400000000]}}|is it cut off?",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [-4, 0]}}|its shape says 4",
      })
  void aHeaderThatLiesIsRefused(String header, String problem) throws IOException {
    byte[] json = header.getBytes(UTF_8);
    var bytes = ByteBuffer.allocate(8 + json.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    Path file = Files.write(folder.resolve("x"), bytes.putLong(json.length).put(json).array());
    assertThat(failure(() -> SafetensorsFile.open(file))).hasMessageContaining(problem);
  }

  /** A file with a hole: it takes no place on the disk. */
  @Test
  void aTensorOfMoreThanTwoGibibytesIsRead() throws IOException {
    long numbers = (1L << 29) + 3;
    byte[] json =
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [%d], \"data_offsets\": [0, %d]}}"
            .formatted(numbers, 4 * numbers)
            .getBytes(UTF_8);
    Path path = folder.resolve("model.safetensors");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.writeLong(Long.reverseBytes(json.length));
      file.write(json);
      file.seek(file.getFilePointer() + 4 * (numbers - 1));
      file.writeInt(Integer.reverseBytes(Float.floatToIntBits(7.5f)));
    }
    try (var weights = SafetensorsFile.open(path)) {
      MemorySegment stored = weights.require("a", numbers).stored();
      assertThat(stored.byteSize()).isEqualTo(4 * numbers);
      var last = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
      assertThat(stored.get(last, 4 * (numbers - 1))).isEqualTo(7.5f);
      assertThat(stored.get(last, 4 * (numbers - 2))).isZero();
    }
  }

  /** What {@code pickle.dumps} makes of an object that reduces to a call of os.system. */
  @Test
  void aPickleThatWouldRunCodeRunsNothing() throws IOException {
    Path proof = folder.resolve("proof");
    String pickle = "cposix\nsystem\nX" + little("touch " + proof) + "\u0085R.";
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(pickle.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
    Path file = Files.write(folder.resolve("pytorch_model.bin"), bytes.toByteArray());
    assertThat(failure(() -> TorchFile.open(file)))
        .hasMessageContaining("asks to call posix.system");
    assertThat(proof).doesNotExist();
  }

  private static String little(String text) {
    return new String(
            ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length()).array(),
            java.nio.charset.StandardCharsets.ISO_8859_1)
        + text;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "}", "h\u0001.", "\u0080\u0002(.", "X\u00ff\u00ff\u00ff\u007f."})
  void aMalformedPickleIsADataError(String pickle) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pytorch_model.bin"),
            pickle,
            java.nio.charset.StandardCharsets.ISO_8859_1);
    failure(() -> TorchFile.open(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-zip.bin", "tiny-legacy-half.bin"})
  void aTorchFileThatIsCutOffIsADataError(String resource) throws IOException {
    Path file = copied(resource);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {1, 100, whole.length / 2, whole.length - 30}) {
      Files.write(file, Arrays.copyOf(whole, length));
      failure(() -> {
        try (var torch = TorchFile.open(file)) {
          List.copyOf(torch.names()).forEach(torch::read);
        }
      });
    }
  }
}
