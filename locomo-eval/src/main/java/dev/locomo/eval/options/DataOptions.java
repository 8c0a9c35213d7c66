package dev.locomo.eval.options;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.task.Selection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The data set, and which of its questions. */
public final class DataOptions extends SampleOptions {
  public static final Setting<List<String>> CATEGORIES =
      Setting.texts("data.categories", "N").split().changesResult();
  public static final Setting<Integer> LIMIT = Setting.integer("data.limit", "N").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS = SampleOptions.SETTINGS.and(CATEGORIES, LIMIT);

  public final List<String> categories;
  public final @Nullable Integer limit;

  /** Their values. */
  public DataOptions(Settings settings) {
    super(settings);
    categories = settings.all(CATEGORIES);
    limit = settings.orNull(LIMIT);
  }

  /** The questions that are meant. */
  public Selection selection() {
    if (limit != null && limit < 1) {
      throw new UserError("--limit is " + limit + ", must be at least 1", "");
    }
    Set<Category> wanted = EnumSet.noneOf(Category.class);
    categories.forEach(text -> wanted.add(category(text.strip())));
    return new Selection(new LinkedHashSet<>(samples), wanted, limit);
  }

  private static Category category(String text) {
    for (Category category : Category.values()) {
      if (category.label().equals(text) || Integer.toString(category.number()).equals(text)) {
        return category;
      }
    }
    throw new UserError(
        "unknown category '" + text + "'",
        "1 multi-hop, 2 temporal, 3 open-domain, 4 single-hop, 5 adversarial");
  }
}
