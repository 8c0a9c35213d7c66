package dev.locomo.services.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Memory and use of NVIDIA's GPUs, as {@code nvidia-smi} tells them, asked again no more often than
 * every few seconds. Where there is no such program, or it fails, there are none.
 */
public final class Gpus {
  private static final List<String> QUESTION =
      List.of(
          "--query-gpu=index,name,memory.used,memory.total,utilization.gpu",
          "--format=csv,noheader,nounits");
  private static final long PATIENCE_SECONDS = 10;
  private static final double MEBIBYTE = 1 << 20;

  private static final Gpu GONE = new Gpu("", "", Double.NaN, Double.NaN, Double.NaN);

  private final String program;
  private final long fresh;
  private List<Gpu> last;
  private long asked;

  /**
   * One of them.
   *
   * @param index as the driver counts
   * @param used bytes; NaN when the driver does not say
   * @param total bytes, likewise
   * @param busy share of the last moment in which it worked, 0 to 1, likewise
   */
  record Gpu(String index, String name, double used, double total, double busy) {}

  /**
   * @param program {@code nvidia-smi}, or where it is
   * @param fresh how long an answer is good for
   */
  public Gpus(String program, Duration fresh) {
    this.program = program;
    this.fresh = fresh.toNanos();
    this.last = ask();
    this.asked = System.nanoTime();
  }

  /** Of this machine. */
  public static Gpus ofThisMachine() {
    return new Gpus("nvidia-smi", Duration.ofSeconds(5));
  }

  /** Adds three gauges for each. */
  void bindTo(MeterRegistry registry) {
    for (int i = 0; i < last.size(); i++) {
      int number = i;
      var tags = Tags.of("gpu", last.get(i).index(), "name", last.get(i).name());
      Gauge.builder("locomo.gpu.memory.used.bytes", () -> value(number).used())
          .tags(tags)
          .register(registry);
      Gauge.builder("locomo.gpu.memory.size.bytes", () -> value(number).total())
          .tags(tags)
          .register(registry);
      Gauge.builder("locomo.gpu.utilization.ratio", () -> value(number).busy())
          .tags(tags)
          .register(registry);
    }
  }

  private synchronized Gpu value(int number) {
    if (System.nanoTime() - asked > fresh) {
      last = ask();
      asked = System.nanoTime();
    }
    return number < last.size() ? last.get(number) : GONE;
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
          .filter(fields -> fields.length == 5)
          .map(f ->
              new Gpu(
                  f[0], f[1], number(f[2]) * MEBIBYTE, number(f[3]) * MEBIBYTE, number(f[4]) / 100))
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

  /** Some drivers answer {@code [N/A]}. */
  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
