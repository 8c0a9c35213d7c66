package dev.locomo.rag.annotate;

import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects the facts of one session and refuses those that fit no speaker or no turn of it. */
final class FactCheck {
  private final Session session;
  private final Map<String, List<Observation>> bySpeaker = new LinkedHashMap<>();
  private final Set<TurnId> ids;

  FactCheck(Conversation talk, Session session) {
    this.session = session;
    bySpeaker.put(talk.speakerA(), new ArrayList<>());
    bySpeaker.put(talk.speakerB(), new ArrayList<>());
    ids = session.turns().stream().map(Turn::id).collect(Collectors.toSet());
  }

  /** The speaker that a reply means: any case, and the first name alone when it is one's only. */
  Optional<String> speaker(String named) {
    String wanted = named.strip();
    for (String speaker : bySpeaker.keySet()) {
      if (speaker.strip().equalsIgnoreCase(wanted)) {
        return Optional.of(speaker);
      }
    }
    var byFirstName =
        bySpeaker.keySet().stream()
            .filter(speaker -> speaker.strip().split("\\s+")[0].equalsIgnoreCase(wanted))
            .toList();
    return byFirstName.size() == 1 ? Optional.of(byFirstName.getFirst()) : Optional.empty();
  }

  String requireSpeaker(String named) throws Unreadable {
    return speaker(named)
        .orElseThrow(() ->
            new Unreadable(
                "found " + quoted(named) + " where a speaker was expected: " + names(" or ")));
  }

  String names(String between) {
    return String.join(between, bySpeaker.keySet());
  }

  /** Takes a fact whose ids are written somehow: {@code D1:3}, several joined by anything. */
  void add(String speaker, String fact, List<String> written) throws Unreadable {
    take(speaker, fact.strip(), turns(fact, written).stream().map(TurnId::toString).toList());
  }

  /** Takes a fact with its ids as they are written. */
  void addAsWritten(String speaker, String fact, List<String> written) throws Unreadable {
    turns(fact, written);
    take(speaker, fact, written);
  }

  private void take(String speaker, String fact, List<String> sources) throws Unreadable {
    if (fact.isBlank()) {
      throw new Unreadable("found an empty fact of " + speaker);
    }
    var facts = bySpeaker.computeIfAbsent(speaker, _ -> new ArrayList<>());
    facts.add(new Observation(session.number(), speaker, fact, sources));
  }

  private Set<TurnId> turns(String fact, List<String> written) throws Unreadable {
    var turns = TurnId.namedIn(written);
    for (TurnId id : turns) {
      if (!ids.contains(id)) {
        throw new Unreadable(
            "the fact %s names turn %s, which this session does not have (its turns are %s to %s)"
                .formatted(quoted(fact), id, first(), session.turns().getLast().id()));
      }
    }
    if (turns.isEmpty()) {
      throw new Unreadable(
          "the fact " + quoted(fact) + " names no turn; expected an id such as " + first());
    }
    return turns;
  }

  private TurnId first() {
    return session.turns().getFirst().id();
  }

  /** The facts taken, speaker by speaker. */
  List<Observation> facts() {
    return bySpeaker.values().stream().flatMap(List::stream).toList();
  }

  static String quoted(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return "\"" + (line.length() > 60 ? line.substring(0, 60) + "..." : line) + "\"";
  }
}
