package dev.locomo.eval.judge;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import dev.locomo.core.text.PromptTexts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds rubrics: those of the program by name ({@code strict}, or with its version {@code
 * strict-1}), others in a file.
 *
 * <p>A file holds one prompt for all questions, or several under lines such as {@code [default]}
 * and {@code [temporal]}. Slots are {@code {{question}}}, {@code {{gold}}}, {@code {{lure}}},
 * {@code {{answer}}} and {@code {{evidence}}}. How a judge has to reply is said by the program and
 * is not part of the file.
 */
public final class Rubrics {
  private static final List<String> NAMES =
      List.of("lenient", "strict", "evidence", "longmemeval", "longmemeval-types", Rubric.NUGGETS);
  private static final String VERSION = "1";
  private static final PromptTexts TEXTS =
      new PromptTexts(
          Rubrics.class,
          VERSION,
          List.of(
              "lenient",
              "strict",
              "evidence",
              "longmemeval",
              "longmemeval-types",
              "nuggets",
              "nuggets-system",
              "adversarial",
              "system"));

  /** Bytes that a rubric may have: a request is made of it for every answer. */
  private static final int LARGEST = 1 << 20;

  private static final Pattern HEADING =
      Pattern.compile(
          BenchmarkProfile.ALL.stream()
              .flatMap(profile -> profile.categories().stream())
              .map(Category::label)
              .distinct()
              .collect(Collectors.joining("|", "\\[(default|", ")\\]")));
  private static final Pattern SLOT =
      Pattern.compile("\\{\\{((?:(?!\\{\\{|\\}\\}).)*+)\\}\\}", Pattern.DOTALL);

  private Rubrics() {}

  /** The names of those that come with the program, in the order of reports. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The rubric of this name, or in this file.
   *
   * @throws UserError when there is neither
   * @throws DataError when the file is no rubric
   */
  public static Rubric find(String nameOrFile) {
    for (String name : NAMES) {
      String id = name + "-" + VERSION;
      if (nameOrFile.equals(name) || nameOrFile.equals(id)) {
        return rubric(id, parse(id, text(name)));
      }
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          "no rubric is called '" + nameOrFile + "', and no file either",
          String.join(", ", NAMES) + " or a file");
    }
    var sections = parse(nameOrFile, UserFile.text(file, LARGEST));
    String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    String hash = Sha256.of(sections.toString()).substring(0, 8);
    return rubric(name + "@" + hash, sections);
  }

  private static Rubric rubric(String id, Map<String, String> sections) {
    var all = new LinkedHashMap<>(sections);
    all.putIfAbsent(Rubric.ADVERSARIAL, text(Rubric.ADVERSARIAL));
    return new Rubric(id, text(id.startsWith(Rubric.NUGGETS) ? "nuggets-system" : "system"), all);
  }

  private static String text(String name) {
    return Objects.requireNonNull(TEXTS.texts().get(name)).strip();
  }

  private static Map<String, String> parse(String file, String text) {
    var sections = new LinkedHashMap<String, List<String>>();
    var headings = new HashSet<String>();
    List<String> current = sections.computeIfAbsent(Rubric.DEFAULT, _ -> new ArrayList<>());
    for (String line : text.lines().toList()) {
      var heading = HEADING.matcher(line.strip());
      if (heading.matches()) {
        if (!headings.add(heading.group(1))) {
          throw new DataError(file, "section [" + heading.group(1) + "]", "is there twice");
        }
        current = sections.computeIfAbsent(heading.group(1), _ -> new ArrayList<>());
      } else {
        current.add(line);
      }
    }
    var prompts = new LinkedHashMap<String, String>();
    sections.forEach((name, lines) -> prompts.put(name, String.join("\n", lines).strip()));
    prompts.forEach((name, prompt) -> check(file, name, prompt));
    return prompts;
  }

  private static void check(String file, String section, String prompt) {
    String place = "section [" + section + "]";
    var slots = SLOT.matcher(prompt).results().map(slot -> slot.group(1)).toList();
    for (String slot : slots) {
      if (!Rubric.SLOTS.contains(slot)) {
        throw new DataError(
            file,
            place,
            "found the slot {{"
                + slot
                + "}}; expected one of question, gold, lure, answer, evidence, nuggets");
      }
    }
    for (String slot : Set.copyOf(slots)) {
      if (Collections.frequency(slots, slot) > 1) {
        throw new DataError(file, place, "found the slot {{" + slot + "}} twice; expected it once");
      }
    }
    if (!slots.contains("question") || !slots.contains("answer")) {
      throw new DataError(
          file, place, "found no {{question}} or no {{answer}}; a judge needs to see both");
    }
  }
}
