package dev.locomo.gen.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Dataset;
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
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedSession.Summaries;
import dev.locomo.gen.sample.GeneratedTurn;
import dev.locomo.gen.sample.LifeEvent;
import dev.locomo.gen.sample.QuestionProposal;
import dev.locomo.gen.sample.SharedPhoto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

/**
 * Generated conversations as a data set in the published format. A file that is there loses nothing
 * by a run that was stopped: what the new samples do not hold stays as it is.
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
   * with more sessions or questions than the new one, unless the new one is whole. Questions stay
   * as well where none were asked for and their sessions are still the same.
   *
   * @param whole whether a conversation is made to its end, by its sample id
   * @throws DataError when the file that is there cannot be read
   */
  public void write(List<GeneratedSample> samples, Predicate<String> whole) {
    SortedMap<String, JsonNode> byId = held();
    for (JsonNode made : json(samples)) {
      String id = made.path("sample_id").asText();
      JsonNode before = byId.getOrDefault(id, made);
      if (made.path("qa").isEmpty()
          && sessions(made).entrySet().containsAll(sessions(before).entrySet())) {
        ((ObjectNode) made).set("qa", before.path("qa"));
      }
      if (whole.test(id) || holds(made, before)) {
        byId.put(id, made);
      }
    }
    ArrayNode all = JsonFiles.MAPPER.createArrayNode().addAll(byId.values());
    AtomicFile.write(
        file,
        out -> {
          var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          JsonDump.write(all, text);
          text.flush();
        });
  }

  /**
   * The samples that the file holds, by id.
   *
   * @throws DataError when it is there and holds no list of samples
   */
  public SortedMap<String, JsonNode> held() {
    var byId = new TreeMap<String, JsonNode>(BY_NUMBER);
    if (Files.exists(file)) {
      JsonNode samples = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
      if (!samples.isArray()) {
        throw new DataError(file.toString(), "/", "found no array; expected samples");
      }
      samples.forEach(sample -> byId.put(sample.path("sample_id").asText(), sample));
    }
    return byId;
  }

  private static boolean holds(JsonNode made, JsonNode before) {
    return sessions(made).size() >= sessions(before).size()
        && made.path("qa").size() >= before.path("qa").size();
  }

  /** The sessions of a sample by their keys. */
  private static Map<String, JsonNode> sessions(JsonNode sample) {
    var sessions = new HashMap<String, JsonNode>();
    sample.path("conversation").properties().stream()
        .filter(member -> member.getValue().isArray())
        .forEach(member -> sessions.put(member.getKey(), member.getValue()));
    return sessions;
  }

  private JsonNode json(List<GeneratedSample> samples) {
    var plain = new ByteArrayOutputStream();
    try {
      var data = new Dataset("", "", samples.stream().map(DatasetFile::sample).toList());
      DatasetWriter.write(data, plain);
      JsonNode json = JsonFiles.MAPPER.readTree(plain.toByteArray());
      json.forEach(sample -> ((ObjectNode) sample).set(Label.KEY, label.json()));
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static Sample sample(GeneratedSample made) {
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
    var sessions = made.sessions().stream().map(DatasetFile::session).toList();
    return new Sample(
        made.id(),
        new Conversation(speakers.a().name(), speakers.b().name(), sessions),
        questions(made),
        facts,
        summaries,
        made.sessions().stream().map(session -> events(made, session)).toList());
  }

  private static Session session(GeneratedSession session) {
    return new Session(
        session.number(),
        session.dateText(),
        session.time(),
        session.turns().stream().map(DatasetFile::turn).toList());
  }

  private static Turn turn(GeneratedTurn said) {
    SharedPhoto photo = said.photo();
    SharedImage image =
        photo == null
            ? null
            : new SharedImage(photo.caption(), photo.query(), List.of(photo.url()));
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
            p.category() == Category.ADVERSARIAL
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
