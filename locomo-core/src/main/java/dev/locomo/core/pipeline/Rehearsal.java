package dev.locomo.core.pipeline;

import dev.locomo.core.ask.CallLog;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run gone through with the replies that its folder and a cache hold, to see what it would still
 * ask. Nobody is asked, and the folder is left as it is: all is done in a copy of its record.
 *
 * @param stored gives the replies that are stored of a model, and fails for all others
 * @param missing told of each request that would be sent, in order
 */
public record Rehearsal(Function<ModelSpec, ChatLlm> stored, Consumer<Missing> missing) {
  /**
   * A request that would be sent.
   *
   * @param part of the run's work that it belongs to, as its stage says
   */
  public record Missing(ModelSpec model, String part, Ask ask) {}

  /**
   * Goes through a run.
   *
   * @param folder of the run; null where everything is asked again
   * @param retriesFailed whether what an earlier start has no good outcome for is asked again
   * @throws dev.locomo.core.error.UserError when the folder holds another run
   */
  public void run(Task<?> task, @Nullable Path folder, boolean retriesFailed)
      throws InterruptedException {
    if (task.models().isEmpty()) {
      return;
    }
    boolean there = folder != null && RunFolder.holds(folder, task.spec());
    Path copy = copy(there ? folder : null);
    try {
      try (var open = RunFolder.open(copy, task.spec(), retriesFailed)) {
        task.open(open);
        stages(task, open);
      }
    } finally {
      RunFolder.delete(copy);
    }
  }

  private void stages(Task<?> task, RunFolder folder) throws InterruptedException {
    try (var log = task.logsCalls() ? CallLog.of(folder, Rehearsal::refuse) : null) {
      for (var stages = task.stages(folder); stages.hasNext(); ) {
        Stage<?> stage = stages.next();
        ModelSpec model = stage.model();
        ChatLlm llm = model == null ? Rehearsal::refuse : new Stored(stored.apply(model));
        stage(stage, log == null ? Calls.of(llm) : log.of(llm));
      }
    }
  }

  /** Does not give again what is to be forgotten, and removes nothing. */
  private record Stored(ChatLlm llm, Set<Ask> forgotten) implements ChatLlm {
    Stored(ChatLlm llm) {
      this(llm, new HashSet<>());
    }

    @Override
    public Reply ask(Ask ask) throws InterruptedException {
      if (forgotten.contains(ask)) {
        throw new ProviderError(ProviderError.Kind.NOT_CACHED, "to be asked again", null, null);
      }
      return llm.ask(ask);
    }

    @Override
    public boolean forget(Ask ask, Reply reply) {
      forgotten.add(ask);
      return true;
    }
  }

  private <I> void stage(Stage<I> stage, Calls calls) throws InterruptedException {
    stage.later().forEachRemaining(item -> tell(stage, item, stage.plan(item)));
    for (var items = stage.items(); items.hasNext(); ) {
      I item = items.next();
      var answered = new AtomicInteger();
      var last = new AtomicReference<@Nullable Ask>();
      Calls watched =
          calls.with((step, ask) -> {
            last.set(ask);
            Reply reply = calls.ask(step, ask);
            answered.incrementAndGet();
            return reply;
          });
      try {
        stage.run(item, watched);
      } catch (ProviderError e) {
        stage.failed(item, e);
        Ask open = last.get();
        if (open != null) {
          tell(stage, item, List.of(open));
          var plan = stage.plan(item);
          tell(stage, item, plan.subList(Math.min(answered.get() + 1, plan.size()), plan.size()));
        }
      }
    }
  }

  private <I> void tell(Stage<I> stage, I item, List<Ask> asks) {
    ModelSpec model = stage.model();
    if (model != null) {
      asks.forEach(ask -> missing.accept(new Missing(model, stage.part(item), ask)));
    }
  }

  private static Path copy(@Nullable Path folder) {
    Path copy = TemporaryFiles.folder();
    try {
      for (String name : List.of(RunFolder.SPEC, RunFolder.PREDICTIONS, CallLog.FILE)) {
        if (folder != null && Files.exists(folder.resolve(name))) {
          Files.copy(folder.resolve(name), copy.resolve(name));
        }
      }
      return copy;
    } catch (IOException e) {
      throw AtomicFile.unwritable(copy, e);
    }
  }

  private static Reply refuse(Ask ask) {
    throw new IllegalStateException("a request to " + ask.model() + " and no model to ask");
  }
}
