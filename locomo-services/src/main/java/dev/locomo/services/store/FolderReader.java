package dev.locomo.services.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunArchive;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads run folders; changes nothing in them. A folder whose run is still going is read as far as
 * it is. Data sets are read once, however many runs were about them.
 */
public final class FolderReader {
  /** Changed when more is read than before, so that a run that is there is read again. */
  private static final int FORMAT = 1;

  private static final String REPORT = "report.json";

  private final @Nullable Path dataFile;
  private final Map<Path, Optional<Dataset>> known = new HashMap<>();

  /**
   * @param dataFile the data set, or null for the file that each run names, as far as it is there
   */
  public FolderReader(@Nullable Path dataFile) {
    this.dataFile = dataFile;
  }

  /**
   * The run folders meant by a path: itself, or those in it, by name.
   *
   * @throws DataError when it is no folder and holds none
   */
  public static List<Path> folders(Path path) {
    if (Files.exists(path.resolve(RunFolder.SPEC))) {
      return List.of(path);
    }
    if (RunArchive.isOne(path)) {
      throw new UserError(path + " is an archive; this needs its folder", "locomo runs unpack");
    }
    if (!Files.isDirectory(path)) {
      throw new DataError(path.toString(), "", "no such folder; expected that of a run");
    }
    try {
      var runs = inside(path);
      if (runs.isEmpty()) {
        throw new DataError(
            path.toString(), "", "holds no run: found no " + RunFolder.SPEC + " here or one below");
      }
      return runs;
    } catch (IOException e) {
      throw new DataError(path.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  /** The run folders in a folder, by name. */
  static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(f -> Files.exists(f.resolve(RunFolder.SPEC))).sorted().toList();
    }
  }

  StoredFolder read(Path folder) {
    var spec = RunSpec.read(folder.resolve(RunFolder.SPEC));
    var manifest = manifest(folder);
    var data = data(folder, spec, manifest);
    return new StoredFolder(
        folder.toAbsolutePath().normalize(),
        spec,
        manifest,
        optional(folder.resolve(REPORT)),
        RunLines.answers(folder),
        RunLines.results(folder),
        data.orElse(null),
        sha256(folder, data));
  }

  /** It says when the run was begun, without which two runs cannot be told apart. */
  private static JsonNode manifest(Path folder) {
    Path file = folder.resolve(RunFolder.MANIFEST);
    JsonNode manifest = Manifest.read(file);
    for (String member : List.of("status", "started", "updated")) {
      if (!manifest.path(member).isTextual()) {
        throw new DataError(
            file.toString(), "/" + member, "found nothing; expected a run's record of itself");
      }
    }
    return manifest;
  }

  private static JsonNode optional(Path file) {
    return Files.exists(file)
        ? JsonFiles.read(file, JsonFiles.MAPPER::readTree)
        : MissingNode.getInstance();
  }

  private Optional<Dataset> data(Path folder, RunSpec spec, JsonNode manifest) {
    String asked = spec.onResult().getOrDefault("data_sha256", "");
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    @Nullable String profile = spec.onResult().get("profile");
    if (dataFile != null) {
      var given = known.computeIfAbsent(dataFile, f -> Optional.of(DatasetReader.read(f, profile)));
      String found = given.map(Dataset::sha256).orElse("");
      if (!found.equals(asked)) {
        throw new DataError(
            dataFile.toString(),
            "",
            "is not the data of %s: found sha256 %s; expected %s".formatted(folder, found, asked));
      }
      return given;
    }
    String named = manifest.path("data_file").asText("");
    return named.isEmpty()
        ? Optional.empty()
        : known
            .computeIfAbsent(Path.of(named), f -> atHand(f, profile))
            .filter(data -> data.sha256().equals(asked));
  }

  /** What is at a place now need not be what was there then. */
  private static Optional<Dataset> atHand(Path file, @Nullable String profile) {
    try {
      return Files.exists(file) ? Optional.of(DatasetReader.read(file, profile)) : Optional.empty();
    } catch (DataError e) {
      return Optional.empty();
    }
  }

  private static String sha256(Path folder, Optional<Dataset> data) {
    var files = new TreeSet<Path>(RunLines.sheets(folder));
    for (String name : List.of(RunFolder.SPEC, RunFolder.MANIFEST, REPORT)) {
      files.add(folder.resolve(name));
    }
    RunLines.FILES.forEach(name -> files.add(folder.resolve(name)));
    var digest = Sha256.digest();
    digest.update((byte) FORMAT);
    digest.update((byte) (data.isPresent() ? 1 : 0));
    for (Path file : files) {
      if (Files.exists(file)) {
        digest.update(file.getFileName().toString().getBytes(UTF_8));
        Sha256.feed(digest, file);
      }
    }
    return Sha256.hex(digest);
  }
}
