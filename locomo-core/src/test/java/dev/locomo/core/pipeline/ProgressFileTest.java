package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.stack.CallListener.Back;
import dev.locomo.core.llm.stack.CallListener.Result;
import dev.locomo.core.llm.stack.CallListener.Sent;
import dev.locomo.core.pipeline.RunListener.Call;
import dev.locomo.core.pipeline.RunListener.Done;
import dev.locomo.core.pipeline.RunListener.Ended;
import dev.locomo.core.pipeline.RunListener.Planned;
import dev.locomo.core.pipeline.RunListener.Run;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressFileTest extends RunListenerContract {
  private static final ModelSpec MODEL = ModelSpec.parse("openai:m");

  @Override
  protected RunListener listener() {
    return new ProgressFile();
  }

  @Test
  void theFileSaysHowFarTheRunIsAndGoesWithIt() {
    Path file = folder.resolve(ProgressFile.FILE);
    var progress = new ProgressFile();
    progress.on(new Planned(4));
    progress.on(new Call(new Sent(MODEL, Asks.user("q"))));
    progress.on(new Call(new Sent(MODEL, Asks.user("q"))));
    progress.on(new Call(new Back(MODEL, new Result(null, null, Duration.ZERO, 0.5))));
    progress.on(new Done(1, 1));
    progress.on(new Run("id", "eval-qa", "m", folder));
    assertThat(progress.write()).as("goes on").isTrue();
    var said = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    assertThat(said.path("planned").asInt()).isEqualTo(4);
    assertThat(said.path("done").asInt()).isOne();
    assertThat(said.path("without_result").asInt()).isOne();
    assertThat(said.path("in_flight").asInt()).isOne();
    assertThat(said.path("cost_usd").asDouble()).isEqualTo(0.5);
    progress.on(new Ended());
    assertThat(file).doesNotExist();
    assertThat(progress.write()).as("is over").isFalse();
    assertThat(file).doesNotExist();
  }
}
