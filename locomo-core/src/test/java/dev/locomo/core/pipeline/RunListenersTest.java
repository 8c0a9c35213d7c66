package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.stack.CallListener.Back;
import dev.locomo.core.llm.stack.CallListener.Result;
import dev.locomo.core.llm.stack.CallListener.Sent;
import dev.locomo.core.pipeline.RunListener.Ended;
import dev.locomo.core.pipeline.RunListener.Left;
import dev.locomo.core.pipeline.RunListener.Planned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunListenersTest extends RunListenerContract {
  private static final ModelSpec MODEL = ModelSpec.parse("openai:m");

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
    told.clear();
    all.on(new Left("a", null));
    assertThat(told).first().asString().startsWith("2");
    told.clear();
    var ask = Asks.user("q");
    all.called(new Sent(MODEL, ask));
    assertThat(told).first().asString().startsWith("1 Call[event=Sent");
    told.clear();
    all.called(new Back(MODEL, new Result(null, null, Duration.ZERO, null)));
    assertThat(told).first().asString().startsWith("2 Call[event=Back");
  }
}
