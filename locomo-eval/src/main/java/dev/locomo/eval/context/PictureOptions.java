package dev.locomo.eval.context;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.context.Pictures.Form;
import dev.locomo.rag.caption.PictureStore;
import dev.locomo.rag.options.CaptionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a model is shown of pictures, and where these are.
 *
 * @param settings with those of {@link #SETTINGS}
 */
public record PictureOptions(Settings settings) {
  private static final Setting<Form> PICTURES =
      Setting.choice("pictures.pictures", "FORM", Form.class).byDefault("captions").changesResult();
  private static final Setting<Path> IMAGE_DIR =
      Setting.path("pictures.image-dir", "DIR").changesResult();
  private static final Setting<Integer> EDGE =
      Setting.integer("pictures.picture-edge", "PIXELS")
          .byDefault("768")
          .changesResult()
          .atLeast(32);

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", PICTURES, IMAGE_DIR, EDGE, CaptionOptions.ORIENTATION);

  /** What stands for a picture. */
  public Form form() {
    return settings.get(PICTURES);
  }

  /** The images of the folder that was named; null when none was. */
  public @Nullable PictureStore store() {
    Path folder = settings.orNull(IMAGE_DIR);
    return folder == null
        ? null
        : new PictureStore(folder, settings.get(CaptionOptions.ORIENTATION));
  }

  /**
   * What the model is shown.
   *
   * @param told of pictures that are not there, a line at a time
   * @throws UserError when the model takes no pictures, or none of the data set's is there
   */
  public Pictures open(ModelSpec model, Dataset data, Consumer<String> told) {
    var sending = new Pictures.Sending(settings.get(EDGE), model.family().pictures());
    if (!form().sends()) {
      return new Pictures(form(), null, sending);
    }
    if (model.runsHere() || !model.family().pictures().taken()) {
      throw new UserError(
          model.id() + " does not take images", "--pictures captions, or a model that does");
    }
    Path file = Path.of(data.file()).toAbsolutePath();
    Path beside = Objects.requireNonNullElse(file.getParent(), Path.of(""));
    Path at = settings.or(IMAGE_DIR, beside);
    if (!Files.isDirectory(at)) {
      throw new UserError(at + " is no folder", "--image-dir with the images");
    }
    var store = new PictureStore(at, settings.get(CaptionOptions.ORIENTATION));
    var pictures = new Pictures(form(), store, sending);
    var coverage = pictures.coverage(data.samples());
    if (coverage.sent() == 0) {
      throw new UserError(
          "none of the %s images that turns share is in %s".formatted(coverage.turns(), at),
          "--image-dir; locomo data images --data-file %s --image-dir %s gets them"
              .formatted(data.file(), at));
    }
    if (coverage.sent() < coverage.turns()) {
      told.accept(
          "%s of %s pictures are shown; the others are not in %s, cannot be read, or are too many"
              .formatted(coverage.sent(), coverage.turns(), at));
    }
    return pictures;
  }

  /** Adds what identifies a run that shows them so; nothing where captions are shown. */
  public void describe(Map<String, String> on, Pictures pictures, List<Sample> samples) {
    if (form() == Form.CAPTIONS) {
      return;
    }
    on.put("pictures", form().label());
    if (form().sends()) {
      var coverage = pictures.coverage(samples);
      on.put("picture_edge", Integer.toString(settings.get(EDGE)));
      on.put("picture_files", coverage.sent() + " of " + coverage.turns());
      on.put("pictures_sha256", coverage.sha256());
      settings.get(CaptionOptions.ORIENTATION).describe(on);
    }
  }
}
