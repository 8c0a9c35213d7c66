package dev.locomo.cli;

import dev.locomo.cli.command.AnnotateCommand;
import dev.locomo.cli.command.CaptionCommand;
import dev.locomo.cli.command.CheckClaimsCommand;
import dev.locomo.cli.command.CompareCommand;
import dev.locomo.cli.command.ConfigCommand;
import dev.locomo.cli.command.DataCommand;
import dev.locomo.cli.command.EmbedCommand;
import dev.locomo.cli.command.EvalDialogCommand;
import dev.locomo.cli.command.EvalEventsCommand;
import dev.locomo.cli.command.EvalQaCommand;
import dev.locomo.cli.command.EvalRetrievalCommand;
import dev.locomo.cli.command.GenerateCommand;
import dev.locomo.cli.command.JudgeCommand;
import dev.locomo.cli.command.MergeCommand;
import dev.locomo.cli.command.ModelsCommand;
import dev.locomo.cli.command.ProtocolCommand;
import dev.locomo.cli.command.ReportCommand;
import dev.locomo.cli.command.ReproduceCommand;
import dev.locomo.cli.command.RunsCommand;
import dev.locomo.cli.command.ScoreVerb;
import dev.locomo.cli.verb.Verb;
import dev.locomo.cli.verb.VerbLine;
import dev.locomo.cli.wiring.Version;
import dev.locomo.core.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/** The verbs, in the order of the help. */
final class Verbs {
  private static final List<Setting<?>> EVERYWHERE =
      List.of(
          Setting.path(
              "config",
              "FILE",
              "Properties file with settings, one per option: data-file=... (default:"
                  + " locomo.properties)."),
          Setting.flag("debug", "Show the stack trace of a failure."),
          // What is logged is settled before the command line is understood (LogSettings).
          Setting.text("log-format", "text|json", "Write events, not lines for people, to stderr."),
          Setting.text(
              "log-level",
              "LEVEL",
              "The least that is logged: error, warn, info, debug or trace."),
          Setting.path(
              "log-file", "FILE", "Write events to this file too, after what is in it."));

  private static final String[][] EXIT_CODES = {
    {"0", "done"},
    {"1", "finished, but what was asked did not hold"},
    {"2", "wrong use or wrong setting"},
    {"3", "bad data"},
    {"4", "the provider failed for good"},
    {"70", "a bug in locomo"},
    {"130", "interrupted; the run can be resumed"}
  };

  private Verbs() {}

  private static Verb program() {
    return Verb.named(
            "locomo",
            "Measures how well a model, a retriever or a memory system remembers a very long"
                + " conversation.")
        .missing("Missing a verb")
        .verb("eval-qa", () -> Verb.legacy("eval-qa", EvalQaCommand.class))
        .verb("eval-retrieval", () -> Verb.legacy("eval-retrieval", EvalRetrievalCommand.class))
        .verb("eval-events", () -> Verb.legacy("eval-events", EvalEventsCommand.class))
        .verb("eval-dialog", () -> Verb.legacy("eval-dialog", EvalDialogCommand.class))
        .verb("score", ScoreVerb::declaration)
        .verb("embed", () -> Verb.legacy("embed", EmbedCommand.class))
        .verb("annotate", () -> Verb.legacy("annotate", AnnotateCommand.class))
        .verb("caption", () -> Verb.legacy("caption", CaptionCommand.class))
        .verb("judge", () -> Verb.legacy("judge", JudgeCommand.class))
        .verb("generate", () -> Verb.legacy("generate", GenerateCommand.class))
        .verb("data", () -> Verb.legacy("data", DataCommand.class))
        .verb("check-claims", () -> Verb.legacy("check-claims", CheckClaimsCommand.class))
        .verb("protocol", () -> Verb.legacy("protocol", ProtocolCommand.class))
        .verb("models", () -> Verb.legacy("models", ModelsCommand.class))
        .verb("compare", () -> Verb.legacy("compare", CompareCommand.class))
        .verb("report", () -> Verb.legacy("report", ReportCommand.class))
        .verb("merge", () -> Verb.legacy("merge", MergeCommand.class))
        .verb("runs", () -> Verb.legacy("runs", RunsCommand.class))
        .verb("reproduce", () -> Verb.legacy("reproduce", ReproduceCommand.class))
        .verb("config", () -> Verb.legacy("config", ConfigCommand.class))
        .verb("generate-completion", () -> Verb.legacy("generate-completion", GenerateCompletion.class));
  }

  /** All of them, declared. */
  static VerbLine all() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (String[] code : EXIT_CODES) {
      codes.put(code[0], code[1]);
    }
    return new VerbLine(program(), EVERYWHERE, codes, new Version());
  }

  /**
   * The command line with its verbs.
   *
   * @param typed the arguments
   */
  static CommandLine commandLine(List<String> typed) {
    boolean all = typed.contains("config") || typed.contains("generate-completion");
    return all().of(typed, all);
  }
}
