package dev.locomo.services.trace;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Opens tracing as OpenTelemetry's own environment variables say. */
public final class Traces {
  /** Kept, for the JDK forgets loggers that nobody holds. */
  private static final Logger COMPLAINTS = Logger.getLogger("io.opentelemetry");

  private Traces() {}

  /**
   * Opens it.
   *
   * @param environment of which {@code OTEL_...} is looked at
   * @param notices told in one line, once, when spans cannot be sent
   * @throws IllegalArgumentException when a variable has a value that is none
   */
  public static TracedRun open(Map<String, String> environment, Consumer<String> notices) {
    return open(environment, notices, TracedRun.PATIENCE);
  }

  static TracedRun open(
      Map<String, String> environment, Consumer<String> notices, Duration patience) {
    listen(notices);
    try {
      var sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .addPropertiesCustomizer(_ -> properties(environment))
              .build()
              .getOpenTelemetrySdk();
      boolean texts =
          Boolean.parseBoolean(
              environment.get("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"));
      return new TracedRun(sdk, texts, patience);
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Spans alone are sent, over HTTP unless something else is asked for. */
  private static Map<String, String> properties(Map<String, String> environment) {
    var properties = new HashMap<String, String>();
    properties.put("otel.service.name", "locomo");
    properties.put("otel.exporter.otlp.protocol", "http/protobuf");
    environment.forEach((name, value) -> {
      if (name.startsWith("OTEL_") && !value.isBlank()) {
        properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
      }
    });
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    return properties;
  }

  /** Told as what the library itself complains of. */
  static void complain(String why) {
    COMPLAINTS.warning(why);
  }

  private static void listen(Consumer<String> notices) {
    var said = new AtomicBoolean();
    for (Handler before : COMPLAINTS.getHandlers()) {
      COMPLAINTS.removeHandler(before);
    }
    COMPLAINTS.setUseParentHandlers(false);
    COMPLAINTS.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord complaint) {
            boolean serious = complaint.getLevel().intValue() >= Level.WARNING.intValue();
            if (serious && said.compareAndSet(false, true)) {
              notices.accept("not sent (" + firstLine(complaint) + "); the run continues");
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
  }

  private static String firstLine(LogRecord complaint) {
    return String.valueOf(complaint.getMessage()).lines().findFirst().orElse("");
  }
}
