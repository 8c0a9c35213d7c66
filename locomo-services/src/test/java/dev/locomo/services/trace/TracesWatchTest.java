package dev.locomo.services.trace;

import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.services.watch.WatcherContract;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

class TracesWatchTest extends WatcherContract {
  @Override
  protected RunListener watcher(String server, Consumer<String> notices, Duration patience) {
    return Traces.open(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", server), notices, patience);
  }

  @Override
  protected FakeServer.Reaction service() {
    return (exchange, _) -> FakeServer.send(exchange, 200, "");
  }
}
