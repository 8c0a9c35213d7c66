package dev.locomo.core.settings;

import dev.locomo.core.error.UserError;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of something that a user can set: on the command line as {@code --name}, in the
 * environment as {@code LOCOMO_NAME}, in a file as {@code name=value}.
 *
 * <p><b>How to add one</b>: declare it as a constant beside what uses it, and name it in the list
 * of settings of the verbs that take it; nothing else has to know of it. Two settings of different
 * verbs may share a name.
 *
 * @param <T> the type of its value; a list where it can be given several times
 */
public final class Setting<T> {
  /** What a setting changes. */
  public enum Effect {
    /** It can change a result: it belongs to what identifies a run. */
    RESULT,
    /** It changes how long a run takes or what it costs, never an answer. */
    SPEED,
    /** It says where something is or goes, or how it is shown. */
    PLACE
  }

  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.of(
          Integer.class, Integer::valueOf,
          Long.class, Long::valueOf,
          Double.class, Double::valueOf,
          Boolean.class, Boolean::valueOf,
          Path.class, Path::of,
          URI.class, URI::create);

  private final String key;
  private final String name;
  private final String label;
  private final Class<?> type;
  private final boolean many;
  private Effect effect = Effect.PLACE;
  private String split = "";
  private @Nullable String byDefault;
  private boolean required;
  private @Nullable List<String> help;
  private Consumer<T> check = _ -> {};

  private Setting(String key, String label, Class<?> type, boolean many) {
    this.key = key;
    this.name = key.substring(key.lastIndexOf('.') + 1);
    this.label = label;
    this.type = type;
    this.many = many;
  }

  /** True when it is given, else false. */
  public static Setting<Boolean> flag(String key) {
    return new Setting<>(key, "", Boolean.class, false);
  }

  /** A text. */
  public static Setting<String> text(String key, String label) {
    return new Setting<>(key, label, String.class, false);
  }

  /** Several texts: given several times, or separated as {@link #split} says. */
  public static Setting<List<String>> texts(String key, String label) {
    return new Setting<>(key, label, String.class, true);
  }

  /** A file or folder. */
  public static Setting<Path> path(String key, String label) {
    return new Setting<>(key, label, Path.class, false);
  }

  /** Several files or folders. */
  public static Setting<List<Path>> paths(String key, String label) {
    return new Setting<>(key, label, Path.class, true);
  }

  /** An address. */
  public static Setting<URI> address(String key, String label) {
    return new Setting<>(key, label, URI.class, false);
  }

  /** A whole number. */
  public static Setting<Integer> integer(String key, String label) {
    return new Setting<>(key, label, Integer.class, false);
  }

  /** Several whole numbers. */
  public static Setting<List<Integer>> integers(String key, String label) {
    return new Setting<>(key, label, Integer.class, true);
  }

  /** A seed: a whole number of 64 bits. */
  public static Setting<Long> seed(String key) {
    return new Setting<Long>(key, "N", Long.class, false).byDefault("0").changesResult();
  }

  /** A number. */
  public static Setting<Double> number(String key, String label) {
    return new Setting<>(key, label, Double.class, false);
  }

  /** One of the constants of an enum, in any case of letters. */
  public static <E extends Enum<E>> Setting<E> choice(String key, String label, Class<E> type) {
    return new Setting<>(key, label, type, false);
  }

  /** The same with a help of its own, a paragraph each, where the words depend on the program. */
  public Setting<T> help(String... paragraphs) {
    help = List.of(paragraphs);
    return this;
  }

  /** The same with a default, as it would be typed. */
  public Setting<T> byDefault(String value) {
    byDefault = value;
    return this;
  }

  /** The same, whose values are separated by commas. */
  public Setting<T> split() {
    split = ",";
    return this;
  }

  /** The same, without which the verb does not run. */
  public Setting<T> needed() {
    required = true;
    return this;
  }

  /** The same, with {@link Effect#RESULT}. */
  public Setting<T> changesResult() {
    effect = Effect.RESULT;
    return this;
  }

  /** The same, with {@link Effect#SPEED}. */
  public Setting<T> changesSpeed() {
    effect = Effect.SPEED;
    return this;
  }

  /**
   * The same with a rule for its values.
   *
   * @param rule throws a {@link UserError} for a value that cannot be used
   */
  public Setting<T> checkedBy(Consumer<T> rule) {
    check = check.andThen(rule);
    return this;
  }

  /** The same, of numbers from {@code least} on. */
  public Setting<T> atLeast(int least) {
    return within(least, Double.POSITIVE_INFINITY, "at least " + least);
  }

  /** The same, of numbers in a range, both ends included. */
  public Setting<T> between(int least, int most) {
    return within(least, most, "between " + least + " and " + most);
  }

  private Setting<T> within(double least, double most, String words) {
    return checkedBy(value -> {
      double number = ((Number) value).doubleValue();
      if (!(number >= least && number <= most)) {
        throw new UserError("--" + name + " is " + value + ", must be " + words, "");
      }
    });
  }

  /** The same, of texts that are one of these. */
  public Setting<T> oneOf(String... words) {
    return checkedBy(value -> {
      if (!List.of(words).contains(value.toString())) {
        var all = Arrays.asList(words);
        int last = words.length - 1;
        throw new UserError(
            "unknown --" + name + " '" + value + "'",
            last == 0 ? words[0] : String.join(", ", all.subList(0, last)) + " or " + words[last]);
      }
    });
  }

  /**
   * The value that texts mean, as they would be typed.
   *
   * @param texts one a value; of a setting that has one value the first counts
   * @throws IllegalArgumentException when a text is no value of this type
   */
  @SuppressWarnings("unchecked")
  public T read(List<String> texts) {
    var values = texts.stream().map(this::one).toList();
    return (T) (many ? values : values.getFirst());
  }

  private Object one(String text) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(text));
    }
    return READERS.getOrDefault(type, t -> t).apply(text);
  }

  /** A value as texts that {@link #read} reads. */
  public List<String> write(Object value) {
    List<?> values = value instanceof List<?> several ? several : List.of(value);
    return values.stream().map(v -> v instanceof Enum<?> e ? e.name() : v.toString()).toList();
  }

  /** Refuses a value that the rules of this setting do not allow. */
  @SuppressWarnings("unchecked")
  public void check(Object value) {
    check.accept((T) value);
  }

  /** The name, without dashes in front. */
  public String name() {
    return name;
  }

  /** The option on the command line. */
  public String option() {
    return "--" + name;
  }

  /** What stands for a value in the help; empty for a flag. */
  public String label() {
    return label;
  }

  /** The type of a single value. */
  public Class<?> type() {
    return type;
  }

  /** Whether it can have several values. */
  public boolean many() {
    return many;
  }

  /** What separates values; empty when nothing does. */
  public String separator() {
    return split;
  }

  /** The default as it would be typed; null when there is none. */
  public @Nullable String byDefault() {
    return byDefault;
  }

  /** The help, a paragraph each: {@code help.properties} has it by the key of the declaration. */
  public List<String> help() {
    return help != null
        ? help
        : List.of((Help.TEXTS.containsKey(key) ? Help.TEXTS.getString(key) : "").split("\n"));
  }

  /** Read on first use. */
  private static final class Help {
    static final ResourceBundle TEXTS =
        ResourceBundle.getBundle("dev.locomo.core.settings.help", Locale.ROOT);
  }

  /** What it changes. */
  public Effect effect() {
    return effect;
  }

  /** Whether the verb does not run without it. */
  public boolean required() {
    return required;
  }

  @Override
  public String toString() {
    return option();
  }
}
