package dev.locomo.services.log;

import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.pipeline.RunListenerContract;

class RunLogContractTest extends RunListenerContract {
  @Override
  protected RunListener listener() {
    return new RunLog();
  }
}
