package dev.locomo.gen.image;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.rag.embed.PictureVectors;
import dev.locomo.rag.index.VectorTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By what the pictures show: the cosine of CLIP's vectors of the search and of each picture. Every
 * picture that can be read is a match, however far it is.
 */
final class ClipRanking implements PictureRanking {
  /** From so many on it is told that they are read. */
  private static final int MANY = 1000;

  /** In place of the hash of a picture that cannot be shared. */
  private static final String LEFT_OUT = "-";

  private final PictureVectors vectors;
  private final List<Path> files;
  private final List<String> hashes = new ArrayList<>();
  private @Nullable Prepared prepared;

  /**
   * What searches are compared with.
   *
   * @param table the vectors of the pictures that can be read
   * @param rows their rows, by hash
   */
  private record Prepared(VectorTable table, Map<String, Integer> rows) {}

  /**
   * Reads the files once, for what identifies the run.
   *
   * @param files at least one
   */
  ClipRanking(List<Path> files, PictureVectors vectors) {
    this.files = files;
    this.vectors = vectors;
    if (files.size() >= MANY) {
      vectors.announce().accept("reading %d pictures".formatted(files.size()));
    }
    files.forEach(file -> hashes.add(hash(file)));
  }

  private String hash(Path file) {
    try {
      long size = Files.size(file);
      if (size <= FoundPicture.LARGEST) {
        return Sha256.of(file);
      }
      leftOut(file, "is larger than " + FoundPicture.LARGEST + " bytes");
    } catch (DataError e) {
      leftOut(file, e.problem());
    } catch (IOException e) {
      leftOut(file, "cannot be read (" + UserFile.why(e) + ")");
    }
    return LEFT_OUT;
  }

  private void leftOut(Path file, String why) {
    vectors.announce().accept("left out: " + file + " " + why);
  }

  @Override
  public String id() {
    return Sha256.of(String.join(" ", hashes)).substring(0, 16) + ", " + vectors.id();
  }

  @Override
  public synchronized void prepare() {
    if (prepared == null) {
      prepared = made();
    }
  }

  private Prepared made() {
    var pictures = new LinkedHashMap<String, Path>();
    for (int i = 0; i < files.size(); i++) {
      if (!hashes.get(i).equals(LEFT_OUT)) {
        pictures.putIfAbsent(hashes.get(i), files.get(i));
      }
    }
    var known = vectors.of(pictures);
    if (known.isEmpty()) {
      throw new UserError(
          "none of the %d pictures in %s can be read"
              .formatted(files.size(), files.getFirst().getParent()),
          "--image-dir with pictures");
    }
    var rows = new HashMap<String, Integer>();
    var table = new VectorTable(known.values().iterator().next().length, known.size());
    for (String hash : pictures.keySet()) {
      float[] vector = known.get(hash);
      if (vector != null) {
        table.put(rows.size(), vector);
        rows.put(hash, rows.size());
      }
    }
    return new Prepared(table, rows);
  }

  @Override
  public synchronized double[] scores(String query) {
    prepare();
    var ready = Objects.requireNonNull(prepared);
    double[] cosines = ready.table().dot(vectors.text(query));
    double[] scores = new double[files.size()];
    Arrays.setAll(
        scores,
        i -> {
          Integer row = ready.rows().get(hashes.get(i));
          return row == null ? NONE : cosines[row];
        });
    return scores;
  }

  @Override
  public void close() {
    vectors.close();
  }
}
