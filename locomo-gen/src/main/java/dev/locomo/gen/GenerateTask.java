package dev.locomo.gen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.gen.image.Album;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conversations made as a run. */
public final class GenerateTask implements Task<ObjectNode> {
  private final RunSpec spec;
  private final Batch batch;
  private final Outputs outputs;
  private final Means means;
  private @Nullable Album album;

  /**
   * What makes conversations.
   *
   * @param model who writes
   * @param count how many conversations
   * @param album opens the pictures of a run's folder
   * @param maker makes a conversation with these pictures
   */
  public record Means(
      ModelSpec model, int count, Function<RunFolder, Album> album, Function<Album, Maker> maker) {}

  /**
   * @param spec the settings of the run
   * @param batch the conversations
   * @param outputs their files
   */
  public GenerateTask(RunSpec spec, Batch batch, Outputs outputs, Means means) {
    this.spec = spec;
    this.batch = batch;
    this.outputs = outputs;
    this.means = means;
  }

  @Override
  public RunSpec spec() {
    return spec;
  }

  @Override
  public List<ModelSpec> models() {
    return List.of(means.model);
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("asking", spec.onResult().get("asking"));
  }

  @Override
  public void open(RunFolder folder) {
    album = means.album.apply(folder);
    batch.begin();
  }

  @Override
  public int size(RunFolder folder) {
    return means.count;
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder folder) {
    Maker maker = means.maker.apply(Objects.requireNonNull(album));
    return List.<Stage<?>>of(batch.stage(maker, means.model, outputs::write)).iterator();
  }

  @Override
  public Ending ended(Ending ending) {
    return batch.ended(ending);
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {
    manifest.set("usage", usage.ofCalls(means.model, _ -> means.model));
  }

  /** Writes pages, data set, personas and the report. */
  @Override
  public ObjectNode finish(RunFolder folder, Ending ending, ObjectNode manifest) {
    batch.made().forEach(outputs::write);
    outputs.dataset(batch.made());
    AtomicFile.writeText(folder.file(Outputs.PERSONAS), Outputs.personas(batch.made()) + "\n");
    try (Album pictures = Objects.requireNonNull(album)) {
      ObjectNode report = outputs.report(batch.made(), pictures);
      report.put("complete", ending.all()).put("run", folder.path().toString());
      report.set("usage", manifest.path("usage"));
      AtomicFile.writeText(outputs.out().resolve(Outputs.REPORT), report.toPrettyString() + "\n");
      return report;
    }
  }
}
