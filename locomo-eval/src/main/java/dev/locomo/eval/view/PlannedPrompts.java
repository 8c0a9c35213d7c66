package dev.locomo.eval.view;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.run.RecordedSettings;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.eval.options.QaOptions;
import dev.locomo.eval.options.QaPlan;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionStage;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.report.StoredRun;
import dev.locomo.eval.task.QaTask;
import dev.locomo.rag.options.MemoryOptions;
import dev.locomo.rag.options.ModelLookup;
import dev.locomo.rag.options.ModelOptions;
import dev.locomo.rag.options.RagOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The very prompts of a run of questions: planned anew from its settings, proven by their hash. */
final class PlannedPrompts implements AutoCloseable {
  /**
   * A request about a question.
   *
   * @param form of the question
   * @param messages in order
   * @param proven whether the run recorded the same hash; false too where it recorded none
   */
  public record Prompt(String form, List<Ask.Message> messages, boolean proven) {}

  private final QaPlan plan;
  private final QaTask task;

  private PlannedPrompts(QaPlan plan, QaTask task) {
    this.plan = plan;
    this.task = task;
  }

  /**
   * Plans a run again; sends nothing and downloads nothing.
   *
   * @throws UserError when the run does not tell its settings, or asked nobody
   */
  static PlannedPrompts of(Path folder, Dataset data, ModelLookup at) {
    var recorded = RecordedSettings.read(folder);
    var spec = RunSpec.read(folder.resolve("spec.json"));
    var declared =
        Stream.of(
                ModelOptions.SETTINGS,
                QaOptions.SETTINGS,
                RagOptions.SETTINGS,
                MemoryOptions.SETTINGS)
            .map(SettingGroup::settings)
            .flatMap(List::stream)
            .toList();
    var settings = recorded.of(declared);
    var qa = new QaOptions(settings);
    var model = new ModelOptions(settings).spec().within(qa.contextTokens);
    if (model.asksNobody()) {
      throw new UserError("the built-in reader is asked without a prompt", "");
    }
    var questions = StoredRun.selection(folder, spec).of(data);
    if (spec.onResult().containsKey("memory")) {
      throw new UserError("what a memory system found is in the run's memory.jsonl", "");
    }
    var inputs = new QaPlan.Inputs(model, data, questions, at);
    try {
      var plan = new QaPlan(inputs, qa, new RagOptions(settings), new MemoryOptions(settings));
      return new PlannedPrompts(plan, new QaTask(plan.asking(), spec, Shard.WHOLE, null));
    } catch (InterruptedException e) {
      throw new Stop.Stopped(e);
    }
  }

  /** What was asked about a question, a prompt a form of it. */
  List<Prompt> of(QuestionId question, StoredRun run) {
    var prompts = new ArrayList<Prompt>();
    task.calls()
        .filter(call -> Call.repeat(call.form()) <= 1) // repeats are asked the same
        .filter(call -> call.probes().stream().anyMatch(probe -> probe.id().equals(question)))
        .forEach(call -> {
          Ask ask = call.ask();
          var key = new Prediction.Key(question, call.form());
          var stored = run.results().predictions().get(key);
          String hash = stored == null ? "" : stored.exchange().askSha256();
          prompts.add(
              new Prompt(call.form(), ask.messages(), hash.equals(PredictionStage.hash(ask))));
        });
    return prompts;
  }

  @Override
  public void close() {
    plan.close();
  }
}
