package dev.locomo.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;

/**
 * Sets the logging library up, in code: a file of settings would take longer to read than most
 * calls take. The library finds it as a service when something first logs.
 */
public final class LogbackSetup extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    apply(context, Logging.appenders());
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Replaces what was set up before. */
  static void apply(LoggerContext context, List<EventAppender> appenders) {
    context.reset();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(
        appenders.stream()
            .map(EventAppender::least)
            .min(Comparator.comparingInt(Level::toInt))
            .orElse(Level.OFF));
    for (EventAppender appender : appenders) {
      appender.setContext(context);
      appender.start();
      root.addAppender(appender);
    }
    // Warns on every machine without a GPU.
    context.getLogger("ai.djl.util.cuda").setLevel(Level.ERROR);
    // Says of every newer database that it is untested, and each failure besides throwing it.
    context.getLogger("org.flywaydb").setLevel(Level.OFF);
    // Every byte of every request, keys included; nobody who debugs a run means that.
    context.getLogger("jdk.event").setLevel(Level.INFO);
    context.getLogger("io.micrometer").setLevel(Level.INFO);
  }
}
