package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.pipeline.RunListener.Ended;
import dev.locomo.core.pipeline.RunListener.Planned;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunListenersTest extends RunListenerContract {
  @Override
  protected RunListener listener() {
    return RunListener.all(List.of(RunListener.NONE, _ -> {}));
  }

  @Test
  void severalAreToldOfWhatBeginsInOrderAndOfWhatEndsInReverse() {
    var told = new ArrayList<String>();
    var all = RunListener.all(List.of(e -> told.add("1 " + e), e -> told.add("2 " + e)));
    all.on(new Planned(3));
    all.on(new Ended());
    assertThat(told)
        .containsExactly("1 Planned[pieces=3]", "2 Planned[pieces=3]", "2 Ended[]", "1 Ended[]");
  }
}
