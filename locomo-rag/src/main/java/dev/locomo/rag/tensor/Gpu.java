package dev.locomo.rag.tensor;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.util.cuda.CudaUtils;
import dev.locomo.core.error.UserFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What there is for computing on NVIDIA's GPUs.
 *
 * @param count of the GPUs that the CUDA runtime sees; 0 without a runtime
 * @param runtime version of the CUDA runtime that was found, for example 12.8; null for none
 * @param engine whether PyTorch's libraries are made for CUDA; false where nobody looked
 * @param driver version of the driver; null where there is none
 * @param models names of the GPUs as the driver has them
 */
record Gpu(
    int count,
    @Nullable String runtime,
    boolean engine,
    @Nullable String driver,
    List<String> models) {
  private static final Path DRIVER = Path.of("/proc/driver/nvidia");
  private static final int MOST_BYTES = 1 << 16;
  private static final Pattern VERSION =
      Pattern.compile("NVRM version:.*?\\s(\\d+\\.[\\d.]+)\\s.*", Pattern.DOTALL);

  /** Looks at this machine; PyTorch is loaded only where a GPU is seen. */
  static Gpu ofMachine() {
    int count = CudaUtils.getGpuCount();
    boolean engine = false;
    if (count > 0) {
      try {
        engine = Engine.getEngine("PyTorch").hasCapability(StandardCapabilities.CUDA);
      } catch (EngineException | IllegalArgumentException | LinkageError e) {
        // Whoever opens the engine next reports why it cannot be loaded.
      }
    }
    return new Gpu(count, runtimeVersion(), engine, driver(DRIVER), models(DRIVER));
  }

  private static @Nullable String runtimeVersion() {
    try {
      int digits = CudaUtils.getCudaVersion();
      return digits / 1000 + "." + digits % 1000 / 10;
    } catch (IllegalStateException | IllegalArgumentException | EngineException e) {
      return null;
    }
  }

  /** As the driver's folder tells; null where there is none. */
  static @Nullable String driver(Path folder) {
    var found = VERSION.matcher(text(folder.resolve("version")));
    return found.matches() ? found.group(1) : null;
  }

  /** As the driver's folder tells, in the order of its entries. */
  static List<String> models(Path folder) {
    var models = new ArrayList<String>();
    try (Stream<Path> all = Files.list(folder.resolve("gpus"))) {
      all.sorted()
          .forEach(gpu ->
              text(gpu.resolve("information"))
                  .lines()
                  .filter(line -> line.startsWith("Model:"))
                  .forEach(line -> models.add(line.substring("Model:".length()).strip())));
    } catch (IOException e) {
      // No driver.
    }
    return List.copyOf(models);
  }

  private static String text(Path file) {
    return Files.isReadable(file) ? UserFile.text(file, MOST_BYTES) : "";
  }

  /** Whether networks can run on one of them. */
  boolean usable() {
    return count > 0 && engine;
  }

  /** What was looked for and what of it was found, in words. */
  String lookedFor() {
    return "looked for NVIDIA's driver ("
        + (driver == null ? "none in " + DRIVER : driver)
        + "), the CUDA runtime libcudart.so ("
        + (runtime == null ? "not in LD_LIBRARY_PATH or the system's folders" : runtime)
        + "), GPUs ("
        + (count == 0 ? "none seen" : count + " seen")
        + ") and PyTorch for CUDA ("
        + (engine ? "found" : count == 0 ? "not tried" : "its libraries are those for the CPU")
        + ")";
  }
}
