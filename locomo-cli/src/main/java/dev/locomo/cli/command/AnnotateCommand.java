package dev.locomo.cli.command;

import dev.locomo.cli.wiring.AnnotateOptions;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.rag.annotate.Annotation;
import dev.locomo.rag.annotate.Annotator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code annotate observations|summaries}: derives them from conversations. */
@Command(
    name = "annotate",
    description = "Derive observations or session summaries from conversations.",
    subcommands = {AnnotateCommand.Observations.class, AnnotateCommand.Summaries.class})
public final class AnnotateCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing what to derive");
  }

  /** {@code annotate observations}. */
  @Command(
      name = "observations",
      sortOptions = false,
      description =
          "Derive facts about the speakers, each with the turn that says it. The same command"
              + " resumes.")
  static final class Observations extends AnnotateSessions<List<Observation>> {
    @Override
    Annotation<List<Observation>> annotation() {
      return Annotation.OBSERVATIONS;
    }

    @Override
    Annotator<List<Observation>> annotator(
        AnnotateOptions how, ModelSpec model, Map<String, String> environment) {
      return how.observations(model, environment);
    }
  }

  /** {@code annotate summaries}. */
  @Command(
      name = "summaries",
      sortOptions = false,
      description = "Derive a summary of each session. The same command resumes.")
  static final class Summaries extends AnnotateSessions<String> {
    @Override
    Annotation<String> annotation() {
      return Annotation.SUMMARIES;
    }

    @Override
    Annotator<String> annotator(
        AnnotateOptions how, ModelSpec model, Map<String, String> environment) {
      return how.summaries(model, environment);
    }
  }
}
