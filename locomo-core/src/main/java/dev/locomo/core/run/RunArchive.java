package dev.locomo.core.run;

import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A run's folder as one compressed ZIP file: first the list of its files with their hashes ({@value
 * RunFiles#LIST}), then the files, {@code spec.json} last.
 */
public final class RunArchive {
  /** What the names of archives usually end with. */
  public static final String ENDING = ".run.zip";

  private static final String ZIP = ".zip";

  /** Bytes that a list of files may have. */
  private static final int LARGEST_LIST = 64 << 20;

  /** Bytes that any archive may unpack to, and that each of its own bytes adds. */
  private static final long ALLOWED = 256L << 20;

  private static final long ALLOWED_FOR_EACH = 200;

  private RunArchive() {}

  /**
   * Writes one, and reads it back.
   *
   * @return the number of files
   * @throws UserError when there is such a file, the folder holds no run, or a process works in it
   */
  public static int write(Path folder, Path file) {
    if (Files.exists(file)) {
      throw new UserError(file + " is there already", "another --out");
    }
    try (var _ = RunFolder.hold(folder)) {
      var files = RunFiles.of(folder);
      AtomicFile.write(file, out -> write(folder, files, out));
      return check(file);
    } catch (IOException e) {
      throw UserFile.unreadable(folder, e);
    }
  }

  private static void write(Path folder, RunFiles files, OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry(RunFiles.LIST));
    zip.write(files.toJson().getBytes(StandardCharsets.UTF_8));
    var names = new ArrayList<>(files.hashes().keySet());
    names.remove(RunFolder.SPEC);
    names.add(RunFolder.SPEC);
    for (String name : names) {
      zip.putNextEntry(new ZipEntry(name));
      try (InputStream in = UserFile.open(folder.resolve(name))) {
        in.transferTo(zip);
      }
    }
    zip.finish();
  }

  /** Whether a path is meant to be one: a file whose name ends in {@code .zip}. */
  public static boolean isOne(Path path) {
    return path.toString().endsWith(ZIP) && Files.isRegularFile(path);
  }

  /**
   * Where a run is read that is named by its folder or by an archive of it, which is unpacked for
   * the time of this process.
   *
   * @return the path itself where it is no archive
   * @throws DataError when an archive is damaged or holds no run
   */
  public static Path opened(Path path) {
    if (!isOne(path)) {
      return path;
    }
    Path folder = TemporaryFiles.folder().resolve(name(path));
    unpack(path, folder);
    return folder;
  }

  /** The name of the run: that of the file without its ending. */
  public static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.replaceFirst("(\\.run)?\\.zip$", "");
  }

  /**
   * Makes the folder again; nothing is made of an archive that is damaged.
   *
   * @return the number of files
   * @throws DataError when the archive is damaged or holds no run
   * @throws UserError when there is something at the folder's place, or it cannot be written
   */
  public static int unpack(Path file, Path folder) {
    if (Files.exists(folder)) {
      throw new UserError(folder + " is there already", "another folder");
    }
    check(file);
    return read(file, (name, in) -> AtomicFile.write(folder.resolve(name), in::transferTo));
  }

  /**
   * Compares each file with its hash.
   *
   * @return the number of files
   * @throws DataError when one is missing, was changed or is not on the list
   */
  public static int check(Path file) {
    return read(file, (_, in) -> in.transferTo(OutputStream.nullOutputStream()));
  }

  @FunctionalInterface
  private interface Reading {
    void read(String name, InputStream in) throws IOException;
  }

  private static int read(Path file, Reading reading) {
    try (var whole = new ZipInputStream(UserFile.open(file));
        var zip = new Bounded(whole, ALLOWED + ALLOWED_FOR_EACH * Files.size(file))) {
      ZipEntry entry = whole.getNextEntry();
      if (entry == null || !entry.getName().equals(RunFiles.LIST)) {
        throw wrong(file, "", "is no archive of a run: it does not begin with " + RunFiles.LIST);
      }
      byte[] list = zip.readNBytes(LARGEST_LIST);
      var files = RunFiles.of(JsonFiles.MAPPER.readTree(list), file.toString());
      var missing = new TreeMap<>(files.hashes());
      for (entry = whole.getNextEntry(); entry != null; entry = whole.getNextEntry()) {
        String hash = missing.remove(entry.getName());
        if (hash == null) {
          throw wrong(file, entry.getName(), "is not on the list of files, or there twice");
        }
        var hashed = new DigestInputStream(zip, Sha256.digest());
        reading.read(entry.getName(), hashed);
        if (!Sha256.hex(hashed.getMessageDigest()).equals(hash)) {
          throw wrong(file, entry.getName(), "is damaged: its hash is not that of the list");
        }
      }
      if (!missing.isEmpty()) {
        throw wrong(file, missing.firstKey(), "is missing");
      }
      return files.hashes().size();
    } catch (IOException e) {
      throw wrong(file, "", "is no ZIP file, or is damaged (" + UserFile.why(e) + ")");
    }
  }

  /** Ends with an error where more comes than a run can have. */
  private static final class Bounded extends FilterInputStream {
    private final long most;
    private long left;

    Bounded(InputStream in, long most) {
      super(in);
      this.most = most;
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int some = super.read(into, from, length);
      left -= Math.max(0, some);
      if (left < 0) {
        throw new IOException("it unpacks to more than " + most + " bytes");
      }
      return some;
    }
  }

  private static DataError wrong(Path file, String place, String problem) {
    return new DataError(file.toString(), place, problem);
  }
}
