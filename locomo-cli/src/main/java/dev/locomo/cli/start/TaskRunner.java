package dev.locomo.cli.start;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.pipeline.RunEngine;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.pipeline.Task;
import dev.locomo.rag.options.ModelOptions.Reach;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task as the command line asks: watched, stored at its end, with an exit code.
 *
 * @param call the verb with its settings
 * @param pace cache, pace and cost; null where no model is asked
 * @param reach how models are reached
 */
public record TaskRunner(
    Invocation call, @Nullable PaceOptions pace, Function<ModelSpec, Reach> reach) {
  /** For a task that asks no model. */
  public static TaskRunner ofNoModel(Invocation call) {
    return new TaskRunner(
        call,
        null,
        model -> {
          throw new IllegalStateException("nobody is to ask " + model.id());
        });
  }

  /**
   * Prints what came of a run.
   *
   * @param <R> what comes of its task
   */
  public interface Report<R> {
    /** Prints it. */
    void print(Finished<R> finished);

    /** Says what is lacking in a run that did everything, and gives its exit code. */
    int code(Finished<R> finished);
  }

  /**
   * Runs it.
   *
   * @param folder where everything goes; asked for when nothing is wrong with the models
   * @return the exit code
   */
  public <R> int run(Task<R> task, Supplier<Path> folder, Report<R> report)
      throws InterruptedException {
    var store = new StoreOption(call);
    store.check();
    try (var host = new CommandHost(call, pace, reach)) {
      var finished = new RunEngine(host).run(task, folder);
      report.print(finished);
      int code = Failures.ended(finished.ending(), host.reasons(), call.err());
      return store.keep(finished.folder(), code == ExitCode.OK ? report.code(finished) : code);
    }
  }
}
