package dev.locomo.services.metrics;

import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.pipeline.RunListenerContract;
import java.time.Duration;

class RunMetricsContractTest extends RunListenerContract {
  @Override
  protected RunListener listener() {
    return new RunMetrics(
        new Gpus("/no/such/program", Duration.ofMinutes(1), new Gpus.Choice("auto", null)));
  }
}
