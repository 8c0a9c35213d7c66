package dev.locomo.eval.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.metric.Abstention;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.eval.reproduce.Outcome.Figure;
import dev.locomo.eval.reproduce.Outcome.Status;
import dev.locomo.eval.reproduce.Reproduction.Answers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs reproductions: inputs first, then the command, then the figures.
 *
 * @param inputs where the inputs lie
 * @param environment names of the environment variables that are set
 * @param live whether providers may be asked
 * @param program runs a command
 */
public record Reproducing(Inputs inputs, Set<String> environment, boolean live, Program program) {
  /** The program's own entry, in this process. */
  @FunctionalInterface
  public interface Program {
    /**
     * Runs a command line as typed, without the program's name.
     *
     * @param home where the program keeps what is the user's, in place of the user's own folder and
     *     environment; null when it may have those
     */
    Result run(List<String> args, @Nullable Path home);
  }

  /**
   * What a command did.
   *
   * @param exitCode 0 when all went well
   * @param out standard output; complaints have gone to the user already
   */
  public record Result(int exitCode, String out) {}

  /**
   * Why it cannot be run here; empty when it can.
   *
   * @return one sentence without a full stop
   */
  public String obstacle(Reproduction reproduction) {
    if (reproduction.tier() == Tier.LIVE && !live) {
      return "asks a provider; allow it with --live";
    }
    for (String variable : reproduction.needs()) {
      if (!environment.contains(variable)) {
        return "needs " + variable;
      }
    }
    return inputs
        .missing(reproduction)
        .map(file -> "needs " + file + " in one of the folders " + inputs.folders())
        .orElse("");
  }

  /**
   * Runs one.
   *
   * @param folder for what the command writes; a run in it is resumed
   * @throws dev.locomo.core.error.DataError when an input is missing or another file than meant
   */
  public Outcome run(Reproduction reproduction, Path folder) {
    if (reproduction.tier() == Tier.LIVE && !obstacle(reproduction).isEmpty()) {
      return new Outcome(reproduction.name(), Status.SKIPPED, obstacle(reproduction), List.of());
    }
    boolean confined = reproduction.tier() != Tier.LIVE;
    Confinement.refuseFiles(reproduction, Path.of(""));
    var places =
        confined
            ? inputs.copied(reproduction, folder.resolve("inputs"))
            : inputs.checked(reproduction);
    if (reproduction.answers() != Answers.NONE) {
      places.put("answers", answers(reproduction, places, folder.resolve("answers.jsonl")));
    }
    places.put("run", folder.resolve("run"));
    var command = command(reproduction, places);
    Result result =
        confined
            ? program.run(Confinement.offline(command), folder.resolve("home"))
            : program.run(command, null);
    if (result.exitCode() != 0) {
      return new Outcome(
          reproduction.name(),
          Status.FAILED,
          "the command ended with exit code " + result.exitCode(),
          List.of());
    }
    return compared(reproduction, result);
  }

  /** The command with the places that are known, for people to read or type. */
  public List<String> shown(Reproduction reproduction) {
    var places = new HashMap<String, Path>();
    reproduction
        .inputs()
        .forEach((name, input) -> inputs.find(input).ifPresent(file -> places.put(name, file)));
    return command(reproduction, places);
  }

  private static List<String> command(Reproduction reproduction, Map<String, Path> places) {
    var args = new ArrayList<String>();
    for (String arg : reproduction.run()) {
      String filled = arg;
      for (var place : places.entrySet()) {
        filled = filled.replace("{" + place.getKey() + "}", place.getValue().toString());
      }
      args.add(filled);
    }
    if (!args.contains("--json")) {
      args.add("--json");
    }
    return args;
  }

  private static Path answers(Reproduction reproduction, Map<String, Path> places, Path file) {
    Path data = places.get("data");
    if (data == null) {
      throw new IllegalStateException("the reader demands an input called data");
    }
    var lines = new StringBuilder();
    DatasetReader.read(data)
        .questions()
        .forEach(question -> {
          var line = JsonFiles.MAPPER.createObjectNode();
          line.put("question_id", question.id().toString());
          line.put("prediction", answer(reproduction.answers(), question));
          lines.append(line).append('\n');
        });
    AtomicFile.writeText(file, lines.toString());
    return file;
  }

  private static String answer(Answers answers, Question question) {
    return answers == Answers.GOLD && question.gold() instanceof Gold.Answer(String text)
        ? text
        : Abstention.PHRASE;
  }

  private static Outcome compared(Reproduction reproduction, Result result) {
    JsonNode document;
    try {
      document = JsonFiles.MAPPER.readTree(result.out());
    } catch (JsonProcessingException e) {
      return new Outcome(
          reproduction.name(), Status.FAILED, "the command printed no JSON document", List.of());
    }
    var figures = reproduction.expect().stream().map(e -> figure(e, document)).toList();
    boolean all = figures.stream().allMatch(Figure::holds);
    long off = figures.stream().filter(f -> !f.holds()).count();
    return new Outcome(
        reproduction.name(),
        all ? Status.REPRODUCED : Status.DRIFTED,
        all ? "" : off + " of " + figures.size() + " figures are off",
        figures);
  }

  private static Figure figure(Expected expected, JsonNode document) {
    JsonNode actual = document.at(expected.at());
    return new Figure(
        expected,
        actual.isNumber() ? OptionalDouble.of(actual.doubleValue()) : OptionalDouble.empty());
  }
}
