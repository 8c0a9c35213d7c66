package dev.locomo.rag.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A checkpoint in several files, and the {@code *.index.json} that says which tensor is where. */
final class ShardedWeights implements Weights {
  /** An empty part, a dot, two dots. */
  private static final Pattern OUTSIDE = Pattern.compile("(^|/)\\.{0,2}(/|$)");

  private final Path index;
  private final Map<String, Weights> byName = new HashMap<>();
  private final Set<Weights> opened = new java.util.LinkedHashSet<>();

  private ShardedWeights(Path index) {
    this.index = index;
  }

  /**
   * Opens all shards.
   *
   * @throws DataError when the index is malformed, or a shard is missing or cannot be read
   */
  static ShardedWeights open(Path index) {
    var weights = new ShardedWeights(index);
    try {
      for (String shard : shards(index)) {
        var part = new WeightsFile(index.resolveSibling(shard)).open();
        weights.opened.add(part);
        part.names().forEach(name -> weights.byName.put(name, part));
      }
      return weights;
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /** The files that an index names, each once; see {@link WeightsFile#shards}. */
  static List<String> shards(Path index) {
    JsonNode map = JsonFiles.read(index, in -> JsonFiles.MAPPER.readTree(in)).path("weight_map");
    var files = new TreeSet<String>();
    for (JsonNode shard : map) {
      String name = shard.asText();
      boolean weights = name.endsWith(".safetensors") || name.endsWith(".bin");
      if (!weights || name.contains("\\") || OUTSIDE.matcher(name).find()) {
        throw new DataError(
            index.toString(), "/weight_map", "names " + shard + "; expected a file beside it");
      }
      files.add(name);
    }
    if (files.isEmpty()) {
      throw new DataError(index.toString(), "/weight_map", "names no file; expected the shards");
    }
    return List.copyOf(files);
  }

  @Override
  public String file() {
    return index.toString();
  }

  @Override
  public Set<String> names() {
    return byName.keySet();
  }

  @Override
  public Tensor read(String name) {
    Weights part = byName.get(name);
    if (part == null) {
      throw new DataError(file(), name, "found no such tensor");
    }
    return part.read(name);
  }

  @Override
  public void close() {
    opened.forEach(Weights::close);
  }
}
