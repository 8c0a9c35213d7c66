package dev.locomo.eval.claims;

import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The spellings under which tables name the categories. */
public final class Labels {
  /** Those of the published file. */
  static final List<Category> CATEGORIES = BenchmarkProfile.LOCOMO.categories();

  private static final Set<String> OVERALL =
      Set.of(
          ("overall all total average avg ave mean micro microaverage microavg weightedavera"
                  + "ge weightedavg gesamt durchschnitt 总体 總體 整体 平均 总分 合计 全体")
              .split(" "));
  private static final Set<String> FILLERS =
      Set.of(
          "question", "questions", "qa", "reasoning", "knowledge", "category", "cat", "retrieval");
  private static final Set<String> METRICS =
      Set.of(
          ("score scores accuracy acc f1 bleu b1 bleu1 rouge rougel j llm judge em recall pr"
                  + "ecision hit value result")
              .split(" "));
  private static final Pattern COUNT =
      Pattern.compile(
          "(?:(?:[(\\[]|(?<!\\s))\\s*+(?:n|N|#|count)\\s*+[=:]\\s*+|[(\\[]\\s*+)(\\d{1,3}(?:,\\d{3})+|\\d{1,9})\\s*"
              + "(?:q|qs|questions?|items?|samples?|pairs|QAs?)?\\s*[)\\]]?");
  private static final Map<String, Category> BY_NAME = byName();

  private Labels() {}

  private static Map<String, Category> byName() {
    var byName = new HashMap<String, Category>();
    for (var category : CATEGORIES) {
      category.published().labels().forEach(name -> byName.put(name, category));
      byName.put(Integer.toString(category.number()), category);
    }
    return byName;
  }

  /**
   * The category of a label in any spelling: {@code single hop}, {@code Multi-Hop}, {@code Open
   * domain knowledge}, {@code commonsense}, {@code category 4}. Numbers are those of the published
   * file. Empty when there is none.
   */
  public static Optional<Category> category(String label) {
    var whole = Optional.ofNullable(BY_NAME.get(reduced(label)));
    return whole
        .or(() -> named(label).map(_ -> BY_NAME.get(reduced(label).substring(0, 1))))
        .or(() -> Optional.ofNullable(BY_NAME.get(reduced(label.replaceAll("[(\\[].*", "")))));
  }

  static boolean isOverall(String label) {
    String name = reduced(label);
    return OVERALL.contains(name)
        || OVERALL.contains(reduced(label.replaceAll("[(\\[].*", "")))
        || name.startsWith("overall");
  }

  static boolean isKnown(String label) {
    return category(label).isPresent() || isOverall(label);
  }

  /** Whether a label is a category's number alone, as the published file has it. */
  static boolean isNumber(String label) {
    return reduced(label).matches("\\d");
  }

  /** The number of questions that stands in a label: {@code Temporal (321)}, {@code n = 321}. */
  static OptionalInt count(String label) {
    var count = COUNT.matcher(label);
    return count.find()
        ? OptionalInt.of(Integer.parseInt(count.group(1).replace(",", "")))
        : OptionalInt.empty();
  }

  /** The words of a label that name a measure, {@code f1} in {@code Multi-Hop F1}; else empty. */
  static String metric(String label) {
    return words(label).filter(METRICS::contains).collect(Collectors.joining(" "));
  }

  /** What a label's name says besides its number, {@code temporal} in {@code 1: temporal}. */
  static Optional<Category> named(String label) {
    String name = reduced(label);
    return name.matches("[1-5]\\D.*")
        ? Optional.ofNullable(BY_NAME.get(name.substring(1)))
        : Optional.empty();
  }

  /** The labels to suggest. */
  public static String expected() {
    return CATEGORIES.stream().map(Category::label).collect(Collectors.joining(", "));
  }

  private static Stream<String> words(String label) {
    String text = COUNT.matcher(label).replaceAll(" ");
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"));
  }

  private static String reduced(String label) {
    String name =
        words(label)
            .filter(word -> !FILLERS.contains(word) && !METRICS.contains(word))
            .collect(Collectors.joining());
    return name.replaceFirst("^c(?:at(?:egory)?)?(?=[1-5])", "");
  }
}
