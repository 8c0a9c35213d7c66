package dev.locomo.cli.wiring;

import java.util.List;
import picocli.CommandLine;

/** The root command, for a verb that calls other verbs. */
public interface CommandLines {
  /** A command line that understands these arguments. */
  CommandLine commandLine(List<String> typed);
}
