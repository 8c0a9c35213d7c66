package dev.locomo.services.objects;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a file that is larger than what a store takes at once.
 *
 * @param from its first byte
 * @param length bytes
 */
record Pieces(Path file, long from, int length) {
  /** What all stores take at once, and what is sent again when a connection is lost. */
  static final long LARGEST = 64L << 20;

  /** Stores take at most 10,000. */
  private static final long MOST = 9_000;

  /** All of a file; one when it is not larger than what is sent at once. */
  static List<Pieces> of(Path file, long largest) {
    try {
      long size = Files.size(file);
      long each = Math.max(largest, Math.ceilDiv(size, MOST));
      var pieces = new ArrayList<Pieces>();
      for (long from = 0; from == 0 || from < size; from += each) {
        pieces.add(new Pieces(file, from, Math.toIntExact(Math.min(each, size - from))));
      }
      return pieces;
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  /** Its bytes. */
  byte[] bytes() {
    try (var channel = UserFile.channel(file, StandardOpenOption.READ)) {
      var bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        // A channel gives as much as it has at hand.
        if (channel.read(bytes, from + bytes.position()) < 0) {
          throw new EOFException(file + " became shorter while it was sent");
        }
      }
      return bytes.array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as a stream. */
  InputStream open() {
    return new ByteArrayInputStream(bytes());
  }
}
