package dev.locomo.core.dataset.json;

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
import dev.locomo.core.dataset.check.AnnotationCheck;
import dev.locomo.core.dataset.check.CheckReport;
import dev.locomo.core.dataset.check.Findings;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.dataset.check.Node.SessionKeys;
import dev.locomo.core.dataset.check.QuestionCheck;
import dev.locomo.core.error.DataError;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file in the shape of {@code locomo10.json}: an array of samples. What the published file spells
 * in several ways (integer answers, missing {@code answer}, lists of source ids, dates without
 * session) is read; what cannot be used is a {@link DataError} with its JSON pointer. {@code
 * observation}, {@code session_summary}, {@code event_summary} and {@code qa} may be absent. An
 * event is a string as published, or an object with {@code event} (the generator's spellings {@code
 * sub-event} and {@code sub_event} are read as well), {@code date}, {@code id} and {@code
 * caused_by}.
 */
final class LocomoFormat implements DatasetFormat {
  private static final String DATE = "a date, a string";

  @Override
  public String id() {
    return "locomo";
  }

  /** Whether its first element is an object with a conversation of two named speakers. */
  @Override
  public boolean recognises(Start start) {
    return start.element().path("conversation").path("speaker_a").isTextual();
  }

  @Override
  public CheckReport check(Path file, @Nullable BenchmarkProfile profile) {
    return DatasetCheck.ofLocomo(file, profile);
  }

  @Override
  public Dataset read(Path file, @Nullable BenchmarkProfile profile) {
    var spellings = new LocomoSpellings(profile, new Findings());
    var samples = new ArrayList<Sample>();
    var ids = new HashSet<String>();
    String[] subset = {""};
    String sha256 =
        DatasetReader.eachSample(
            file,
            (index, json) -> {
              var node = new Node(file.toString(), "/" + index, json);
              spellings.published(node.object("a sample, an object"));
              var sample = sample(node, spellings.profile());
              subset[0] = samples.isEmpty() ? json.path("subset").asText("") : subset[0];
              if (!ids.add(sample.id())) {
                throw node.get("sample_id").wrong("an id that no sample before has");
              }
              samples.add(sample);
            });
    return new Dataset(file.toString(), sha256, samples, "", subset[0]);
  }

  /** One sample in the published shape. */
  static Sample sample(Node node, BenchmarkProfile profile) {
    String id = node.get("sample_id").text("the sample's id, a string");
    if (!Node.canBeId(id)) {
      throw node.get("sample_id").wrong(Node.ID);
    }
    var summaries = new TreeMap<Integer, String>();
    numbered(node.get("session_summary"), SessionKeys.SUMMARY)
        .forEach((number, n) -> summaries.put(number, n.text("a summary, a string")));
    return new Sample(
        id,
        conversation(node.get("conversation").object("an object with speakers and sessions")),
        questions(id, node.get("qa"), profile),
        observations(node.get("observation")),
        summaries,
        events(node.get("event_summary")));
  }

  private static Conversation conversation(Node node) {
    var sessions = new ArrayList<Session>();
    var ids = new HashSet<TurnId>();
    var bySession = numbered(node, SessionKeys.SESSION);
    bySession.forEach((number, turns) -> {
      String date = node.get("session_" + number + "_date_time").textOrNull(DATE);
      String text = date == null ? "" : date;
      sessions.add(
          new Session(number, text, Session.parseTime(text).orElse(null), turns(turns, ids)));
    });
    var dangling = new ArrayList<>(numbered(node, SessionKeys.DATE).keySet());
    dangling.removeAll(bySession.keySet());
    return new Conversation(
        node.get("speaker_a").text("a name, a string"),
        node.get("speaker_b").text("a name, a string"),
        sessions,
        dangling);
  }

  private static List<Turn> turns(Node node, Set<TurnId> ids) {
    var turns = new ArrayList<Turn>();
    for (Node turn : node.elements("an array of turns")) {
      turn.object("a turn, an object");
      Node idNode = turn.get("dia_id");
      TurnId id =
          TurnId.parse(idNode.text("a turn id such as D1:3"))
              .orElseThrow(() -> idNode.wrong("a turn id such as D1:3"));
      if (!ids.add(id)) {
        throw idNode.wrong("an id that no turn before has");
      }
      turns.add(
          new Turn(
              id,
              turn.get("speaker").text("a name, a string"),
              turn.get("text").text("what was said, a string"),
              image(turn),
              turn.get("clean_text").textOrNull("what generation left of the text, a string")));
    }
    return turns;
  }

  private static @Nullable SharedImage image(Node turn) {
    List<String> urls = turn.get("img_url").texts("a list of addresses");
    List<String> files = turn.get("img_file").texts("a list of file names");
    String caption = turn.get("blip_caption").textOrNull("a caption, a string");
    String query = turn.get("query").textOrNull("a search, a string");
    return urls.isEmpty() && files.isEmpty() && caption == null && query == null
        ? null
        : new SharedImage(caption, query, urls, files);
  }

  private static List<Question> questions(String sample, Node node, BenchmarkProfile profile) {
    if (node.missing()) {
      return List.of();
    }
    var questions = new ArrayList<Question>();
    for (Node qa : node.elements("an array of questions")) {
      qa.object("a question, an object");
      Category category =
          QuestionCheck.category(qa.get("category").value(), profile)
              .orElseThrow(() -> qa.get("category").wrong(profile.range()));
      questions.add(
          new Question(
              new QuestionId(sample, questions.size()),
              qa.get("question").text("a question, a string"),
              category,
              gold(qa, category),
              qa.get("evidence").texts("a list of turn ids"),
              details(qa)));
    }
    return questions;
  }

  private static Question.Details details(Node qa) {
    String now =
        orEmpty(qa.get(qa.get("question_date").missing() ? "ask_time" : "question_date"), DATE);
    return new Question.Details(
        now,
        qa.get("choices").texts("an array of choices"),
        qa.get("rubric").texts("an array of nuggets"));
  }

  private static Gold gold(Node qa, Category category) {
    Node answer = qa.get("answer");
    boolean abstention = qa.get("question_id").value().asText().endsWith("_abs");
    if (!category.unanswerable() && !abstention) {
      return new Gold.Answer(answer.textOrInteger("an answer, a string or an integer"));
    }
    Node lure = qa.get("adversarial_answer");
    String expected = "an answer, a string or an integer";
    return new Gold.Unanswerable(
        lure.missing() ? null : lure.textOrInteger(expected),
        answer.missing() ? null : answer.textOrInteger(expected));
  }

  private static List<Observation> observations(Node node) {
    var observations = new ArrayList<Observation>();
    numbered(node, SessionKeys.OBSERVATION)
        .forEach((number, session) -> {
          for (var speaker : session.members("an object of speakers")) {
            for (Node fact : speaker.getValue().elements("an array of [fact, turn id] pairs")) {
              observations.add(observation(number, speaker.getKey(), fact));
            }
          }
        });
    return observations;
  }

  private static Observation observation(int session, String speaker, Node fact) {
    var pair = fact.elements("a [fact, turn id] pair");
    if (pair.size() != 2) {
      throw fact.wrong("a [fact, turn id] pair");
    }
    Node source = pair.get(1);
    List<String> sources =
        source.value().isArray()
            ? source.texts("a list of turn ids")
            : List.of(source.text("a turn id or a list of them"));
    return new Observation(session, speaker, pair.get(0).text("a fact, a string"), sources);
  }

  private static List<EventSummary> events(Node node) {
    var events = new ArrayList<EventSummary>();
    numbered(node, SessionKeys.EVENTS)
        .forEach((number, session) -> {
          String date = session.get("date").textOrNull(DATE);
          var bySpeaker = new LinkedHashMap<String, List<Event>>();
          for (var member : session.members("an object of speakers")) {
            if (!member.getKey().equals("date")) {
              bySpeaker.put(member.getKey(), ofSpeaker(member.getValue()));
            }
          }
          events.add(new EventSummary(number, date == null ? "" : date, bySpeaker));
        });
    return events;
  }

  /** The members whose key has a session number, by that number. */
  private static SortedMap<Integer, Node> numbered(Node node, SessionKeys keys) {
    var byNumber = new TreeMap<Integer, Node>();
    for (var member : node.members("an object")) {
      keys.number(member.getKey(), member.getValue())
          .ifPresent(number -> byNumber.put(number, member.getValue()));
    }
    return byNumber;
  }

  /** The events of a speaker; none when they are absent. */
  private static List<Event> ofSpeaker(Node node) {
    return node.missing()
        ? List.of()
        : node.elements("a list of events").stream().map(LocomoFormat::event).toList();
  }

  private static Event event(Node node) {
    if (!node.value().isObject()) {
      return Event.of(node.text(AnnotationCheck.EVENT));
    }
    return new Event(
        AnnotationCheck.eventText(node).text(AnnotationCheck.EVENT),
        orEmpty(node.get("date"), DATE),
        orEmpty(node.get("id"), "an id, a string"),
        node.get("caused_by").texts(AnnotationCheck.EVENT_CAUSES));
  }

  private static String orEmpty(Node node, String expected) {
    String text = node.textOrNull(expected);
    return text == null ? "" : text;
  }
}
