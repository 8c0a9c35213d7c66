package dev.locomo.rag.checkpoint;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/**
 * The file of a model folder that holds its tensors, or says which files do.
 *
 * @param path one of {@link #NAMES}, or a shard
 */
public record WeightsFile(Path path) {
  /** What it can be called, the preferred one first. */
  public static final List<String> NAMES =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  private static final String INDEX = ".index.json";

  /**
   * The weights of a folder; safetensors where it has both formats.
   *
   * @throws DataError when it has neither
   */
  public static WeightsFile of(Path folder) {
    return NAMES.stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .map(WeightsFile::new)
        .orElseThrow(() ->
            new DataError(folder.toString(), "", "has no model.safetensors or pytorch_model.bin"));
  }

  /**
   * The files beside it that an index names, in the order of their names; empty for a file that
   * holds the tensors itself.
   *
   * @throws DataError when the index is malformed, or names a file that is not beside it
   */
  public List<String> shards() {
    return path.toString().endsWith(INDEX) ? ShardedWeights.shards(path) : List.of();
  }

  /**
   * Opens it; to be closed.
   *
   * @throws DataError when it is cut off or no such file
   */
  public Weights open() {
    String name = path.toString();
    if (name.endsWith(INDEX)) {
      return ShardedWeights.open(path);
    }
    return name.endsWith(".safetensors") ? SafetensorsFile.open(path) : TorchFile.open(path);
  }

  /**
   * SHA-256 of the file (an index and its shards one after the other), in lower-case hexadecimal
   * digits.
   *
   * @throws DataError when it cannot be read
   */
  public String sha256() {
    var digest = Sha256.digest();
    feed(digest, path);
    shards().forEach(shard -> feed(digest, path.resolveSibling(shard)));
    return Sha256.hex(digest);
  }

  private static void feed(MessageDigest digest, Path file) {
    try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] buffer = new byte[1 << 20];
      while (in.read(buffer) >= 0) {
        // The digest sees what is read.
      }
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + e + ")", e);
    }
  }
}
