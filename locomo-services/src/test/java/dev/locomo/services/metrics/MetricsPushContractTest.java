package dev.locomo.services.metrics;

import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.pipeline.RunListenerContract;
import dev.locomo.services.rest.RestServer;
import java.util.Map;

/** There is no gateway. */
class MetricsPushContractTest extends RunListenerContract {
  @Override
  protected RunListener listener() {
    var nobody = RestServer.of("", "http://127.0.0.1:1", "NONE", Map.of());
    return new MetricsPush(nobody, () -> "figures\n", _ -> {});
  }
}
