package dev.locomo.services.store;

import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds other processes back while a file beside ours is locked. */
record FileGuard(Path lock, FileChannel channel) implements AutoCloseable {
  /** Waits until no other process has it. */
  @SuppressWarnings("resource") // closing the channel ends the lock
  static FileGuard of(Path file) {
    Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
    try {
      var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      return new FileGuard(lock, channel);
    } catch (IOException e) {
      throw AtomicFile.unwritable(lock, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw AtomicFile.unwritable(lock, e);
    }
  }
}
