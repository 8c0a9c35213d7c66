package dev.locomo.rag.caption;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of images and its subfolders.
 *
 * @param path the folder
 */
public record PictureFolder(Path path) {
  /** Endings of images, also of kinds that are not read: those are to be named, not passed over. */
  private static final Set<String> ENDINGS =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "bmp", "tif", "tiff", "avif",
          "heic", "heif", "svg", "jp2", "jxl", "ico");

  /**
   * The files that are named like images, in the order of their names; hidden ones are left out.
   *
   * @throws DataError when it is no folder or cannot be listed
   */
  public List<Picture> pictures() {
    if (!Files.isDirectory(path)) {
      throw new DataError(path.toString(), "", "is no folder; expected one with images");
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(f -> isNamedLikeOne(path.relativize(f)) && Files.isRegularFile(f))
          .map(f -> new Picture(name(path.relativize(f)), f, List.of()))
          .sorted(java.util.Comparator.comparing(Picture::name))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DataError(path.toString(), "", "cannot be listed (" + e.getMessage() + ")", e);
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
