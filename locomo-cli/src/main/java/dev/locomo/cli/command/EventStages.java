package dev.locomo.cli.command;

import dev.locomo.cli.output.Progress;
import dev.locomo.cli.wiring.EventPlan;
import dev.locomo.cli.wiring.Models;
import dev.locomo.core.ask.CallLog;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.stack.LlmStack;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.eval.events.EventSummarization;
import dev.locomo.eval.events.EventSummarization.Piece;
import dev.locomo.eval.events.EventSummarization.Stage;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stages of event summarization one after the other, each with its own model, all within one
 * cost limit.
 *
 * @param plan who does what
 * @param models how the model of a stage is opened
 * @param maxCost US dollars for all stages together, or null for no limit
 */
record EventStages(EventPlan plan, Function<Stage, Models> models, @Nullable Double maxCost) {
  /** All before the first is paid: what cannot be finished is not begun. */
  void checkPrices() {
    for (Stage stage : Stage.values()) {
      ModelSpec model = plan.model(stage);
      if (maxCost != null && model != null && models.apply(stage).prices().of(model).isEmpty()) {
        throw new UserError(
            "--max-cost needs a price, and that of " + model.id() + " is unknown",
            "a price table of your own with --prices");
      }
    }
  }

  /** How many pieces there are at most, for the progress bar. */
  int pieces(EventSummarization work) {
    int units = work.pieces(Stage.SUMMARIZE).size();
    int sides = 2;
    return units + 2 * sides * units + (plan.panel().labeller() == null ? 0 : units);
  }

  /** Runs them; ends early where a stage does. */
  Ending run(EventSummarization work, CallLog steps, Progress progress, Consumer<String> notices)
      throws InterruptedException {
    var ending = Ending.ALL;
    Double left = maxCost;
    for (Stage stage : Stage.values()) {
      List<Piece> pieces = work.pieces(stage);
      ModelSpec model = plan.model(stage);
      LlmStack llm =
          model == null || pieces.isEmpty() ? null : models.apply(stage).open(model, notices, left);
      Calls asking = llm == null ? EventStages::nobody : steps.of(llm)::ask;
      int concurrency =
          model == null
              ? Runtime.getRuntime().availableProcessors()
              : models.apply(stage).concurrency(model);
      ending =
          new Workers(concurrency, progress)
              .run(
                  pieces.iterator(),
                  piece -> stage.label() + "/" + piece.unit().id(),
                  piece -> work(work, stage, piece, asking, progress));
      Double paid = llm == null ? Double.valueOf(0) : llm.usage().cost();
      left = left == null || paid == null ? left : Double.valueOf(Math.max(0, left - paid));
      if (!ending.all()) {
        return ending;
      }
    }
    return ending;
  }

  private static void work(
      EventSummarization work, Stage stage, Piece piece, Calls asking, Progress progress)
      throws InterruptedException {
    try {
      work.work(stage, piece, asking);
      progress.done(1, 0);
    } catch (ProviderError e) {
      progress.done(1, 1);
      throw e;
    }
  }

  private static Reply nobody(String step, Ask ask) {
    throw new IllegalStateException(step + " asks, and has nobody to ask");
  }
}
