package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Reply;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The built-in reader as a protocol whose calls ask no model. */
public final class ExtractiveProtocol implements Protocol {
  /** Changes when any answer can change. */
  private static final String VERSION = "extractive@1";

  @Override
  public String id() {
    return VERSION;
  }

  @Override
  public String hash() {
    return Sha256.of(VERSION);
  }

  @Override
  public Stream<Call> calls(List<Asked> plan) {
    return plan.stream()
        .flatMap(asked -> {
          var reader = new LazyReader(asked);
          return asked.probes().stream().map(probe -> call(asked, reader, probe));
        });
  }

  private static Call call(Asked asked, LazyReader reader, Probe probe) {
    var retrieval = asked.retrieval();
    return retrieval == null
        ? new Reading(reader, probe)
        : new ReadingPassages(asked, retrieval, probe);
  }

  /** A conversation's reader, indexed when its first question is asked. */
  private static final class LazyReader implements Supplier<ExtractiveReader> {
    private final Asked asked;
    private volatile @Nullable ExtractiveReader reader;

    private LazyReader(Asked asked) {
      this.asked = asked;
    }

    @Override
    public ExtractiveReader get() {
      var made = reader;
      if (made == null) {
        synchronized (this) {
          made = reader == null ? ExtractiveReader.over(asked.conversation()) : reader;
          reader = made;
        }
      }
      return made;
    }
  }

  /** One question; the reader sees its text alone. */
  private record Reading(Supplier<ExtractiveReader> reader, Probe probe) implements Call {
    @Override
    public List<Probe> probes() {
      return List.of(probe);
    }

    @Override
    public String form() {
      return "free";
    }

    @Override
    public Ask ask() {
      return question(probe);
    }

    @Override
    public List<Answer> answer(ChatLlm llm) {
      var found = reader.get().answer(probe.text());
      return List.of(said(found.text(), found.turns().stream().map(TurnId::toString).toList()));
    }
  }

  /** One question, read in the turns that its passages cover and in no others. */
  private record ReadingPassages(Asked asked, Retrieval retrieval, Probe probe) implements Call {
    @Override
    public List<Probe> probes() {
      return List.of(probe);
    }

    @Override
    public String form() {
      return "free";
    }

    @Override
    public Ask ask() {
      return question(probe);
    }

    @Override
    public List<Answer> answer(ChatLlm llm) {
      var ids = retrieval.passages(probe).stream().flatMap(p -> p.ids().stream()).toList();
      var found = ExtractiveReader.over(covered(ids)).answer(probe.text());
      return List.of(said(found.text(), ids));
    }

    /** A session's id covers all its turns. */
    private Conversation covered(List<String> ids) {
      var turns = TurnId.namedIn(ids);
      var sessions = new ArrayList<Session>();
      for (Session session : asked.conversation().sessions()) {
        boolean whole = ids.contains("S" + session.number());
        var kept = session.turns().stream().filter(t -> whole || turns.contains(t.id())).toList();
        sessions.add(new Session(session.number(), session.dateText(), session.time(), kept));
      }
      return new Conversation(
          asked.conversation().speakerA(), asked.conversation().speakerB(), sessions);
    }
  }

  private static Ask question(Probe probe) {
    var message = new Ask.Message(Ask.Role.USER, probe.text());
    return new Ask(VERSION, List.of(message), null, null, null, null, false, 0);
  }

  private static Call.Answer said(String text, List<String> context) {
    var reply = new Reply(text, Reply.Finish.STOP, null, null, VERSION, null, Duration.ZERO, false);
    return new Call.Answer(text, reply, context);
  }
}
