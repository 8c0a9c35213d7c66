package dev.locomo.services.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Memory and use of those of NVIDIA's GPUs that a run can use, as {@code nvidia-smi} tells them,
 * asked again no more often than every few seconds. Where there is no such program, or it fails,
 * there are none.
 */
public final class Gpus {
  private static final List<String> QUESTION =
      List.of(
          "--query-gpu=index,uuid,name,memory.used,memory.total,utilization.gpu",
          "--format=csv,noheader,nounits");
  private static final int FIELDS = 6;
  private static final long PATIENCE_SECONDS = 10;
  private static final double MEBIBYTE = 1 << 20;
  private static final String NUMBERED = "cuda:";

  private final String program;
  private final Duration fresh;
  private final List<Gpu> used;
  private List<Gpu> last;
  private long asked;

  /**
   * One of them.
   *
   * @param index as the driver counts
   * @param uuid {@code GPU-...}
   * @param memory bytes in use; NaN when the driver does not say
   * @param size bytes, likewise
   * @param busy share of the last moment in which it worked, 0 to 1, likewise
   */
  private record Gpu(
      String index, String uuid, String name, double memory, double size, double busy) {}

  /**
   * Those that may be used.
   *
   * @param device {@code cpu} for none of them; {@code cuda} for the first that can be seen, {@code
   *     cuda:N} for another one; {@code auto} for all that can be seen, as servers that are started
   *     for the run may use any
   * @param visible value of {@code CUDA_VISIBLE_DEVICES}, numbers or UUIDs that say which can be
   *     seen; null for all
   */
  public record Choice(String device, @Nullable String visible) {
    private List<Gpu> of(List<Gpu> all) {
      var seen = visible == null ? all : seen(all, visible.split(",", -1));
      if (device.startsWith(NUMBERED)) {
        int number = Integer.parseInt(device.substring(NUMBERED.length()));
        return number < seen.size() ? List.of(seen.get(number)) : List.of();
      }
      return device.equals("auto") ? seen : seen.stream().limit(1).toList();
    }

    /** As CUDA does: one that is none ends the list. */
    private static List<Gpu> seen(List<Gpu> all, String[] names) {
      var seen = new ArrayList<Gpu>();
      for (String name : names) {
        Optional<Gpu> gpu = all.stream().filter(g -> is(g, name.strip())).findFirst();
        if (gpu.isEmpty()) {
          break;
        }
        seen.add(gpu.get());
      }
      return seen;
    }

    private static boolean is(Gpu gpu, String name) {
      return gpu.index().equals(name) || (name.startsWith("GPU-") && gpu.uuid().startsWith(name));
    }
  }

  /**
   * @param program {@code nvidia-smi}, or where it is
   * @param fresh how long an answer is good for
   * @param choice which of them
   */
  public Gpus(String program, Duration fresh, Choice choice) {
    this.program = program;
    this.fresh = fresh;
    this.last = choice.device().equals("cpu") ? List.of() : ask();
    this.used = choice.of(last);
    this.asked = System.nanoTime();
  }

  /** Of this machine. */
  public static Gpus ofThisMachine(Choice choice) {
    return new Gpus("nvidia-smi", Duration.ofSeconds(5), choice);
  }

  /** Adds three gauges for each. */
  void bindTo(MeterRegistry registry) {
    for (Gpu gpu : used) {
      gauge(gpu, "memory.used.bytes", "Memory of the GPU in use by all", Gpu::memory)
          .register(registry);
      gauge(gpu, "memory.size.bytes", "Memory that the GPU has", Gpu::size).register(registry);
      gauge(gpu, "utilization.ratio", "Share of time in which the GPU worked, 0 to 1", Gpu::busy)
          .register(registry);
    }
  }

  private Gauge.Builder<?> gauge(Gpu gpu, String name, String help, ToDoubleFunction<Gpu> figure) {
    return Gauge.builder("locomo.gpu." + name, () -> value(gpu, figure))
        .description(help)
        .tags(Tags.of("gpu", gpu.index(), "name", gpu.name()));
  }

  private synchronized double value(Gpu gpu, ToDoubleFunction<Gpu> figure) {
    if (System.nanoTime() - asked > fresh.toNanos()) {
      last = ask();
      asked = System.nanoTime();
    }
    return last.stream()
        .filter(now -> now.uuid().equals(gpu.uuid()))
        .mapToDouble(figure)
        .findFirst()
        .orElse(Double.NaN);
  }

  private List<Gpu> ask() {
    var command = new ArrayList<>(List.of(program));
    command.addAll(QUESTION);
    @Nullable Process process = null;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return List.of();
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> Stream.of(line.split(",", -1)).map(String::strip).toArray(String[]::new))
          .filter(fields -> fields.length == FIELDS)
          .map(Gpus::gpu)
          .toList();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private static Gpu gpu(String[] f) {
    return new Gpu(
        f[0], f[1], f[2], number(f[3]) * MEBIBYTE, number(f[4]) * MEBIBYTE, number(f[5]) / 100);
  }

  /** Some drivers answer {@code [N/A]}. */
  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
