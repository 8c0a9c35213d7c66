package dev.locomo.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format 0.0.4 as its specification has it, and refuses everything else:
 * every sample belongs to the family announced before it, no sample is there twice.
 */
public final class Exposition {
  private static final Pattern ANNOUNCED =
      Pattern.compile(
          "# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
  private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:" + LABEL + ",?)*)\\})? (\\S+)(?: -?\\d+)?");

  private final Map<String, Double> values = new HashMap<>();
  private final Set<String> names = new TreeSet<>();
  private final Set<String> families = new TreeSet<>();
  private final Set<String> helped = new TreeSet<>();

  private Exposition() {}

  /** Reads a page. */
  public static Exposition parse(String text) {
    var page = new Exposition();
    String family = "";
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the last line has no line feed");
    }
    for (String line : text.lines().toList()) {
      var announced = ANNOUNCED.matcher(line);
      if (announced.matches()) {
        family = announced.group(1);
        page.families.add(family);
        continue;
      }
      var help = HELP.matcher(line);
      if (help.matches()) {
        if (!help.group(2).isBlank()) {
          page.helped.add(help.group(1));
        }
        continue;
      }
      page.sample(line, family);
    }
    return page;
  }

  private void sample(String line, String family) {
    var sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new IllegalArgumentException("not a sample: " + line);
    }
    String name = sample.group(1);
    if (!name.replaceFirst("_(bucket|count|sum)$", "").equals(family) && !name.equals(family)) {
      throw new IllegalArgumentException(name + " stands in the family " + family);
    }
    String labels = sample.group(2) == null ? "" : sample.group(2);
    names.add(name);
    if (values.put(name + "{" + labels + "}", number(sample.group(3))) != null) {
      throw new IllegalArgumentException("twice: " + line);
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The names of all samples. */
  public Set<String> names() {
    return names;
  }

  /** Families that say nothing of what they are. */
  public Set<String> withoutHelp() {
    var without = new TreeSet<>(families);
    without.removeAll(helped);
    return without;
  }

  /** The labels of the samples of that name, as they are written, without braces. */
  public Set<String> labels(String name) {
    var labels = new TreeSet<String>();
    for (String sample : values.keySet()) {
      if (sample.startsWith(name + "{")) {
        labels.add(sample.substring(name.length() + 1, sample.length() - 1));
      }
    }
    return labels;
  }

  /**
   * One sample.
   *
   * @param labels as they are written, without braces
   */
  public double value(String name, String labels) {
    Double value = values.get(name + "{" + labels + "}");
    if (value == null) {
      throw new IllegalArgumentException("no " + name + "{" + labels + "} in " + values.keySet());
    }
    return value;
  }
}
