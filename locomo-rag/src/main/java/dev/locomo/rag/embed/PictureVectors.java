package dev.locomo.rag.embed;

import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.rag.caption.FetchError;
import dev.locomo.rag.caption.PictureStore;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.vision.ClipModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * CLIP's vectors of picture files, in the folder where {@link VectorStore} keeps those of texts: a
 * file for each model, in which a vector is found by the hash of the picture's bytes. So a picture
 * is computed once, whatever it is called and wherever it lies, and a changed one is another. What
 * is made is added batch by batch: one that was stopped goes on where it was.
 *
 * @param clip makes the vectors; closed with this
 * @param folder made when it does not exist
 * @param announce told what takes long, and why a picture has no vector; a line each
 */
public record PictureVectors(ClipModel clip, Path folder, Consumer<String> announce)
    implements AutoCloseable {
  private static final int FORMAT = 1;

  /** Pictures that are computed between two writes. */
  private static final int BATCH = 16;

  /** After so many a line says how far it is. */
  private static final int TOLD = 256;

  /** Most pictures whose reason is told. */
  private static final int REASONS = 10;

  /**
   * The vectors of pictures, each of length 1; none of one that cannot be decoded.
   *
   * @param pictures files by the SHA-256 of their bytes, 64 hex digits
   * @throws dev.locomo.core.error.UserError when they cannot be kept
   */
  public Map<String, float[]> of(Map<String, Path> pictures) {
    if (pictures.isEmpty()) {
      return Map.of();
    }
    var log = log();
    var records = log.records();
    var missing = pictures.keySet().stream().filter(key -> !records.containsKey(key)).toList();
    var damaged = new ArrayList<String>();
    for (int from = 0; from < missing.size(); from += BATCH) {
      int done = Math.min(missing.size(), from + BATCH);
      add(log, missing.subList(from, done), pictures, damaged);
      if (done % TOLD == 0) {
        announce.accept("%d of %d pictures embedded".formatted(done, missing.size()));
      }
    }
    tell(damaged);
    if (!missing.isEmpty()) {
      records.putAll(log.records());
    }
    var there = pictures.keySet().stream().filter(records::containsKey).toList();
    var vectors = new HashMap<String, float[]>();
    var next = there.iterator();
    log.read(there, records, vector -> vectors.put(next.next(), vector));
    return vectors;
  }

  private VectorLog log() {
    int dimension = text("a picture").length;
    var header = JsonFiles.MAPPER.createObjectNode();
    header.put("locomo_picture_vectors", FORMAT);
    header.put("encoder", id()).put("dimension", dimension);
    String name = "pictures_" + id().replaceAll("[^A-Za-z0-9]+", "-") + ".vectors";
    return VectorLog.open(folder.resolve(name), header.toString(), dimension);
  }

  /** One picture is decoded at a time; only its small input for the network is kept. */
  private void add(
      VectorLog log, List<String> batch, Map<String, Path> pictures, List<String> damaged) {
    var keys = new ArrayList<String>();
    var pixels = new ArrayList<float[]>();
    for (String key : batch) {
      pixels(Optional.ofNullable(pictures.get(key)).orElseThrow(), damaged)
          .ifPresent(input -> {
            keys.add(key);
            pixels.add(input);
          });
    }
    if (!keys.isEmpty()) {
      log.append(keys, clip.images(pixels).toArray(float[][]::new));
    }
  }

  private Optional<float[]> pixels(Path file, List<String> damaged) {
    try {
      return Optional.of(clip.pixels(new PictureStore(file.resolveSibling("")).picture(file)));
    } catch (FetchError | ImageError e) {
      damaged.add(file + " " + e.getMessage());
      return Optional.empty();
    }
  }

  private void tell(List<String> damaged) {
    damaged.stream().limit(REASONS).forEach(one -> announce.accept("left out: " + one));
    if (damaged.size() > REASONS) {
      announce.accept("left out: %d more pictures".formatted(damaged.size() - REASONS));
    }
  }

  /** The vector of a text, of length 1; made at each call, by one thread at a time. */
  public float[] text(String text) {
    synchronized (clip) {
      return clip.texts(List.of(text)).getFirst();
    }
  }

  /** Everything that determines the vectors: kind, weights and precision, and settings. */
  public String id() {
    return clip.id() + "-" + clip.settings();
  }

  @Override
  public void close() {
    clip.close();
  }
}
