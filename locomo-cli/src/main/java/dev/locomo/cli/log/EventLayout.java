package dev.locomo.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.keys.Masking;
import dev.locomo.core.text.Printable;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as lines, the keys in them masked. */
final class EventLayout extends LayoutBase<ILoggingEvent> {
  private final Form form;
  private final boolean stacks;

  /** What a line looks like. */
  enum Form {
    /** Level and message. */
    BRIEF {
      @Override
      String line(ILoggingEvent event, boolean stacks) {
        return String.format(
            Locale.ROOT, "%-5s %s%s", event.getLevel(), message(event), trace(event, stacks));
      }
    },
    /** Time, level, run, logger and message. */
    TEXT {
      @Override
      String line(ILoggingEvent event, boolean stacks) {
        return String.format(
            Locale.ROOT,
            "%s %-5s [%s] %s: %s%s%s",
            event.getInstant(),
            event.getLevel(),
            RunId.current(),
            event.getLoggerName(),
            Printable.line(message(event)),
            fields(event),
            trace(event, stacks));
      }
    },
    /** One JSON object. */
    JSON {
      @Override
      String line(ILoggingEvent event, boolean stacks) {
        ObjectNode node = JsonFiles.MAPPER.createObjectNode();
        node.put("timestamp", event.getInstant().toString());
        node.put("level", event.getLevel().toString());
        node.put("logger", event.getLoggerName());
        node.put("message", message(event)).put("run_id", RunId.current());
        event.getMDCPropertyMap().forEach((key, value) -> node.put(key, Masking.mask(value)));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
          ObjectNode exception = node.putObject("exception");
          exception.put("type", thrown.getClassName());
          exception.put("message", masked(thrown.getMessage()));
          if (stacks) {
            exception.put("stack", Masking.mask(ThrowableProxyUtil.asString(thrown)));
          }
        }
        return node.toString();
      }
    };

    abstract String line(ILoggingEvent event, boolean stacks);
  }

  /**
   * @param stacks whether the stack of an exception is written too
   */
  EventLayout(Form form, boolean stacks) {
    this.form = form;
    this.stacks = stacks;
  }

  /** Whether it is for people. */
  boolean isBrief() {
    return form == Form.BRIEF;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    return form.line(event, stacks) + "\n";
  }

  private static String message(ILoggingEvent event) {
    return masked(event.getFormattedMessage());
  }

  private static String masked(@Nullable String text) {
    return text == null ? "" : Masking.mask(text);
  }

  private static String fields(ILoggingEvent event) {
    var text = new StringBuilder();
    for (Map.Entry<String, String> field : event.getMDCPropertyMap().entrySet()) {
      String value = Printable.line(Masking.mask(field.getValue()));
      text.append(' ').append(field.getKey()).append('=').append(value);
    }
    return text.toString();
  }

  private static String trace(ILoggingEvent event, boolean stacks) {
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown == null) {
      return "";
    }
    return stacks
        ? "\n" + Masking.mask(ThrowableProxyUtil.asString(thrown)).stripTrailing()
        : " (" + thrown.getClassName() + ": " + masked(thrown.getMessage()) + ")";
  }
}
