package dev.locomo.rag.hub;

import java.nio.file.Path;
import java.util.Optional;

/** Where models are that are neither in a folder nor on the hub; asked before both. */
@FunctionalInterface
public interface ModelSource {
  /**
   * The folder of a model, on this machine by now; empty when the name is none of this source's.
   */
  Optional<Path> folder(String name);
}
