package dev.locomo.rag.hub;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A model on this machine.
 *
 * @param revision the commit it is of, 40 hex digits; empty for a folder of the user's own
 * @param network the file in the folder that is meant, where one was named; else empty
 */
public record LocalModel(Path folder, String revision, String network) {
  private static final int SHOWN = 12;

  /** The network is the one that its folder says. */
  public LocalModel(Path folder, String revision) {
    this(folder, revision, "");
  }

  /** A folder of which nothing more is known. */
  public static LocalModel of(Path folder) {
    return new LocalModel(folder, "");
  }

  /** The folder of a model that an ONNX file, in it or in {@code onnx} below it, belongs to. */
  public static Path folderOf(Path onnx) {
    Path parent = Objects.requireNonNullElse(onnx.getParent(), Path.of(""));
    return parent.endsWith("onnx")
        ? Objects.requireNonNullElse(parent.getParent(), Path.of(""))
        : parent;
  }

  /** The folder, or the network in it that is meant. */
  public Path place() {
    return network.isEmpty() ? folder : folder.resolve(network);
  }

  /** For ids: {@code @} and the beginning of the revision; empty without one. */
  public String suffix() {
    return revision.isEmpty()
        ? ""
        : "@" + revision.substring(0, Math.min(SHOWN, revision.length()));
  }
}
