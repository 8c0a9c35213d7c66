package dev.locomo.services.metrics;

import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.services.rest.RestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pushes a run's figures to a Prometheus Pushgateway, as the group {@code job="locomo"} with the
 * run's id: while the run continues, so that one that is killed can be seen, and when it has ended.
 * One that cannot be reached is told once, and tried again each time.
 */
public final class MetricsPush implements RunListener {
  private static final Duration EVERY = Duration.ofSeconds(15);

  /** How long the end of a run waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RestServer gateway;
  private final Supplier<String> text;
  private final Consumer<String> notices;
  private final HttpClient http = Network.client().connectTimeout(PATIENCE).build();
  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicBoolean complained = new AtomicBoolean();
  private final Duration patience;
  private volatile String path = "";
  private @Nullable ScheduledExecutorService pushing;

  /**
   * @param gateway without {@code /metrics} at its end
   * @param text the figures, asked for at each push
   * @param notices told in one line where the figures are, and once when a push fails
   */
  public MetricsPush(RestServer gateway, Supplier<String> text, Consumer<String> notices) {
    this(gateway, text, notices, PATIENCE);
  }

  /**
   * @param patience for a push, and of the end of the run
   */
  MetricsPush(
      RestServer gateway, Supplier<String> text, Consumer<String> notices, Duration patience) {
    this.patience = patience;
    this.gateway = gateway;
    this.text = text;
    this.notices = notices;
  }

  @Override
  public synchronized void on(RunEvent event) {
    switch (event) {
      case Run run -> begin(run.id());
      case Ended _ -> end();
      default -> {}
    }
  }

  private void begin(String run) {
    end();
    String name = URLEncoder.encode(run, StandardCharsets.UTF_8).replace("+", "%20");
    path = "/metrics/job/locomo/run_id/" + name;
    pushing = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    var _ = pushing.scheduleWithFixedDelay(this::push, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void push() {
    try {
      var put = gateway.request(path).timeout(patience).PUT(BodyPublishers.ofString(text.get()));
      var answer = http.send(put.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        String why = answer.body().lines().findFirst().orElse("");
        failed("it answers " + answer.statusCode() + (why.isBlank() ? "" : ": " + why));
      } else if (told.compareAndSet(false, true)) {
        notices.accept("pushed to " + gateway + path);
      }
    } catch (IOException e) {
      failed(UserFile.why(e));
    } catch (RuntimeException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      failed("no whole answer in " + patience.toMillis() / 1000.0 + " s");
    }
  }

  private void failed(String why) {
    if (complained.compareAndSet(false, true)) {
      notices.accept("not pushed to " + gateway + " (" + why + "); the run continues");
    }
  }

  /** With the last figures, after all earlier ones. */
  private void end() {
    var ending = pushing;
    pushing = null;
    if (ending == null) {
      return;
    }
    ending.execute(this::push);
    ending.shutdown();
    try {
      if (!ending.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        ending.shutdownNow();
        var _ = ending.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      ending.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
