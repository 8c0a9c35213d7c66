package dev.locomo.cli.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The name under which this process' run is found in logs, metrics, traces and its manifest, for
 * example {@code 20260131-094500-1f2e3d4c}. A run that is resumed takes its earlier one.
 */
public final class RunId {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static volatile String current = "";

  private RunId() {}

  /** A new process, a new run. */
  static void renew() {
    current = "";
  }

  /** The run's id; made when it is first asked for. */
  public static synchronized String current() {
    if (current.isEmpty()) {
      // Random so that processes that start in the same second differ; no result depends on it.
      int random = ThreadLocalRandom.current().nextInt();
      current = TIME.format(Instant.now()) + String.format(Locale.ROOT, "-%08x", random);
    }
    return current;
  }

  /** From now on, that of a run that goes on. */
  public static synchronized void is(String id) {
    current = id;
  }
}
