package dev.locomo.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  @Test
  void aRunThatGoesOnKnowsWhatWasRefusedBefore(@TempDir Path folder) {
    Path file = folder.resolve("manifest.json");
    ObjectNode first = JsonFiles.MAPPER.createObjectNode();
    var manifest = Manifest.open(file, first, Instant.EPOCH);
    first.putObject(Manifest.REFUSED).putArray("openai:m").add("temperature");
    manifest.write(Manifest.Status.INTERRUPTED, Instant.EPOCH);

    ObjectNode second = JsonFiles.MAPPER.createObjectNode();
    assertThat(Manifest.open(file, second, Instant.EPOCH).starts()).isEqualTo(2);
    assertThat(second.path(Manifest.REFUSED)).isEqualTo(first.path(Manifest.REFUSED));
    assertThat(JsonFiles.read(file, JsonFiles.MAPPER::readTree).path(Manifest.REFUSED))
        .isEqualTo(first.path(Manifest.REFUSED));
  }

  @Test
  void aManifestOfALaterFormatIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("manifest.json"), "{\"format\": 99}");
    assertThatThrownBy(() -> Manifest.read(file))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("/format: found 99; expected 1");
  }
}
