package dev.locomo.services.track;

import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.services.rest.RestServer;
import dev.locomo.services.watch.WatcherContract;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

class MlflowWatchTest extends WatcherContract {
  @Override
  protected RunListener watcher(String server, Consumer<String> notices, Duration patience) {
    var address = RestServer.of("", server, "NONE", Map.of());
    return Mlflow.track(address, "memory", notices, patience);
  }

  @Override
  protected FakeServer.Reaction service() {
    String info =
        "{\"run_id\": \"r1\", \"artifact_uri\": \"mlflow-artifacts:/7/r1\","
            + " \"experiment_id\": \"7\"}";
    return (exchange, _) ->
        FakeServer.send(
            exchange,
            200,
            "{\"experiment_id\": \"7\", \"experiment\": {\"experiment_id\": \"7\"},"
                + " \"run\": {\"info\": "
                + info
                + "}}");
  }
}
