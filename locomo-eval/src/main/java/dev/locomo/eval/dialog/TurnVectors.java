package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.rag.caption.FetchError;
import dev.locomo.rag.caption.PictureStore;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.vision.ClipModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * CLIP's vectors of what turns say and show, each made once. A picture that is not there or cannot
 * be read has a reason in place of a vector.
 */
public final class TurnVectors {
  private static final int BATCH = 16;

  private final ClipModel clip;
  private final PictureStore store;
  private final Map<String, float[]> texts = new HashMap<>();
  private final Map<Path, Seen> pictures = new HashMap<>();
  private final Map<SharedImage, Optional<Path>> files = new ConcurrentHashMap<>();

  /** What became of a picture. */
  sealed interface Seen {
    /** A vector of length 1. */
    record Vector(float[] numbers) implements Seen {}

    /** None, for this reason: a sentence part such as {@code is not there}. */
    record Missing(String why) implements Seen {}
  }

  /**
   * @param clip makes the vectors
   * @param store where pictures are
   */
  public TurnVectors(ClipModel clip, PictureStore store) {
    this.clip = clip;
    this.store = store;
  }

  /** What a cosine is multiplied with in MMDialog's form. */
  double scale() {
    return clip.scale();
  }

  /** The file of the picture that a turn shares; empty when it shares none or it is not there. */
  Optional<Path> file(Turn turn) {
    SharedImage image = turn.image();
    return image == null ? Optional.empty() : files.computeIfAbsent(image, store::find);
  }

  /** Makes the vectors that are not there yet. */
  void load(Collection<String> said, Collection<Path> shown) {
    var words = new LinkedHashSet<>(said);
    words.removeAll(texts.keySet());
    var ordered = new ArrayList<>(words);
    List<float[]> vectors = clip.texts(ordered);
    for (int i = 0; i < ordered.size(); i++) {
      texts.put(ordered.get(i), vectors.get(i));
    }
    var missing = new LinkedHashSet<>(shown);
    missing.removeAll(pictures.keySet());
    var paths = new ArrayList<>(missing);
    for (int from = 0; from < paths.size(); from += BATCH) {
      see(paths.subList(from, Math.min(paths.size(), from + BATCH)));
    }
  }

  /** One picture is decoded at a time; only its small input for the network is kept. */
  private void see(List<Path> paths) {
    var seen = new ArrayList<Path>();
    var pixels = new ArrayList<float[]>();
    for (Path path : paths) {
      try {
        pixels.add(clip.pixels(store.picture(path)));
        seen.add(path);
      } catch (FetchError | ImageError e) {
        pictures.put(path, new Seen.Missing(path.getFileName() + " " + e.getMessage()));
      }
    }
    List<float[]> vectors = clip.images(pixels);
    for (int i = 0; i < seen.size(); i++) {
      pictures.put(seen.get(i), new Seen.Vector(vectors.get(i)));
    }
  }

  /** The vector of a text that was loaded. */
  float[] text(String text) {
    return Objects.requireNonNull(texts.get(text), text);
  }

  /** What became of a picture that was loaded. */
  Seen picture(Path file) {
    return Objects.requireNonNull(pictures.get(file), file.toString());
  }
}
