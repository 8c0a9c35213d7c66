package dev.locomo.services.metrics;

import dev.locomo.core.pipeline.RunListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** The figures of one run; their names are listed in docs/watching.md. */
public final class RunMetrics implements RunListener, AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CallMetrics calls = new CallMetrics(registry);
  private final AtomicInteger planned = number("locomo.pieces.planned");
  private final AtomicInteger done = number("locomo.pieces.done");
  private final AtomicInteger failed = number("locomo.pieces.failed");
  private final AtomicInteger inWork = number("locomo.pieces.in.work");
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  /** Figures of this process and the GPUs beside it. */
  public RunMetrics(Gpus gpus) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbage.bindTo(registry);
    gpus.bindTo(registry);
  }

  private AtomicInteger number(String name) {
    var value = new AtomicInteger();
    registry.gauge(name, value);
    return value;
  }

  /** Everything in Prometheus' text format. */
  public String text() {
    return registry.scrape();
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case Run(var id, var verb, var model, var _) ->
          Gauge.builder("locomo.run.info", () -> 1)
              .description("Which run this is")
              .tags("run_id", id, "verb", verb, "model", model)
              .register(registry);
      case Planned(int pieces) -> planned.set(pieces);
      case Entered _ -> inWork.incrementAndGet();
      case Left _ -> inWork.decrementAndGet();
      case Done(int pieces, int without) -> {
        done.addAndGet(pieces);
        failed.addAndGet(without);
      }
      case Call(var call) -> calls.called(call);
      case Ended _ -> {}
    }
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
