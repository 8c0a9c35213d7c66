package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.Printable;
import dev.locomo.cli.output.Progress;
import dev.locomo.cli.wiring.Interrupts;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.Version;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.eval.judge.JudgeJson;
import dev.locomo.eval.judge.Judging;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.task.QuestionAnswering;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has answers judged by all models of a panel, one model after the other, within one cost limit.
 *
 * @param judging what is judged by whom
 * @param models how models are opened
 * @param err where notices go
 */
record PanelRun(Judging judging, Models models, PrintWriter err) {
  /** Asks what the folder has no replies for, between an opened and a closed manifest. */
  Ending run(RunFolder folder, Dataset data) throws InterruptedException {
    ObjectNode content = JsonFiles.MAPPER.createObjectNode();
    Version.describe(content);
    content.put("data_file", data.file()).put("data_sha256", data.sha256());
    models.watching().describe(content);
    var manifest = Manifest.open(folder.file(RunFolder.MANIFEST), content, Instant.now());
    models.watching().begin(folder, content, judging.models().getFirst().id());
    var ending = ask(folder);
    content.set("usage", usage(QuestionAnswering.answered(folder)));
    models.pace().shared.end(content);
    models.watching().describe(content);
    manifest.write(Manifest.Status.of(ending.all(), ending.provider() != null), Instant.now());
    return ending;
  }

  private Ending ask(RunFolder folder) throws InterruptedException {
    var interrupts =
        Interrupts.listen(
            Thread.currentThread(),
            () -> err.println("stopping; calls in flight finish first (Ctrl-C again: at once)"));
    var ending = Ending.ALL;
    @Nullable Double left = models.pace().maxCost;
    checkPrices(left);
    int total = judging.judged().size() * judging.judges().size() * judging.repeats();
    try (var progress = new Progress(err, total, interrupts, models.watching().listener())) {
      for (ModelSpec model : judging.models()) {
        var llm = models.open(model, Printable.notices(err), left);
        ending = judging.of(model.id()).ask(folder, llm, models.concurrency(model), progress);
        Double paid = llm.usage().cost();
        left = left == null || paid == null ? left : Double.valueOf(Math.max(0, left - paid));
        if (!ending.all()) {
          return ending;
        }
      }
    }
    return ending;
  }

  /** All before the first is paid: a panel that cannot be finished is not begun. */
  private void checkPrices(@Nullable Double limit) {
    for (ModelSpec model : judging.models()) {
      if (limit != null && models.prices().of(model).isEmpty()) {
        throw new UserError(
            "--max-cost needs a price, and that of " + model.id() + " is unknown",
            "a price table of your own with --prices");
      }
    }
  }

  /** Calls, tokens and cost of each model over the folder's whole life. */
  ObjectNode usage(Map<Prediction.Key, Prediction> replies) {
    ObjectNode usage = JsonFiles.MAPPER.createObjectNode();
    for (ModelSpec model : judging.models()) {
      var own = judging.of(model.id());
      usage.set(model.id(), JudgeJson.usage(own, replies, models.prices().of(model).orElse(null)));
    }
    return usage;
  }
}
