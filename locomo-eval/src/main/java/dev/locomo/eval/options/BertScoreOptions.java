package dev.locomo.eval.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.run.Version;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.similarity.Baseline;
import dev.locomo.eval.similarity.BertScore;
import dev.locomo.eval.similarity.BertScoreLayers;
import dev.locomo.eval.similarity.BertScoreMetric;
import dev.locomo.rag.embed.TokenEncoder;
import dev.locomo.rag.embed.djl.HuggingFaceTokenEncoder;
import dev.locomo.rag.hub.ModelFiles;
import dev.locomo.rag.options.ModelLookup;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What BERTScore is computed with. */
public final class BertScoreOptions {
  private static final Setting<String> BERTSCORE_MODEL =
      Setting.text("bert-score.bertscore-model", "DIR|NAME").changesResult();
  private static final Setting<Integer> BERTSCORE_LAYER =
      Setting.integer("bert-score.bertscore-layer", "N").changesResult();
  private static final Setting<Boolean> BERTSCORE_IDF =
      Setting.flag("bert-score.bertscore-idf").changesResult();
  private static final Setting<Path> BERTSCORE_BASELINE =
      Setting.path("bert-score.bertscore-baseline", "FILE").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", BERTSCORE_MODEL, BERTSCORE_LAYER, BERTSCORE_IDF, BERTSCORE_BASELINE);

  private final @Nullable String model;
  private final @Nullable Integer layer;
  private final boolean idf;
  private final @Nullable Path baseline;

  /** Their values. */
  public BertScoreOptions(Settings settings) {
    model = settings.orNull(BERTSCORE_MODEL);
    layer = settings.orNull(BERTSCORE_LAYER);
    idf = settings.is(BERTSCORE_IDF);
    baseline = settings.orNull(BERTSCORE_BASELINE);
  }

  /**
   * The scorer, loaded; to be closed.
   *
   * @param encoder that the states come from
   * @param scorer over it
   * @param model its name
   */
  public record Scoring(TokenEncoder encoder, BertScore scorer, String model)
      implements AutoCloseable {
    /** The line that makes values comparable; whole once they have been computed. */
    public String signature() {
      return scorer.signature(model, Version.program());
    }

    @Override
    public void close() {
      encoder.close();
    }
  }

  /** Whether any of them is given. */
  boolean given() {
    return model != null || layer != null || idf || baseline != null;
  }

  /**
   * Loads what the metrics of these names need, which may be nothing.
   *
   * @param at where models are looked for
   * @throws UserError when options and metrics do not go together
   * @throws dev.locomo.core.error.DataError when a file cannot be used
   */
  public Optional<Scoring> open(List<String> metrics, ModelLookup at) {
    if (Collections.disjoint(metrics, BertScoreMetric.IDS)) {
      if (given()) {
        throw new UserError(
            "the --bertscore options are for the metric bertscore", "--metrics bertscore");
      }
      return Optional.empty();
    }
    if (model == null) {
      throw new UserError("the metric bertscore needs a model", "--bertscore-model DIR or a name");
    }
    int wanted = layer(model);
    var rescaling = baseline == null ? null : Baseline.read(baseline, wanted);
    Path folder = folder(model, at);
    var encoder = HuggingFaceTokenEncoder.load(folder, wanted);
    var scorer = new BertScore(encoder, idf, rescaling);
    return Optional.of(new Scoring(encoder, scorer, name(model)));
  }

  private int layer(String named) {
    if (layer != null) {
      return layer;
    }
    return BertScoreLayers.of(named)
        .orElseThrow(() ->
            new UserError("no layer is known for the model " + name(named), "--bertscore-layer N"));
  }

  /** A folder's own name, or the name as it is. */
  private static String name(String named) {
    Path last = Path.of(named).toAbsolutePath().normalize().getFileName();
    return Path.of(named).toFile().isDirectory() && last != null ? last.toString() : named;
  }

  private static Path folder(String named, ModelLookup at) {
    return at.hub(null).find(named, ModelFiles.TEXT).folder();
  }
}
