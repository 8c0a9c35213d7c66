package dev.locomo.cli.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The program's version, as the build wrote it. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"locomo " + program()};
  }

  /** For example {@code 0.1.0-SNAPSHOT}. */
  public static String program() {
    var properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/locomo-version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the program's own version file is unreadable", e);
    }
    return properties.getProperty("version", "unknown");
  }
}
