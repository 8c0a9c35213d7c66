package dev.locomo.core.settings;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of settings. What was not set and has no default has no value. */
public final class Settings {
  private final Map<Setting<?>, Object> values;

  private Settings(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  /**
   * With these values.
   *
   * @param values of the type of their setting; checked by its rules
   * @throws dev.locomo.core.error.UserError when a value is not allowed
   */
  public static Settings of(Map<Setting<?>, Object> values) {
    values.forEach(Setting::check);
    return new Settings(new IdentityHashMap<>(values));
  }

  /**
   * The value, or the default where there is none: of a setting that the verb does not take, for
   * instance.
   *
   * @throws IllegalStateException when it has no default either
   */
  public <T> T get(Setting<T> setting) {
    T value = orNull(setting);
    if (value == null) {
      if (setting.byDefault() == null) {
        throw new IllegalStateException(setting + " has no value here");
      }
      return setting.read(List.of(setting.byDefault().split(setting.separator(), -1)));
    }
    return value;
  }

  /** The value, or null. */
  @SuppressWarnings("unchecked")
  public <T> @Nullable T orNull(Setting<T> setting) {
    return (T) values.get(setting);
  }

  /** The value, or another one where there is none. */
  public <T> T or(Setting<T> setting, T otherwise) {
    return Objects.requireNonNullElse(orNull(setting), otherwise);
  }

  /** Whether a flag is set. */
  public boolean is(Setting<Boolean> flag) {
    return Boolean.TRUE.equals(values.get(flag));
  }

  /** The values, none when nothing was set. */
  public <T> List<T> all(Setting<List<T>> setting) {
    return or(setting, List.of());
  }

  /** The values by setting. */
  public Map<Setting<?>, Object> values() {
    return Collections.unmodifiableMap(values);
  }

  /** Whether it has a value. */
  public boolean has(Setting<?> setting) {
    return values.containsKey(setting);
  }

  /** The same with another value for one setting. */
  public <T> Settings with(Setting<T> setting, T value) {
    var changed = new IdentityHashMap<>(values);
    changed.put(setting, value);
    return of(changed);
  }
}
