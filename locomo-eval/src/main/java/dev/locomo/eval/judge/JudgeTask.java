package dev.locomo.eval.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionStage;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Answers judged by all models of a panel, one model after the other. */
public final class JudgeTask implements Task<JudgeTask.Replies> {
  private final Judging judging;
  private final Dataset data;
  private final RunSpec spec;

  /**
   * What the judges have said so far.
   *
   * @param byKey by answer, judge and repeat
   * @param usage calls, tokens and cost of each model
   */
  public record Replies(Map<Prediction.Key, Prediction> byKey, ObjectNode usage) {}

  /**
   * @param judging what is judged by whom
   * @param data whose questions are answered
   * @param spec the settings of the run
   */
  public JudgeTask(Judging judging, Dataset data, RunSpec spec) {
    this.judging = judging;
    this.data = data;
    this.spec = spec;
  }

  @Override
  public RunSpec spec() {
    return spec;
  }

  @Override
  public List<ModelSpec> models() {
    return judging.models();
  }

  @Override
  public boolean logsCalls() {
    return false;
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("data_file", data.file()).put("data_sha256", data.sha256());
  }

  @Override
  public int size(RunFolder folder) {
    return judging.judged().size() * judging.judges().size() * judging.repeats();
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder folder) {
    return judging.models().stream()
        .<Stage<?>>map(model -> PredictionStage.of(model, judging.of(model.id()).calls(), folder))
        .iterator();
  }

  /** Calls, tokens and cost of each model over the folder's whole life. */
  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {
    var replies = PredictionStage.predictions(folder);
    ObjectNode all = JsonFiles.MAPPER.createObjectNode();
    for (ModelSpec model : judging.models()) {
      var price = usage.prices().of(model).orElse(null);
      all.set(model.id(), JudgeJson.usage(judging.of(model.id()), replies, price));
    }
    manifest.set("usage", all);
  }

  @Override
  public Replies finish(RunFolder folder, Ending ending, ObjectNode manifest) {
    return new Replies(PredictionStage.predictions(folder), (ObjectNode) manifest.path("usage"));
  }
}
