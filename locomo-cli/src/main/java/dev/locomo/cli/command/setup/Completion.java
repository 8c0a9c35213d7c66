package dev.locomo.cli.command.setup;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.settings.Completions;
import dev.locomo.core.settings.Setting;
import java.util.List;
import picocli.AutoComplete;

/** {@code generate-completion}: a script that completes commands in bash, zsh or fish. */
public final class Completion {
  private static final Setting<String> SHELL =
      Setting.text("completion.shell", "SHELL").byDefault("bash").oneOf("bash", "zsh", "fish");

  private Completion() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("generate-completion").takes(SHELL).with(SHELL).does(Completion::print);
  }

  private static int print(Invocation call) {
    var verbs = call.program().verbs();
    var completions = new Completions(verbs.pages());
    call.out()
        .print(
            switch (call.get(SHELL)) {
              case "zsh" -> completions.zsh();
              case "fish" -> completions.fish();
              default -> AutoComplete.bash("locomo", verbs.of(List.of(), true)) + "\n";
            });
    return ExitCode.OK;
  }
}
