package dev.locomo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The program as a script sees it, inside this JVM. */
public final class Cli {
  /** The data set in the repository. */
  public static final String DEMO = Path.of("../data/locomo-demo.json").toString();

  private final Map<String, String> environment = new HashMap<>();

  /** What a call left. */
  public record Result(int code, String out, String err) {
    /** The one document on stdout. */
    public JsonNode json() {
      try (var parser = new ObjectMapper().createParser(out)) {
        JsonNode document = parser.readValueAsTree();
        if (parser.nextToken() != null) {
          throw new AssertionError("more than one document: " + out);
        }
        return document;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Cli() {}

  /**
   * With nothing in the environment but a home folder.
   *
   * @param home where cache and the like go
   */
  public static Cli at(Path home) {
    return new Cli().with("LOCOMO_HOME", home.toString());
  }

  /** With an environment variable more. */
  public Cli with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs one command. */
  public Result run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), environment, args);
    return new Result(code, out.toString(), err.toString());
  }
}
