package dev.locomo.eval.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.pipeline.ProgressFile;
import dev.locomo.core.run.RecordedSettings;
import dev.locomo.core.run.RunArchive;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.score.ScoreJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The runs in the folders that were given: these, and those directly below them. Small files are
 * read, and only when they have changed; answers and scores are not. A folder that leads elsewhere
 * by a link is not shown.
 */
public final class RunCatalog {
  private static final int MOST = 100_000;
  private static final String REPORT = "report.json";

  private final List<Path> given;
  private volatile Map<String, Path> seen = Map.of();
  private final Set<Path> roots;
  private final FileCache<JsonNode> small = new FileCache<>(MOST);
  private final FileCache<RunSpec> specs = new FileCache<>(MOST);

  /**
   * @param given folders of runs, folders of such folders, and archives of runs
   * @param inside what may be read besides them
   * @throws UserError when one is no folder
   */
  public RunCatalog(List<Path> given, List<Path> inside) {
    var folders = given.stream().map(RunArchive::opened).toList();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new UserError("there is no folder " + folder, "a folder of runs");
      }
    }
    this.given = folders;
    this.roots =
        Set.copyOf(Stream.concat(folders.stream(), inside.stream()).map(RunCatalog::real).toList());
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  /** Whether a file or folder, wherever links lead, is in what was given. */
  boolean holds(Path path) {
    Path real = real(path);
    return roots.stream().anyMatch(real::startsWith);
  }

  /** A small file of a run; missing where it cannot be read. */
  private JsonNode json(Path folder, String name) {
    return small.of(
        folder.resolve(name),
        file -> {
          try {
            return JsonFiles.read(file, JsonFiles.MAPPER::readTree);
          } catch (DataError e) {
            return MissingNode.getInstance();
          }
        });
  }

  /** The runs, those begun last first. What is no record of a run is left out. */
  public List<RunSummary> runs() {
    var runs =
        new ArrayList<>(
            folders().entrySet().parallelStream()
                .flatMap(folder -> {
                  try {
                    return Stream.of(summary(folder.getKey(), folder.getValue()));
                  } catch (DataError e) {
                    return Stream.empty();
                  }
                })
                .toList());
    runs.sort(
        Comparator.comparing((RunSummary run) -> run.manifest().path("started").asText(""))
            .reversed()
            .thenComparing(RunSummary::name));
    return runs;
  }

  /**
   * One of them.
   *
   * @throws NoSuchElementException when there is none of this name
   * @throws DataError when its settings cannot be read
   */
  public RunSummary run(String name) {
    Path folder = seen.get(name);
    if (folder == null || !isRun(folder) || !isInside(folder)) {
      folder = folders().get(name);
    }
    if (folder == null) {
      throw new NoSuchElementException("there is no run " + name);
    }
    return summary(name, folder);
  }

  /** By a name that is unique: where two folders share theirs, the later has a number behind it. */
  private Map<String, Path> folders() {
    var byName = new TreeMap<String, Path>();
    for (Path path : given) {
      for (Path folder : withBelow(path)) {
        // What generate makes is a folder with a data set, and the run in a folder below.
        boolean self = folder.equals(path) || isRun(folder);
        for (Path run : self ? List.of(folder) : withBelow(folder)) {
          if (isRun(run) && isInside(run)) {
            put(byName, run);
          }
        }
      }
    }
    seen = byName;
    return byName;
  }

  private static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(RunFolder.SPEC));
  }

  /** A folder and what is in it; nothing of one that has gone. */
  private static List<Path> withBelow(Path folder) {
    try (Stream<Path> below = Files.list(folder)) {
      return Stream.concat(Stream.of(folder), below.sorted()).filter(Files::isDirectory).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void put(Map<String, Path> byName, Path folder) {
    if (byName.containsValue(folder)) {
      return;
    }
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    String free = name;
    for (int n = 2; byName.containsKey(free); n++) {
      free = name + "~" + n;
    }
    byName.put(free, folder);
  }

  /** The folder and every file in it. */
  private boolean isInside(Path folder) {
    if (!holds(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isSymbolicLink).allMatch(this::holds);
    } catch (IOException e) {
      return false;
    }
  }

  private RunSummary summary(String name, Path folder) {
    var spec = specs.of(folder.resolve(RunFolder.SPEC), RunSpec::read);
    JsonNode manifest = json(folder, RunFolder.MANIFEST);
    if (!manifest.isObject()) {
      manifest = JsonFiles.MAPPER.createObjectNode();
    }
    String status = manifest.path("status").asText();
    boolean inUse = status.equals("running") && RunFolder.inUse(folder);
    var state = RunSummary.State.of(status, inUse);
    JsonNode metrics = json(folder, REPORT).path("metrics");
    var names = metrics.fieldNames();
    String metric = names.hasNext() ? names.next() : "";
    JsonNode score = ScoreJson.headline(metrics.path(metric));
    return new RunSummary(
        name, folder, spec, manifest, metric, score, progress(folder, state), state);
  }

  /** With the limit that the run was given. */
  private JsonNode progress(Path folder, RunSummary.State state) {
    boolean open = state == RunSummary.State.RUNNING || state == RunSummary.State.KILLED;
    if (open && json(folder, ProgressFile.FILE) instanceof ObjectNode progress) {
      JsonNode limit =
          json(folder, RecordedSettings.FILE).path("settings").path("max-cost").path(0);
      ObjectNode copy = progress.deepCopy();
      return limit.isMissingNode() ? copy : copy.put("max_cost_usd", limit.asDouble());
    }
    return MissingNode.getInstance();
  }

  /** Every metric of a run's report with its mean; empty where it has none. */
  Map<String, JsonNode> means(RunSummary run) {
    var means = new LinkedHashMap<String, JsonNode>();
    json(run.folder(), REPORT)
        .path("metrics")
        .properties()
        .forEach(metric -> means.put(metric.getKey(), ScoreJson.headline(metric.getValue())));
    return means;
  }
}
