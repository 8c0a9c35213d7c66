package dev.locomo.eval.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.events.EventSummarization.Panel;
import dev.locomo.eval.events.EventSummarization.Piece;
import dev.locomo.eval.events.EventSummarization.Stage;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Event summarization as a run: four stages, each with a model of its own. */
public final class EventTask implements Task<EventTask.Result> {
  private final EventSummarization work;
  private final Asked asked;
  private final RunSpec spec;

  /**
   * What is asked of whom.
   *
   * @param data the data set
   * @param panel who does what
   * @param model whose events are summarized
   * @param models the model of each stage; null for a stage that asks nobody
   * @param lengthPenalty gamma of FActScore's penalty, 0 for none
   */
  public record Asked(
      Dataset data,
      Panel panel,
      ModelSpec model,
      Function<Stage, @Nullable ModelSpec> models,
      double lengthPenalty) {}

  /**
   * What came of it.
   *
   * @param document that of {@code eval-events --json}
   */
  public record Result(EventResults events, ObjectNode document) {}

  /**
   * @param work the summaries to make
   * @param spec the settings of the run
   */
  public EventTask(EventSummarization work, Asked asked, RunSpec spec) {
    this.work = work;
    this.asked = asked;
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
    return Arrays.stream(Stage.values())
        .map(asked.models)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("data_file", asked.data.file()).put("data_sha256", asked.data.sha256());
  }

  @Override
  public int size(RunFolder folder) {
    int units = work.pieces(Stage.SUMMARIZE).size();
    int sides = 2;
    return units + 2 * sides * units + (asked.panel.labeller() == null ? 0 : units);
  }

  @Override
  public Iterator<dev.locomo.core.pipeline.Stage<?>> stages(RunFolder folder) {
    return Arrays.stream(Stage.values())
        .<dev.locomo.core.pipeline.Stage<?>>map(Pieces::new)
        .iterator();
  }

  /** The pieces of one stage. */
  private final class Pieces implements dev.locomo.core.pipeline.Stage<Piece> {
    private final Stage stage;
    private final List<Piece> pieces;
    private final List<Piece> later;

    private Pieces(Stage stage) {
      this.stage = stage;
      this.pieces = work.pieces(stage);
      this.later = work.later(stage);
    }

    @Override
    public @Nullable ModelSpec model() {
      return pieces.isEmpty() && later.isEmpty() ? null : asked.models.apply(stage);
    }

    @Override
    public Iterator<Piece> items() {
      return pieces.iterator();
    }

    @Override
    public Iterator<Piece> later() {
      return later.iterator();
    }

    @Override
    public List<Ask> plan(Piece piece) {
      return work.plan(stage, piece);
    }

    @Override
    public String part(Piece piece) {
      return stage.label();
    }

    @Override
    public String name(Piece piece) {
      return piece.step(stage);
    }

    @Override
    public Done run(Piece piece, Calls calls) throws InterruptedException {
      work.work(stage, piece, calls);
      return Done.one(work.problem(stage, piece));
    }
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {
    manifest.set(
        "usage",
        usage.ofCalls(
            asked.model,
            step ->
                Objects.requireNonNullElse(asked.models.apply(Stage.ofStep(step)), asked.model)));
  }

  @Override
  public Result finish(RunFolder folder, Ending ending, ObjectNode manifest) {
    EventResults results = work.results(asked.lengthPenalty);
    ObjectNode document = EventRecord.write(folder, results, spec, asked.panel);
    document.put("run", folder.path().toString()).set("usage", manifest.path("usage"));
    return new Result(results, document);
  }
}
