package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Call.Answer;
import dev.locomo.eval.protocol.ModelFreeCall;
import dev.locomo.eval.protocol.Protocol;
import dev.locomo.rag.passage.Passage;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
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
          return asked.probes().stream()
              .map(probe -> new ModelFreeCall(VERSION, probe, () -> answer(asked, reader, probe)));
        });
  }

  /** What the conversation answers, or its turns that the run retrieves for the question. */
  private static Answer answer(Asked asked, LazyReader reader, Probe probe) {
    var retrieval = asked.retrieval();
    if (retrieval == null) {
      var found = reader.get().answer(probe.text(), day(probe));
      return said(text(found, probe), found.turns().stream().map(TurnId::toString).toList());
    }
    var found = retrieval.passages(probe);
    var ids = found.stream().flatMap(p -> p.ids().stream()).toList();
    var shown = covered(asked.conversation(), ids);
    var untraced = found.stream().filter(p -> p.sources().isEmpty()).toList();
    var covered = ExtractiveReader.over(untraced.isEmpty() ? shown : with(shown, untraced));
    return said(
        text(covered.answer(probe.text(), day(probe)), probe),
        found.isEmpty() ? retrieval.shown(found) : ids);
  }

  /** Passages that come from no turn that is known are read as turns of sessions of their own. */
  private static Conversation with(Conversation conversation, List<Passage> untraced) {
    var sessions = new ArrayList<>(conversation.sessions());
    int number = sessions.stream().mapToInt(Session::number).max().orElse(0);
    for (Passage passage : untraced) {
      var turn = new Turn(new TurnId(++number, 1), "", passage.text(), null);
      String date = passage.date();
      sessions.add(new Session(number, date, Session.parseTime(date).orElse(null), List.of(turn)));
    }
    return new Conversation(conversation.speakerA(), conversation.speakerB(), sessions);
  }

  private static @Nullable LocalDate day(Probe probe) {
    return Session.parseTime(probe.now()).map(LocalDateTime::toLocalDate).orElse(null);
  }

  /** What was found, or the one of the choices that has most words of it and of what is near it. */
  private static String text(ExtractiveReader.Answer found, Probe probe) {
    String best = found.text();
    double most = -1;
    for (String choice : probe.choices()) {
      double shared = TokenF1.overlap(found.text(), choice);
      if (shared > most) {
        most = shared;
        best = choice;
      }
    }
    return best;
  }

  /** A session's id covers all its turns. */
  private static Conversation covered(Conversation conversation, List<String> ids) {
    var turns = TurnId.namedIn(ids);
    var sessions = new ArrayList<Session>();
    for (Session session : conversation.sessions()) {
      boolean whole = ids.contains("S" + session.number());
      var kept = session.turns().stream().filter(t -> whole || turns.contains(t.id())).toList();
      sessions.add(new Session(session.number(), session.dateText(), session.time(), kept));
    }
    return new Conversation(conversation.speakerA(), conversation.speakerB(), sessions);
  }

  /** A conversation's reader, indexed when its first question is asked. */
  private static final class LazyReader {
    private final Asked asked;
    private @Nullable ExtractiveReader reader;

    private LazyReader(Asked asked) {
      this.asked = asked;
    }

    synchronized ExtractiveReader get() {
      ExtractiveReader made = reader == null ? ExtractiveReader.over(asked.conversation()) : reader;
      reader = made;
      return made;
    }
  }

  private static Answer said(String text, List<String> context) {
    return ModelFreeCall.said(text, VERSION, context);
  }
}
