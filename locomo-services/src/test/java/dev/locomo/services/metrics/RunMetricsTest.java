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
import dev.locomo.core.llm.stack.CallListener.Opened;
import dev.locomo.core.llm.stack.CallListener.Result;
import dev.locomo.core.llm.stack.CallListener.Retried;
import dev.locomo.core.llm.stack.CallListener.Sent;
import dev.locomo.core.pipeline.RunListener.Done;
import dev.locomo.core.pipeline.RunListener.Ended;
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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    return new Gpus("/no/such/program", Duration.ofMinutes(1), new Gpus.Choice("auto", null));
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
  void countersOfAModelStandAtZeroBeforeItIsAsked() {
    try (var metrics = new RunMetrics(none())) {
      metrics.called(new Opened(MODEL, true));
      metrics.called(new Opened(ModelSpec.parse("openai:unpriced"), false));
      var page = Exposition.parse(metrics.text());
      String model = "model=\"gpt-4o\",provider=\"openai\"";
      for (String status : List.of("ok", "rate-limited", "timeout", "filtered", "server-ended")) {
        assertThat(page.value("locomo_calls_total", model + ",status=\"" + status + "\"")).isZero();
      }
      assertThat(page.value("locomo_call_duration_seconds_count", model + ",status=\"ok\""))
          .isZero();
      assertThat(
              page.value(
                  "locomo_requests_total", "model=\"gpt-4o\",outcome=\"none\",provider=\"openai\""))
          .isZero();
      assertThat(page.value("locomo_retries_total", model + ",reason=\"unavailable\"")).isZero();
      assertThat(page.value("locomo_tokens_total", "direction=\"output\"," + model)).isZero();
      assertThat(page.value("locomo_cache_hits_total", model)).isZero();
      assertThat(page.value("locomo_cost_usd_total", model)).isZero();
      assertThat(page.labels("locomo_cost_usd_total")).hasSize(1);
    }
  }

  @Test
  void everyMetricSaysWhatItIs() throws IOException {
    try (var metrics = new RunMetrics(gpus("auto", null))) {
      metrics.on(new Run("id-1", "eval-qa", "openai:m", folder));
      metrics.called(new Opened(MODEL, true));
      metrics.on(new Ended());
      var page = Exposition.parse(metrics.text());
      assertThat(page.names()).contains("locomo_gpu_utilization_ratio", "locomo_run_complete");
      assertThat(page.withoutHelp()).isEmpty();
    }
  }

  @Test
  void aRunThatEndedSaysWhenAndWhetherItIsComplete() throws IOException {
    Files.writeString(folder.resolve("manifest.json"), "{\"format\": 1, \"status\": \"complete\"}");
    try (var complete = new RunMetrics(none());
        var lost = new RunMetrics(none())) {
      complete.on(new Run("id-1", "eval-qa", "openai:m", folder));
      lost.on(new Run("id-2", "eval-qa", "openai:m", folder.resolve("gone")));
      assertThat(complete.text()).doesNotContain("locomo_run_complete");
      double before = System.currentTimeMillis() / 1000.0;
      complete.on(new Ended());
      lost.on(new Ended());
      var page = Exposition.parse(complete.text());
      assertThat(page.value("locomo_run_complete", "")).isEqualTo(1);
      assertThat(page.value("locomo_run_ended_timestamp_seconds", ""))
          .isBetween(before - 0.01, before + 60);
      assertThat(Exposition.parse(lost.text()).value("locomo_run_complete", "")).isZero();
    }
  }

  private Gpus gpus(String device, @Nullable String visible) throws IOException {
    Path program = folder.resolve("nvidia-smi");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo '0, GPU-aa11, NVIDIA H100 80GB HBM3, 1024, 81559, 50'
        echo '1, GPU-bb22, Odd, [N/A], 16, [N/A]'
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Gpus(program.toString(), Duration.ofMinutes(1), new Gpus.Choice(device, visible));
  }

  @Test
  void gpusAreWhatTheDriverSays() throws IOException {
    try (var metrics = new RunMetrics(gpus("auto", null))) {
      var page = Exposition.parse(metrics.text());
      String first = "gpu=\"0\",name=\"NVIDIA H100 80GB HBM3\"";
      assertThat(page.value("locomo_gpu_memory_used_bytes", first)).isEqualTo(1024.0 * (1 << 20));
      assertThat(page.value("locomo_gpu_memory_size_bytes", first)).isEqualTo(81559.0 * (1 << 20));
      assertThat(page.value("locomo_gpu_utilization_ratio", first)).isEqualTo(0.5);
      assertThat(page.value("locomo_gpu_utilization_ratio", "gpu=\"1\",name=\"Odd\"")).isNaN();
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "auto, none, 0 1",
        "cuda, none, 0",
        "cuda:1, none, 1",
        "cuda:7, none, ''",
        "cpu, none, ''",
        "auto, 1, 1",
        "cuda, '1,0', 1",
        "cuda:1, 'GPU-bb,GPU-aa', 0",
        "auto, '-1', ''",
        "auto, '', ''",
        "auto, '0,5,1', 0",
      })
  void onlyGpusThatTheRunMayUseAreShown(String device, @Nullable String visible, String shown)
      throws IOException {
    try (var metrics = new RunMetrics(gpus(device, visible))) {
      var page = Exposition.parse(metrics.text());
      assertThat(page.labels("locomo_gpu_memory_size_bytes"))
          .extracting(labels -> labels.replaceFirst("gpu=\"(.)\".*", "$1"))
          .containsExactlyInAnyOrder(shown.isEmpty() ? new String[0] : shown.split(" ", -1));
    }
  }

  @Test
  void aRunBesideAnotherTakesTheNextPort() throws IOException {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var first = MetricsServer.start(any, () -> "first\n")) {
      int taken = URI.create(first.url()).getPort();
      var same = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken);
      try (var second = MetricsServer.start(same, () -> "second\n")) {
        assertThat(URI.create(second.url()).getPort()).isBetween(taken + 1, taken + 9);
      }
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
