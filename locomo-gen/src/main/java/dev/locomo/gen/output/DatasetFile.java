package dev.locomo.gen.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Sample.EventSummary;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.DatasetWriter;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.text.Printable;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedSession.Summaries;
import dev.locomo.gen.sample.GeneratedTurn;
import dev.locomo.gen.sample.LifeEvent;
import dev.locomo.gen.sample.QuestionProposal;
import dev.locomo.gen.sample.SharedPhoto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Generated conversations as a data set in the published format. A file that is there loses
 * nothing: what the new samples do not hold stays as it is.
 *
 * @param file the data set
 * @param label marks each sample
 */
public record DatasetFile(Path file, Label label) {
  /** {@code gen-2} before {@code gen-10}. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  /**
   * Writes the samples. A sample that the file holds and that is not among them stays. So does one
   * of other speakers, or with more sessions or questions than the new one, unless it was to be
   * made again and is. Its questions alone stay when there are more of them than new ones and their
   * sessions are still the same.
   *
   * @param samples by the folder of their pictures, as seen from the file's; empty for that itself
   * @param again whether a conversation was to be made again, and is made to its end, by its id
   * @return what stays although there is something new, a line each
   * @throws DataError when the file that is there cannot be read
   */
  public List<String> write(Map<String, GeneratedSample> samples, Predicate<String> again) {
    SortedMap<String, JsonNode> before = held();
    SortedMap<String, JsonNode> now = new TreeMap<>(before);
    var stay = new ArrayList<String>();
    for (var sample : samples.entrySet()) {
      String id = sample.getValue().id();
      ObjectNode made = DatasetWriter.json(sample(sample.getKey(), sample.getValue()));
      made.set(Label.KEY, label.json());
      JsonNode old = before.getOrDefault(id, MissingNode.getInstance());
      int questions = made.path("qa").size();
      if (sessions(made).entrySet().containsAll(sessions(old).entrySet())) {
        keep(made, old);
      }
      if (old.isMissingNode() || again.test(id) || holds(made, old)) {
        now.put(id, made);
        if (questions > 0 && questions < made.path("qa").size()) {
          stay.add(
              "%d questions of %s; this run has %d"
                  .formatted(made.path("qa").size(), id, questions));
        }
      } else {
        stay.add("%s with %s; this run has %s".formatted(id, size(old), size(made)));
      }
    }
    if (!now.equals(before) || !Files.exists(file)) {
      AtomicFile.write(file, out -> DatasetWriter.write(now.values(), out));
    }
    return stay;
  }

  /**
   * The samples that the file holds, by id.
   *
   * @throws DataError when it is there and holds no list of samples with different ids
   */
  public SortedMap<String, JsonNode> held() {
    var byId = new TreeMap<String, JsonNode>(BY_NUMBER);
    if (Files.exists(file)) {
      JsonNode samples = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
      if (!samples.isArray()) {
        throw new DataError(file.toString(), "/", "found no array; expected samples");
      }
      for (JsonNode sample : samples) {
        String id = sample.path("sample_id").asText();
        if (id.isEmpty() || byId.put(id, sample) != null) {
          String place = "/" + byId.size() + "/sample_id";
          throw new DataError(
              file.toString(), place, "found '" + id + "'; expected an id of its own");
        }
      }
    }
    return byId;
  }

  /** Adds what an earlier sample of the same sessions has more of: questions, observations. */
  private static void keep(ObjectNode made, JsonNode old) {
    for (var member : old.properties()) {
      String key = member.getKey();
      boolean more = made.path(key).size() < member.getValue().size();
      if (!made.has(key) || (more && !key.equals("conversation"))) {
        made.set(key, member.getValue());
      }
    }
  }

  private static boolean holds(JsonNode made, JsonNode old) {
    return Stream.of("/conversation/speaker_a", "/conversation/speaker_b")
            .allMatch(name -> made.at(name).equals(old.at(name)))
        && sessions(made).size() >= sessions(old).size()
        && made.path("qa").size() >= old.path("qa").size();
  }

  private static String size(JsonNode sample) {
    return "%s of %s and %s and %s"
        .formatted(
            Printable.counted(sessions(sample).size(), "session"),
            sample.at("/conversation/speaker_a").asText(),
            sample.at("/conversation/speaker_b").asText(),
            Printable.counted(sample.path("qa").size(), "question"));
  }

  /** What was said in the sessions of a sample, by their keys. */
  private static Map<String, List<String>> sessions(JsonNode sample) {
    var sessions = new HashMap<String, List<String>>();
    for (var member : sample.path("conversation").properties()) {
      if (member.getValue().isArray()) {
        var turns = new ArrayList<String>();
        member
            .getValue()
            .forEach(turn -> turns.add(turn.path("speaker") + ": " + turn.path("text")));
        sessions.put(member.getKey(), turns);
      }
    }
    return sessions;
  }

  private static Sample sample(String folder, GeneratedSample made) {
    var facts = new ArrayList<Observation>();
    SortedMap<Integer, String> summaries = new TreeMap<>();
    for (GeneratedSession session : made.sessions()) {
      if (session.facts() != null) {
        facts.addAll(session.facts());
      }
      Summaries written = session.summaries();
      if (written != null) {
        summaries.put(session.number(), written.session());
      }
    }
    var speakers = made.speakers();
    var sessions = made.sessions().stream().map(session -> session(folder, session)).toList();
    return new Sample(
        made.id(),
        new Conversation(speakers.a().name(), speakers.b().name(), sessions),
        questions(made),
        facts,
        summaries,
        made.sessions().stream().map(session -> events(made, session)).toList());
  }

  private static Session session(String folder, GeneratedSession session) {
    return new Session(
        session.number(),
        session.dateText(),
        session.time(),
        session.turns().stream().map(said -> turn(folder, said)).toList());
  }

  private static Turn turn(String folder, GeneratedTurn said) {
    SharedPhoto photo = said.photo();
    if (photo == null) {
      return new Turn(said.id(), said.speaker(), said.text(), null);
    }
    String file = folder.isEmpty() ? photo.file() : folder + "/" + photo.file();
    List<String> files = photo.file().isEmpty() ? List.of() : List.of(file);
    var image = new SharedImage(photo.caption(), photo.query(), List.of(photo.url()), files);
    return new Turn(said.id(), said.speaker(), said.text(), image);
  }

  /** As published, the text alone; dates and causes stand in the agents' files. */
  private static EventSummary events(GeneratedSample made, GeneratedSession session) {
    var bySpeaker = new LinkedHashMap<String, List<Event>>();
    for (boolean first : List.of(true, false)) {
      List<LifeEvent> own = session.events().of(first);
      bySpeaker.put(
          made.speakers().of(first).name(), own.stream().map(e -> Event.of(e.text())).toList());
    }
    return new EventSummary(session.number(), session.dayText(), bySpeaker);
  }

  private static List<Question> questions(GeneratedSample made) {
    var questions = new ArrayList<Question>();
    for (QuestionProposal p : made.questions()) {
      if (p.taken()) {
        Gold gold =
            p.unanswerable()
                ? new Gold.Unanswerable(p.answer(), null)
                : new Gold.Answer(p.answer());
        var id = new QuestionId(made.id(), questions.size());
        var evidence = p.evidence().stream().map(TurnId::toString).toList();
        questions.add(new Question(id, p.text(), p.category(), gold, evidence));
      }
    }
    return questions;
  }
}
