package dev.locomo.core.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a piece of work has on record: the lines that it adds to the run's journals, or finds there.
 * The piece is done on one thread.
 */
public final class Recording {
  private static final ScopedValue<Recording> CURRENT = ScopedValue.newInstance();

  private final Map<String, List<String>> lines = new LinkedHashMap<>();

  /** Does a piece of work, whose lines are kept here. */
  public <T, X extends Throwable> T of(ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  /**
   * These lines belong to the piece that this thread does; nothing when it does none.
   *
   * @param journal the file that has them
   * @param some without line feeds
   */
  public static void note(Path journal, List<String> some) {
    if (CURRENT.isBound()) {
      var noted =
          CURRENT
              .get()
              .lines
              .computeIfAbsent(journal.getFileName().toString(), _ -> new ArrayList<>());
      // As they are on the disk: half a surrogate pair is not.
      some.forEach(line ->
          noted.add(new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
    }
  }

  /** By the name of the journal; empty when the piece has nothing on record. */
  public Map<String, List<String>> lines() {
    return lines;
  }
}
