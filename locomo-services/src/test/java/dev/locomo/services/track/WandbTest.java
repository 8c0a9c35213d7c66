package dev.locomo.services.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.pipeline.RunListener.Done;
import dev.locomo.core.pipeline.RunListener.Ended;
import dev.locomo.core.pipeline.RunListener.Planned;
import dev.locomo.core.pipeline.RunListener.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WandbTest {
  private static final int BLOCK = 32_768;

  @TempDir private Path folder;
  private final List<String> notices = new CopyOnWriteArrayList<>();

  /** The records of a file, its blocks, lengths and checksums checked. */
  private static List<SortedMap<Integer, Object>> records(Path file) throws IOException {
    var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] ident = new byte[4];
    in.get(ident);
    assertThat(new String(ident, StandardCharsets.US_ASCII)).isEqualTo(":W&B");
    assertThat(in.getShort()).isEqualTo((short) 0xBEE1);
    assertThat(in.get()).isZero();
    var records = new ArrayList<SortedMap<Integer, Object>>();
    var whole = new ByteArrayOutputStream();
    while (in.hasRemaining()) {
      int left = BLOCK - in.position() % BLOCK;
      if (left < 7) {
        in.position(in.position() + left);
        continue;
      }
      int sum = in.getInt();
      byte[] data = new byte[in.getShort() & 0xFFFF];
      byte type = in.get();
      in.get(data);
      var crc = new CRC32();
      crc.update(type);
      crc.update(data);
      assertThat((int) crc.getValue()).isEqualTo(sum);
      assertThat(whole.size() == 0).isEqualTo(type == 1 || type == 2);
      whole.writeBytes(data);
      if (type == 1 || type == 4) {
        records.add(fields(ByteBuffer.wrap(whole.toByteArray())));
        whole.reset();
      }
    }
    return records;
  }

  /** The fields of a message by number: whole numbers, and the bytes of what has a length. */
  private static SortedMap<Integer, Object> fields(ByteBuffer message) {
    var fields = new TreeMap<Integer, Object>();
    while (message.hasRemaining()) {
      long tag = number(message);
      Object value = tag % 8 == 0 ? number(message) : new byte[(int) number(message)];
      if (value instanceof byte[] bytes) {
        assertThat(tag % 8).isEqualTo(2);
        message.get(bytes);
      }
      fields.put((int) (tag / 8), value);
    }
    return fields;
  }

  private static long number(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      number |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  @Test
  void recordsOfEverySizeAreReadBack() throws IOException {
    Path file = folder.resolve("run-1.wandb");
    var sizes = List.of(0, 1, BLOCK - 30, BLOCK, 3 * BLOCK, 5, 2 * BLOCK - 50, 100_000, 7);
    try (var log = WandbLog.create(file)) {
      for (int size : sizes) {
        log.append(new Proto().put(1, size).put(2, "x".repeat(size)));
      }
    }
    var records = records(file);
    assertThat(records).hasSameSizeAs(sizes);
    for (int i = 0; i < sizes.size(); i++) {
      var record = records.get(i);
      assertThat(record).containsEntry(1, (long) sizes.get(i));
      assertThat(record.get(2))
          .isEqualTo("x".repeat(sizes.get(i)).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aRunBecomesAFolderThatCanBeSynced() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.writeString(run.resolve("spec.json"), "{\"settings\": {\"a: b\": \"c \\\"d\\\"\"}}");
    Files.writeString(run.resolve("manifest.json"), "{\"status\": \"complete\"}");
    var tracked = Wandb.track(folder, "memory", "", notices::add);
    tracked.on(new Run("i-1", "eval-qa", "openai:m", run));
    tracked.on(new Planned(2));
    tracked.on(new Done(1, 0));
    tracked.on(new Done(1, 0));
    Files.writeString(run.resolve("report.json"), "{\"mean\": 0.5}");
    tracked.on(new Ended());
    Path made;
    try (var folders = Files.list(folder.resolve("wandb"))) {
      made = folders.findFirst().orElseThrow();
    }
    assertThat(made.getFileName().toString()).startsWith("offline-run-").endsWith("-i-1");
    assertThat(notices.getFirst()).contains("wandb sync " + made);
    assertThat(made.resolve("files/config.yaml"))
        .content()
        .contains("\"a: b\":\n  value: \"c \\\"d");
    assertThat(made.resolve("files/report.json")).exists();
    assertThat(
            JsonFiles.read(made.resolve("files/wandb-summary.json"), JsonFiles.MAPPER::readTree)
                .path("mean")
                .asDouble())
        .isEqualTo(0.5);
    var kinds =
        records(made.resolve("run-i-1.wandb")).stream()
            .map(r -> r.keySet().stream().filter(k -> k != 1).findFirst().orElse(0))
            .toList();
    assertThat(kinds).containsExactly(21, 17, 2, 2, 3, 6, 18, 22);
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidOnce() throws IOException {
    Files.writeString(folder.resolve("wandb"), "a file");
    var tracked = Wandb.track(folder, "memory", "", notices::add);
    tracked.on(new Run("i-1", "eval-qa", "openai:m", folder));
    tracked.on(new Planned(1));
    tracked.on(new Done(1, 0));
    tracked.on(new Ended());
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst()).contains("not kept");
  }
}
