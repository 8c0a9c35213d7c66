package dev.locomo.rag.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.rag.checkpoint.SeededWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices are chosen from what a machine is said to have; none of these tests needs a GPU. */
class DeviceChoiceTest {
  private static final Gpu NONE = new Gpu(0, null, false, null, List.of());
  private static final Gpu TWO = new Gpu(2, "12.8", true, "570.86", List.of("A", "B"));
  private static final Gpu FOR_CPU = new Gpu(1, "12.8", false, "570.86", List.of("A"));

  @AfterEach
  void anyDevice() {
    Compute.choose("auto", _ -> {});
  }

  @Test
  void autoTakesTheFirstGpuThatCanBeUsedAndElseTheCpu() {
    assertThat(new DeviceChoice("auto").on(TWO)).isEqualTo(Device.gpu(0));
    assertThat(new DeviceChoice("auto").on(NONE)).isEqualTo(Device.cpu());
    assertThat(new DeviceChoice("auto").on(FOR_CPU)).isEqualTo(Device.cpu());
  }

  @Test
  void cpuAndGpusAreTakenByTheirNames() {
    assertThat(new DeviceChoice("cpu").on(TWO)).isEqualTo(Device.cpu());
    assertThat(new DeviceChoice("cuda").on(TWO)).isEqualTo(Device.gpu(0));
    assertThat(new DeviceChoice("cuda:1").on(TWO)).isEqualTo(Device.gpu(1));
  }

  @Test
  void aGpuThatIsNotThereIsRefusedWithWhatWasLookedFor() {
    assertThatThrownBy(() -> new DeviceChoice("cuda").on(NONE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("NVIDIA's driver (none in /proc/driver/nvidia)")
        .hasMessageContaining("libcudart.so (not in LD_LIBRARY_PATH")
        .hasMessageContaining("GPUs (none seen)");
    assertThatThrownBy(() -> new DeviceChoice("cuda").on(FOR_CPU))
        .hasMessageContaining("PyTorch for CUDA (its libraries are those for the CPU)");
    assertThatThrownBy(() -> new DeviceChoice("cuda:2").on(TWO))
        .hasMessage("--device cuda:2: 2 GPUs are seen, counted from 0");
    var one = new Gpu(1, "12.8", true, "570.1", List.of("H200"));
    assertThatThrownBy(() -> new DeviceChoice("cuda:1").on(one))
        .hasMessage("--device cuda:1: 1 GPU is seen, counted from 0");
  }

  @Test
  void otherWordsAreRefused() {
    for (String word : List.of("gpu", "cuda:", "cuda:x", "CPU", "", "mps")) {
      assertThatThrownBy(() -> Compute.choose(word, _ -> {}))
          .isInstanceOf(UserError.class)
          .hasMessage("unknown --device '" + word + "'");
    }
  }

  @Test
  void theDriverTellsItsVersionAndTheNamesOfItsGpus(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("version"),
        """
        NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.86.15  Wed Jan 1 2025
        GCC version:
        """);
    Path gpu = Files.createDirectories(folder.resolve("gpus/0000:0f:00.0"));
    Files.writeString(gpu.resolve("information"), "Model: \t\t NVIDIA H200\nIRQ: 3\n");
    assertThat(Gpu.driver(folder)).isEqualTo("570.86.15");
    assertThat(Gpu.models(folder)).containsExactly("NVIDIA H200");
    assertThat(Gpu.driver(folder.resolve("none"))).isNull();
    assertThat(Gpu.models(folder.resolve("none"))).isEmpty();
  }

  @Test
  void deviceAndPrecisionAreToldOnceAndStandInTheManifest() {
    var told = new ArrayList<String>();
    Compute.choose("cpu", told::add);
    ObjectNode before = JsonFiles.MAPPER.createObjectNode();
    Compute.describe(before);
    assertThat(before).isEmpty();
    var weights = new SeededWeights(Set.of(), 1);
    try (var manager = Compute.open()) {
      var all = new Parameters(weights, manager);
      assertThat(all.tensor("a", 2, 3).toFloatArray())
          .isEqualTo(weights.require("a", 2, 3).values());
      all.tensor("b", 4);
    }
    assertThat(told).containsExactly("networks run on cpu in fp32");
    ObjectNode manifest = JsonFiles.MAPPER.createObjectNode();
    Compute.describe(manifest);
    assertThat(manifest.toString())
        .isEqualTo("{\"compute\":{\"device\":\"cpu\",\"precision\":[\"fp32\"]}}");
  }
}
