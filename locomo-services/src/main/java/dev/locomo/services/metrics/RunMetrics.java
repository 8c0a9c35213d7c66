package dev.locomo.services.metrics;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
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
import org.jspecify.annotations.Nullable;

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
  public void begun(Run run) {
    Gauge.builder("locomo.run.info", () -> 1)
        .description("Which run this is")
        .tags("run_id", run.id(), "verb", run.verb(), "model", run.model())
        .register(registry);
  }

  @Override
  public void planned(int pieces) {
    planned.set(pieces);
  }

  @Override
  public void entered(String piece) {
    inWork.incrementAndGet();
  }

  @Override
  public void left(String piece, @Nullable Throwable failure) {
    inWork.decrementAndGet();
  }

  @Override
  public void done(int pieces, int without) {
    done.addAndGet(pieces);
    failed.addAndGet(without);
  }

  @Override
  public void asked(ModelSpec model, Ask ask) {
    calls.asked(model, ask);
  }

  @Override
  public void done(ModelSpec model, Result result) {
    calls.done(model, result);
  }

  @Override
  public void sent(ModelSpec model, Ask ask) {
    calls.sent(model, ask);
  }

  @Override
  public void back(ModelSpec model, Result result) {
    calls.back(model, result);
  }

  @Override
  public void retried(ModelSpec model, ProviderError error) {
    calls.retried(model, error);
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
