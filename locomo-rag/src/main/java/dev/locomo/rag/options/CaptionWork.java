package dev.locomo.rag.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.DatasetWriter;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Shard;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.rag.caption.Captioning;
import dev.locomo.rag.caption.Picture;
import dev.locomo.rag.caption.PictureTurns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The images that {@code caption} is about, and the file that their captions go to. */
public abstract sealed class CaptionWork {
  /** Where images are. */
  public static final class Options {
    private static final Setting<Path> IMAGES =
        Setting.path("caption-work.images", "DIR").changesResult();
    public static final Setting<Path> DATA_FILE =
        Setting.path("caption-work.data-file", "FILE").changesResult();
    private static final Setting<List<String>> SAMPLES =
        Setting.texts("caption-work.samples", "ID").split().changesResult();
    private static final Setting<Path> IMAGE_DIR =
        Setting.path("caption-work.image-dir", "DIR").changesResult();
    private static final Setting<Boolean> OVERWRITE =
        Setting.flag("caption-work.again").alias("overwrite");

    /** All of them. */
    public static final SettingGroup SETTINGS =
        SettingGroup.of("Images", IMAGES, DATA_FILE, SAMPLES, IMAGE_DIR, OVERWRITE);

    private final @Nullable Path images;
    private final @Nullable Path dataFile;
    private final List<String> samples;
    private final @Nullable Path imageDir;
    private final boolean overwrite;

    /** Their values. */
    public Options(Settings settings) {
      images = settings.orNull(IMAGES);
      dataFile = settings.orNull(DATA_FILE);
      samples = settings.all(SAMPLES);
      imageDir = settings.orNull(IMAGE_DIR);
      overwrite = settings.is(OVERWRITE);
    }
  }

  private final @Nullable Path out;
  private final Shard shard;

  private CaptionWork(@Nullable Path out, Shard shard) {
    this.out = out;
    this.shard = shard;
  }

  /**
   * What the options mean.
   *
   * @param out where captions go; null for a part, whose captions go there when all are merged
   * @param shard which part of the images is captioned
   * @throws UserError when they do not say which images, or where captions go
   */
  public static CaptionWork of(Options options, @Nullable Path out, Shard shard) {
    if ((options.images == null) == (options.dataFile == null)) {
      throw new UserError("which images?", "--images DIR, or --data-file FILE");
    }
    if (out == null && shard.isWhole()) {
      throw new UserError("where are the captions to go?", "--out-file FILE");
    }
    if (options.images != null) {
      refuseTurns(options, out);
      return new OfFolder(options.images, out, shard);
    }
    return new OfTurns(options, out, shard);
  }

  private static void refuseTurns(Options options, @Nullable Path out) {
    if (!options.samples.isEmpty() || options.imageDir != null || options.overwrite) {
      throw new UserError(
          "--samples, --image-dir and --again are for a data set", "leave them out");
    }
    if (isJson(out)) {
      throw new UserError(
          "captions of a folder are JSON lines, and " + out + " is not named so",
          "a name that ends in .jsonl");
    }
  }

  private static boolean isJson(@Nullable Path out) {
    return out != null && out.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".json");
  }

  /** Where captions go; null for a part of the images. */
  public final @Nullable Path out() {
    return out;
  }

  /** Where the images are, for the record. */
  public abstract String source();

  /** Those of this part. */
  public final List<Picture> pictures() {
    return shard.of(all());
  }

  abstract List<Picture> all();

  /** Writes what came of them. */
  public abstract void write(Captioning.Result result, Path out);

  private static ObjectNode line(Picture picture, Captioning.Result result) {
    ObjectNode line = JsonFiles.MAPPER.createObjectNode().put("image", picture.name());
    String caption = result.captions().get(picture.name());
    return caption != null
        ? line.put("caption", caption)
        : line.put("problem", result.problems().get(picture.name()));
  }

  private static void writeLines(Path out, List<ObjectNode> lines) {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    AtomicFile.writeText(out, text.toString());
  }

  private static final class OfFolder extends CaptionWork {
    private final Path folder;
    private final List<Picture> pictures;

    OfFolder(Path folder, @Nullable Path out, Shard shard) {
      super(out, shard);
      this.folder = folder;
      this.pictures = Picture.in(folder);
      if (pictures.isEmpty()) {
        throw new UserError(folder + " has no file that is named like an image", "another folder");
      }
    }

    @Override
    public String source() {
      return folder.toString();
    }

    @Override
    List<Picture> all() {
      return pictures;
    }

    @Override
    public void write(Captioning.Result result, Path out) {
      writeLines(out, pictures.stream().map(p -> line(p, result)).toList());
    }
  }

  private static final class OfTurns extends CaptionWork {
    private final Path file;
    private final PictureTurns turns;

    OfTurns(Options options, @Nullable Path out, Shard shard) {
      super(out, shard);
      this.file = Objects.requireNonNull(options.dataFile);
      Dataset data = DatasetReader.read(file);
      Dataset base = out != null && isJson(out) && Files.exists(out) ? added(data, out) : data;
      Path beside = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of(""));
      this.turns =
          new PictureTurns(
              base,
              wanted(data, options.samples),
              options.imageDir == null ? beside : options.imageDir,
              options.overwrite);
    }

    private static Set<String> wanted(Dataset data, List<String> samples) {
      var known = data.samples().stream().map(Sample::id).toList();
      for (String sample : samples) {
        if (!known.contains(sample)) {
          throw new UserError(
              data.file() + " has no sample '" + sample + "'",
              "one of " + String.join(", ", known));
        }
      }
      return new HashSet<>(samples.isEmpty() ? known : samples);
    }

    /** The output of an earlier call is added to. */
    private static Dataset added(Dataset data, Path out) {
      Dataset there = DatasetReader.read(out);
      if (!said(there).equals(said(data))) {
        throw new UserError(
            out + " holds other conversations than " + data.file(), "another --out-file");
      }
      return there;
    }

    private static List<String> said(Dataset data) {
      var said = new ArrayList<String>();
      for (Sample sample : data.samples()) {
        sample
            .conversation()
            .turns()
            .forEach(
                t -> said.add(sample.id() + " " + t.id() + " " + t.speaker() + ": " + t.text()));
      }
      return said;
    }

    @Override
    public String source() {
      return file.toString();
    }

    @Override
    List<Picture> all() {
      return turns.places().stream().map(PictureTurns.Place::picture).toList();
    }

    @Override
    public void write(Captioning.Result result, Path out) {
      if (isJson(out)) {
        Dataset captioned = turns.captioned(result.captions());
        Path source = Path.of(captioned.file());
        AtomicFile.write(out, stream -> DatasetWriter.update(source, captioned, stream));
        return;
      }
      var lines = new ArrayList<ObjectNode>();
      for (var place : turns.places()) {
        ObjectNode line = JsonFiles.MAPPER.createObjectNode();
        line.put("sample", place.sample()).put("turn", place.turn().toString());
        lines.add(line.setAll(line(place.picture(), result)));
      }
      writeLines(out, lines);
    }
  }
}
