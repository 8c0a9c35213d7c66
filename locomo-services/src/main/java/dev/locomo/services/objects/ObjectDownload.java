package dev.locomo.services.objects;

import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.services.objects.ObjectStore.Head;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** One object on its way into a file; read on from where a connection broke off. */
record ObjectDownload(ObjectStore store, ObjectAddress object, Head head) {
  void to(Path out, String sha256) {
    Path part = out.resolveSibling(out.getFileName() + "." + head.version() + ".part");
    try {
      Files.createDirectories(out.toAbsolutePath().getParent());
      long have = size(part);
      while (have < head.size() || !Files.exists(part)) {
        long now = more(part, have);
        if (now <= have && now < head.size()) {
          throw new ProviderError(
              Kind.CONNECTION, object + ": the store breaks off again and again", null, null);
        }
        have = now;
      }
      verify(sha256, part);
      Files.move(part, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw AtomicFile.unwritable(out, e);
    }
  }

  /** Appends what arrives, and says how much there is then. */
  private long more(Path part, long from) throws IOException {
    try (var in = store.read(object, head, from);
        var to =
            Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      copy(in, to);
    }
    return size(part);
  }

  /** A connection that breaks off is no failure of the disk: what has arrived counts. */
  private static void copy(InputStream in, OutputStream to) throws IOException {
    byte[] buffer = new byte[1 << 16];
    while (true) {
      int read;
      try {
        read = in.read(buffer);
      } catch (IOException e) {
        return;
      }
      if (read < 0) {
        return;
      }
      to.write(buffer, 0, read);
    }
  }

  private void verify(String sha256, Path part) throws IOException {
    String wanted = sha256.isEmpty() ? head.sha256() : sha256;
    String found = wanted.isEmpty() ? "" : FileHash.sha256(part);
    if (Files.size(part) == head.size() && found.equals(wanted)) {
      return;
    }
    String what =
        "found %d bytes %s; expected %d bytes %s"
            .formatted(Files.size(part), found, head.size(), wanted);
    Files.delete(part);
    throw new DataError(object.toString(), "", what.strip());
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
