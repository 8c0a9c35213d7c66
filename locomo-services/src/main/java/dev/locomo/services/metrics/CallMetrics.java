package dev.locomo.services.metrics;

import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.stack.CallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Requests by provider, model and status: how many, how long, what they cost. */
final class CallMetrics implements CallListener {
  private static final Duration[] BUCKETS =
      LongStream.of(
              50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();

  CallMetrics(MeterRegistry registry) {
    this.registry = registry;
    registry.gauge("locomo.calls.in.flight", inFlight);
    registry.gauge("locomo.calls.queued", this, CallMetrics::queued);
  }

  private static double queued(CallMetrics metrics) {
    return Math.max(0, metrics.waiting.get() - metrics.inFlight.get());
  }

  @Override
  public void called(CallEvent event) {
    switch (event) {
      case Asked _ -> waiting.incrementAndGet();
      case Answered(var model, var result) -> answered(model, result.reply());
      case Sent _ -> inFlight.incrementAndGet();
      case Back(var model, var result) -> back(model, result);
      case Retried(var model, var error) ->
          registry
              .counter("locomo.retries", of(model).and("reason", error.kind().label()))
              .increment();
    }
  }

  private void answered(ModelSpec model, @Nullable Reply reply) {
    waiting.decrementAndGet();
    String outcome = reply == null ? "none" : reply.cached() ? "cached" : "live";
    registry.counter("locomo.requests", of(model).and("outcome", outcome)).increment();
    if (reply != null) {
      String name = reply.cached() ? "locomo.cache.hits" : "locomo.cache.misses";
      registry.counter(name, of(model)).increment();
    }
  }

  private void back(ModelSpec model, Result result) {
    inFlight.decrementAndGet();
    var tags = of(model).and("status", status(result));
    Timer.builder("locomo.call.duration")
        .description("Time of one attempt at the provider")
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(result.took());
    registry.counter("locomo.calls", tags).increment();
    Reply reply = result.reply();
    if (reply != null) {
      tokens(model, "input", reply.inputTokens());
      tokens(model, "output", reply.outputTokens());
    }
    if (result.cost() != null) {
      Counter.builder("locomo.cost.usd")
          .description("US dollars of replies with token counts")
          .tags(of(model))
          .register(registry)
          .increment(result.cost());
    }
  }

  private void tokens(ModelSpec model, String direction, @Nullable Integer count) {
    if (count != null) {
      registry.counter("locomo.tokens", of(model).and("direction", direction)).increment(count);
    }
  }

  private static Tags of(ModelSpec model) {
    return Tags.of("provider", model.provider().id(), "model", model.model());
  }

  /** For example {@code ok}, {@code cut-off}, {@code rate-limited}, {@code timeout}. */
  private static String status(Result result) {
    if (result.error() != null) {
      return result.error().kind().label();
    }
    if (result.reply() == null) {
      return "abandoned";
    }
    return switch (result.reply().finish()) {
      case STOP, THOUGHT, OTHER -> "ok";
      case LENGTH -> "cut-off";
      case FILTERED -> "filtered";
    };
  }
}
