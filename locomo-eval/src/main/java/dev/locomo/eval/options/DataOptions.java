package dev.locomo.eval.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.task.Selection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The data set, and which of its questions. */
public final class DataOptions extends SampleOptions {
  public static final Setting<List<String>> CATEGORIES =
      Setting.texts("data.categories", "N").split().changesResult();
  public static final Setting<Integer> LIMIT =
      Setting.integer("data.limit", "N").changesResult().atLeast(1);

  private static final Setting<Evidence> EVIDENCE =
      Setting.choice("data.evidence", "KIND", Evidence.class).byDefault("any").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SampleOptions.SETTINGS.and(CATEGORIES, EVIDENCE, LIMIT);

  /** What the evidence of a question is. */
  private enum Evidence {
    ANY,
    PICTURES
  }

  public final List<String> categories;
  public final @Nullable Integer limit;

  /** None where a verb does not offer it. */
  private final @Nullable Evidence evidence;

  /** Their values. */
  public DataOptions(Settings settings) {
    super(settings);
    categories = settings.all(CATEGORIES);
    limit = settings.orNull(LIMIT);
    evidence = settings.orNull(EVIDENCE);
  }

  /**
   * The questions that are meant.
   *
   * @param profile what the data set is of
   */
  public Selection selection(BenchmarkProfile profile) {
    Set<Integer> wanted = new TreeSet<>();
    categories.forEach(text -> wanted.add(category(profile, text.strip()).number()));
    return new Selection(
        new LinkedHashSet<>(samples), wanted, evidence == Evidence.PICTURES, limit);
  }

  private static Category category(BenchmarkProfile profile, String text) {
    return profile.categories().stream()
        .filter(c -> c.label().equals(text) || Integer.toString(c.number()).equals(text))
        .findFirst()
        .orElseThrow(() -> new UserError("unknown category '" + text + "'", profile.listed()));
  }
}
