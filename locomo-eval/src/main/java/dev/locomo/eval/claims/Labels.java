package dev.locomo.eval.claims;

import dev.locomo.core.dataset.Category;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The spellings under which tables name the categories. */
public final class Labels {
  private static final Map<Category, List<String>> NAMES =
      Map.of(
          Category.MULTI_HOP, List.of("multihop", "multi", "multisession"),
          Category.TEMPORAL, List.of("temporal", "temp", "time"),
          Category.OPEN_DOMAIN,
              List.of("opendomain", "open", "commonsense", "world", "worldknowledge"),
          Category.SINGLE_HOP, List.of("singlehop", "single"),
          Category.ADVERSARIAL, List.of("adversarial", "adv", "unanswerable", "abstention"));
  private static final Set<String> OVERALL =
      Set.of("overall", "all", "total", "average", "avg", "micro", "microaverage", "microavg");
  private static final Set<String> FILLERS =
      Set.of(
          "question",
          "questions",
          "qa",
          "reasoning",
          "knowledge",
          "category",
          "cat",
          "score",
          "accuracy",
          "retrieval");
  private static final Map<String, Category> BY_NAME = byName();

  private Labels() {}

  private static Map<String, Category> byName() {
    var byName = new HashMap<String, Category>();
    NAMES.forEach((category, names) -> names.forEach(name -> byName.put(name, category)));
    for (var category : Category.values()) {
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
    return Optional.ofNullable(BY_NAME.get(reduced(label)));
  }

  static boolean isOverall(String label) {
    return OVERALL.contains(reduced(label)) || reduced(label).startsWith("overall");
  }

  static boolean isKnown(String label) {
    return category(label).isPresent() || isOverall(label);
  }

  /** The labels to suggest. */
  public static String expected() {
    return Arrays.stream(Category.values()).map(Category::label).collect(Collectors.joining(", "));
  }

  private static String reduced(String label) {
    return Arrays.stream(label.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !FILLERS.contains(word))
        .collect(Collectors.joining());
  }
}
