package dev.locomo.cli.command.data;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.text.DataText;
import dev.locomo.core.dataset.text.SampleText;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** {@code data show}: reads a conversation, a session of it or a question about it. */
final class DataShow {
  private static final Setting<Integer> SESSION = Setting.integer("data-show.session", "N");
  private static final Setting<Integer> QUESTION = Setting.integer("data-show.question", "I");

  private final Invocation call;
  private final List<String> names;
  private final @Nullable Integer session;
  private final @Nullable Integer question;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("show")
        .arguments(
            "[FILE] SAMPLE", "Data set (default: that of --data-file), and id of the sample.", 1, 2)
        .with(SampleOptions.DATA_FILE, SampleOptions.PROFILE, SESSION, QUESTION, RunOptions.JSON)
        .does(call -> new DataShow(call).run());
  }

  private DataShow(Invocation call) {
    this.call = call;
    session = call.settings().orNull(SESSION);
    question = call.settings().orNull(QUESTION);
    names = call.arguments();
  }

  private int run() {
    Dataset data =
        names.size() == 2 ? Remote.dataset(call, Path.of(names.getFirst())) : Remote.dataset(call);
    Sample sample = sample(data, names.getLast());
    List<Session> sessions =
        session == null && question != null ? List.of() : sessions(sample, session);
    List<Question> questions = question == null ? List.of() : List.of(question(sample, question));
    if (call.is(RunOptions.JSON)) {
      call.print(DataText.json(data, sample, sessions, questions));
      return ExitCode.OK;
    }
    var out = call.out();
    var text = new SampleText(sample, Ansi.AUTO.enabled());
    out.print(text.head());
    sessions.forEach(s -> out.print(text.session(s)));
    questions.forEach(q -> out.print(text.question(q)));
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

  private static Question question(Sample sample, int index) {
    int count = sample.questions().size();
    if (index < 0 || index >= count) {
      throw new UserError(
          "there is no question " + index + " in " + Printable.line(sample.id()),
          count == 0 ? "" : "0 to " + (count - 1));
    }
    return sample.questions().get(index);
  }
}
