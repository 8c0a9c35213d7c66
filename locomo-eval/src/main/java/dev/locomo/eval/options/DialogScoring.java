package dev.locomo.eval.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.context.PictureOptions;
import dev.locomo.eval.dialog.CaptionRelevance;
import dev.locomo.eval.dialog.DialogMetric;
import dev.locomo.eval.dialog.PictureForm;
import dev.locomo.eval.dialog.PictureRelevance;
import dev.locomo.eval.dialog.TurnVectors;
import dev.locomo.eval.similarity.BertScoreMetric;
import dev.locomo.rag.caption.PictureStore;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.options.ClipModels;
import dev.locomo.rag.options.ModelLookup;
import dev.locomo.rag.options.RetrieverOptions;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The scores of {@code eval-dialog} that need a network; nothing here changes what is asked. */
public final class DialogScoring {
  private static final Setting<String> RELEVANCE_ENCODER =
      Setting.text("dialog-scoring.relevance-encoder", "NAME").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", RELEVANCE_ENCODER)
          .and(BertScoreOptions.SETTINGS.settings().toArray(Setting<?>[]::new));

  private final @Nullable String relevance;
  private final @Nullable PictureStore images;
  private final boolean shows;
  private final BertScoreOptions bertScore;

  /** Their values. */
  public DialogScoring(Settings settings) {
    relevance = settings.orNull(RELEVANCE_ENCODER);
    var pictures = new PictureOptions(settings);
    images = pictures.store();
    shows = pictures.form().sends();
    bertScore = new BertScoreOptions(settings);
  }

  /**
   * The metrics, their networks loaded; to be closed.
   *
   * @param metrics in the order of the report
   * @param scorers what each metric with a network was computed with
   * @param networks to be closed
   */
  public record Loaded(
      List<DialogMetric> metrics,
      Map<String, Supplier<String>> scorers,
      List<AutoCloseable> networks)
      implements AutoCloseable {
    @Override
    public void close() {
      for (AutoCloseable network : networks) {
        try {
          network.close();
        } catch (Exception e) {
          throw new IllegalStateException("a network cannot be closed", e);
        }
      }
    }
  }

  /**
   * Loads what is asked for.
   *
   * @param plan what is scored
   * @throws UserError when there is no such network
   * @throws dev.locomo.core.error.DataError when its files cannot be used
   */
  public Loaded load(DialogPlan plan, RetrieverOptions encoders, ModelLookup at) {
    var loaded =
        new Loaded(new ArrayList<>(plan.metrics()), new LinkedHashMap<>(), new ArrayList<>());
    try {
      bertScore(loaded, at);
      if (relevance != null) {
        relevance(loaded, plan, encoders, at);
      }
      return loaded;
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  private void bertScore(Loaded into, ModelLookup at) {
    if (!bertScore.given()) {
      return;
    }
    bertScore
        .open(BertScoreMetric.IDS, at)
        .ifPresent(scoring -> {
          into.networks().add(scoring);
          into.metrics().add(DialogMetric.bertScore(scoring.scorer()));
          into.scorers().put("bertscore", scoring::signature);
        });
  }

  /** Checks what picocli cannot. */
  public void check(PictureForm picture) {
    if (images == null || (shows && relevance == null)) {
      return;
    }
    if (relevance == null || !ClipModels.named(relevance)) {
      throw new UserError(
          "--image-dir is for --pictures files and for MM-Relevance by CLIP",
          "one of them, or --relevance-encoder clip:DIR-or-NAME");
    }
    if (picture == PictureForm.NONE) {
      throw new UserError(
          "--image-dir with --picture none has nothing to compare", "another --picture");
    }
    if (!Files.isDirectory(images.folder())) {
      throw new UserError(images.folder() + " is no folder", "--image-dir with the images");
    }
  }

  private void relevance(Loaded into, DialogPlan plan, RetrieverOptions encoders, ModelLookup at) {
    String name = Objects.requireNonNull(relevance);
    if (ClipModels.named(name)) {
      var clip = ClipModels.load("--relevance-encoder", name, at.hub(null));
      into.networks().add(clip);
      add(into, new CaptionRelevance(clip::texts), clip.id());
      if (images != null && plan.asked().picture() != PictureForm.NONE) {
        var vectors = new TurnVectors(clip, images);
        String id = clip.id() + String.format(Locale.ROOT, ", scale %.4f", clip.scale());
        PictureRelevance.all(plan.asked().picture(), plan.candidates(), vectors)
            .forEach(metric -> add(into, metric, id));
      }
    } else {
      Embedder encoder = encoders.methods(at).encoder(name);
      into.networks().add(encoder);
      add(
          into,
          new CaptionRelevance(texts ->
              Arrays.stream(encoder.embed(texts, Embedder.Role.PASSAGE))
                  .collect(Collectors.toList())),
          encoder.id());
    }
  }

  private static void add(Loaded into, DialogMetric metric, String scorer) {
    into.metrics().add(metric);
    into.scorers().put(metric.id(), () -> scorer);
  }
}
