package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.llm.batch.BatchLlm;
import dev.locomo.core.llm.stack.CallListener.Result;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what a run asks and pays; many threads may count at once. */
final class Meter implements CallListener {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final @Nullable Price price;
  private final Map<Kind, Long> failed = new EnumMap<>(Kind.class);
  private final Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
  private long sent;
  private long answered;
  private long cached;
  private long retries;
  private Tokens tokens = Tokens.NONE;
  private double cost;
  private long withoutTokens;

  /**
   * @param price null when it is unknown
   */
  public Meter(@Nullable Price price) {
    this.price = price;
  }

  /**
   * What has been counted up to a moment.
   *
   * @param sent requests that went to the provider, every attempt counted
   * @param answered requests of the caller that the provider answered
   * @param cached requests of the caller that were answered without one of their own
   * @param failed requests of the caller without an answer, by kind; kinds without any are absent
   * @param retries attempts after the first
   * @param tokens of the answered ones
   * @param withoutTokens answered ones of which the provider gave no token counts; when there are
   *     any, tokens and cost are too low
   * @param cost US dollars of the answered ones, or null when the price is unknown
   * @param latency of the answered ones, retries not included
   */
  public record Usage(
      long sent,
      long answered,
      long cached,
      Map<Kind, Long> failed,
      long retries,
      Tokens tokens,
      long withoutTokens,
      @Nullable Double cost,
      Latency latency) {}

  /** Percentiles, correct to three digits; zero when nothing was answered. */
  public record Latency(Duration median, Duration p90, Duration p99, Duration longest) {}

  @Override
  public synchronized void called(CallEvent event) {
    switch (event) {
      case Opened _, Asked _, Back _ -> {}
      case Sent _ -> sent++;
      case Retried _ -> retries++;
      case Answered(var _, var result) -> {
        if (result.error() != null) {
          failed.merge(result.error().kind(), 1L, Long::sum);
        }
        if (result.reply() != null) {
          answered(result.reply());
        }
      }
    }
  }

  private void answered(Reply reply) {
    if (reply.cached()) {
      cached++;
      return;
    }
    answered++;
    latencies.recordValue(TimeUnit.NANOSECONDS.toMicros(reply.latency().toNanos()));
    if (reply.inputTokens() == null || reply.outputTokens() == null) {
      withoutTokens++;
    }
    tokens = tokens.plus(reply.tokens());
    cost += price == null ? 0 : price.cost(reply);
  }

  /** The counts so far. */
  public synchronized Usage usage() {
    return new Usage(
        sent,
        answered,
        cached,
        Collections.unmodifiableMap(new EnumMap<>(failed)),
        retries,
        tokens,
        withoutTokens,
        price == null ? null : (Double) cost,
        new Latency(percentile(50), percentile(90), percentile(99), percentile(100)));
  }

  private Duration percentile(double percent) {
    return Duration.of(latencies.getValueAtPercentile(percent), ChronoUnit.MICROS);
  }

  /**
   * Tells of the beginning and the end of everything that is asked.
   *
   * @param price null when it is unknown
   */
  record MeteringLlm(
      ChatLlm inner, @Nullable Price price, Consumer<Ask> begun, Consumer<Result> ended)
      implements ChatLlm {
    @Override
    public Reply ask(Ask ask) throws InterruptedException {
      begun.accept(ask);
      long start = System.nanoTime();
      @Nullable Reply reply = null;
      @Nullable ProviderError error = null;
      try {
        reply = inner.ask(ask);
        return reply;
      } catch (ProviderError e) {
        error = e;
        throw e;
      } finally {
        var took = Duration.ofNanos(System.nanoTime() - start);
        ended.accept(new Result(reply, error, took, cost(reply)));
      }
    }

    @Override
    public boolean forget(Ask ask, Reply reply) {
      return inner.forget(ask, reply);
    }

    private @Nullable Double cost(@Nullable Reply reply) {
      if (price == null
          || reply == null
          || reply.cached()
          || reply.inputTokens() == null
          || reply.outputTokens() == null) {
        return null;
      }
      return price.cost(reply);
    }
  }

  /** Those who listen to what becomes of requests to a model. */
  record Told(ModelSpec model, @Nullable Price price, CallListener listener) {
    ChatLlm ofAsking(ChatLlm llm) {
      return new MeteringLlm(
          llm,
          price,
          ask -> listener.called(new CallListener.Asked(model, ask)),
          result -> listener.called(new CallListener.Answered(model, result)));
    }

    ChatLlm ofSending(ChatLlm llm) {
      return new MeteringLlm(
          llm,
          price,
          ask -> listener.called(new CallListener.Sent(model, ask)),
          result -> listener.called(new CallListener.Back(model, result)));
    }

    /** Told of requests when they have a result. */
    ChatLlm ofBatches(BatchLlm batches) {
      ChatLlm sending = ofSending(batches::reply);
      return ask -> {
        batches.require(ask);
        return sending.ask(ask);
      };
    }

    void ofRetry(ProviderError error) {
      listener.called(new CallListener.Retried(model, error));
    }
  }
}
