package dev.locomo.core.keys;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Provider;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keys and other secrets, from the environment or else a {@code .env} file: in a variable, or in
 * the file that the variable with {@code _FILE} after its name tells (as Docker and Kubernetes hand
 * out secrets), in a file that {@code file:PATH} names, or kept by a manager of secrets: {@code
 * vault://}, {@code aws-sm://}, {@code gcp-sm://}, {@code az-kv://}. Several keys of one provider
 * are separated by commas, in a file also by line ends.
 */
public final class Keys {
  private static final String FILE = "_FILE";
  private static final String FILE_ADDRESS = "file:";

  /** More than any list of keys needs; a wrong path may lead to anything. */
  private static final int LARGEST_FILE = 64 << 10;

  /** Names of variables that hold what nobody is to see. */
  private static final Pattern SECRET =
      Pattern.compile("\\w*_(?:KEY|TOKEN|SECRET|PASSWORD|CONNECTION_STRING)");

  /** Shorter values could be parts of words. */
  private static final int SHORTEST_SECRET = 8;

  /** The environment variable that leaves {@code .env} unread where it is {@code none}. */
  public static final String SWITCH = "LOCOMO_KEYS";

  private final Map<String, String> environment;
  private final Map<String, String> dotEnv;

  private Keys(Map<String, String> environment, Map<String, String> dotEnv) {
    this.environment = environment;
    this.dotEnv = dotEnv;
  }

  /**
   * Reads both; a variable that is set and not blank wins over {@code .env}.
   *
   * @param environment variables by name
   * @param dotEnv the file; it need not exist
   * @throws DataError when {@code .env} cannot be read, is a device or a pipe, or is too large
   */
  public static Keys read(Map<String, String> environment, Path dotEnv) {
    return "none".equals(environment.get(SWITCH))
        ? new Keys(Map.of(), Map.of())
        : new Keys(Map.copyOf(environment), Map.copyOf(DotEnv.read(dotEnv, environment)));
  }

  /**
   * The keys of a provider in order, each once; empty when it has or needs none.
   *
   * @throws UserError when they are in a file that cannot be read or holds none, or both in a file
   *     and in a variable; what is in it is not repeated
   */
  public List<ApiKey> of(Provider provider) {
    String variable = provider.keyVariable();
    return variable == null ? List.of() : of(variable);
  }

  /** As {@link #of(Provider)}, of any variable. */
  public List<ApiKey> of(String variable) {
    return split(value(variable)).map(key -> ApiKey.of(variable, key)).toList();
  }

  /** A secret that is one text, a password for instance, without line ends round it. */
  public Optional<String> secret(String variable) {
    return Optional.of(value(variable).strip()).filter(secret -> !secret.isEmpty());
  }

  private static Stream<String> split(String value) {
    return Arrays.stream(value.split("[,\n]", -1))
        .map(String::strip)
        .filter(key -> !key.isEmpty())
        .distinct();
  }

  /** The environment wins over the file; what a manager of secrets keeps is asked for there. */
  private String value(String variable) {
    String value = said(variable);
    return Secrets.isAddress(value) ? Secrets.of(variable, value, environment) : value;
  }

  private String said(String variable) {
    String value = value(variable, environment);
    return value.isBlank() ? value(variable, dotEnv) : value;
  }

  private static String value(String variable, Map<String, String> from) {
    String value = from.getOrDefault(variable, "");
    String file = from.getOrDefault(variable + FILE, "").strip();
    if (file.isEmpty()) {
      return value.startsWith(FILE_ADDRESS)
          ? content(variable, value.substring(FILE_ADDRESS.length()).replaceFirst("^//(?=/)", ""))
          : value;
    }
    if (!value.isBlank()) {
      throw new UserError(
          variable + " and " + variable + FILE + " are both set", "unset one of them");
    }
    return content(variable + FILE, file);
  }

  private static String content(String variable, String file) {
    String why;
    try {
      String text = DotEnv.text(Path.of(file), LARGEST_FILE);
      why = text.indexOf('\uFFFD') >= 0 ? "is not a text" : "is empty";
      if (text.indexOf('\uFFFD') < 0 && split(text).findAny().isPresent()) {
        return text;
      }
    } catch (NoSuchFileException | InvalidPathException e) {
      why = "is not there";
    } catch (AccessDeniedException e) {
      why = "may not be read";
    } catch (FileSystemException e) {
      why = Objects.requireNonNullElse(e.getReason(), "is unreadable");
    } catch (IOException e) {
      why = "is unreadable";
    }
    throw new UserError(
        variable + " names " + file + ", which " + why,
        "a text file with the key, or with one key a line");
  }

  /**
   * The values of all variables that hold secrets by their name, for what masks them: never throws,
   * an unreadable file holds none. Managers of secrets are not asked for it.
   */
  public static Set<String> secrets(Map<String, String> environment, Path dotEnv) {
    Keys keys = readable(environment, dotEnv);
    var secrets = new HashSet<String>();
    keys.names().forEach(name -> secrets.addAll(keys.quietly(name.replaceFirst(FILE + "$", ""))));
    return secrets;
  }

  /** The names of all variables that are set and hold secrets by their name; never throws. */
  public static SortedSet<String> names(Map<String, String> environment, Path dotEnv) {
    return readable(environment, dotEnv).names();
  }

  private static Keys readable(Map<String, String> environment, Path dotEnv) {
    try {
      return read(environment, dotEnv);
    } catch (DataError e) {
      return new Keys(Map.copyOf(environment), Map.of());
    }
  }

  private SortedSet<String> names() {
    var names = new TreeSet<String>();
    for (var from : List.of(environment, dotEnv)) {
      from.forEach((name, value) -> {
        if (namesSecret(name) && !value.isBlank()) {
          names.add(name);
        }
      });
    }
    return names;
  }

  /**
   * A text with something else for secrets, and for all that managers of secrets gave so far; a
   * secret that another begins with leaves nothing of the other.
   */
  public static String without(Collection<String> secrets, String text, String mask) {
    return Stream.concat(secrets.stream(), Secrets.loaded().stream().flatMap(Keys::split))
        .sorted(Comparator.comparingInt(String::length).reversed())
        .reduce(text, (masked, secret) -> masked.replace(secret, mask));
  }

  /** Whether a variable of this name, or the file that it tells, holds what nobody is to see. */
  public static boolean namesSecret(String variable) {
    return SECRET.matcher(variable.replaceFirst(FILE + "$", "")).matches();
  }

  private List<String> quietly(String variable) {
    try {
      String said = said(variable);
      return Secrets.isAddress(said)
          ? List.of()
          : split(said).filter(s -> s.length() >= SHORTEST_SECRET).toList();
    } catch (UserError e) {
      return List.of();
    }
  }

  /** Without any key. */
  @Override
  public String toString() {
    return "Keys";
  }
}
