package dev.locomo.gen.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.gen.prompt.JsonReply;
import dev.locomo.gen.prompt.Line;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedSession.Insights;
import dev.locomo.gen.sample.GeneratedSession.Summaries;
import dev.locomo.gen.sample.GeneratedTurn;
import dev.locomo.gen.sample.LifeEvent;
import dev.locomo.gen.sample.Pair;
import dev.locomo.gen.sample.Persona;
import dev.locomo.gen.sample.SharedPhoto;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code agent_a.json} and {@code agent_b.json} with the keys of the original's generator: persona,
 * event graph, and per session its events, date, turns, facts, reflection and summary. A photo also
 * has licence, credit, source and hash; {@code session_N_recap} is the summary of that session
 * alone. Files of the original are read as well, and such as hold no more than {@code name} and
 * {@code persona_summary}.
 */
public final class AgentFile {
  /** The first speaker's file. */
  public static final String A = "agent_a.json";

  /** The second one's. */
  public static final String B = "agent_b.json";

  private final String file;
  private final JsonNode json;
  private final boolean original;

  private AgentFile(String file, JsonNode json, boolean original) {
    this.file = file;
    this.json = json;
    this.original = original;
  }

  /** What one of the two files holds of a conversation. */
  public static ObjectNode json(GeneratedSample sample, boolean isA) {
    Persona self = sample.speakers().of(isA);
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    json.put("name", self.name()).put("persona_summary", self.summary());
    self.attributes().forEach(one -> json.withArrayProperty("msc_prompt").add(one));
    LocalDate start = sample.start();
    if (start != null) {
      json.put("events_start_date", LifeEvent.text(start));
      events(json.putArray("graph"), sample.events().of(isA));
    }
    sample.sessions().forEach(session -> session(json, sample, session, isA));
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
          own.addArray().add(fact.text()).add(String.join(", ", fact.sources()));
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

  /**
   * Reads both files.
   *
   * @param id sample id of the conversation
   * @param original whether the original's generator may have written them: what it goes on with
   *     although it cannot be used is left out then
   * @throws DataError when one cannot be read or holds what cannot be used
   */
  public static GeneratedSample read(String id, Path fileA, Path fileB, boolean original) {
    JsonNode a = JsonFiles.read(fileA, JsonFiles.MAPPER::readTree);
    JsonNode b = JsonFiles.read(fileB, JsonFiles.MAPPER::readTree);
    return sample(
        id,
        new AgentFile(fileA.toString(), a, original),
        new AgentFile(fileB.toString(), b, original));
  }

  /** The same from their content as the original's generator makes it. */
  public static GeneratedSample of(String id, ObjectNode a, ObjectNode b) {
    return sample(id, new AgentFile(A, a, true), new AgentFile(B, b, true));
  }

  private static GeneratedSample sample(String id, AgentFile a, AgentFile b) {
    var speakers = new Pair<>(a.persona(), b.persona());
    if (speakers.a().name().equals(speakers.b().name())) {
      throw b.wrong("/name", "the name of the other agent as well", "another name");
    }
    GeneratedSample sample = GeneratedSample.of(id, speakers);
    LocalDate start = a.start();
    if (start != null) {
      sample = sample.with(start, new Pair<>(a.events("graph"), b.events("graph")));
    }
    var sessions = new ArrayList<GeneratedSession>();
    for (int number = 1; a.json.has("session_" + number); number++) {
      sessions.add(a.session(number, b, speakers));
    }
    return sample.with(sessions);
  }

  private DataError wrong(String place, String found, String expected) {
    return new DataError(file, place, "found " + found + "; expected " + expected);
  }

  private Persona persona() {
    String name = json.path("name").asText();
    String summary = Line.of(json.path("persona_summary").asText());
    if (!Persona.isName(name)) {
      String found = JsonFiles.MAPPER.valueToTree(name).toString();
      throw wrong("/name", found, "a short name without colon and brackets");
    }
    if (!original && (summary.isEmpty() || summary.length() > Filter.LONGEST_INPUT)) {
      String expected = "a description of 1 to " + Filter.LONGEST_INPUT + " characters";
      throw wrong("/persona_summary", summary.length() + " characters", expected);
    }
    return new Persona(name, summary, JsonReply.lines(json.path("msc_prompt")));
  }

  private @Nullable LocalDate start() {
    if (!json.has("graph")) {
      return null;
    }
    var first = events("graph").stream().map(LifeEvent::date).min(LocalDate::compareTo);
    return LifeEvent.parseDate(json.path("events_start_date").asText())
        .or(() -> first)
        .orElseThrow(() -> wrong("/events_start_date", "no date", "one such as 07 March, 2022"));
  }

  private List<LifeEvent> events(String key) {
    var events = new ArrayList<LifeEvent>();
    int index = 0;
    for (JsonNode one : json.path(key)) {
      String place = "/" + key + "/" + index++;
      String text = JsonReply.line(one, "sub-event", "sub_event", "event");
      String id = JsonReply.line(one, "id");
      String date = JsonReply.line(one, "date", "time");
      var day = LifeEvent.parseDate(date == null ? "" : date);
      if (text != null && id != null && day.isPresent()) {
        var causes = JsonReply.lines(JsonReply.member(one, "caused_by"));
        events.add(new LifeEvent(id, text, day.get(), causes));
      } else if (!original) {
        throw text == null || id == null || date == null
            ? wrong(place, "an event without text, id or date", "sub-event, id and date")
            : wrong(place + "/date", date, "a date such as 07 March, 2022");
      }
    }
    return events;
  }

  private GeneratedSession session(int number, AgentFile other, Pair<Persona> speakers) {
    String key = "session_" + number;
    var turns = new ArrayList<GeneratedTurn>();
    for (JsonNode one : json.path(key)) {
      turns.add(turn(one, "/" + key + "/" + turns.size(), speakers.a().name()));
    }
    if (turns.isEmpty()) {
      throw wrong("/" + key, "no turns", "at least one");
    }
    String date = json.path(key + "_date_time").asText();
    var time = Session.parseTime(date);
    if (time.isEmpty()) {
      throw wrong("/" + key + "_date_time", date, "a date such as 1:56 pm on 8 May, 2023");
    }
    return new GeneratedSession(
        number,
        time.get(),
        new Pair<>(events("events_" + key), other.events("events_" + key)),
        turns,
        json.has(key + "_facts") ? facts(number, speakers) : null,
        insights(key + "_reflection"),
        other.insights(key + "_reflection"),
        summaries(key));
  }

  private GeneratedTurn turn(JsonNode one, String place, String nameOfA) {
    TurnId id =
        TurnId.parse(one.path("dia_id").asText())
            .orElseThrow(() ->
                wrong(place + "/dia_id", one.path("dia_id").toString(), "an id such as D1:3"));
    String text = one.path("clean_text").asText(one.path("text").asText());
    String raw = one.path("raw_text").asText(text);
    String speaker = one.path("speaker").asText();
    String side = speaker.equals(nameOfA) ? "a" : "b";
    return new GeneratedTurn(id, speaker, raw, Line.of(text), photo(one, id.session(), side));
  }

  private static @Nullable SharedPhoto photo(JsonNode one, int session, String side) {
    if (!one.has("img_url")) {
      return null;
    }
    String file = one.path("img_file").path(0).asText();
    // The original writes the name alone.
    boolean nameAlone = !file.isEmpty() && file.indexOf('/') < 0;
    return new SharedPhoto(
        one.path("caption").asText(),
        one.path("query").asText(),
        one.path("img_url").path(0).asText(),
        nameAlone ? String.format(Locale.ROOT, "session_%d/%s/%s", session, side, file) : file,
        one.path("blip_caption").asText(one.path("caption").asText()),
        one.path("licence").asText("unknown"),
        one.path("credit").asText(),
        one.path("source").asText("unknown"),
        one.path("sha256").asText());
  }

  /** Those that are a text and ids of turns; models also write them as objects. */
  private List<Observation> facts(int number, Pair<Persona> speakers) {
    var facts = new ArrayList<Observation>();
    for (Persona speaker : List.of(speakers.a(), speakers.b())) {
      for (JsonNode fact : json.path("session_" + number + "_facts").path(speaker.name())) {
        var sources = new ArrayList<String>();
        String text = "";
        for (JsonNode part : fact) {
          if (text.isEmpty()) {
            text = part.isTextual() ? Line.of(part.textValue()) : "";
          } else {
            sources.addAll(JsonReply.lines(part));
          }
        }
        if (!sources.isEmpty()) {
          facts.add(new Observation(number, speaker.name(), text, sources));
        }
      }
    }
    return facts;
  }

  private @Nullable Insights insights(String key) {
    JsonNode reflection = json.path(key);
    return reflection.isMissingNode()
        ? null
        : new Insights(
            JsonReply.lines(reflection.path("self")), JsonReply.lines(reflection.path("other")));
  }

  private @Nullable Summaries summaries(String key) {
    String soFar = Line.of(json.path(key + "_summary").asText());
    String session = Line.of(json.path(key + "_recap").asText(soFar));
    return soFar.isEmpty() ? null : new Summaries(session, soFar);
  }
}
