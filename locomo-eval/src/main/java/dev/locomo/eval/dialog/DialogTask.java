package dev.locomo.eval.dialog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Dialogue generation as a run: every turn written, then compared with what was really said. */
public final class DialogTask implements Task<DialogTask.Result> {
  private final DialogGeneration work;
  private final Asked asked;
  private final Scoring scoring;
  private final RunSpec spec;

  /**
   * What is asked of whom.
   *
   * @param dataFile the data set, as it was typed
   * @param model who writes
   * @param picture in which form pictures are shared
   * @param history what is seen of the conversation
   * @param knowledge what is shown besides
   */
  public record Asked(
      String dataFile,
      ModelSpec model,
      PictureForm picture,
      History history,
      Knowledge knowledge) {}

  /**
   * What turns are compared by.
   *
   * @param metrics in the order of the report
   * @param scorers what each metric with a network was computed with
   */
  public record Scoring(List<DialogMetric> metrics, Map<String, Supplier<String>> scorers) {}

  /**
   * What came of it.
   *
   * @param document that of {@code eval-dialog --json}
   */
  public record Result(DialogResults turns, ObjectNode document) {}

  /**
   * @param work the turns to write
   * @param spec the settings of the run
   */
  public DialogTask(DialogGeneration work, Asked asked, Scoring scoring, RunSpec spec) {
    this.work = work;
    this.asked = asked;
    this.scoring = scoring;
    this.spec = spec;
  }

  @Override
  public RunSpec spec() {
    return spec;
  }

  @Override
  public String subject() {
    return asked.model.id();
  }

  @Override
  public List<ModelSpec> models() {
    ModelSpec model = work.model();
    return model == null ? List.of() : List.of(model);
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("data_file", asked.dataFile);
    manifest.put("data_sha256", spec.onResult().get("data_sha256"));
  }

  @Override
  public int size(RunFolder folder) {
    return work.targets().size();
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder folder) {
    return List.<Stage<?>>of(work).iterator();
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {
    manifest.set("usage", usage.ofCalls(asked.model, _ -> asked.model));
  }

  @Override
  public Result finish(RunFolder folder, Ending ending, ObjectNode manifest) {
    var results = DialogResults.of(work.generated(), asked.picture, asked.history, scoring.metrics);
    ObjectNode document =
        new DialogRecord(asked.knowledge, spec, scoring.scorers).write(folder, results);
    document.put("run", folder.path().toString()).set("usage", manifest.path("usage"));
    return new Result(results, document);
  }
}
