package dev.locomo.eval.events;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.Item;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.error.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What is summarized at a time and scored as one: a speaker in the sessions of one conversation.
 *
 * @param sample id of the conversation
 * @param conversation its sessions in the range, no others
 * @param speaker whose events
 * @param other the other speaker
 * @param gold the speaker's gold events of these sessions, in order, each with a date where the
 *     file has one; blank ones left out
 * @param otherGold the other speaker's, likewise
 */
public record Unit(
    String sample,
    Conversation conversation,
    String speaker,
    String other,
    List<Event> gold,
    List<Event> otherGold)
    implements Item {
  public Unit {
    gold = List.copyOf(gold);
    otherGold = List.copyOf(otherGold);
  }

  /** The name in steps and files, for example {@code conv-26/Caroline}. */
  public String id() {
    return sample + "/" + speaker;
  }

  @Override
  public String key() {
    return id();
  }

  @Override
  public String cluster() {
    return sample;
  }

  @Override
  public SequencedMap<String, String> members() {
    var members = new LinkedHashMap<String, String>();
    members.put("unit", id());
    members.put("sample", sample);
    members.put("speaker", speaker);
    return members;
  }

  /** Whether there is anything to compare with; if not, nobody is asked. */
  public boolean hasGold() {
    return !gold.isEmpty();
  }

  /**
   * Both speakers of each conversation, in file order.
   *
   * @param samples ids of the conversations; empty for all
   * @throws UserError when one is not in the file, or no session is in the range
   */
  public static List<Unit> of(Dataset data, Set<String> samples, SessionRange range) {
    var known = data.samples().stream().map(Sample::id).toList();
    for (String sample : samples) {
      if (!known.contains(sample)) {
        throw new UserError(
            data.file() + " has no sample '" + sample + "'", "one of " + String.join(", ", known));
      }
    }
    var units = new ArrayList<Unit>();
    for (Sample sample : data.samples()) {
      if (samples.isEmpty() || samples.contains(sample.id())) {
        units.addAll(of(sample, range));
      }
    }
    if (units.stream().noneMatch(Unit::hasGold)) {
      throw new UserError(
          data.file() + " has no gold events (event_summary) in the sessions " + range,
          "other --sessions or --samples, or a file with event_summary");
    }
    return units;
  }

  private static List<Unit> of(Sample sample, SessionRange range) {
    var whole = sample.conversation();
    var sessions =
        whole.sessions().stream().filter(session -> range.contains(session.number())).toList();
    var part = new Conversation(whole.speakerA(), whole.speakerB(), sessions);
    var units = new ArrayList<Unit>();
    for (String speaker : new LinkedHashSet<>(List.of(whole.speakerA(), whole.speakerB()))) {
      String other = speaker.equals(whole.speakerA()) ? whole.speakerB() : whole.speakerA();
      units.add(
          new Unit(
              sample.id(),
              part,
              speaker,
              other,
              gold(sample, part, speaker),
              gold(sample, part, other)));
    }
    return units;
  }

  private static List<Event> gold(Sample sample, Conversation part, String speaker) {
    var gold = new ArrayList<Event>();
    for (var summary : sample.events()) {
      var session = part.session(summary.session());
      if (session.isPresent()) {
        String day = summary.date().isEmpty() ? session.get().dateText() : summary.date();
        summary.bySpeaker().getOrDefault(speaker, List.of()).stream()
            .filter(event -> !event.text().isBlank())
            .map(event -> dated(event, day))
            .forEach(gold::add);
      }
    }
    return gold;
  }

  private static Event dated(Event event, String day) {
    return event.date().isEmpty()
        ? new Event(event.text(), day, event.id(), event.causedBy())
        : event;
  }
}
