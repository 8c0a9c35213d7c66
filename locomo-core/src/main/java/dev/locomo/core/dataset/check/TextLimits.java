package dev.locomo.core.dataset.check;

import dev.locomo.core.error.DataError;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * How large the parts of a data set may be, so that a wrong or hostile file is refused before it
 * fills the memory. Changed by the system properties {@code locomo.max.text} and {@code
 * locomo.max.sample}.
 *
 * @param text most characters of a turn, a question or another text
 * @param sample most bytes of a sample, a conversation with everything that belongs to it
 */
public record TextLimits(long text, long sample) {
  /** A thousand times the longest turn that was ever published. */
  private static final long TEXT = 1_000_000;

  private static final long SAMPLE = 256L << 20;

  /** Not worth a look at the limit. */
  private static final int SURELY_SHORT = 1000;

  /** Those in force. */
  public static TextLimits current() {
    return new TextLimits(
        Long.getLong("locomo.max.text", TEXT), Long.getLong("locomo.max.sample", SAMPLE));
  }

  /** A text that is not too long. */
  public static String checked(Node at, String text) {
    if (text.length() > SURELY_SHORT && text.length() > current().text()) {
      throw new DataError(
          at.file(),
          at.place(),
          "found a text of "
              + text.length()
              + " characters; expected at most "
              + current().text()
              + " (LOCOMO_JAVA_OPTS=-Dlocomo.max.text=... changes it)");
    }
    return text;
  }

  /** Counts what is read of a sample, and ends the reading of one that is too large. */
  public static final class Counted extends FilterInputStream {
    private final String file;
    private final long most = current().sample();
    private long read;
    private int sample;

    /** Of a file. */
    public Counted(InputStream in, String file) {
      super(in);
      this.file = file;
    }

    /** A sample begins. */
    public void begin(int index) {
      read = 0;
      sample = index;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int some = super.read(into, from, length);
      count(Math.max(0, some));
      return some;
    }

    private void count(int bytes) {
      read += bytes;
      if (read > most) {
        throw new DataError(
            file,
            "/" + sample,
            "found a sample of more than "
                + most
                + " bytes; expected less (LOCOMO_JAVA_OPTS=-Dlocomo.max.sample=... changes it)");
      }
    }
  }
}
