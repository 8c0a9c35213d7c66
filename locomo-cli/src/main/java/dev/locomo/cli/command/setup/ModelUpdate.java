package dev.locomo.cli.command.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.options.Home;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.run.AtomicFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** {@code models update}: adds families, names and prices of the user's to what is known. */
public final class ModelUpdate {
  private ModelUpdate() {}

  /** Where they are kept; the file need not exist. */
  public static Path file(Map<String, String> environment) {
    return Home.folder(environment).resolve("models.json");
  }

  /** Its declaration. */
  static Verb verb() {
    return Verb.named("update")
        .argument("FILE", "A JSON file with families, models, usd_per_million_tokens.")
        .ofPaths()
        .with(RunOptions.JSON)
        .does(ModelUpdate::update);
  }

  private static int update(Invocation call) {
    Path file = Path.of(call.arguments().getFirst());
    Path own = file(call.environment());
    var added = ModelCatalog.File.read(file);
    ObjectNode whole = tree(file);
    if (Files.exists(own)) {
      ModelCatalog.File.read(own);
      whole = merged(tree(own), whole);
    }
    AtomicFile.writeText(own, whole.toPrettyString() + "\n");
    int prices =
        added.table() == null ? 0 : added.table().values().stream().mapToInt(Map::size).sum();
    int families = added.families().size();
    int names = added.models().size();
    call.done(
        "%s: families %d, names %d, prices %d".formatted(own, families, names, prices),
        Map.of("file", own.toString(), "families", families, "names", names, "prices", prices));
    return ExitCode.OK;
  }

  private static ObjectNode tree(Path file) {
    return (ObjectNode) JsonFiles.read(file, JsonFiles.MAPPER::readTree);
  }

  /** Objects member by member; of families the new ones first, for the first that fits counts. */
  private static ObjectNode merged(ObjectNode before, ObjectNode added) {
    var families = added.path("families").deepCopy();
    Set<String> names = new HashSet<>();
    families.forEach(family -> names.add(family.path("name").asText()));
    JsonNode old = before.path("families").deepCopy();
    merge(before, added);
    if (!old.isEmpty()) {
      var all = before.putArray("families");
      families.forEach(all::add);
      old.forEach(family -> {
        if (!names.contains(family.path("name").asText())) {
          all.add(family);
        }
      });
    }
    return before;
  }

  private static void merge(ObjectNode into, ObjectNode more) {
    for (var member : more.properties()) {
      if (member.getValue() instanceof ObjectNode added
          && into.get(member.getKey()) instanceof ObjectNode there) {
        merge(there, added);
      } else {
        into.set(member.getKey(), member.getValue());
      }
    }
  }
}
