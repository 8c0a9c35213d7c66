package dev.locomo.core.fetch;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * Puts a known file into its place: never half of it, never another one. What arrives is collected
 * in {@code FILE.part}, compared with the expected checksum and only then renamed; an interrupted
 * download goes on from that part.
 *
 * @param wanted the file
 * @param out where it shall be
 * @param progress told what happens, one line at a time
 */
public record Fetch(Wanted wanted, Path out, Consumer<String> progress) {
  private static final long MB = 1_000_000;

  /**
   * Whether the file is already in its place.
   *
   * @throws UserError when something else is there; it is not touched
   */
  public boolean alreadyThere() {
    if (!Files.exists(out)) {
      return false;
    }
    return io(
        out,
        () -> {
          if (Files.isDirectory(out) || !wanted.is(out)) {
            throw new UserError(
                out + " exists and is something else", "--out with another name, or move it away");
          }
          return true;
        });
  }

  /**
   * Downloads it, going on where an earlier attempt was cut off, and at once as long as every
   * attempt brings something.
   *
   * @throws UserError when the server does not have it, the address is none, or the disk is full
   * @throws UncheckedIOException when it cannot be reached, fails, keeps silent or breaks off; what
   *     arrived is kept
   * @throws DataError when the server has something else; it is removed
   * @throws Stop.Stopped when a stop is wanted; what arrived is kept
   */
  public void download(Source source) {
    var download = new Download(source, part(), wanted.size(), progress);
    io(
        part(),
        () -> {
          prepare();
          boolean resumed = received(download);
          if (resumed && !wanted.is(part())) {
            progress.accept("the resumed part does not fit; starting again");
            Files.delete(part());
            received(download);
          }
          return finish(source.url().toString());
        });
  }

  private static boolean received(Download download) throws IOException {
    long before = download.have();
    while (true) {
      try {
        return download.run() || before > 0;
      } catch (UncheckedIOException e) {
        if (download.have() <= before) {
          throw e;
        }
        before = download.have();
      } catch (InterruptedException e) {
        throw new Stop.Stopped(e);
      }
    }
  }

  /**
   * Copies it from another place on this machine.
   *
   * @throws DataError when that file is missing or is another one
   */
  public void copy(Path from) {
    io(
        from,
        () -> {
          if (!wanted.is(from)) {
            throw new DataError(from.toString(), "", wanted.difference(from));
          }
          prepare();
          Files.copy(from, part(), StandardCopyOption.REPLACE_EXISTING);
          return finish(from.toString());
        });
  }

  private Path part() {
    return out.resolveSibling(out.getFileName() + ".part");
  }

  private void prepare() throws IOException {
    Path folder = out.toAbsolutePath().getParent();
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw AtomicFile.unwritable(folder, e);
      }
      requireRoom(folder);
    }
  }

  /** Before anything is sent. A file store that says it has no room at all may not know. */
  private void requireRoom(Path folder) throws IOException {
    long missing = wanted.size() - (Files.exists(part()) ? Files.size(part()) : 0);
    long room = Files.getFileStore(folder).getUsableSpace();
    if (room > 0 && room < missing) {
      throw new UserError(
          "%s has room for %d MB, and %s needs %d MB"
              .formatted(folder, room / MB, out.getFileName(), missing / MB + 1),
          "make room, or choose another folder");
    }
  }

  private boolean finish(String source) throws IOException {
    if (!wanted.is(part())) {
      String difference = wanted.difference(part());
      Files.delete(part());
      throw new DataError(source, "", difference);
    }
    Files.move(part(), out, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  @FunctionalInterface
  private interface Step {
    boolean run() throws IOException;
  }

  private static boolean io(Path file, Step step) {
    try {
      return step.run();
    } catch (NoSuchFileException e) {
      throw new DataError(e.getFile(), "", "no such file", e);
    } catch (IOException e) {
      throw new DataError(
          file.toString(), "", "cannot be read or written (" + UserFile.why(e) + ")", e);
    }
  }
}
