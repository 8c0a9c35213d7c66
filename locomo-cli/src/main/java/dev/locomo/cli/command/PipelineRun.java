package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.Printable;
import dev.locomo.cli.output.Progress;
import dev.locomo.cli.wiring.Interrupts;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.Version;
import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.eval.predict.ReplyFlaws;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A run whose calls depend on each other, between an opened and a closed manifest. */
final class PipelineRun {
  private final ModelSpec model;
  private final Models models;
  private final PrintWriter err;
  private final Function<String, ModelSpec> asked;
  private final ChatLlm llm;

  /** A run that asks one model alone. */
  PipelineRun(ModelSpec model, Models models, PrintWriter err) {
    this(model, models, err, _ -> model);
  }

  /**
   * Opens the model: to be made before the run's folder, for what is wrong here must not leave one.
   *
   * @param model whom to ask
   * @param models how it is opened
   * @param err where progress and notices go
   * @param asked which model a step asks, by its name: work may ask others besides
   */
  PipelineRun(ModelSpec model, Models models, PrintWriter err, Function<String, ModelSpec> asked) {
    this.model = model;
    this.models = models;
    this.err = err;
    this.asked = asked;
    this.llm = models.asked(model, Printable.notices(err));
  }

  /** The work of a run. */
  @FunctionalInterface
  interface Work {
    /**
     * Does it; doing it again with the same steps must come to the same.
     *
     * @param steps whom to ask
     * @param progress told of pieces done, and asked whether to stop
     */
    Ending run(CallLog steps, Progress progress) throws InterruptedException;
  }

  /**
   * Runs it.
   *
   * @param folder the run's folder, open
   * @param content of the manifest besides program, model and usage
   * @param pieces how many there are, for the progress bar
   */
  Ending run(RunFolder folder, ObjectNode content, int pieces, Work work)
      throws InterruptedException {
    Version.describe(content);
    content.put("model", model.id());
    models.watching().describe(content);
    var interrupts =
        Interrupts.listen(
            Thread.currentThread(),
            () -> err.println("stopping; calls in flight finish first (Ctrl-C again: at once)"));
    var manifest = Manifest.open(folder.file(RunFolder.MANIFEST), content, Instant.now());
    models.watching().begin(folder, content, model.id());
    try (var steps = CallLog.open(folder.file(CallLog.FILE), llm);
        var progress = new Progress(err, pieces, interrupts, models.watching().listener())) {
      Ending ending = work.run(steps, progress);
      content.set("usage", usage(steps.exchanges()));
      models.pace().shared.end(content);
      models.watching().describe(content);
      manifest.write(Manifest.Status.of(ending.all(), ending.provider() != null), Instant.now());
      return ending;
    }
  }

  /** Calls, tokens and cost over the run's whole life. */
  ObjectNode usage(Collection<CallLog.Exchange> exchanges) {
    var live = exchanges.stream().filter(x -> !x.reply().cached()).toList();
    ObjectNode usage = JsonFiles.MAPPER.createObjectNode();
    usage.put("calls", exchanges.size()).put("cached", exchanges.size() - live.size());
    usage.put("input_tokens", live.stream().mapToLong(x -> tokens(x.reply().inputTokens())).sum());
    usage.put(
        "output_tokens", live.stream().mapToLong(x -> tokens(x.reply().outputTokens())).sum());
    usage.put("cost_usd", cost(live));
    var names = usage.putArray("provider_models");
    exchanges.stream()
        .map(x -> x.reply().providerModel())
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .forEach(names::add);
    ReplyFlaws.of(exchanges.stream().map(x -> x.reply().text()).toList()).describe(usage);
    return usage;
  }

  /** In US dollars; null when the price of any model asked is unknown. */
  private @Nullable Double cost(Collection<CallLog.Exchange> live) {
    double cost = 0;
    for (var exchange : live) {
      var price = models.prices().of(asked.apply(exchange.step())).orElse(null);
      if (price == null) {
        return null;
      }
      var reply = exchange.reply();
      cost += price.cost(tokens(reply.inputTokens()), tokens(reply.outputTokens()));
    }
    return live.isEmpty() && models.prices().of(model).isEmpty() ? null : (Double) cost;
  }

  private static int tokens(@Nullable Integer counted) {
    return Objects.requireNonNullElse(counted, 0);
  }
}
