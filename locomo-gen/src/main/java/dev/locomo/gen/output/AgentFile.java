package dev.locomo.gen.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedSession.Insights;
import dev.locomo.gen.sample.GeneratedSession.Summaries;
import dev.locomo.gen.sample.GeneratedTurn;
import dev.locomo.gen.sample.LifeEvent;
import dev.locomo.gen.sample.Persona;
import dev.locomo.gen.sample.SharedPhoto;
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
  public static void write(Path folder, GeneratedSample sample, Label label) {
    AtomicFile.writeText(folder.resolve(A), JsonDump.text(json(sample, true, label)));
    AtomicFile.writeText(folder.resolve(B), JsonDump.text(json(sample, false, label)));
  }

  private static ObjectNode json(GeneratedSample sample, boolean isA, Label label) {
    Persona self = sample.speakers().of(isA);
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    json.put("name", self.name()).put("persona_summary", self.summary());
    if (!self.attributes().isEmpty()) {
      self.attributes().forEach(json.putArray("msc_prompt")::add);
    }
    LocalDate start = sample.start();
    if (start != null) {
      json.put("events_start_date", LifeEvent.text(start));
      events(json.putArray("graph"), sample.events().of(isA));
    }
    sample.sessions().forEach(session -> session(json, sample, session, isA));
    json.set(Label.KEY, label.json());
    return json;
  }

  private static void events(ArrayNode array, List<LifeEvent> events) {
    for (LifeEvent event : events) {
      ObjectNode json = array.addObject();
      json.put("sub-event", event.text()).put("date", event.dateText());
      event.causes().forEach(json.putArray("caused_by")::add);
      json.put("id", event.id());
    }
  }

  private static void session(
      ObjectNode json, GeneratedSample sample, GeneratedSession session, boolean isA) {
    String key = "session_" + session.number();
    events(json.putArray("events_" + key), session.events().of(isA));
    json.put(key + "_date_time", session.dateText());
    ArrayNode turns = json.putArray(key);
    session.turns().forEach(turn -> turn(turns.addObject(), turn));
    if (session.facts() != null) {
      ObjectNode facts = json.putObject(key + "_facts");
      for (boolean first : List.of(true, false)) {
        String speaker = sample.speakers().of(first).name();
        ArrayNode own = facts.putArray(speaker);
        for (Observation fact : session.about(speaker)) {
          own.addArray().add(fact.text()).add(fact.sources().getFirst());
        }
      }
    }
    Insights insights = session.insights(isA);
    if (insights != null) {
      json.set(key + "_reflection", JsonFiles.MAPPER.valueToTree(insights));
    }
    Summaries summaries = session.summaries();
    if (summaries != null) {
      json.put(key + "_summary", summaries.soFar()).put(key + "_recap", summaries.session());
    }
  }

  private static void turn(ObjectNode json, GeneratedTurn turn) {
    json.put("text", turn.raw()).put("raw_text", turn.raw());
    SharedPhoto photo = turn.photo();
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
