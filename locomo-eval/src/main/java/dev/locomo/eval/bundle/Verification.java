package dev.locomo.eval.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.TemporaryFiles;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.report.StoredRun;
import dev.locomo.eval.task.QaRecord;
import dev.locomo.eval.task.QaResults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Proves a bundle or a run: the hashes of its files, the answers read again from the raw replies,
 * and every score and figure computed again from them.
 *
 * @param digest of the bundle; empty for a run's folder
 * @param files hashes that were compared
 * @param answers read again from raw replies
 * @param scores computed again
 * @param wrong what did not hold, a line each
 */
public record Verification(String digest, int files, int answers, int scores, List<String> wrong) {
  private static final int SHOWN = 20;

  /**
   * Verifies.
   *
   * @param place a bundle, a folder that one was unpacked to, or a run's folder
   * @param dataFile the data set; null for the file that the run names
   * @throws DataError when it is none of these, or the data is not what was asked about
   */
  public static Verification of(Path place, @Nullable Path dataFile) throws InterruptedException {
    var wrong = new ArrayList<String>();
    if (Files.isDirectory(place) && !Files.exists(place.resolve(Bundle.LIST))) {
      return scored(new Verification("", 0, 0, 0, wrong), place, dataFile);
    }
    var bundle = Bundle.read(place);
    int files = hashes(bundle, wrong);
    var soFar = new Verification(bundle.digest(), files, 0, 0, wrong);
    if (Files.isDirectory(place)) {
      return scored(soFar, place.resolve(Bundle.RUN), dataFile);
    }
    Path folder = TemporaryFiles.folder();
    try {
      for (var file : bundle.files().entrySet()) {
        Path to = folder.resolve(file.getKey());
        Files.createDirectories(to.getParent());
        Files.write(to, file.getValue());
      }
      return scored(soFar, folder.resolve(Bundle.RUN), dataFile);
    } catch (IOException e) {
      throw new DataError(place.toString(), "", "cannot be unpacked (" + UserFile.why(e) + ")", e);
    } finally {
      TemporaryFiles.delete(folder);
    }
  }

  /** What was found, for people: at most {@value #SHOWN} lines of what does not hold, and a sum. */
  public List<String> lines() {
    var lines = new ArrayList<>(wrong.subList(0, Math.min(SHOWN, wrong.size())));
    if (wrong.size() > SHOWN) {
      lines.add("and " + (wrong.size() - SHOWN) + " more");
    }
    lines.add(
        "%s compared, %s read again, %s computed again: %s"
            .formatted(
                Printable.counted(files, "file"),
                Printable.counted(answers, "answer"),
                Printable.counted(scores, "score"),
                wrong.isEmpty()
                    ? "all hold"
                    : Printable.counted(wrong.size(), "does not hold", "do not hold")));
    if (!digest.isEmpty()) {
      lines.add("bundle " + digest);
    }
    return lines;
  }

  private static int hashes(Bundle bundle, List<String> wrong) {
    JsonNode list = parsed(bundle.files().get(Bundle.LIST), Bundle.LIST);
    if (!list.path("format").asText().equals(Bundle.FORMAT)) {
      throw new DataError(
          Bundle.LIST, "/format", "found " + list.path("format") + "; expected " + Bundle.FORMAT);
    }
    var named = new TreeSet<String>();
    for (var hash : list.path("sha256").properties()) {
      String name = hash.getKey();
      named.add(name);
      byte[] content = bundle.files().get(name);
      if (content == null) {
        wrong.add(name + ": is missing");
      } else if (!Sha256.of(content).equals(hash.getValue().asText())) {
        wrong.add(
            name
                + ": was changed: its hash is "
                + Sha256.of(content).substring(0, 12)
                + "...; expected "
                + hash.getValue().asText());
      }
    }
    for (String name : bundle.files().keySet()) {
      if (!named.contains(name) && !name.equals(Bundle.LIST)) {
        wrong.add(name + ": is not on the list");
      }
    }
    return named.size();
  }

  private static Verification scored(Verification soFar, Path run, @Nullable Path dataFile)
      throws InterruptedException {
    var wrong = soFar.wrong;
    for (String name : List.of(RunFolder.SPEC, RunFolder.PREDICTIONS)) {
      if (!Files.exists(run.resolve(name)) && !wrong.isEmpty()) {
        return soFar; // a missing file has been named
      }
    }
    var spec = RunSpec.read(run.resolve(RunFolder.SPEC));
    Dataset data = StoredRun.data(run, spec, dataFile);
    var questions = StoredRun.selection(run, spec).of(data);
    var predictions = StoredRun.predictions(run);
    int batch = Integer.parseInt(spec.onResult().getOrDefault("batch_size", "1"));
    String asking = spec.onResult().getOrDefault("asking", "");
    var raw = RawAnswers.read(asking, batch, plan(data, questions), predictions);
    wrong.addAll(raw.wrong());
    var results = QaResults.of(questions, predictions, StoredRun.rule(spec));
    int scores = compareScores(run, results, wrong);
    compare(
        QaRecord.report(results, data, StoredRun.rule(spec).label()),
        read(run.resolve("report.json")),
        "report.json ",
        wrong);
    return new Verification(soFar.digest, soFar.files, raw.read(), scores, wrong);
  }

  private static List<Asked> plan(Dataset data, List<Question> questions) {
    Map<String, List<Probe>> bySample =
        questions.stream()
            .collect(
                Collectors.groupingBy(
                    q -> q.id().sample(), Collectors.mapping(Probe::of, Collectors.toList())));
    return data.samples().stream()
        .filter(sample -> bySample.containsKey(sample.id()))
        .map(s ->
            new Asked(s.id(), s.conversation(), bySample.getOrDefault(s.id(), List.of()), null))
        .toList();
  }

  /** Both are read a line at a time: a run may have millions of scores. */
  private static int compareLines(Path computed, Path stored, List<String> wrong)
      throws IOException {
    int line = 0;
    try (var expected = reader(computed);
        var found =
            Files.exists(stored) ? reader(stored) : new BufferedReader(Reader.nullReader())) {
      String is = expected.readLine();
      String was = found.readLine();
      int all = 0;
      for (; is != null || was != null; is = expected.readLine(), was = found.readLine()) {
        line++;
        all += is == null ? 0 : 1;
        if (!Objects.equals(is, was)) {
          wrong.add(
              "scores.jsonl line %d: found %s; computed %s"
                  .formatted(line, or(was, "nothing"), or(is, "nothing")));
        }
      }
      return all;
    }
  }

  private static String or(@Nullable String line, String otherwise) {
    return Objects.requireNonNullElse(line, otherwise);
  }

  private static BufferedReader reader(Path file) {
    return new BufferedReader(new InputStreamReader(UserFile.open(file), UTF_8));
  }

  private static int compareScores(Path run, QaResults results, List<String> wrong) {
    try {
      Path again = TemporaryFiles.file(".jsonl");
      try {
        results.sheet().write(again);
        return compareLines(again, run.resolve(RunFolder.SCORES), wrong);
      } finally {
        TemporaryFiles.delete(again);
      }
    } catch (IOException e) {
      throw new DataError(run.toString(), "", "cannot be scored (" + UserFile.why(e) + ")", e);
    }
  }

  /** What is computed is there; what others have added is theirs. */
  private static void compare(JsonNode computed, JsonNode found, String at, List<String> wrong) {
    if (computed.isObject()) {
      computed
          .properties()
          .forEach(member ->
              compare(
                  member.getValue(),
                  found.path(member.getKey()),
                  at + "/" + member.getKey(),
                  wrong));
    } else if (!computed.toString().equals(found.toString())) {
      wrong.add(
          at + ": found " + (found.isMissingNode() ? "nothing" : found) + "; computed " + computed);
    }
  }

  private static JsonNode read(Path file) {
    return Files.exists(file)
        ? JsonFiles.read(file, JsonFiles.MAPPER::readTree)
        : JsonFiles.MAPPER.createObjectNode();
  }

  private static JsonNode parsed(byte @Nullable [] json, String name) {
    try {
      return JsonFiles.MAPPER.readTree(
          json == null ? "" : new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new DataError(name, "", "is no JSON", e);
    }
  }
}
