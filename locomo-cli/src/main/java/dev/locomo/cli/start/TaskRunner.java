package dev.locomo.cli.start;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.request.Refused;
import dev.locomo.core.llm.serve.ModelServers;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.pipeline.Rehearsal;
import dev.locomo.core.pipeline.RunEngine;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Printable;
import dev.locomo.rag.options.ModelOptions.Reach;
import dev.locomo.services.redis.SharedCache;
import java.nio.file.Path;
import java.util.Objects;
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
  /** Whether what an earlier start has no good outcome for is asked for again. */
  public static final Setting<Boolean> RETRY_FAILED = Setting.flag("run.retry-failed");

  /** For a task that asks no model. */
  public static TaskRunner ofNoModel(Invocation call) {
    return new TaskRunner(
        call,
        null,
        model -> {
          throw new IllegalStateException("no model can be asked here: " + model.id());
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
      if (!task.models().isEmpty() && !json()) {
        Usage.lines(finished.manifest()).forEach(call.out()::println);
      }
      int code = Failures.ended(finished.ending(), host.reasons(), call.err());
      if (code == ExitCode.OK) {
        code = report.code(finished);
        if (code != ExitCode.OK && !call.is(RETRY_FAILED)) {
          call.err().println("  --retry-failed asks again for what has no good outcome");
        }
      }
      return store.keep(finished.folder(), code);
    }
  }

  /** Whether all that is printed is one document. */
  private boolean json() {
    return call.settings().values().entrySet().stream()
        .anyMatch(s -> s.getKey().name().equals("json") && s.getValue().equals(true));
  }

  /**
   * Looks what a run would still ask.
   *
   * @param folder whose record it would go on from; null where everything is asked again
   * @param json whether it is printed as one document
   */
  public DryRun dryRun(Task<?> task, @Nullable Path folder, boolean json)
      throws InterruptedException {
    var shared = new SharedCache();
    var asked = Objects.requireNonNull(pace);
    var models =
        new Models(
            call.environment(),
            reach,
            asked,
            shared,
            Watching.nobody(),
            new Refused(),
            new ModelServers(call.environment(), () -> Path.of(""), _ -> {}));
    var dryRun = new DryRun(asked.estimatingPrices(), call.out(), json, models::requests);
    try {
      new Rehearsal(model -> models.stored(model, Printable.notices(call.err())), dryRun)
          .run(task, folder, call.is(RETRY_FAILED));
    } finally {
      shared.end(JsonFiles.MAPPER.createObjectNode());
    }
    return dryRun;
  }
}
