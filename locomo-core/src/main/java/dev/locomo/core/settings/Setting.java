package dev.locomo.core.settings;

import dev.locomo.core.error.UserError;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of something that a user can set: on the command line as {@code --name}, in the
 * environment as {@code LOCOMO_NAME}, in a file as {@code name=value}.
 *
 * <p><b>How to add one</b>: declare it as a constant beside what uses it, and name it in the list
 * of settings of the verbs that take it. Settings of different verbs may share a name.
 *
 * @param <T> the type of its value; a list where it can be given several times
 */
public final class Setting<T> {
  private final String key;
  private final String name;
  private final List<String> names = new ArrayList<>();
  private final String label;
  private final ValueType type;
  private final boolean many;
  private Effect effect = Effect.PLACE;
  private String split = "";
  private @Nullable String byDefault;
  private boolean required;
  private @Nullable String help;
  private Supplier<? extends Collection<String>> values;
  private Consumer<T> check = _ -> {};

  private Setting(String key, String label, Class<?> type, boolean many) {
    this.key = key;
    this.name = key.substring(key.lastIndexOf('.') + 1);
    this.label = label;
    this.type = new ValueType(type);
    this.many = many;
    names.add(name);
    values = this.type::constants;
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

  /** The same with words of its own, where they depend on the program. */
  public Setting<T> help(String words) {
    help = words;
    return this;
  }

  /** The same under further names, which scripts use: options, variables and names in files. */
  public Setting<T> alias(String... more) {
    names.addAll(List.of(more));
    return this;
  }

  /** The same, for which a shell offers these values; others may be allowed. */
  public Setting<T> suggesting(Supplier<? extends Collection<String>> known) {
    values = known;
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
    values = () -> List.of(words);
    return checkedBy(value -> {
      if (!List.of(words).contains(value.toString())) {
        throw new UserError(
            "unknown --" + name + " '" + value + "'", ValueType.oneOf(List.of(words)));
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
    var read = texts.stream().map(type::read).toList();
    return (T) (many ? read : read.getFirst());
  }

  /**
   * The same as {@link #read}, for what a user wrote.
   *
   * @throws UserError when a text is no value of this type
   */
  public T readTyped(List<String> texts) {
    texts.forEach(text -> type.check(text, name));
    return read(texts);
  }

  /** A value as texts that {@link #read} reads. */
  public List<String> write(Object value) {
    List<?> all = value instanceof List<?> several ? several : List.of(value);
    return all.stream().map(ValueType::write).toList();
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
    return type.type();
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

  /** Its names, without dashes in front; the one to be used first. */
  public List<String> names() {
    return names;
  }

  /** The values that are known, as they are typed; empty where it can be anything. */
  public Collection<String> values() {
    return values.get();
  }

  /** What it is, without its default; a line feed begins a paragraph. */
  public String words() {
    return HelpTexts.withoutDefault(text());
  }

  /** The default in words; empty when there is none. */
  public String defaultWords() {
    return HelpTexts.byDefault(text()).orElse(byDefault == null ? "" : byDefault);
  }

  /** {@code help.properties} has it by the key of the declaration. */
  private String text() {
    return (help == null ? HelpTexts.of(key) : help)
        .replace("${DEFAULT-VALUE}", byDefault == null ? "" : byDefault)
        .replace("${COMPLETION-CANDIDATES}", String.join(", ", values.get()));
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
