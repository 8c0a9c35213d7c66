package dev.locomo.gen.output;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.gen.dialogue.Meeting;
import dev.locomo.gen.dialogue.MeetingTime;
import dev.locomo.gen.dialogue.Recap;
import dev.locomo.gen.dialogue.Utterance;
import dev.locomo.gen.image.Photo;
import dev.locomo.gen.question.Proposal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generated conversations as a data set in the published format. */
public final class SampleMaker {
  private SampleMaker() {}

  /** Writes a data set; each sample carries the label. */
  public static void write(Path file, List<Story> stories, Label label) {
    var samples = stories.stream().map(SampleMaker::sample).toList();
    var plain = new ByteArrayOutputStream();
    try {
      DatasetWriter.write(new Dataset(file.toString(), "", samples), plain);
      JsonNode json = JsonFiles.MAPPER.readTree(plain.toByteArray());
      json.forEach(sample -> ((ObjectNode) sample).set(Label.KEY, label.json()));
      AtomicFile.write(
          file,
          out -> {
            var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            JsonDump.write(json, text);
            text.flush();
          });
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** One conversation. */
  static Sample sample(Story story) {
    SortedMap<Integer, String> summaries = new TreeMap<>();
    for (Meeting meeting : story.meetings()) {
      Recap recap = meeting.recap();
      if (recap != null) {
        summaries.put(meeting.number(), recap.session());
      }
    }
    var sessions = story.meetings().stream().map(SampleMaker::session).toList();
    return new Sample(
        story.id(),
        new Conversation(story.pair().a().name(), story.pair().b().name(), sessions),
        questions(story),
        story.meetings().stream().flatMap(m -> facts(m).stream()).toList(),
        summaries,
        story.meetings().stream().map(m -> events(story, m)).toList());
  }

  private static List<Observation> facts(Meeting meeting) {
    List<Observation> facts = meeting.facts();
    return facts == null ? List.of() : facts;
  }

  private static Session session(Meeting meeting) {
    return new Session(
        meeting.number(),
        meeting.dateText(),
        meeting.time(),
        meeting.turns().stream().map(SampleMaker::turn).toList());
  }

  private static Turn turn(Utterance said) {
    Photo photo = said.photo();
    SharedImage image =
        photo == null
            ? null
            : new SharedImage(photo.caption(), photo.query(), List.of(photo.url()));
    return new Turn(said.id(), said.speaker(), said.text(), image);
  }

  private static EventSummary events(Story story, Meeting meeting) {
    var bySpeaker = new LinkedHashMap<String, List<Event>>();
    bySpeaker.put(story.pair().a().name(), texts(meeting.eventsA()));
    bySpeaker.put(story.pair().b().name(), texts(meeting.eventsB()));
    return new EventSummary(
        meeting.number(), MeetingTime.text(meeting.time().toLocalDate()), bySpeaker);
  }

  /** As published, the text alone; dates and causes stand in the agents' files. */
  private static List<Event> texts(List<dev.locomo.gen.event.Event> events) {
    return events.stream().map(event -> Event.of(event.text())).toList();
  }

  private static List<Question> questions(Story story) {
    var questions = new ArrayList<Question>();
    for (Proposal p : story.questions()) {
      if (p.taken()) {
        Gold gold =
            p.category() == Category.ADVERSARIAL
                ? new Gold.Unanswerable(p.answer(), null)
                : new Gold.Answer(p.answer());
        var id = new QuestionId(story.id(), questions.size());
        var evidence = p.evidence().stream().map(TurnId::toString).toList();
        questions.add(new Question(id, p.text(), p.category(), gold, evidence));
      }
    }
    return questions;
  }
}
