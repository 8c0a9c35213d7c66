package dev.locomo.eval.reproduce;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.eval.reproduce.Reproduction.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the command of a reproduction may be, for its file may be a stranger's: a verb that
 * measures, with options that are known to touch nothing but the places that the file itself names.
 * A file or folder is one of {@code {data}}, {@code {run}} and the like, with what lies below it.
 */
final class Confinement {
  /** Verbs, each with the option that says where its run lies where it has to be given. */
  private static final Map<String, String> VERBS =
      new TreeMap<>(
          Map.of(
              "eval-qa",
              "--run",
              "eval-dialog",
              "--run",
              "eval-events",
              "--run",
              "eval-retrieval",
              "",
              "score",
              "",
              "judge",
              "--out",
              "compare",
              "",
              "report",
              "",
              "check-claims",
              ""));

  private static final Set<String> ASKING =
      Set.of("eval-qa", "eval-dialog", "eval-events", "eval-retrieval", "judge");
  private static final Set<String> PLACES =
      Set.of(
          "--data-file",
          "--predictions",
          "--run",
          "--cache",
          "--emb-dir",
          "--per-question",
          "--stats-file",
          "--out-file",
          "--trec-run",
          "--trec-qrels",
          "--out",
          "--baseline");
  private static final Set<String> READ =
      Set.of("--data-file", "--predictions", "--emb-dir", "--baseline");
  private static final Set<String> WORDS =
      Set.of(
          "--samples",
          "--categories",
          "--limit",
          "--model",
          "--protocol",
          "--batch-size",
          "--context",
          "--context-tokens",
          "--reply-tokens",
          "--adversarial",
          "--seed",
          "--speaker-order",
          "--retriever",
          "--rag-mode",
          "--top-k",
          "--concurrency",
          "--max-unscored",
          "--temperature",
          "--reasoning-effort",
          "--metrics",
          "--metric",
          "--prediction-key",
          "--model-key",
          "--judge",
          "--rubric",
          "--repeats",
          "--max-turns",
          "--turns",
          "--picture",
          "--candidates",
          "--history-tokens",
          "--sessions",
          "--summarize",
          "--verifier",
          "--decomposer",
          "--facts-per-call",
          "--length-penalty",
          "--label-errors",
          "--quantize",
          "--errata",
          "--questions",
          "--format",
          "--column",
          "--n");
  private static final Set<String> FLAGS =
      Set.of("--use-rag", "--json", "--offline", "--no-cache", "--overwrite");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:+,=%-]{0,200}");
  private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9][A-Za-z0-9.:/_-]*");
  private static final Pattern PLACE =
      Pattern.compile("\\{([a-z][a-z0-9_-]*)\\}((?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)");
  private static final Pattern FETCHED = Pattern.compile("(?i).*(bertscore|local:|://).*");
  private static final String ASKED = "--base-url";

  private Confinement() {}

  /** Why a command may not be run; empty when it may. */
  static Optional<String> problem(Reproduction reproduction) {
    var run = reproduction.run();
    String verb = run.getFirst();
    if (!VERBS.containsKey(verb)) {
      return found("verb " + verb, String.join(", ", VERBS.keySet()));
    }
    for (int i = 1; i < run.size(); i++) {
      String[] parts = run.get(i).split("=", 2);
      String option = parts[0];
      if (FLAGS.contains(run.get(i))) {
        continue;
      }
      boolean known =
          PLACES.contains(option) || WORDS.contains(option) || isAddress(option, reproduction);
      if (!known && !isPlace(run.get(i), reproduction)) {
        return found(
            run.get(i), "an option that touches no other place, or a place such as {data}");
      }
      if (known) {
        String value = parts.length > 1 ? parts[1] : i + 1 < run.size() ? run.get(++i) : "";
        if (!fits(option, value, reproduction)) {
          return found(
              option + " " + value,
              PLACES.contains(option) ? "a place such as {data} or {run}/x" : "a plain word");
        }
      }
    }
    String needed = VERBS.getOrDefault(verb, "");
    boolean there =
        needed.isEmpty() || run.stream().anyMatch(a -> a.split("=", 2)[0].equals(needed));
    return there ? Optional.empty() : found(verb + " without " + needed, needed + " {run}");
  }

  private static boolean isAddress(String option, Reproduction reproduction) {
    return option.equals(ASKED) && reproduction.tier() == Tier.REPLAYED;
  }

  private static Optional<String> found(String what, String expected) {
    return Optional.of("found " + what + "; expected " + expected);
  }

  private static boolean fits(String option, String value, Reproduction reproduction) {
    if (option.equals(ASKED)) {
      return ADDRESS.matcher(value).matches();
    }
    boolean word = WORD.matcher(value).matches() && !FETCHED.matcher(value).matches();
    if (!PLACES.contains(option)) {
      return word || (option.equals("--errata") && isPlace(value, reproduction));
    }
    boolean replies = option.equals("--cache") && reproduction.tier() != Tier.LIVE;
    boolean written = !READ.contains(option) && !replies;
    return isPlace(value, reproduction) && (!written || value.startsWith("{run}"));
  }

  private static boolean isPlace(String value, Reproduction reproduction) {
    var place = PLACE.matcher(value);
    return place.matches()
        && (Set.of("run", "answers").contains(place.group(1))
            || reproduction.inputs().containsKey(place.group(1)));
  }

  /**
   * Refuses a word that is a file or folder where the program runs: a name of something built in
   * would be read from there.
   *
   * @throws DataError naming it
   */
  static void refuseFiles(Reproduction reproduction, Path here) {
    var run = reproduction.run();
    for (String arg : run.subList(1, run.size())) {
      String value = arg.startsWith("--") ? arg.replaceFirst("^[^=]*=?", "") : arg;
      for (String name = value;
          !name.isEmpty();
          name = name.contains(":") ? name.substring(name.indexOf(':') + 1) : "") {
        if (!value.startsWith("{") && exists(here, name)) {
          throw new DataError(
              reproduction.name(),
              "run",
              "found " + name + ", which is a file here; expected an input");
        }
      }
    }
  }

  private static boolean exists(Path here, String name) {
    try {
      return Files.exists(here.resolve(name), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The command so that it asks nobody, where its verb could. */
  static List<String> offline(List<String> command) {
    boolean add = ASKING.contains(command.getFirst()) && !command.contains("--offline");
    return add ? Stream.concat(command.stream(), Stream.of("--offline")).toList() : command;
  }

  /**
   * Copies an input, so that the command reads and writes nothing but the copy.
   *
   * @param folder the folder of inputs that it was found in; what leads out of it is refused
   * @param into a folder of its own
   * @return the copy
   * @throws DataError when it leads out, or holds what is neither file nor folder
   */
  static Path copy(Input input, Path found, Path folder, Path into) {
    try {
      Path real = found.toRealPath();
      Path within = folder.toRealPath();
      boolean checked = !input.sha256().isEmpty();
      if (!checked && !real.startsWith(within)) {
        throw new DataError(input.file(), "", "leads out of " + folder + ", to " + real);
      }
      Path copy = into.resolve(String.valueOf(found.getFileName()));
      Files.createDirectories(into);
      try (Stream<Path> all = Files.walk(real)) {
        BiConsumer<Path, Path> one = (from, to) -> copyOne(from, to, input);
        all.forEach(from -> one.accept(from, copy.resolve(real.relativize(from).toString())));
      }
      return copy;
    } catch (IOException e) {
      throw new DataError(input.file(), "", "cannot be copied (" + UserFile.why(e) + ")", e);
    }
  }

  private static void copyOne(Path from, Path to, Input input) {
    try {
      if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(to);
      } else if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      } else {
        throw new DataError(input.file(), from.toString(), "is neither a file nor a folder");
      }
    } catch (IOException e) {
      throw new DataError(input.file(), "", "cannot be copied (" + UserFile.why(e) + ")", e);
    }
  }

  /** Whether a name is a path below a folder: relative, without a step up. */
  static boolean isBelow(String file) {
    try {
      Path path = Path.of(file);
      return !path.isAbsolute()
          && !file.contains("://")
          && !Arrays.asList(file.split("[/\\\\]")).contains("..");
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
