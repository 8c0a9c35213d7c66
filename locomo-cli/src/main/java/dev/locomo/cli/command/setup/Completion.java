package dev.locomo.cli.command.setup;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Verb;
import java.util.List;
import picocli.AutoComplete;

/** {@code generate-completion}: a script that completes commands in bash and zsh. */
public final class Completion {
  private Completion() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named(
            "generate-completion",
            "Generate bash/zsh completion script for ${ROOT-COMMAND-NAME:-the root command of this"
                + " command}.",
            "Run the following command to give `${ROOT-COMMAND-NAME:-$PARENTCOMMAND}` TAB"
                + " completion in the current shell:",
            "",
            "  source <(${PARENT-COMMAND-FULL-NAME:-$PARENTCOMMAND} ${COMMAND-NAME})",
            "")
        .does(call -> {
          var line = call.program().verbs().of(List.of(), true);
          call.out().print(AutoComplete.bash("locomo", line));
          call.out().print('\n');
          return ExitCode.OK;
        });
  }
}
