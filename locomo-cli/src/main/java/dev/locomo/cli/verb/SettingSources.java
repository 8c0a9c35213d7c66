package dev.locomo.cli.verb;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.Nearest;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.keys.Keys;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where an option that was not typed gets its value: environment ({@code --top-k} is {@code
 * LOCOMO_TOP_K}), then the file of {@code --config}, then {@code locomo.properties} in the working
 * directory ({@code top-k=10}), then the option's default.
 */
public final class SettingSources implements IDefaultValueProvider {
  /** One place a value can come from; asked with the words that name a verb and a name. */
  private interface Source {
    Optional<Found> find(String verb, String name);
  }

  /**
   * A value and where it came from.
   *
   * @param value as written there
   * @param origin for example {@code environment LOCOMO_TOP_K}
   */
  public record Found(String value, String origin) {}

  private final List<Source> sources = new ArrayList<>();
  private final Map<String, Path> named = new TreeMap<>();

  private final Map<String, String> environment;
  private final List<String> typed;

  private SettingSources(Map<String, String> environment, List<String> typed) {
    this.environment = Map.copyOf(environment);
    this.typed = typed;
  }

  /**
   * Collects the places to look.
   *
   * @param environment environment variables
   * @param args as typed; of them {@code --config FILE} is looked at now
   * @throws UserError when a file of settings cannot be read
   */
  public static SettingSources load(Map<String, String> environment, String... args) {
    var settings = new SettingSources(environment, List.of(args));
    settings.sources.add((_, name) ->
        Optional.ofNullable(environment.get(variable(name)))
            .map(value -> new Found(value.strip(), "environment " + variable(name))));
    String config = settings.early("--config");
    if (config != null) {
      settings.addFile(Path.of(config), true);
    }
    settings.addFile(Path.of("locomo.properties"), false);
    return settings;
  }

  /** The settings that a command was started with. */
  public static SettingSources of(CommandSpec command) {
    return (SettingSources) command.root().defaultValueProvider();
  }

  /**
   * The environment of these settings without any setting: options that are not typed have their
   * defaults.
   *
   * @param home where there is to be no environment either, and no key: the folder in place of the
   *     user's; null to keep the environment
   */
  public SettingSources withoutAny(@Nullable Path home) {
    var none = Map.of("LOCOMO_HOME", String.valueOf(home), Keys.SWITCH, "none");
    return new SettingSources(home == null ? environment : none, List.of());
  }

  /** The environment variables, keys included. */
  public Map<String, String> environment() {
    return environment;
  }

  /** The environment variable of an option: {@code --top-k} is {@code LOCOMO_TOP_K}. */
  public static String variable(String option) {
    return "LOCOMO_" + bare(option).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /**
   * The value of an option that counts before the command line is understood: as typed, or else as
   * set; null when it is neither.
   */
  public @Nullable String early(String option) {
    for (int i = 0; i < typed.size(); i++) {
      if (typed.get(i).startsWith(option + "=")) {
        return typed.get(i).substring(option.length() + 1);
      }
      if (typed.get(i).equals(option) && i + 1 < typed.size()) {
        return typed.get(i + 1);
      }
    }
    return find("", List.of(bare(option))).map(Found::value).orElse(null);
  }

  /**
   * The first place that has a value for a setting.
   *
   * @param verb the words that name the verb; a file can have {@code judge.limit=3} for one
   * @param names those of the setting
   */
  public Optional<Found> find(String verb, List<String> names) {
    return sources.stream()
        .flatMap(source -> names.stream().flatMap(name -> source.find(verb, name).stream()))
        .findFirst();
  }

  /** The value of an option that was not typed, and where it came from. */
  public Optional<Found> find(OptionSpec option) {
    String verb = option.command().qualifiedName(" ").replaceFirst("^\\S+ ?", "");
    return find(verb, Arrays.stream(option.names()).map(SettingSources::bare).toList());
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    return arg instanceof OptionSpec option && !option.usageHelp()
        ? find(option).map(Found::value).orElse(null)
        : null;
  }

  private static Optional<Found> find(Properties properties, Path file, String verb, String name) {
    for (String of = verb; !of.isEmpty(); of = of.substring(0, Math.max(0, of.lastIndexOf(' ')))) {
      String key = of.replace(' ', '.') + "." + name;
      if (properties.containsKey(key)) {
        return Optional.of(new Found(properties.getProperty(key).strip(), file + " " + key));
      }
    }
    return Optional.ofNullable(properties.getProperty(name))
        .map(value -> new Found(value.strip(), file + " " + name));
  }

  private void addFile(Path file, boolean required) {
    var properties = new Properties();
    if (!Files.exists(file)) {
      if (required) {
        throw new UserError("no such settings file: " + file, "check --config");
      }
      return;
    }
    try {
      properties.load(new StringReader(UserFile.text(file, 1 << 20)));
    } catch (DataError e) {
      throw new UserError(
          "cannot read settings: " + e.getMessage(), "UTF-8 lines such as top-k=10");
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(
          "cannot read settings from " + file + " (" + e.getMessage() + ")",
          "expected UTF-8 lines such as top-k=10");
    }
    sources.add((verb, name) -> find(properties, file, verb, name));
    properties.stringPropertyNames().forEach(name -> named.putIfAbsent(name, file));
  }

  /**
   * Refuses a name in a file that no verb has a setting of.
   *
   * @param known the names of all settings; asked for only where there is a file
   * @throws UserError naming the nearest known one, if one is near
   */
  public void refuseUnknown(Supplier<Set<String>> known) {
    if (named.isEmpty()) {
      return;
    }
    Set<String> names = known.get();
    named.forEach((name, file) -> {
      if (!names.contains(name)) {
        throw new UserError(
            file + " has a setting '" + name + "', which no verb takes",
            Nearest.of(name, names, "locomo config show, which lists all"));
      }
    });
  }

  private static String bare(String option) {
    return option.startsWith("--") ? option.substring(2) : option;
  }
}
