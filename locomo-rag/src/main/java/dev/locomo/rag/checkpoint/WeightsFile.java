package dev.locomo.rag.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.Weights.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The file of a model folder that holds its tensors, or the {@code *.index.json} that says which
 * files do; a {@link DataError} where one is missing, damaged or of another kind.
 */
public record WeightsFile(Path path) {
  /** What it can be called, the preferred one first. */
  public static final List<String> NAMES =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  /** Those that hold all tensors themselves. */
  public static final List<String> WHOLE = List.of(NAMES.get(0), NAMES.get(2));

  private static final String INDEX = ".index.json";

  /** An empty part, a dot, two dots. */
  private static final Pattern OUTSIDE = Pattern.compile("(^|/)\\.{0,2}(/|$)");

  /** The weights of a folder; safetensors where it has both formats. */
  public static WeightsFile of(Path folder) {
    return NAMES.stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .map(WeightsFile::new)
        .orElseThrow(() ->
            new DataError(folder.toString(), "", "has no model.safetensors or pytorch_model.bin"));
  }

  /** Whether a relative path, with slashes, stays below its folder. */
  public static boolean isInside(String name) {
    return !name.contains("\\") && !OUTSIDE.matcher(name).find();
  }

  /**
   * The files beside it that an index names, each once, in the order of their names; empty for a
   * file that holds the tensors itself.
   */
  public List<String> shards() {
    if (!path.toString().endsWith(INDEX)) {
      return List.of();
    }
    var files = new TreeSet<String>();
    for (JsonNode shard : JsonFiles.read(path, JsonFiles.MAPPER::readTree).path("weight_map")) {
      String name = shard.asText();
      boolean weights = name.endsWith(".safetensors") || name.endsWith(".bin");
      if (!weights || !isInside(name)) {
        throw new DataError(
            path.toString(), "/weight_map", "names " + shard + "; expected a file beside it");
      }
      files.add(name);
    }
    if (files.isEmpty()) {
      throw new DataError(path.toString(), "/weight_map", "names no file; expected the shards");
    }
    return List.copyOf(files);
  }

  /** Opens it, and what an index names; to be closed. */
  public Weights open() {
    String name = path.toString();
    if (!name.endsWith(INDEX)) {
      return name.endsWith(".safetensors") ? SafetensorsFile.open(path) : TorchFile.open(path);
    }
    var byName = new HashMap<String, Supplier<Tensor>>();
    var opened = new ArrayList<Weights>();
    var all = new Weights.Stored(name, byName, () -> opened.forEach(Weights::close));
    try {
      for (String shard : shards()) {
        var part = new WeightsFile(path.resolveSibling(shard)).open();
        opened.add(part);
        part.names().forEach(tensor -> byName.put(tensor, () -> part.read(tensor)));
      }
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** 64 lower-case hexadecimal digits, of an index and its shards one after the other. */
  public String sha256() {
    var digest = Sha256.digest();
    Sha256.feed(digest, path);
    shards().forEach(shard -> Sha256.feed(digest, path.resolveSibling(shard)));
    return Sha256.hex(digest);
  }
}
