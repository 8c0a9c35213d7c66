package dev.locomo.rag.caption;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Images, which may be shared several times, captioned as a run. */
public record CaptionTask(Captioning captioning, List<Picture> pictures, About about, RunSpec spec)
    implements Task<Captioning.Result> {
  /**
   * What is said of it: the captioner as it was named, where the images are, and where captions go;
   * null for a part of a run.
   */
  public record About(String model, String images, @Nullable Path out) {}

  @Override
  public String subject() {
    return about.model;
  }

  @Override
  public List<ModelSpec> models() {
    ModelSpec model = captioning.model();
    return model == null ? List.of() : List.of(model);
  }

  @Override
  public boolean logsCalls() {
    return captioning.model() != null;
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("images", about.images).put("out_file", Objects.toString(about.out, null));
  }

  @Override
  public void open(RunFolder folder) {
    captioning.begin(pictures, Journal.open(folder.file(RunFolder.CAPTIONS)));
  }

  @Override
  public int size(RunFolder folder) {
    return pictures.size();
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder folder) {
    return List.<Stage<?>>of(captioning).iterator();
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {
    ModelSpec model = captioning.model();
    if (model != null) {
      manifest.set("usage", usage.ofCalls(model, _ -> model));
    }
  }

  @Override
  public Captioning.Result finish(RunFolder folder, Ending ending, ObjectNode manifest) {
    captioning.close();
    return captioning.result();
  }
}
