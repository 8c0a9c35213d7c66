package dev.locomo.eval.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the parts of a run have on record, put together: with it in one folder, the run's own
 * command does all that is to be done with replies and asks for none.
 */
public final class Records {
  /** What identifies a line of the record's files; a caption may be that of several turns. */
  private static final Map<String, List<String>> IDENTITIES =
      Map.of(
          RunFolder.CALLS, List.of("step"), RunFolder.PREDICTIONS, List.of("question_id", "form"));

  private Records() {}

  /**
   * Writes the parts' records into the folder of the whole.
   *
   * @throws DataError when something is on record in two parts, or a line is not JSON
   */
  public static void join(Shards shards, RunFolder whole) {
    for (String name : RunFolder.RECORD) {
      var identity = IDENTITIES.getOrDefault(name, List.of());
      var lines = new ArrayList<String>();
      var from = new HashMap<String, ShardFolder>();
      for (ShardFolder shard : shards.folders()) {
        if (Files.exists(shard.path().resolve(name))) {
          var own = Journal.read(shard.path().resolve(name));
          refuseCommon(shard, name, identities(shard.path().resolve(name), own, identity), from);
          own.forEach(lines::add);
        }
      }
      if (!lines.isEmpty()) {
        AtomicFile.writeLines(whole.file(name), lines.stream());
      }
    }
  }

  private static Set<String> identities(Path file, Iterable<String> lines, List<String> members) {
    var all = new HashSet<String>();
    int number = 0;
    for (String line : members.isEmpty() ? List.<String>of() : lines) {
      all.add(identity(file, line, ++number, members));
    }
    return all;
  }

  private static String identity(Path file, String line, int number, List<String> members) {
    try {
      JsonNode node = JsonFiles.MAPPER.readTree(line);
      return String.join(" ", members.stream().map(m -> node.path(m).asText()).toList()).strip();
    } catch (JsonProcessingException e) {
      throw new DataError(file.toString(), "line " + number, "is no JSON", e);
    }
  }

  private static void refuseCommon(
      ShardFolder shard, String name, Set<String> own, Map<String, ShardFolder> from) {
    for (String one : own) {
      ShardFolder other = from.put(one, shard);
      if (other != null) {
        throw new DataError(
            shard.path().resolve(name).toString(),
            one,
            "is on record in " + other.path() + " too; expected each call in one shard");
      }
    }
  }
}
