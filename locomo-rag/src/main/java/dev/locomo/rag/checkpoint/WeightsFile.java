package dev.locomo.rag.checkpoint;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.stream.Stream;

/**
 * The file of a model folder that holds its tensors.
 *
 * @param path {@code model.safetensors} or {@code pytorch_model.bin}
 */
public record WeightsFile(Path path) {
  /**
   * The weights of a folder; safetensors where it has both formats.
   *
   * @throws DataError when it has neither
   */
  public static WeightsFile of(Path folder) {
    return Stream.of("model.safetensors", "pytorch_model.bin")
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .map(WeightsFile::new)
        .orElseThrow(() ->
            new DataError(folder.toString(), "", "has no model.safetensors or pytorch_model.bin"));
  }

  /**
   * Opens it; to be closed.
   *
   * @throws DataError when it is cut off or no such file
   */
  public Weights open() {
    return path.toString().endsWith(".safetensors")
        ? SafetensorsFile.open(path)
        : TorchFile.open(path);
  }

  /**
   * SHA-256 of the file, in lower-case hexadecimal digits.
   *
   * @throws DataError when it cannot be read
   */
  public String sha256() {
    try (var in = new DigestInputStream(Files.newInputStream(path), Sha256.digest())) {
      byte[] buffer = new byte[1 << 20];
      while (in.read(buffer) >= 0) {
        // The digest sees what is read.
      }
      return Sha256.hex(in.getMessageDigest());
    } catch (IOException e) {
      throw new DataError(path.toString(), "", "cannot be read (" + e + ")", e);
    }
  }
}
