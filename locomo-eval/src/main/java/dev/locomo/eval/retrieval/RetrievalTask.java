package dev.locomo.eval.retrieval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.score.ScoreSheet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * An evaluation of a retriever as a run: it is done before the run is opened, for it can be had
 * without one.
 *
 * @param spec the settings of the run
 * @param dataFile what was searched
 * @param report the document of {@code --json}
 * @param scores of each question under each metric
 */
public record RetrievalTask(RunSpec spec, String dataFile, ObjectNode report, ScoreSheet scores)
    implements Task<ObjectNode> {
  @Override
  public String subject() {
    return spec.onResult().getOrDefault("retriever", "");
  }

  @Override
  public List<ModelSpec> models() {
    return List.of();
  }

  @Override
  public boolean logsCalls() {
    return false;
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("data_file", dataFile).put("data_sha256", spec.onResult().get("data_sha256"));
  }

  @Override
  public int size(RunFolder folder) {
    return 0;
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder folder) {
    return Collections.emptyIterator();
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {}

  @Override
  public ObjectNode finish(RunFolder folder, Ending ending, ObjectNode manifest) {
    scores.write(folder.file(RunFolder.SCORES));
    AtomicFile.writeText(folder.file("report.json"), report.toPrettyString() + "\n");
    return report;
  }
}
