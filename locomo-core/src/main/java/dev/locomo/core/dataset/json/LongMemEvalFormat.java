package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.check.Findings;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * LongMemEval (S, M, oracle): each question with a history of its own, so that each is a sample.
 * Nothing that tells the answer is kept: sessions are numbered instead of named, {@code has_answer}
 * becomes the question's evidence, {@code _abs} is taken off its id. A question with {@code _abs}
 * has no answer and no evidence. Source: Wu et al., ICLR 2025, and the read-me of its repository.
 */
final class LongMemEvalFormat extends ElementFormat {
  private static final Set<String> KEYS =
      Set.of(
          "question_id",
          "question_type",
          "question",
          "answer",
          "question_date",
          "haystack_dates",
          "haystack_session_ids",
          "haystack_sessions",
          "answer_session_ids");
  private static final String ABSTENTION = "_abs";

  LongMemEvalFormat() {
    super("longmemeval");
  }

  @Override
  public String id() {
    return "longmemeval";
  }

  @Override
  boolean isOne(JsonNode element) {
    return element.path("haystack_sessions").isArray()
        && element.path("question").isTextual()
        && !element.has("choices");
  }

  @Override
  Elements elements(Findings out, BenchmarkProfile profile) {
    return new Items(out, profile);
  }

  private static final class Items extends Elements {
    private final Set<String> ids = new HashSet<>();

    Items(Findings out, BenchmarkProfile profile) {
      super(out, profile);
    }

    @Override
    @Nullable Sample next(Node item) {
      out.enter("");
      if (!out.isObject(item, "a question with its history, an object")) {
        return null;
      }
      String name = out.text(item.get("question_id"), "the question's id, a string");
      String id = id(name == null ? "" : name, item);
      out.enter(id);
      out.unknownKeys(item, KEYS);
      String text = out.text(item.get("question"), "a question, a string");
      out.checkText(item.get("question"));
      Category category = category(item.get("question_type"));
      boolean abstains = name != null && name.endsWith(ABSTENTION);
      String answer = answer(item.get("answer"), abstains);
      ChatHistory history = history(item);
      String now = now(item.get("question_date"), history);
      if (name == null || text == null || category == null || answer == null) {
        return null;
      }
      var gold = abstains ? new Gold.Unanswerable(null, answer) : new Gold.Answer(answer);
      var evidence = abstains ? List.<String>of() : evidence(item, history);
      var details = new Question.Details(now, List.of(), List.of());
      var question = new Question(new QuestionId(id, 0), text, category, gold, evidence, details);
      return new Sample(
          id, history.conversation(), List.of(question), List.of(), new TreeMap<>(), List.of());
    }

    /**
     * A question and the same with {@code _abs} get different ids that do not tell which is which.
     */
    private String id(String name, Node item) {
      String plain = name.endsWith(ABSTENTION) ? name.substring(0, name.length() - 4) : name;
      if (!ids.add(name)) {
        out.odd(Oddity.SAMPLE_ID_TWICE, item.get("question_id"), "a different id");
      }
      if (plain.isBlank()) {
        out.odd(Oddity.SAMPLE_ID_BLANK, item.get("question_id"), "an id that is not blank");
      }
      String id = plain;
      for (int n = 2; !ids.add("/" + id); n++) {
        id = plain + "-" + n;
      }
      return id;
    }

    private @Nullable Category category(Node type) {
      String key = out.text(type, "a question type, a string");
      Category category = key == null ? null : profile.ofKey(key).orElse(null);
      if (key != null && category == null) {
        out.odd(Oddity.CATEGORY_UNKNOWN, type, "a question type: " + profile.listed());
      }
      return category;
    }

    private @Nullable String answer(Node answer, boolean abstains) {
      if (abstains && answer.missing()) {
        return "";
      }
      var integer = Node.integer(answer.value());
      if (integer.isPresent()) {
        out.odd(Oddity.ANSWER_INTEGER, answer, "a string");
        return integer.get();
      }
      out.checkText(answer);
      return out.text(answer, "an answer, a string or an integer");
    }

    private ChatHistory history(Node item) {
      var history = new ChatHistory(out);
      var sessions = out.elements(item.get("haystack_sessions"), "an array of sessions");
      var dates = out.optionalElements(item.get("haystack_dates"), "an array of dates");
      var names = out.optionalElements(item.get("haystack_session_ids"), "an array of session ids");
      differ(item.get("haystack_dates"), dates.size(), sessions.size());
      differ(item.get("haystack_session_ids"), names.size(), sessions.size());
      for (int i = 0; i < sessions.size(); i++) {
        String date = i < dates.size() ? ChatHistory.date(dates.get(i), out) : "";
        String name = i < names.size() ? names.get(i).value().asText() : "";
        var messages = out.elements(sessions.get(i), "an array of messages");
        if (messages.isEmpty()) {
          out.odd(Oddity.SESSION_EMPTY, sessions.get(i), "no turns", "at least one turn");
        }
        history.add(name, date, messages);
      }
      history.sort(item.get("haystack_sessions"));
      return history;
    }

    private void differ(Node list, int found, int sessions) {
      if (found != sessions && !list.missing()) {
        out.odd(Oddity.LENGTHS_DIFFER, list, found + " elements", sessions + ", one a session");
      }
    }

    private String now(Node date, ChatHistory history) {
      String now = ChatHistory.date(date, out);
      var time = Session.parseTime(now).orElse(null);
      var end = history.end();
      if (time != null && end != null && time.isBefore(end)) {
        out.odd(Oddity.NOW_EARLY, date, "a time after the last session");
      }
      return now;
    }

    private List<String> evidence(Node item, ChatHistory history) {
      var turns = history.turns(message -> message.get("has_answer").value().asBoolean());
      var sessions = new HashSet<Integer>();
      turns.forEach(turn -> sessions.add(turn.session()));
      for (Node name : out.optionalElements(item.get("answer_session_ids"), "an array of ids")) {
        var numbers = history.named(name.value().asText());
        if (numbers.isEmpty()) {
          out.odd(Oddity.NO_SUCH_SESSION, name, "one of haystack_session_ids");
        } else if (numbers.stream().noneMatch(sessions::contains)) {
          String expected = "a turn with has_answer in that session";
          out.odd(Oddity.EVIDENCE_UNMARKED, name, expected);
        }
      }
      if (turns.isEmpty()) {
        Node sessionsAt = item.get("haystack_sessions");
        out.odd(Oddity.EVIDENCE_EMPTY, sessionsAt, "no turn with has_answer", "at least one");
      }
      return turns.stream().map(TurnId::toString).toList();
    }
  }
}
