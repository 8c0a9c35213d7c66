package dev.locomo.eval.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.check.CheckReport;
import dev.locomo.core.dataset.json.DatasetCheck;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The data sets at hand: those that were given, and for a run the file that it names, when its
 * bytes have the SHA-256 that the run recorded. No other file is opened because a run names it.
 */
public final class DataShelf {
  private static final int KEPT = 4;
  private static final int HASHES = 1_000;

  private final Map<String, Path> given = new LinkedHashMap<>();
  private final FileCache<Dataset> data = new FileCache<>(KEPT);
  private final FileCache<CheckReport> checks = new FileCache<>(KEPT);
  private final FileCache<String> hashes = new FileCache<>(HASHES);

  /**
   * @param given files, and folders whose JSON files are data sets
   */
  public DataShelf(List<Path> given) {
    for (Path path : given) {
      files(path).forEach(file -> put(file));
    }
  }

  private static List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private void put(Path file) {
    String name = String.valueOf(file.getFileName());
    String free = name;
    for (int n = 2; given.containsKey(free); n++) {
      free = name + "~" + n;
    }
    given.put(free, file);
  }

  /** Those that were given, by name. */
  public List<String> names() {
    return List.copyOf(given.keySet());
  }

  /**
   * The file of one of those that were given.
   *
   * @throws NoSuchElementException when there is none of this name
   */
  Path given(String name) {
    Path file = given.get(name);
    if (file == null) {
      throw new NoSuchElementException("there is no data set " + name);
    }
    return file;
  }

  /**
   * One of those that were given.
   *
   * @throws NoSuchElementException when there is none of this name
   * @throws DataError when it cannot be read
   */
  public Dataset data(String name) {
    return data(given(name));
  }

  /** What is in a file. */
  Dataset data(Path file) {
    return data.of(file, DatasetReader::read);
  }

  /** The same, with what is wrong or odd in it; works for what cannot be read. */
  CheckReport check(Path file) {
    return checks.of(file, DatasetCheck::check);
  }

  /**
   * The file that a run was asked about.
   *
   * @throws DataError when no file at hand is
   */
  Path file(RunSummary run) {
    String asked = run.spec().onResult().getOrDefault("data_sha256", "");
    var candidates = new ArrayList<>(given.values());
    JsonNode named = run.manifest().path("data_file");
    if (named.isTextual() && !named.asText().contains("\0")) {
      candidates.addFirst(Path.of(named.asText()));
    }
    return candidates.stream()
        .filter(Files::isRegularFile)
        .filter(file -> !asked.isEmpty() && hashes.of(file, DataShelf::sha256).equals(asked))
        .findFirst()
        .orElseThrow(() ->
            new DataError(
                run.name(), "", "its data set is not available; give the file with --data-file"));
  }

  /**
   * What a run was asked about.
   *
   * @throws DataError when no file at hand is that
   */
  Dataset data(RunSummary run) {
    return data(file(run));
  }

  private static String sha256(Path file) {
    try {
      return Sha256.of(file);
    } catch (DataError e) {
      return ""; // no data set of any run
    }
  }
}
