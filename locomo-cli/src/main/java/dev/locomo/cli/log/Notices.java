package dev.locomo.cli.log;

import dev.locomo.core.keys.Masking;
import dev.locomo.core.text.Printable;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What commands say besides their results: each line, its keys masked, goes to people, or becomes
 * an event, or both.
 */
public final class Notices extends PrintWriter {
  /** The name under which lines are logged. */
  static final String LOGGER = "locomo";

  private final Lines lines;

  /**
   * @param people where lines go as they are, or null
   * @param events where they are logged, or null
   */
  Notices(@Nullable PrintWriter people, @Nullable Logger events) {
    this(new Lines(people, events));
  }

  private Notices(Lines lines) {
    super(lines, true);
    this.lines = lines;
  }

  /**
   * Says why a command failed.
   *
   * @param text may have several lines
   * @param debug whether people see the stack too
   */
  public static void failure(PrintWriter err, String text, Throwable thrown, boolean debug) {
    err.flush();
    if (err instanceof Notices notices) {
      notices.lines.failure(text, thrown, debug);
      return;
    }
    err.println(text);
    if (debug) {
      thrown.printStackTrace(err);
    }
  }

  /** Collects what is printed until a line is whole. */
  private static final class Lines extends Writer {
    private final @Nullable PrintWriter people;
    private final @Nullable Logger events;
    private final StringBuilder line = new StringBuilder();

    Lines(@Nullable PrintWriter people, @Nullable Logger events) {
      this.people = people;
      this.events = events;
    }

    @Override
    public void write(char[] text, int from, int length) {
      synchronized (lock) {
        for (int i = from; i < from + length; i++) {
          if (text[i] == '\n') {
            end();
          } else {
            line.append(text[i]);
          }
        }
      }
    }

    private void end() {
      String whole = Printable.brief(Masking.mask(line.toString().stripTrailing()));
      line.setLength(0);
      if (people != null) {
        people.println(whole);
      }
      if (events != null && whole.startsWith("error:")) {
        events.error(whole);
      } else if (events != null && !whole.isBlank()) {
        events.info(whole);
      }
    }

    void failure(String text, Throwable thrown, boolean debug) {
      synchronized (lock) {
        if (people != null) {
          people.println(Masking.mask(text));
          if (debug) {
            thrown.printStackTrace(people);
          }
        }
        if (events != null) {
          events.error(text.replaceAll("\\R\\s*", "; "), thrown);
        }
      }
    }

    @Override
    public void flush() {
      synchronized (lock) {
        if (people != null) {
          people.print(Masking.mask(line.toString()));
          line.setLength(0);
          people.flush();
        }
      }
    }

    @Override
    public void close() {
      flush();
    }
  }
}
