package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.CallLog;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.batch.BatchLlm;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.stack.LlmStack;
import dev.locomo.core.llm.stack.Time;
import dev.locomo.core.queue.WorkQueue;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task from its folder to its report: the one life of every run.
 *
 * <p>Failures of a provider are outcomes. When going on is pointless the rest of a stage is written
 * down as not tried; a cost limit or the user's wish ends the run without a word about the rest.
 * What the folder has outcomes for is not done again.
 */
public final class RunEngine {
  /** The record of a run's batches. */
  static final String BATCHES = "batches.jsonl";

  private final RunHost host;

  /** In these surroundings. */
  public RunEngine(RunHost host) {
    this.host = host;
  }

  /**
   * How a run ended, and what came of it.
   *
   * @param folder where everything is
   * @param manifest what its manifest says
   */
  public record Finished<R>(Path folder, Ending ending, R result, ObjectNode manifest) {}

  /**
   * Runs a task, or what is left of it.
   *
   * @param where the run's folder; asked for when everything that can be wrong before is known
   * @throws UserError when the folder holds another run, a model cannot be opened or has no price
   *     although there is a cost limit
   */
  public <R> Finished<R> run(Task<R> task, Supplier<Path> where) throws InterruptedException {
    task.models().forEach(host::check);
    checkPrices(task.models());
    // Before the run's folder: what is wrong here must not leave one.
    @Nullable LlmStack first = task.models().isEmpty() ? null : host.open(task.models().getFirst());
    try (var folder = RunFolder.open(where.get(), task.spec(), host.retriesFailed());
        var shared = shared(task, folder)) {
      ObjectNode content = JsonFiles.MAPPER.createObjectNode();
      host.describe(content, task.subject());
      task.describe(content);
      task.open(folder, host);
      var manifest = Manifest.open(folder.file(RunFolder.MANIFEST), content, Instant.now());
      host.begun(folder, content, task.subject());
      try {
        return finished(task, new Opened(folder, first, manifest, shared));
      } catch (InterruptedException | Stop.Stopped e) {
        manifest.write(Manifest.Status.INTERRUPTED, Instant.now());
        throw e;
      }
    }
  }

  private @Nullable SharedRun shared(Task<?> task, RunFolder folder) {
    WorkQueue queue = host.queue(task.spec());
    return queue == null ? null : new SharedRun(queue, folder, host::notice);
  }

  /**
   * A run that has begun.
   *
   * @param first the first model, opened; null when none is asked
   * @param shared how it is done together with other processes; null when it is not
   */
  private record Opened(
      RunFolder folder, @Nullable LlmStack first, Manifest manifest, @Nullable SharedRun shared) {}

  private <R> Finished<R> finished(Task<R> task, Opened run) throws InterruptedException {
    RunFolder folder = run.folder;
    ObjectNode content = run.manifest.content();
    Ending ending;
    try (var log = task.logsCalls() ? CallLog.of(folder, nobody()) : null) {
      ending = task.ended(stages(task, run, log));
      var calls = log == null ? List.<CallLog.Exchange>of() : log.exchanges();
      task.describe(content, folder, new Usage(calls, host.prices()));
    }
    if (run.shared != null) {
      run.shared.describe(content);
    }
    host.ended(content);
    R result = task.finish(folder, ending, content);
    run.manifest.write(Manifest.Status.of(ending.all(), ending.provider() != null), Instant.now());
    return new Finished<>(folder.path(), ending, result, content);
  }

  /** All before the first is paid: a run that cannot be finished is not begun. */
  private void checkPrices(List<ModelSpec> models) {
    for (ModelSpec model : models) {
      if (models.size() > 1 && host.limitsCost() && host.prices().of(model).isEmpty()) {
        throw new UserError(
            "--max-cost needs a price, and that of " + model.id() + " is unknown",
            "a price table of your own with --prices");
      }
    }
  }

  private Ending stages(Task<?> task, Opened run, @Nullable CallLog log)
      throws InterruptedException {
    RunFolder folder = run.folder;
    Ending ending = Ending.ALL;
    @Nullable LlmStack open = run.first;
    try (var attendance = host.attend(task.size(folder))) {
      for (var stages = task.stages(folder); ending.all() && stages.hasNext(); ) {
        if (attendance.stopWanted()) {
          return new Ending(false, null);
        }
        Stage<?> stage = stages.next();
        ModelSpec model = stage.model();
        @Nullable LlmStack llm = null;
        ChatLlm asked = nobody();
        if (model != null) {
          LlmStack next =
              open != null && model.equals(task.models().getFirst()) ? open : host.open(model);
          asked = host.watched(model, next);
          llm = next;
          open = null;
        }
        Calls calls = until(attendance, log == null ? Calls.of(asked) : log.of(asked));
        if (run.shared != null) {
          var work = new SharedRun.Work(task, log, atOnce(stage), attendance);
          ending = run.shared.run(stage, calls, work);
        } else if (llm != null && llm.batches() != null) {
          ending =
              rounds(llm.batches(), folder, stage, attendance).run(stage, calls, attendance::done);
        } else {
          ending = new Workers(atOnce(stage), attendance).run(stage, calls, attendance::done);
        }
      }
    }
    return ending;
  }

  private int atOnce(Stage<?> stage) {
    return stage.atOnce() > 0 ? stage.atOnce() : host.concurrency(stage.model());
  }

  private BatchRounds rounds(
      BatchLlm batches, RunFolder folder, Stage<?> stage, RunHost.Attendance attendance) {
    batches.open(folder.file(BATCHES), Objects.requireNonNull(stage.model()).id());
    return new BatchRounds(batches, attendance, Time.REAL, host::notice);
  }

  private static Calls until(RunHost.Attendance attendance, Calls calls) {
    return calls.with((step, ask) -> {
      if (attendance.stopWanted()) {
        throw new InterruptedException("stop");
      }
      return calls.ask(step, ask);
    });
  }

  private static ChatLlm nobody() {
    return RunEngine::refuse;
  }

  private static Reply refuse(Ask ask) {
    throw new IllegalStateException("a request to " + ask.model() + " and no model to ask");
  }
}
