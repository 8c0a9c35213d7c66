package dev.locomo.gen.output;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a conversation's state back from two agents' files: ones of ours, of the original's
 * generator, or written by hand with no more than {@code name} and {@code persona_summary}.
 */
public final class AgentReader {
  private final Path file;
  private final JsonNode json;

  private AgentReader(Path file) {
    this.file = file;
    this.json = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
  }

  /** Reads both from a conversation's folder. */
  public static GeneratedSample read(String id, Path folder) {
    return read(id, folder.resolve(AgentFile.A), folder.resolve(AgentFile.B));
  }

  /**
   * Reads both.
   *
   * @param id sample id of the conversation
   * @throws DataError when one cannot be read or holds what cannot be used
   */
  public static GeneratedSample read(String id, Path fileA, Path fileB) {
    var a = new AgentReader(fileA);
    var b = new AgentReader(fileB);
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
    return new DataError(file.toString(), place, "found " + found + "; expected " + expected);
  }

  private Persona persona() {
    String name = json.path("name").asText();
    String summary = Line.of(json.path("persona_summary").asText());
    if (!Persona.isName(name)) {
      throw wrong(
          "/name",
          JsonFiles.MAPPER.valueToTree(name).toString(),
          "a short name without colon and brackets");
    }
    if (summary.isEmpty() || summary.length() > Filter.LONGEST_INPUT) {
      throw wrong(
          "/persona_summary",
          summary.length() + " characters",
          "a description of 1 to " + Filter.LONGEST_INPUT + " characters");
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
    for (JsonNode one : json.path(key)) {
      String place = "/" + key + "/" + events.size();
      String text = JsonReply.line(one, "sub-event", "sub_event", "event");
      String id = JsonReply.line(one, "id");
      String date = JsonReply.line(one, "date", "time");
      if (text == null || id == null || date == null) {
        throw wrong(place, "an event without text, id or date", "sub-event, id and date");
      }
      LocalDate day =
          LifeEvent.parseDate(date)
              .orElseThrow(() -> wrong(place + "/date", date, "a date such as 07 March, 2022"));
      events.add(new LifeEvent(id, text, day, JsonReply.lines(JsonReply.member(one, "caused_by"))));
    }
    return events;
  }

  private GeneratedSession session(int number, AgentReader other, Pair<Persona> speakers) {
    String key = "session_" + number;
    var turns = new ArrayList<GeneratedTurn>();
    for (JsonNode one : json.path(key)) {
      turns.add(turn(one, "/" + key + "/" + turns.size()));
    }
    if (turns.isEmpty()) {
      throw wrong("/" + key, "no turns", "at least one");
    }
    return new GeneratedSession(
        number,
        time(key + "_date_time"),
        new Pair<>(events("events_" + key), other.events("events_" + key)),
        turns,
        json.has(key + "_facts") ? facts(number, speakers) : null,
        insights(key + "_reflection"),
        other.insights(key + "_reflection"),
        summaries(key));
  }

  private LocalDateTime time(String key) {
    String text = json.path(key).asText();
    return Session.parseTime(text)
        .orElseThrow(() -> wrong("/" + key, text, "a date such as 1:56 pm on 8 May, 2023"));
  }

  private GeneratedTurn turn(JsonNode one, String place) {
    TurnId id =
        TurnId.parse(one.path("dia_id").asText())
            .orElseThrow(() ->
                wrong(place + "/dia_id", one.path("dia_id").toString(), "an id such as D1:3"));
    String text = one.path("clean_text").asText(one.path("text").asText());
    String raw = one.path("raw_text").asText(text);
    return new GeneratedTurn(id, one.path("speaker").asText(), raw, Line.of(text), photo(one));
  }

  private static @Nullable SharedPhoto photo(JsonNode one) {
    if (!one.has("img_url")) {
      return null;
    }
    return new SharedPhoto(
        one.path("caption").asText(),
        one.path("query").asText(),
        one.path("img_url").path(0).asText(),
        one.path("img_file").path(0).asText(),
        one.path("blip_caption").asText(one.path("caption").asText()),
        one.path("licence").asText("unknown"),
        one.path("credit").asText(),
        one.path("source").asText("unknown"),
        one.path("sha256").asText());
  }

  private List<Observation> facts(int number, Pair<Persona> speakers) {
    var facts = new ArrayList<Observation>();
    for (Persona speaker : List.of(speakers.a(), speakers.b())) {
      for (JsonNode fact : json.path("session_" + number + "_facts").path(speaker.name())) {
        String text = Line.of(fact.path(0).asText());
        var source = List.of(fact.path(1).asText());
        facts.add(new Observation(number, speaker.name(), text, source));
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
