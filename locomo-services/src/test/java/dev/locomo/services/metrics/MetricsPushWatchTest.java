package dev.locomo.services.metrics;

import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.services.rest.RestServer;
import dev.locomo.services.watch.WatcherContract;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

class MetricsPushWatchTest extends WatcherContract {
  @Override
  protected RunListener watcher(String server, Consumer<String> notices, Duration patience) {
    var gateway = RestServer.of("--metrics-push", server, "NONE", Map.of());
    return new MetricsPush(gateway, () -> "locomo_x 1\n", notices, patience);
  }

  @Override
  protected FakeServer.Reaction service() {
    return (exchange, _) -> FakeServer.send(exchange, 200, "");
  }
}
