package dev.locomo.services.metrics;

import dev.locomo.core.error.DataError;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures of one run; their names are listed in docs/watching.md. */
public final class RunMetrics implements RunListener, AutoCloseable {
  private static final double MILLIS = 1000;
  private static final String OWN = "locomo_";

  /** As long as {@code # TYPE }. */
  private static final String ANNOUNCED = "# HELP ";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CallMetrics calls = new CallMetrics(registry);
  private final AtomicInteger planned = number("planned", "Pieces of work of this start");
  private final AtomicInteger done = number("done", "Pieces that have come to an end");
  private final AtomicInteger failed = number("failed", "Those of them without a result");
  private final AtomicInteger inWork = number("in.work", "Pieces that are worked on now");
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private volatile @Nullable Path folder;

  /** Figures of this process and the GPUs beside it. */
  public RunMetrics(Gpus gpus) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbage.bindTo(registry);
    gpus.bindTo(registry);
  }

  private AtomicInteger number(String name, String help) {
    var value = new AtomicInteger();
    Gauge.builder("locomo.pieces." + name, value, AtomicInteger::get)
        .description(help)
        .register(registry);
    return value;
  }

  /** Everything in Prometheus' text format. */
  public String text() {
    return registry.scrape();
  }

  /** The run's own figures, without those of its process. */
  public String ownText() {
    return text()
        .lines()
        .filter(line -> line.startsWith(OWN) || line.startsWith(OWN, ANNOUNCED.length()))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case Run begun -> begun(begun);
      case Planned(int pieces) -> planned.set(pieces);
      case Entered _ -> inWork.incrementAndGet();
      case Left _ -> inWork.decrementAndGet();
      case Done(int pieces, int without) -> {
        done.addAndGet(pieces);
        failed.addAndGet(without);
      }
      case Call(var call) -> calls.called(call);
      case Ended _ -> ended();
    }
  }

  private void begun(Run run) {
    folder = run.folder();
    Gauge.builder("locomo.run.info", () -> 1)
        .description("Which run this is")
        .tags("run_id", run.id(), "verb", run.verb(), "model", run.model())
        .register(registry);
  }

  /** The last figures, for who pushes them. */
  private void ended() {
    Path of = folder;
    if (of == null) {
      return;
    }
    double now = System.currentTimeMillis() / MILLIS;
    int complete = isComplete(of.resolve(RunFolder.MANIFEST)) ? 1 : 0;
    Gauge.builder("locomo.run.ended.timestamp.seconds", () -> now)
        .description("When the run ended, in seconds since 1970")
        .register(registry);
    Gauge.builder("locomo.run.complete", () -> complete)
        .description("1 when the run that ended did all it had to do, else 0")
        .register(registry);
  }

  private static boolean isComplete(Path manifest) {
    try {
      return Manifest.read(manifest).path("status").asText().equals("complete");
    } catch (DataError e) {
      return false;
    }
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
