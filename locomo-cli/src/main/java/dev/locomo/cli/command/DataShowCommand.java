package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Printable;
import dev.locomo.cli.output.SampleText;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.UserError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code data show}: reads a conversation, a session of it or a question about it. */
@Command(
    name = "show",
    description = "Show a conversation, one session of it, or one question with its evidence.")
final class DataShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataFile dataFile = new DataFile();

  @Parameters(
      arity = "1..2",
      paramLabel = "[FILE] SAMPLE",
      hideParamSyntax = true,
      description = "Data set (default: that of --data-file), and id of the sample.")
  private List<String> names = List.of();

  @Option(names = "--session", paramLabel = "N", description = "Only this session, from 1.")
  private @Nullable Integer session;

  @Option(
      names = "--question",
      paramLabel = "I",
      description = "Only this question, from 0 as in question ids.")
  private @Nullable Integer question;

  @Override
  public Integer call() {
    Path file = dataFile.or(names.size() == 2 ? Path.of(names.getFirst()) : null);
    Sample sample = sample(DatasetReader.read(Remote.file(spec, file)), names.getLast());
    var out = spec.commandLine().getOut();
    var text = new SampleText(sample, spec.commandLine().getColorScheme().ansi());
    out.print(text.head());
    if (session != null || question == null) {
      sessions(sample, session).forEach(s -> out.print(text.session(s)));
    }
    if (question != null) {
      question(sample, text, question, out);
    }
    return ExitCode.OK;
  }

  private static Sample sample(Dataset data, String id) {
    return data.samples().stream()
        .filter(s -> s.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new UserError(
                "no sample is called " + Printable.line(id),
                data.samples().stream()
                    .map(s -> Printable.line(s.id()))
                    .collect(Collectors.joining(", "))));
  }

  private static List<Session> sessions(Sample sample, @Nullable Integer number) {
    var conversation = sample.conversation();
    if (number == null) {
      return conversation.sessions();
    }
    return List.of(
        conversation
            .session(number)
            .orElseThrow(() ->
                new UserError(
                    "there is no session " + number + " in " + Printable.line(sample.id()),
                    conversation.sessions().stream()
                        .map(s -> Integer.toString(s.number()))
                        .collect(Collectors.joining(", ")))));
  }

  private static void question(Sample sample, SampleText text, int index, PrintWriter out) {
    int count = sample.questions().size();
    if (index < 0 || index >= count) {
      throw new UserError(
          "there is no question " + index + " in " + Printable.line(sample.id()),
          count == 0 ? "" : "0 to " + (count - 1));
    }
    out.print(text.question(sample.questions().get(index)));
  }
}
