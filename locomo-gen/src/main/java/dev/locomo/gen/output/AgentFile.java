package dev.locomo.gen.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.gen.dialogue.Insights;
import dev.locomo.gen.dialogue.Meeting;
import dev.locomo.gen.dialogue.Recap;
import dev.locomo.gen.dialogue.Utterance;
import dev.locomo.gen.event.Event;
import dev.locomo.gen.event.EventDate;
import dev.locomo.gen.image.Photo;
import dev.locomo.gen.persona.Persona;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * {@code agent_a.json} and {@code agent_b.json} with the keys of the original's generator: persona,
 * event graph, and per session its events, date, turns, facts, reflection and summary. A photo also
 * has licence, credit, source and hash; {@code session_N_recap} is the summary of that session
 * alone.
 */
public final class AgentFile {
  /** The first speaker's file. */
  public static final String A = "agent_a.json";

  /** The second one's. */
  public static final String B = "agent_b.json";

  private AgentFile() {}

  /** Writes both into the conversation's folder. */
  public static void write(Path folder, Story story, Label label) {
    write(folder.resolve(A), story, true, label);
    write(folder.resolve(B), story, false, label);
  }

  private static void write(Path file, Story story, boolean isA, Label label) {
    AtomicFile.writeText(file, JsonDump.text(json(story, isA, label)));
  }

  private static ObjectNode json(Story story, boolean isA, Label label) {
    Persona self = isA ? story.pair().a() : story.pair().b();
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    json.put("name", self.name()).put("persona_summary", self.summary());
    if (!self.attributes().isEmpty()) {
      self.attributes().forEach(json.putArray("msc_prompt")::add);
    }
    LocalDate start = story.start();
    if (start != null) {
      json.put("events_start_date", EventDate.text(start));
      events(json.putArray("graph"), isA ? story.eventsA() : story.eventsB());
    }
    story.meetings().forEach(meeting -> session(json, story, meeting, isA));
    json.set(Label.KEY, label.json());
    return json;
  }

  private static void events(ArrayNode array, List<Event> events) {
    for (Event event : events) {
      ObjectNode json = array.addObject();
      json.put("sub-event", event.text()).put("date", EventDate.text(event.date()));
      event.causes().forEach(json.putArray("caused_by")::add);
      json.put("id", event.id());
    }
  }

  private static void session(ObjectNode json, Story story, Meeting meeting, boolean isA) {
    String key = "session_" + meeting.number();
    events(json.putArray("events_" + key), isA ? meeting.eventsA() : meeting.eventsB());
    json.put(key + "_date_time", meeting.dateText());
    ArrayNode turns = json.putArray(key);
    meeting.turns().forEach(turn -> turn(turns.addObject(), turn));
    if (meeting.facts() != null) {
      ObjectNode facts = json.putObject(key + "_facts");
      for (Persona speaker : List.of(story.pair().a(), story.pair().b())) {
        ArrayNode own = facts.putArray(speaker.name());
        for (Observation fact : meeting.about(speaker.name())) {
          own.addArray().add(fact.text()).add(fact.sources().getFirst());
        }
      }
    }
    Insights insights = isA ? meeting.insightsA() : meeting.insightsB();
    if (insights != null) {
      ObjectNode reflection = json.putObject(key + "_reflection");
      insights.self().forEach(reflection.putArray("self")::add);
      insights.other().forEach(reflection.putArray("other")::add);
    }
    Recap recap = meeting.recap();
    if (recap != null) {
      json.put(key + "_summary", recap.soFar()).put(key + "_recap", recap.session());
    }
  }

  private static void turn(ObjectNode json, Utterance turn) {
    json.put("text", turn.raw()).put("raw_text", turn.raw());
    Photo photo = turn.photo();
    if (photo != null) {
      json.putArray("img_url").add(photo.url());
      json.putArray("img_file").add(photo.file());
      json.put("img_id", turn.id().turn() - 1).put("query", photo.query());
      json.put("caption", photo.description()).put("blip_caption", photo.caption());
      json.put("licence", photo.licence()).put("credit", photo.credit());
      json.put("source", photo.source()).put("sha256", photo.sha256());
    }
    json.put("speaker", turn.speaker()).put("clean_text", turn.text());
    json.put("dia_id", turn.id().toString());
  }
}
