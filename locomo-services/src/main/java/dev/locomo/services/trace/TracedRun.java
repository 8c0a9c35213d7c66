package dev.locomo.services.trace;

import dev.locomo.core.pipeline.RunListener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Makes a span of the run, one of each piece of work in it, and one of each attempt at a provider.
 * A piece is done by one thread, which also asks for it: what belongs together is found by thread.
 * Log events of such a thread get the ids of trace and span.
 */
@SuppressWarnings("ThreadLocalUsage") // One a run, and a process has one run.
final class TracedRun implements RunListener {
  /** How long the end of a run waits. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String TRACE_ID = "trace_id";
  private static final String SPAN_ID = "span_id";
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("error.type");

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;
  private final boolean texts;
  private final ThreadLocal<@Nullable Span> piece = new ThreadLocal<>();
  private final ThreadLocal<@Nullable Span> call = new ThreadLocal<>();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong without = new AtomicLong();
  private final Duration patience;
  private volatile Span run = Span.getInvalid();

  /**
   * @param texts whether prompts and replies are sent too
   * @param patience how long the end of the run waits for the last spans to be sent
   */
  TracedRun(OpenTelemetrySdk sdk, boolean texts, Duration patience) {
    this.patience = patience;
    this.sdk = sdk;
    this.tracer = sdk.getTracer("dev.locomo");
    this.texts = texts;
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case Run begun -> {
        run = span(begun);
        log(run);
      }
      case Planned(int pieces) -> run.setAttribute("locomo.pieces.planned", pieces);
      case Entered(var name) -> entered(name);
      case Left(var _, var failure) -> left(failure);
      case Done(int pieces, int failed) -> {
        done.addAndGet(pieces);
        without.addAndGet(failed);
      }
      case Call(var request) -> of(request);
      case Ended _ -> ended();
    }
  }

  private Span span(Run begun) {
    return tracer
        .spanBuilder(begun.verb())
        .setNoParent()
        .setAttribute("locomo.run_id", begun.id())
        .setAttribute("locomo.verb", begun.verb())
        .setAttribute("locomo.model", begun.model())
        .startSpan();
  }

  private void entered(String name) {
    Span span =
        tracer
            .spanBuilder("piece")
            .setParent(Context.root().with(run))
            .setAttribute("locomo.piece", name)
            .startSpan();
    piece.set(span);
    log(span);
  }

  /** Log events of this thread name the span from now on. */
  private static void log(Span span) {
    MDC.put(TRACE_ID, span.getSpanContext().getTraceId());
    MDC.put(SPAN_ID, span.getSpanContext().getSpanId());
  }

  private static void logNone() {
    MDC.remove(TRACE_ID);
    MDC.remove(SPAN_ID);
  }

  private void left(@Nullable Throwable failure) {
    Span span = piece.get();
    piece.remove();
    logNone();
    if (span == null) {
      return;
    }
    if (failure != null) {
      span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
    }
    span.end();
  }

  private void of(CallEvent request) {
    switch (request) {
      case Sent(var model, var ask) -> {
        var span =
            tracer
                .spanBuilder("chat " + ask.model())
                .setSpanKind(SpanKind.CLIENT)
                .setParent(Context.root().with(around()))
                .startSpan();
        GenAi.describe(span, model, ask, texts);
        call.set(span);
        log(span);
      }
      case Back(var _, var result) -> back(result);
      case Retried(var _, var error) ->
          around().addEvent("retry", Attributes.of(REASON, GenAi.type(error)));
      case Answered(var _, var result) -> {
        if (result.reply() != null && result.reply().cached()) {
          around().addEvent("cached reply");
        }
      }
      case Opened _, Asked _ -> {}
    }
  }

  private void back(Result result) {
    Span span = call.get();
    call.remove();
    if (span != null) {
      GenAi.describe(span, result, texts);
      span.end();
      log(around());
    }
  }

  private Span around() {
    Span span = piece.get();
    return span == null ? run : span;
  }

  private void ended() {
    run.setAttribute("locomo.pieces.done", done.get());
    run.setAttribute("locomo.pieces.without_result", without.get());
    run.end();
    logNone();
    var sent = sdk.getSdkTracerProvider().shutdown();
    if (!sent.join(patience.toMillis(), TimeUnit.MILLISECONDS).isDone()) {
      Traces.complain("no whole answer in " + patience.toMillis() / 1000.0 + " s");
    }
  }
}
