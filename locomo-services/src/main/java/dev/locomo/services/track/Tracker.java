package dev.locomo.services.track;

import dev.locomo.core.pipeline.RunListener.Run;
import java.io.IOException;
import java.util.Map;

/** Where experiments are kept; told of one run, by one thread. */
interface Tracker {
  /** A run begins or goes on. */
  void begin(Run run, RunRecord record) throws IOException, InterruptedException;

  /**
   * It has come so far.
   *
   * @param step pieces of work that are done
   * @param figures by name
   */
  void step(long step, Map<String, Double> figures) throws IOException, InterruptedException;

  /**
   * Everything is written.
   *
   * @return where it can be seen, and what could not be kept
   */
  String end(RunRecord record) throws IOException, InterruptedException;
}
