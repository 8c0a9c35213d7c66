package dev.locomo.cli.start;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.request.Refused;
import dev.locomo.core.llm.serve.ModelServers;
import dev.locomo.core.llm.stack.CostCappingLlm.Limit;
import dev.locomo.core.llm.stack.LlmStack;
import dev.locomo.core.options.Home;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.options.ShardOption;
import dev.locomo.core.pipeline.CutPrompts;
import dev.locomo.core.pipeline.Reasons;
import dev.locomo.core.pipeline.RunHost;
import dev.locomo.core.queue.WorkQueue;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RecordedSettings;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Version;
import dev.locomo.core.text.Printable;
import dev.locomo.rag.options.ModelOptions.Reach;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.services.queue.Queues;
import dev.locomo.services.redis.SharedCache;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What surrounds a run that was started from the command line. */
public final class CommandHost implements RunHost {
  private final Invocation call;
  private final @Nullable PaceOptions pace;
  private final Watching watching;
  private final SharedCache shared = new SharedCache();
  private final ModelServers servers;
  private final @Nullable Models models;
  private Reasons reasons = new Reasons();
  private final CutPrompts cutPrompts;
  private final Interrupts.Run run;
  private volatile @Nullable Path manifest;

  private final class Stopping implements Interrupts.Run {
    @Override
    public void stopping() {
      call.err()
          .printf(
              "stopping; calls in flight have %d s to finish (Ctrl-C again: none)%n",
              Stop.GRACE.toSeconds());
    }

    @Override
    public void cut() {
      Path file = manifest;
      if (file != null) {
        Manifest.interrupt(file);
      }
    }
  }

  private final @Nullable Limit maxCost;
  private final Refused refused = new Refused();

  /**
   * @param call the verb with its settings
   * @param reach how models are reached
   */
  public CommandHost(
      Invocation call, @Nullable PaceOptions pace, Function<ModelSpec, Reach> reach) {
    this(call, pace, reach, Watching.open(new WatchOptions(call), call));
  }

  private CommandHost(
      Invocation call,
      @Nullable PaceOptions pace,
      Function<ModelSpec, Reach> reach,
      Watching watching) {
    this.call = call;
    this.pace = pace;
    this.watching = watching;
    this.servers =
        new ModelServers(call.environment(), this::folder, Printable.notices(call.err()));
    this.models =
        pace == null
            ? null
            : new Models(call.environment(), reach, pace, shared, watching, refused, servers);
    this.cutPrompts = new CutPrompts(Printable.notices(call.err()));
    this.run = Interrupts.begin(new Stopping());
    this.maxCost = pace == null || pace.maxCost == null ? null : new Limit(pace.maxCost);
  }

  /** For a verb that asks no model and that nobody looks on at. */
  public static CommandHost unwatched(Invocation call) {
    return new CommandHost(
        call,
        null,
        model -> {
          throw new IllegalStateException("no model can be asked here: " + model.id());
        },
        Watching.nobody());
  }

  @Override
  public LlmStack open(ModelSpec model) {
    return open(model, maxCost);
  }

  @Override
  public LlmStack openFree(ModelSpec model) {
    return open(model, null);
  }

  private LlmStack open(ModelSpec model, @Nullable Limit limit) {
    return Objects.requireNonNull(models).open(model, Printable.notices(call.err()), limit);
  }

  @Override
  public ChatLlm watched(ModelSpec model, LlmStack llm) {
    return Objects.requireNonNull(models).isOwnServer(model) ? cutPrompts.of(llm) : llm;
  }

  @Override
  public void check(ModelSpec model) {
    Objects.requireNonNull(models).check(model);
  }

  @Override
  public @Nullable WorkQueue queue(RunSpec spec) {
    String address = call.settings().orNull(ShardOption.QUEUE);
    int priority = call.settings().or(ShardOption.PRIORITY, 0);
    return address == null ? null : Queues.open(address, spec, priority, call.environment());
  }

  @Override
  public int concurrency(@Nullable ModelSpec model) {
    return models == null ? Runtime.getRuntime().availableProcessors() : models.concurrency(model);
  }

  @Override
  public Prices prices() {
    return models == null ? Prices.known() : models.prices();
  }

  @Override
  public boolean limitsCost() {
    return maxCost != null;
  }

  @Override
  public boolean retriesFailed() {
    return call.is(TaskRunner.RETRY_FAILED);
  }

  @Override
  public void notice(String line) {
    Printable.notices(call.err()).accept(line);
  }

  @Override
  public Attendance attend(int pieces) {
    var progress = new Progress(call.err(), pieces, watching.listener());
    reasons = progress.reasons();
    return progress;
  }

  /** Where the run's files are. */
  private Path folder() {
    Path file = manifest;
    return file == null ? Home.folder(call.environment()) : file.resolveSibling("");
  }

  /** Why pieces of the run have no result. */
  Reasons reasons() {
    return reasons;
  }

  @Override
  public void describe(ObjectNode manifest, String subject) {
    Version.describe(manifest).put("model", subject);
    watching.describe(manifest);
  }

  @Override
  public void ended(ObjectNode manifest) {
    if (pace != null) {
      shared.end(manifest);
    }
    watching.describe(manifest);
    Compute.describe(manifest);
    servers.describe(manifest);
    ObjectNode found = refused.toJson();
    if (!found.isEmpty()) {
      manifest.set(Manifest.REFUSED, found);
    }
    cutPrompts.describe(manifest);
    CutPrompts.note(manifest).ifPresent(note -> call.err().println("warning: " + note));
  }

  @Override
  public void begun(RunFolder folder, ObjectNode manifest, String subject) {
    this.manifest = folder.file(RunFolder.MANIFEST);
    refused.add(manifest.path(Manifest.REFUSED));
    RecordedSettings.write(folder.path(), call.verb(), call.settings());
    watching.begin(folder, manifest, subject);
  }

  @Override
  public void close() {
    servers.close();
    watching.close();
    run.close();
  }
}
