package dev.locomo.core.keys;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .env} file as other programs write it: {@code NAME=value}, {@code export NAME='value'},
 * {@code NAME: value}, values in quotes over several lines, {@code ${OTHER}} and {@code
 * ${OTHER:-default}}, comments after a space, any line ends, a byte order mark. The last value of a
 * name counts. What has another shape is passed over, for the file belongs to other programs as
 * well.
 */
final class DotEnv {
  private static final int LARGEST = 1 << 20;

  /** Groups: the name in group 2, the value in double quotes, single quotes, back quotes, bare. */
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?ms)^\\h*(?:(?:export|set)\\h+)*(['\"]?)([^\\s=#'\"]+?)\\1\\h*(?:=|:(?=\\h))"
              + "(?:\\h*(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\""
              + "|'([^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+)'|`([^`]*+)`)\\h*(?:#[^\\r\\n]*)?$"
              + "|([^\\r\\n]*))");

  private static final Pattern DOUBLE_ESCAPE = Pattern.compile("\\\\([\\\\'\"nrtfb$])");
  private static final Pattern SINGLE_ESCAPE = Pattern.compile("\\\\([\\\\'])");
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([^{}:]{1,200})(?::-([^}]{0,1000}))?\\}");

  private DotEnv() {}

  /**
   * The values by name; none when there is no such file, or it is a folder.
   *
   * @param environment what references in values stand for, before earlier lines do
   * @throws DataError when it cannot be read, is no regular file or is larger than 1 MiB
   */
  static Map<String, String> read(Path file, Map<String, String> environment) {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      return Map.of();
    }
    try {
      return parse(text(file, LARGEST), environment);
    } catch (FileSystemException e) {
      throw new DataError(file.toString(), "", String.valueOf(e.getReason()), e);
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read", e);
    }
  }

  /**
   * The text of a small file, in UTF-8 or with a byte order mark in UTF-16; what is neither becomes
   * U+FFFD. A file that is no regular one is not opened: it may have no end, or wait for ever.
   *
   * @param largest bytes
   * @throws FileSystemException with the reason when it is none, or larger
   */
  static String text(Path file, int largest) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      String what = Files.isDirectory(file) ? "is a folder" : "is a device or a pipe, not a file";
      throw new FileSystemException(file.toString(), null, what);
    }
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new FileSystemException(file.toString(), null, "is too large");
      }
      boolean marked = bytes.length > 1 && (bytes[0] & 0xff) + (bytes[1] & 0xff) == 0xff + 0xfe;
      Charset charset = marked ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
      String text = new String(bytes, charset);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
  }

  private static Map<String, String> parse(String text, Map<String, String> environment) {
    var values = new HashMap<String, String>();
    Function<String, @Nullable String> known =
        name -> environment.getOrDefault(name, values.get(name));
    ENTRY.matcher(text).results().forEach(entry -> values.put(entry.group(2), value(entry, known)));
    return values;
  }

  private static String value(MatchResult entry, Function<String, @Nullable String> known) {
    if (entry.group(4) != null) {
      return SINGLE_ESCAPE.matcher(entry.group(4)).replaceAll("$1");
    }
    if (entry.group(5) != null) {
      return entry.group(5);
    }
    String value =
        entry.group(3) != null
            ? DOUBLE_ESCAPE.matcher(entry.group(3)).replaceAll(DotEnv::unescaped)
            : entry.group(6).replaceFirst("\\s#.*", "").strip();
    return REFERENCE
        .matcher(value)
        .replaceAll(reference -> {
          String otherwise = Objects.requireNonNullElse(reference.group(2), "");
          String meant = known.apply(reference.group(1));
          return Matcher.quoteReplacement(meant == null || meant.isEmpty() ? otherwise : meant);
        });
  }

  private static String unescaped(MatchResult escape) {
    int control = "nrtfb".indexOf(escape.group(1));
    String meant = control < 0 ? escape.group(1) : "\n\r\t\f\b".substring(control, control + 1);
    return Matcher.quoteReplacement(meant);
  }
}
