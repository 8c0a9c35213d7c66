package dev.locomo.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.Writer;

/** Writes events a line each. One that cannot be written (a full disk) is lost; the run goes on. */
final class EventAppender extends AppenderBase<ILoggingEvent> {
  private final Writer to;
  private final EventLayout layout;
  private final Level least;

  EventAppender(Writer to, EventLayout layout, Level least) {
    this.to = to;
    this.layout = layout;
    this.least = least;
  }

  /** The least that is written. */
  Level least() {
    return least;
  }

  @Override
  protected void append(ILoggingEvent event) {
    boolean printed = layout.isBrief() && event.getLoggerName().equals(Notices.LOGGER);
    if (printed || !event.getLevel().isGreaterOrEqual(least)) {
      return;
    }
    try {
      to.write(layout.doLayout(event));
      to.flush();
    } catch (IOException e) {
      addError("an event is lost", e);
    }
  }
}
