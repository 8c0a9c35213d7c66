package dev.locomo.services.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.stack.CallListener.Answered;
import dev.locomo.core.llm.stack.CallListener.Back;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final ModelSpec MODEL = ModelSpec.parse("mistral:small");

  private final List<OtlpSpans.Span> received = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  @BeforeEach
  void start() throws IOException {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    collector = HttpServer.create(any, 0);
    collector.createContext("/", this::take);
    collector.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      paths.add(exchange.getRequestURI().getPath());
      received.addAll(OtlpSpans.parse(exchange.getRequestBody().readAllBytes()));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  private Map<String, String> environment(String... more) {
    var environment = new HashMap<String, String>();
    environment.put(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collector.getAddress().getPort());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  private static Result result(boolean answered) {
    var reply = new Reply("tea", Finish.STOP, 30, 4, "m-1", "r-1", Duration.ZERO, false);
    var error = new ProviderError(Kind.RATE_LIMITED, "slow", null, null);
    return answered
        ? new Result(reply, null, Duration.ZERO, 0.5)
        : new Result(null, error, Duration.ZERO, null);
  }

  private void run(Map<String, String> environment) {
    var run = Traces.open(environment, notices::add);
    run.on(new Run("i-1", "eval-qa", "mistral:small", Path.of("run")));
    run.on(new Planned(1));
    run.on(new Entered("conv-1/0"));
    run.called(new Sent(MODEL, Asks.user("what does she drink")));
    run.called(new Back(MODEL, result(false)));
    run.called(new Retried(MODEL, new ProviderError(Kind.RATE_LIMITED, "slow", null, null)));
    run.called(new Sent(MODEL, Asks.user("what does she drink")));
    run.called(new Back(MODEL, result(true)));
    run.called(new Answered(MODEL, result(true)));
    run.on(new Left("conv-1/0", null));
    run.on(new Done(1, 0));
    run.on(new Ended());
  }

  private OtlpSpans.Span span(String name) {
    return received.stream().filter(s -> s.name().equals(name)).toList().getLast();
  }

  @Test
  void theRunItsPiecesAndItsCallsAreSpansOfOneTrace() {
    run(environment("OTEL_SERVICE_NAME", "lab"));
    assertThat(paths).containsOnly("/v1/traces");
    assertThat(received).hasSize(4);
    assertThat(received).extracting(OtlpSpans.Span::trace).containsOnly(span("eval-qa").trace());
    assertThat(received).extracting(OtlpSpans.Span::service).containsOnly("lab");
    assertThat(span("eval-qa").parent()).isEmpty();
    assertThat(span("eval-qa").attributes())
        .containsEntry("locomo.run_id", "i-1")
        .containsEntry("locomo.pieces.done", "1");
    assertThat(span("piece").parent()).isEqualTo(span("eval-qa").id());
    assertThat(span("piece").attributes()).containsEntry("locomo.piece", "conv-1/0");
    assertThat(span("piece").events()).containsExactly("retry");
    var calls = received.stream().filter(s -> s.name().startsWith("chat ")).toList();
    assertThat(calls).extracting(OtlpSpans.Span::parent).containsOnly(span("piece").id());
    assertThat(calls.getFirst().attributes()).containsEntry("error.type", "rate_limited");
    assertThat(calls.getLast().attributes())
        .containsEntry("gen_ai.system", "mistral_ai")
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.response.model", "m-1")
        .containsEntry("gen_ai.usage.input_tokens", "30")
        .containsEntry("gen_ai.usage.output_tokens", "4")
        .containsKey("gen_ai.request.model");
    assertThat(notices).isEmpty();
  }

  @Test
  void textsAreSentOnlyWhenAskedFor() {
    run(environment());
    assertThat(received.toString()).doesNotContain("she drink").doesNotContain("tea");
    run(environment("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true"));
    assertThat(received.toString()).contains("what does she drink").contains("tea");
  }

  @Test
  void aCollectorThatIsNotThereIsSaidOnce() {
    int port = collector.getAddress().getPort();
    collector.stop(0);
    run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port));
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst()).contains("not sent").contains("the run continues");
  }

  @Test
  void aVariableThatSaysNothingKnownIsRefusedInOneLine() {
    assertThatThrownBy(
            () -> Traces.open(environment("OTEL_TRACES_EXPORTER", "smoke"), notices::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("smoke");
  }
}
