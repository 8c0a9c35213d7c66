package dev.locomo.rag.annotate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetWriter;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.python.JsonDump;
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
 * @param original where the file goes that the original's script writes; null for nowhere
 */
public record AnnotateTask<T>(
    Annotating<T> work,
    ModelSpec model,
    String dataFile,
    @Nullable Path out,
    RunSpec spec,
    @Nullable Path original)
    implements Task<ObjectNode> {
  /** Where a data set has what the original's scripts derive, which keep it in files of its own. */
  private static final List<String> DERIVED = List.of("observation", "session_summary");

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
    if (out != null && original != null) {
      String kind = spec.task().endsWith("observations") ? DERIVED.getFirst() : DERIVED.getLast();
      var samples = JsonFiles.read(out, JsonFiles.MAPPER::readTree);
      AtomicFile.writeText(original, JsonDump.text(original(samples, kind)));
    }
    return manifest;
  }

  /** {@code [{"sample_id", "session_1_observation", ...}]}, as {@code get_facts.py} writes it. */
  static ArrayNode original(JsonNode samples, String kind) {
    ArrayNode all = JsonFiles.MAPPER.createArrayNode();
    for (JsonNode sample : samples) {
      if (!sample.path(kind).isEmpty()) {
        var one = all.addObject();
        one.set("sample_id", sample.path("sample_id"));
        sample
            .path(kind)
            .properties()
            .forEach(member -> one.set(member.getKey(), member.getValue()));
      }
    }
    return all;
  }
}
