package dev.locomo.services.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.pipeline.RunListener.Ended;
import dev.locomo.core.pipeline.RunListener.Run;
import dev.locomo.services.rest.RestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsPushTest {
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private FakeServer gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new FakeServer().reacts((exchange, _) -> FakeServer.send(exchange, 200, ""));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private MetricsPush push(String address, Map<String, String> environment) {
    var server = RestServer.of("--metrics-push", address, "LOCOMO_METRICS_PUSH", environment);
    return new MetricsPush(server, () -> "figures " + asked.incrementAndGet() + "\n", notices::add);
  }

  private static void run(MetricsPush push, String id) {
    push.on(new Run(id, "eval-qa", "openai:m", Path.of("run")));
    push.on(new Ended());
  }

  @Test
  void theLastFiguresReplaceEarlierOnesUnderTheRunsId() {
    run(push(gateway.url() + "/", Map.of()), "id-1");
    assertThat(gateway.requests()).hasSizeBetween(1, 2);
    var last = gateway.requests().getLast();
    assertThat(last.method()).isEqualTo("PUT");
    assertThat(last.path()).isEqualTo("/metrics/job/locomo/run_id/id-1");
    assertThat(last.body()).isEqualTo("figures " + asked.get() + "\n");
    assertThat(last.headers().getFirst("Authorization")).isNull();
    assertThat(notices)
        .containsExactly("pushed to " + gateway.url() + "/metrics/job/locomo/run_id/id-1");
  }

  @Test
  void anIdOfOddCharactersIsOnePartOfTheAddress() {
    run(push(gateway.url(), Map.of()), "a/b c");
    assertThat(gateway.requests().getLast().path())
        .isEqualTo("/metrics/job/locomo/run_id/a%2Fb%20c");
  }

  @Test
  void whoAsksForAPasswordGetsIt() {
    var user =
        Map.of("LOCOMO_METRICS_PUSH_USERNAME", "me", "LOCOMO_METRICS_PUSH_PASSWORD", "secret");
    run(push(gateway.url(), user), "id-1");
    assertThat(gateway.requests().getLast().headers().getFirst("Authorization"))
        .isEqualTo("Basic bWU6c2VjcmV0");
    run(push(gateway.url(), Map.of("LOCOMO_METRICS_PUSH_TOKEN", "t")), "id-2");
    assertThat(gateway.requests().getLast().headers().getFirst("Authorization"))
        .isEqualTo("Bearer t");
  }

  @Test
  void aRunThatNeverBeganPushesNothing() {
    push(gateway.url(), Map.of()).on(new Ended());
    assertThat(gateway.requests()).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void aGatewayThatIsNotThereOrRefusesIsSaidOnce() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    run(push("http://127.0.0.1:" + closed, Map.of()), "id-1");
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst()).contains("not pushed to").contains("the run continues");
    notices.clear();
    gateway.answers(400, "pushed metrics are invalid\nmore");
    run(push(gateway.url(), Map.of()), "id-1");
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst()).contains("it answers 400: pushed metrics are invalid)");
  }
}
