package dev.locomo.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The program's version, commit and build, as the build wrote them. */
public final class Version {
  private static final String UNKNOWN = "unknown";

  private Version() {}

  /** What {@code --version} prints, a line each. */
  public static String[] lines() {
    return lines(recorded());
  }

  /** For example {@code 0.1.0-SNAPSHOT}. */
  public static String program() {
    return recorded().getProperty("version", UNKNOWN);
  }

  /** Puts into a run's manifest what it was made with: program, commit and Java. */
  public static ObjectNode describe(ObjectNode manifest) {
    return manifest.put("program", name(recorded())).put("java", Runtime.version().toString());
  }

  /** For example {@code locomo 0.1.0-SNAPSHOT (commit 0123456789ab)}. */
  static String name(Properties build) {
    String commit = commit(build);
    return "locomo %s (commit %s%s)"
        .formatted(
            build.getProperty("version", UNKNOWN),
            commit.substring(0, Math.min(12, commit.length())),
            modified(build) ? ", modified" : "");
  }

  static String[] lines(Properties build) {
    return new String[] {
      "locomo " + build.getProperty("version", UNKNOWN),
      "commit " + commit(build) + (modified(build) ? ", modified" : ""),
      "build  " + written(build, "time"),
      "Java   %s, %s %s"
          .formatted(
              Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
    };
  }

  /** The exit code of {@code git diff --quiet}: 1 says that there are changes. */
  private static boolean modified(Properties build) {
    return "1".equals(build.getProperty("modified"));
  }

  private static String commit(Properties build) {
    return written(build, "commit");
  }

  /** A build without repository leaves the place-holder as it was, and a checkout the archive's. */
  private static String written(Properties build, String key) {
    for (String place : new String[] {key, "archive." + key}) {
      String value = build.getProperty(place, "");
      if (!value.isEmpty() && !value.startsWith("$")) {
        return value;
      }
    }
    return UNKNOWN;
  }

  private static Properties recorded() {
    var properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/locomo-version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the program's own version file is unreadable", e);
    }
    return properties;
  }
}
