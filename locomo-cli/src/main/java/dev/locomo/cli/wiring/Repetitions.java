package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import java.util.HashSet;
import picocli.CommandLine.Model.CommandSpec;

/** Options typed more than once. */
public final class Repetitions {
  private Repetitions() {}

  /**
   * Refuses them: given twice, an option of a group would silently reset the others of its group.
   *
   * @throws UserError naming the option
   */
  public static void refuse(CommandSpec spec) {
    var names = new HashSet<String>();
    for (String arg : spec.commandLine().getParseResult().originalArgs()) {
      String name = arg.replaceFirst("(?s)=.*", "");
      if (name.startsWith("--") && spec.findOption(name) != null && !names.add(name)) {
        throw new UserError("the option " + name + " is given twice", "each option once");
      }
    }
  }
}
