package dev.locomo.services.track;

import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.pipeline.RunListenerContract;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Its tracker fails at every step. */
class TrackedRunContractTest extends RunListenerContract {
  private static final class Failing implements Tracker {
    @Override
    public void begin(RunListener.Run run, RunRecord record) {}

    @Override
    public void step(long step, Map<String, Double> figures) throws IOException {
      throw new IOException("no tracker");
    }

    @Override
    public String end(RunRecord record) {
      throw new IllegalStateException("no tracker");
    }
  }

  @Override
  protected RunListener listener() {
    return new TrackedRun(new Failing(), _ -> {}, Duration.ofSeconds(5));
  }
}
