package dev.locomo.services.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Exposition;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.stack.CallListener.Answered;
import dev.locomo.core.llm.stack.CallListener.Asked;
import dev.locomo.core.llm.stack.CallListener.Back;
import dev.locomo.core.llm.stack.CallListener.Result;
import dev.locomo.core.llm.stack.CallListener.Retried;
import dev.locomo.core.llm.stack.CallListener.Sent;
import dev.locomo.core.pipeline.RunListener.Done;
import dev.locomo.core.pipeline.RunListener.Entered;
import dev.locomo.core.pipeline.RunListener.Left;
import dev.locomo.core.pipeline.RunListener.Planned;
import dev.locomo.core.pipeline.RunListener.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMetricsTest {
  private static final ModelSpec MODEL = ModelSpec.parse("openai:gpt-4o");

  @TempDir private Path folder;

  private static Result result(@Nullable Reply reply, @Nullable ProviderError error) {
    return new Result(reply, error, Duration.ofMillis(300), reply == null ? null : 0.25);
  }

  private static Reply reply(boolean cached) {
    return new Reply("a", Finish.STOP, 30, 4, null, null, Duration.ofMillis(300), cached);
  }

  private static Gpus none() {
    return new Gpus("/no/such/program", Duration.ofMinutes(1));
  }

  @Test
  void whatHappensToRequestsIsCounted() {
    try (var metrics = new RunMetrics(none())) {
      var error = new ProviderError(Kind.RATE_LIMITED, "slow", null, null);
      metrics.called(new Asked(MODEL, Asks.user("q")));
      metrics.called(new Sent(MODEL, Asks.user("q")));
      metrics.called(new Back(MODEL, result(null, error)));
      metrics.called(new Retried(MODEL, error));
      metrics.called(new Sent(MODEL, Asks.user("q")));
      metrics.called(new Back(MODEL, result(reply(false), null)));
      metrics.called(new Answered(MODEL, result(reply(false), null)));
      metrics.called(new Asked(MODEL, Asks.user("q")));
      metrics.called(new Answered(MODEL, result(reply(true), null)));
      metrics.called(new Asked(MODEL, Asks.user("q")));
      metrics.called(new Asked(MODEL, Asks.user("q")));
      metrics.called(new Sent(MODEL, Asks.user("q")));
      var page = Exposition.parse(metrics.text());
      String model = "model=\"gpt-4o\",provider=\"openai\"";
      assertThat(page.value("locomo_calls_total", model + ",status=\"ok\"")).isEqualTo(1);
      assertThat(page.value("locomo_calls_total", model + ",status=\"rate-limited\"")).isEqualTo(1);
      assertThat(
              page.value(
                  "locomo_call_duration_seconds_bucket", model + ",status=\"ok\",le=\"0.25\""))
          .isEqualTo(0);
      assertThat(
              page.value(
                  "locomo_call_duration_seconds_bucket", model + ",status=\"ok\",le=\"0.5\""))
          .isEqualTo(1);
      assertThat(page.value("locomo_retries_total", model + ",reason=\"rate-limited\""))
          .isEqualTo(1);
      assertThat(page.value("locomo_tokens_total", "direction=\"input\"," + model)).isEqualTo(30);
      assertThat(page.value("locomo_tokens_total", "direction=\"output\"," + model)).isEqualTo(4);
      assertThat(page.value("locomo_cost_usd_total", model)).isEqualTo(0.25);
      assertThat(page.value("locomo_cache_hits_total", model)).isEqualTo(1);
      assertThat(page.value("locomo_cache_misses_total", model)).isEqualTo(1);
      assertThat(page.value("locomo_calls_in_flight", "")).isEqualTo(1);
      assertThat(page.value("locomo_calls_queued", "")).isEqualTo(1);
    }
  }

  @Test
  void progressAndWhichRunItIsAreThere() {
    try (var metrics = new RunMetrics(none())) {
      metrics.on(new Run("id-1", "eval-qa", "openai:m", folder));
      metrics.on(new Planned(10));
      metrics.on(new Entered("a"));
      metrics.on(new Entered("b"));
      metrics.on(new Left("a", null));
      metrics.on(new Done(3, 1));
      var page = Exposition.parse(metrics.text());
      assertThat(page.value("locomo_pieces_planned", "")).isEqualTo(10);
      assertThat(page.value("locomo_pieces_done", "")).isEqualTo(3);
      assertThat(page.value("locomo_pieces_failed", "")).isEqualTo(1);
      assertThat(page.value("locomo_pieces_in_work", "")).isEqualTo(1);
      assertThat(
              page.value("locomo_run_info", "model=\"openai:m\",run_id=\"id-1\",verb=\"eval-qa\""))
          .isEqualTo(1);
      assertThat(page.names()).contains("jvm_memory_used_bytes", "process_uptime_seconds");
      assertThat(page.names()).noneMatch(name -> name.startsWith("locomo_gpu"));
    }
  }

  @Test
  void aModelsNameCannotBreakThePage() {
    try (var metrics = new RunMetrics(none())) {
      var odd = ModelSpec.parse("openai:a\"b\\c\nd{}");
      metrics.called(new Back(odd, result(reply(false), null)));
      var page = Exposition.parse(metrics.text());
      assertThat(
              page.value(
                  "locomo_cost_usd_total", "model=\"a\\\"b\\\\c\\nd{}\",provider=\"openai\""))
          .isEqualTo(0.25);
    }
  }

  @Test
  void gpusAreWhatTheDriverSays() throws IOException {
    Path program = folder.resolve("nvidia-smi");
    Files.writeString(
        program,
        "#!/bin/sh\n"
            + "echo '0, NVIDIA H100 80GB HBM3, 1024, 81559, 50'\n"
            + "echo '1, Odd, [N/A], 16, [N/A]'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var metrics = new RunMetrics(new Gpus(program.toString(), Duration.ofMinutes(1)))) {
      var page = Exposition.parse(metrics.text());
      String first = "gpu=\"0\",name=\"NVIDIA H100 80GB HBM3\"";
      assertThat(page.value("locomo_gpu_memory_used_bytes", first)).isEqualTo(1024.0 * (1 << 20));
      assertThat(page.value("locomo_gpu_memory_size_bytes", first)).isEqualTo(81559.0 * (1 << 20));
      assertThat(page.value("locomo_gpu_utilization_ratio", first)).isEqualTo(0.5);
      assertThat(page.value("locomo_gpu_utilization_ratio", "gpu=\"1\",name=\"Odd\"")).isNaN();
    }
  }

  @Test
  void onlyMetricsAreServedAndOnlyToReaders() throws Exception {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server = MetricsServer.start(any, () -> "figures\n");
        var client = HttpClient.newHttpClient()) {
      var address = URI.create(server.url());
      var page = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      assertThat(page.body()).isEqualTo("figures\n");
      assertThat(page.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      var other = HttpRequest.newBuilder(address.resolve("/other")).build();
      assertThat(client.send(other, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
      var write = HttpRequest.newBuilder(address).DELETE().build();
      assertThat(client.send(write, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
    }
  }
}
