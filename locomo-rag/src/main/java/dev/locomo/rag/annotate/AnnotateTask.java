package dev.locomo.rag.annotate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetWriter;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sessions annotated as a run.
 *
 * @param model who is asked first; the built-in annotator where {@code work} asks nobody
 * @param dataFile the data set, as it was typed
 * @param out where the annotated data set goes; null for a part of a run
 */
public record AnnotateTask<T>(
    Annotating<T> work, ModelSpec model, String dataFile, @Nullable Path out, RunSpec spec)
    implements Task<ObjectNode> {
  @Override
  public String subject() {
    return model.id();
  }

  @Override
  public List<ModelSpec> models() {
    return work.model() == null ? List.of() : List.of(model);
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("data_file", dataFile).put("out_file", Objects.toString(out, null));
    manifest.put("asking", spec.onResult().get("asking"));
  }

  @Override
  public int size(RunFolder folder) {
    return work.pieces().size();
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder folder) {
    return List.<Stage<?>>of(work).iterator();
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {
    manifest.set("usage", usage.ofCalls(model, _ -> model));
  }

  /** Writes the annotated data set; gives what the manifest says. */
  @Override
  public ObjectNode finish(RunFolder folder, Ending ending, ObjectNode manifest) {
    if (out != null) {
      Dataset result = work.result();
      Path source = Path.of(result.file());
      AtomicFile.write(out, stream -> DatasetWriter.update(source, result, stream));
    }
    return manifest;
  }
}
