package dev.locomo.eval.view;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was read from files, kept as long as they are as they were: size, time and identity, and as
 * long as there is memory for it. Safe for many threads; one reads a path, others wait for that
 * path alone.
 *
 * @param <V> what is read
 */
final class FileCache<V> {
  private static final class Kept<V> {
    private @Nullable String stamp;
    private SoftReference<@Nullable V> value = new SoftReference<>(null);
  }

  private final Map<Path, Kept<V>> kept;
  private final String apart;

  /**
   * @param most how many are kept, those that were asked for last
   */
  FileCache(int most) {
    this(most, "");
  }

  /**
   * @param most how many are kept, those that were asked for last
   * @param apart name of a file in a folder that what is kept does not depend on
   */
  FileCache(int most, String apart) {
    this.apart = apart;
    this.kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Path, Kept<V>> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * Of a file, or of a folder whose files it is read from.
   *
   * @param read reads it; what it throws is not kept
   */
  V of(Path path, Function<Path, V> read) {
    Kept<V> there;
    synchronized (kept) {
      there = kept.computeIfAbsent(path, _ -> new Kept<>());
    }
    synchronized (there) {
      String stamp = stamp(path, apart);
      V value = there.value.get();
      if (value == null || !stamp.equals(there.stamp)) {
        value = read.apply(path);
        there.value = new SoftReference<>(value);
        there.stamp = stamp;
      }
      return value;
    }
  }

  /** Changes when a file does; of a folder when one directly in it does. Empty for nothing. */
  private static String stamp(Path path, String apart) {
    try {
      if (!Files.isDirectory(path)) {
        var of = Files.readAttributes(path, BasicFileAttributes.class);
        return of.size() + " " + of.lastModifiedTime() + " " + of.fileKey();
      }
      try (Stream<Path> files = Files.list(path)) {
        var all = files.filter(f -> !Files.isDirectory(f) && !f.endsWith(apart)).sorted().toList();
        var text = new StringBuilder();
        all.forEach(
            f -> text.append(f.getFileName()).append(' ').append(stamp(f, apart)).append('\n'));
        return text.toString();
      }
    } catch (IOException e) {
      return "";
    }
  }
}
