package dev.locomo.rag.caption;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An image to be captioned.
 *
 * @param name what it is called in results: a relative path or an address
 * @param file where it is; null when there is no local copy
 * @param urls where it can be had, tried in order, when there is no local copy
 */
public record Picture(String name, @Nullable Path file, List<String> urls) {
  public Picture {
    urls = List.copyOf(urls);
  }

  /** Endings of images, also of kinds that are not read: those are to be named, not passed over. */
  private static final Set<String> ENDINGS =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "bmp", "tif", "tiff", "avif",
          "heic", "heif", "svg", "jp2", "jxl", "ico");

  /**
   * The files of a folder and its subfolders that are named like images, in the order of their
   * names; hidden ones are left out, and a link out of the folder has no file.
   *
   * @throws DataError when it is no folder or cannot be listed
   */
  public static List<Picture> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataError(folder.toString(), "", "is no folder; expected one with images");
    }
    var store = new PictureStore(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> isNamedLikeOne(folder.relativize(f)) && Files.isRegularFile(f))
          .map(f -> new Picture(name(folder.relativize(f)), store.holds(f) ? f : null, List.of()))
          .sorted(Comparator.comparing(Picture::name))
          .toList();
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be listed (" + UserFile.why(e) + ")", e);
    } catch (UncheckedIOException e) {
      String why = UserFile.why(Objects.requireNonNull(e.getCause()));
      throw new DataError(folder.toString(), "", "cannot be listed (" + why + ")", e);
    }
  }

  private static boolean isNamedLikeOne(Path file) {
    for (Path part : file) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static String name(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }
}
