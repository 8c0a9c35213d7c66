package dev.locomo.eval.merge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.eval.report.StoredRun;
import java.nio.file.Path;

/**
 * The folder of one part of a run.
 *
 * @param path where it is
 * @param spec its settings
 * @param shard which part
 * @param manifest what happened; an empty object when there is no such file
 */
public record ShardFolder(Path path, RunSpec spec, Shard shard, JsonNode manifest) {
  /**
   * Reads settings and manifest.
   *
   * @throws UserError when it holds no part of a run
   * @throws dev.locomo.core.error.DataError when it holds no run at all
   */
  public static ShardFolder read(Path path) {
    var spec = RunSpec.read(path.resolve(RunFolder.SPEC));
    var shard =
        Shard.parse(spec.onResult().getOrDefault(Shard.SETTING, ""))
            .orElseThrow(() ->
                new UserError(
                    path + " holds a run that is no shard of one", "folders of --shard runs"));
    return new ShardFolder(path, spec, shard, StoredRun.manifest(path));
  }

  /** The settings of the whole run. */
  RunSpec whole() {
    return spec.without(Shard.SETTING);
  }

  /** How it ended: {@code complete} or not. */
  String status() {
    return manifest.path("status").asText("unknown");
  }

  @Override
  public String toString() {
    return shard + " (" + path + ")";
  }
}
