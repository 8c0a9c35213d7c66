package dev.locomo.core.llm.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What providers say when they refuse, by what it means: the sections of {@code refusals.txt}. */
enum RefusalWords {
  QUOTA,
  CLOSED,
  KEY,
  FILTER,
  LONG,
  LARGE,
  OUTPUT,
  PARAMETER,
  INVALID,
  MODEL,
  MODEL_CODE,
  ADDRESS,
  RATE,
  BUSY;

  private final Pattern any =
      Pattern.compile(
          String.join("|", requireNonNull(File.SECTIONS.get(name().toLowerCase(Locale.ROOT)))),
          Pattern.MULTILINE);

  /** Whether any of them is in the words of an error. */
  boolean in(String words) {
    return any.matcher(words).find();
  }

  private static final class File {
    static final Map<String, List<String>> SECTIONS = read();

    private static Map<String, List<String>> read() {
      var sections = new HashMap<String, List<String>>();
      var section = new ArrayList<String>();
      try (var in = RefusalWords.class.getResourceAsStream("refusals.txt")) {
        for (String line :
            new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
          if (line.startsWith("[")) {
            section = new ArrayList<>();
            sections.put(line.substring(1, line.length() - 1), section);
          } else if (!line.isBlank() && !line.startsWith("#")) {
            section.add(line);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return sections;
    }
  }
}
