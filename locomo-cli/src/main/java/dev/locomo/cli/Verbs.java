package dev.locomo.cli;

import dev.locomo.cli.command.ask.Embed;
import dev.locomo.cli.command.ask.EvalDialog;
import dev.locomo.cli.command.ask.EvalEvents;
import dev.locomo.cli.command.ask.EvalQa;
import dev.locomo.cli.command.ask.EvalRetrieval;
import dev.locomo.cli.command.data.Data;
import dev.locomo.cli.command.generate.Annotate;
import dev.locomo.cli.command.generate.Caption;
import dev.locomo.cli.command.generate.Generate;
import dev.locomo.cli.command.runs.Merge;
import dev.locomo.cli.command.runs.Runs;
import dev.locomo.cli.command.runs.View;
import dev.locomo.cli.command.score.CheckClaims;
import dev.locomo.cli.command.score.Compare;
import dev.locomo.cli.command.score.JudgeAnswers;
import dev.locomo.cli.command.score.Report;
import dev.locomo.cli.command.score.Reproduce;
import dev.locomo.cli.command.score.ScoreAnswers;
import dev.locomo.cli.command.setup.Completion;
import dev.locomo.cli.command.setup.Config;
import dev.locomo.cli.command.setup.Memory;
import dev.locomo.cli.command.setup.ModelList;
import dev.locomo.cli.command.setup.ProtocolTexts;
import dev.locomo.cli.verb.Verb;
import dev.locomo.cli.verb.VerbLine;
import dev.locomo.core.run.Version;
import dev.locomo.core.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The verbs, in the order of the help. */
final class Verbs {
  private static final List<Setting<?>> EVERYWHERE =
      List.of(
          // These but --debug count before the command line is understood (SettingSources.early).
          Setting.path("verbs.config", "FILE"),
          Setting.path("verbs.ca-file", "FILE"),
          Setting.flag("verbs.debug"),
          Setting.text("verbs.log-format", "text|json"),
          Setting.text("verbs.log-level", "LEVEL"),
          Setting.path("verbs.log-file", "FILE"),
          Setting.path("verbs.audit-log", "FILE"));

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
    return Verb.named("locomo")
        .verb("eval-qa", EvalQa::verb)
        .verb("eval-retrieval", EvalRetrieval::verb)
        .verb("eval-events", EvalEvents::verb)
        .verb("eval-dialog", EvalDialog::verb)
        .verb("score", ScoreAnswers::verb)
        .verb("embed", Embed::verb)
        .verb("annotate", Annotate::verb)
        .verb("caption", Caption::verb)
        .verb("judge", JudgeAnswers::verb)
        .verb("generate", Generate::verb)
        .verb("data", Data::verb)
        .verb("check-claims", CheckClaims::verb)
        .verb("protocol", ProtocolTexts::verb)
        .verb("models", ModelList::verb)
        .verb("memory", Memory::verb)
        .verb("compare", Compare::verb)
        .verb("report", Report::verb)
        .verb("merge", Merge::verb)
        .verb("runs", Runs::verb)
        .verb("view", View::verb)
        .verb("reproduce", Reproduce::verb)
        .verb("config", Config::verb)
        .verb("generate-completion", Completion::verb);
  }

  /** All of them, declared. */
  static VerbLine all() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (String[] code : EXIT_CODES) {
      codes.put(code[0], code[1]);
    }
    return new VerbLine(program(), EVERYWHERE, codes, Version::lines);
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
