package dev.locomo.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.Settings;
import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A verb with what it was given.
 *
 * @param verb its name with those of the verbs above it, without the program's
 * @param settings the values
 * @param arguments those that are no options
 * @param typed the command line as typed, without the program's name
 * @param program where it runs
 */
public record Invocation(
    String verb, Settings settings, List<String> arguments, List<String> typed, Program program) {
  private static final int WIDTH = 80;

  /**
   * Where verbs run.
   *
   * @param out results
   * @param err progress, notices and complaints
   * @param sources where settings come from that were not typed
   * @param verbs all verbs
   */
  public record Program(PrintWriter out, PrintWriter err, SettingSources sources, VerbLine verbs) {}

  /** Where results go. */
  public PrintWriter out() {
    return program.out();
  }

  /** Where progress and complaints go. */
  public PrintWriter err() {
    return program.err();
  }

  /** Prints a table for a terminal, or with {@code --json} its rows. */
  public void print(TextTable table) {
    if (is(RunOptions.JSON)) {
      print(table.json());
    } else {
      out().print(table.fit(WIDTH));
    }
  }

  /** Prints a document. */
  public void print(JsonNode document) {
    out().println(document.toPrettyString());
  }

  /**
   * Prints what was done.
   *
   * @param sentence for people
   * @param figures with {@code --json} the same as a document's members, by name
   */
  public void done(String sentence, Map<String, ?> figures) {
    if (is(RunOptions.JSON)) {
      print(JsonFiles.MAPPER.<JsonNode>valueToTree(new TreeMap<>(figures)));
    } else {
      out().println(Printable.line(sentence));
    }
  }

  /** The environment variables, keys included. */
  public Map<String, String> environment() {
    return program.sources().environment();
  }

  /** The value of a setting that has one. */
  public <T> T get(Setting<T> setting) {
    return settings.get(setting);
  }

  /** Whether a flag is set. */
  public boolean is(Setting<Boolean> flag) {
    return settings.is(flag);
  }
}
