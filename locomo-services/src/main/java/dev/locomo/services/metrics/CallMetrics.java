package dev.locomo.services.metrics;

import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.stack.CallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests by provider, model and status: how many, how long, what they cost. Counters of a model
 * stand at 0 as soon as it can be asked, so that its first failure is an increase.
 */
final class CallMetrics implements CallListener {
  private static final Duration[] BUCKETS =
      LongStream.of(
              50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final String OK = "ok";
  private static final String CUT_OFF = "cut-off";
  private static final String ABANDONED = "abandoned";

  /** With these nothing was sent. */
  private static final EnumSet<Kind> UNSENT = EnumSet.of(Kind.NOT_CACHED, Kind.COST_LIMIT);

  /** What is counted. */
  private enum Count {
    CALLS("locomo.calls", "Attempts at the provider, by how they ended"),
    REQUESTS("locomo.requests", "What the run asked for, by where the reply came from"),
    HITS("locomo.cache.hits", "Replies from the cache"),
    MISSES("locomo.cache.misses", "Replies from the provider"),
    RETRIES("locomo.retries", "Attempts after a failure, by its reason"),
    TOKENS("locomo.tokens", "Tokens as the provider counted them"),
    COST("locomo.cost.usd", "US dollars of replies with token counts");

    private final String meter;
    private final String help;

    Count(String meter, String help) {
      this.meter = meter;
      this.help = help;
    }

    Counter of(MeterRegistry registry, Tags tags) {
      return Counter.builder(meter).description(help).tags(tags).register(registry);
    }
  }

  private final MeterRegistry registry;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();

  CallMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("locomo.calls.in.flight", inFlight, AtomicInteger::get)
        .description("Attempts that are at the provider now")
        .register(registry);
    Gauge.builder("locomo.calls.queued", this, CallMetrics::queued)
        .description("Requests that wait for a place, a limit or a retry")
        .register(registry);
  }

  private static double queued(CallMetrics metrics) {
    return Math.max(0, metrics.waiting.get() - metrics.inFlight.get());
  }

  @Override
  public void called(CallEvent event) {
    switch (event) {
      case Opened(var model, boolean priced) -> opened(of(model), priced);
      case Asked _ -> waiting.incrementAndGet();
      case Answered(var model, var result) -> answered(of(model), result.reply());
      case Sent _ -> inFlight.incrementAndGet();
      case Back(var model, var result) -> back(of(model), result);
      case Retried(var model, var error) -> count(Count.RETRIES, reason(of(model), error.kind()));
    }
  }

  private void opened(Tags model, boolean priced) {
    Stream.concat(
            Stream.of(OK, CUT_OFF, ABANDONED),
            Arrays.stream(Kind.values()).filter(kind -> !UNSENT.contains(kind)).map(Kind::label))
        .forEach(status -> Count.CALLS.of(registry, model.and("status", status)));
    duration(model.and("status", OK));
    for (String outcome : List.of("live", "cached", "none")) {
      Count.REQUESTS.of(registry, model.and("outcome", outcome));
    }
    Count.HITS.of(registry, model);
    Count.MISSES.of(registry, model);
    Arrays.stream(Kind.values())
        .filter(Kind::retryable)
        .forEach(kind -> Count.RETRIES.of(registry, reason(model, kind)));
    Count.TOKENS.of(registry, model.and("direction", "input"));
    Count.TOKENS.of(registry, model.and("direction", "output"));
    if (priced) {
      Count.COST.of(registry, model);
    }
  }

  private void count(Count what, Tags tags) {
    what.of(registry, tags).increment();
  }

  private Timer duration(Tags tags) {
    return Timer.builder("locomo.call.duration")
        .description("Time of one attempt at the provider")
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private void answered(Tags model, @Nullable Reply reply) {
    waiting.decrementAndGet();
    String outcome = reply == null ? "none" : reply.cached() ? "cached" : "live";
    count(Count.REQUESTS, model.and("outcome", outcome));
    if (reply != null) {
      count(reply.cached() ? Count.HITS : Count.MISSES, model);
    }
  }

  private void back(Tags model, Result result) {
    inFlight.decrementAndGet();
    var tags = model.and("status", status(result));
    duration(tags).record(result.took());
    count(Count.CALLS, tags);
    Reply reply = result.reply();
    if (reply != null) {
      tokens(model, "input", reply.inputTokens());
      tokens(model, "output", reply.outputTokens());
    }
    if (result.cost() != null) {
      Count.COST.of(registry, model).increment(result.cost());
    }
  }

  private void tokens(Tags model, String direction, @Nullable Integer count) {
    if (count != null) {
      Count.TOKENS.of(registry, model.and("direction", direction)).increment(count);
    }
  }

  private static Tags of(ModelSpec model) {
    return Tags.of("provider", model.provider().id(), "model", model.model());
  }

  private static Tags reason(Tags model, Kind kind) {
    return model.and("reason", kind.label());
  }

  /** For example {@code ok}, {@code cut-off}, {@code rate-limited}, {@code timeout}. */
  private static String status(Result result) {
    if (result.error() != null) {
      return result.error().kind().label();
    }
    if (result.reply() == null) {
      return ABANDONED;
    }
    return switch (result.reply().finish()) {
      case STOP, THOUGHT, OTHER -> OK;
      case LENGTH -> CUT_OFF;
      case FILTERED -> Kind.FILTERED.label();
    };
  }
}
