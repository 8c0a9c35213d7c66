package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.check.Findings;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * LoCoMo-MC10 and MSC-MemFuse-MC10: questions with ten choices, one a line, each with the whole
 * conversation it is about. Questions in a row about one conversation become one sample. Which
 * choice is right is scored without a judge.
 */
final class MultipleChoiceFormat extends ElementFormat {
  private static final Set<String> KEYS =
      Set.of(
          "question_id",
          "question",
          "question_type",
          "answer",
          "choices",
          "num_choices",
          "correct_choice_index",
          "num_sessions",
          "haystack_sessions",
          "haystack_session_ids",
          "haystack_session_datetimes",
          "haystack_session_summaries");

  MultipleChoiceFormat() {
    super("mc10");
  }

  @Override
  public String id() {
    return "mc10";
  }

  @Override
  boolean isOne(JsonNode element) {
    return element.path("choices").isArray() && element.has("correct_choice_index");
  }

  @Override
  Elements elements(Findings out, BenchmarkProfile profile) {
    return new Lines(out, profile);
  }

  private static final class Lines extends Elements {
    private final Set<String> ids = new HashSet<>();
    private String id = "";
    private JsonNode sessions = MissingNode.getInstance();
    private @Nullable Sample open;
    private final List<Question> questions = new ArrayList<>();

    Lines(Findings out, BenchmarkProfile profile) {
      super(out, profile);
    }

    @Override
    @Nullable Sample next(Node line) {
      out.enter("");
      if (!out.isObject(line, "a question with its choices, an object")) {
        return null;
      }
      String name = out.text(line.get("question_id"), "the question's id, a string");
      String talk = name == null ? "" : profile.clusterOf(name);
      Sample done = null;
      if (open == null
          || !talk.equals(talk())
          || !sessions.equals(line.value().path("haystack_sessions"))) {
        done = last().orElse(null);
        begin(talk, line);
      }
      out.enter(id);
      out.unknownKeys(line, KEYS);
      question(line).ifPresent(questions::add);
      return done;
    }

    private String talk() {
      return id.replaceFirst("~\\d+$", "");
    }

    @Override
    Optional<Sample> last() {
      Sample whole = open;
      return whole == null
          ? Optional.empty()
          : Optional.of(
              new Sample(
                  whole.id(),
                  whole.conversation(),
                  List.copyOf(questions),
                  List.of(),
                  whole.sessionSummaries(),
                  List.of()));
    }

    private void begin(String talk, Node line) {
      id = talk;
      for (int n = 2; !ids.add(id); n++) {
        id = talk + "~" + n;
      }
      questions.clear();
      out.enter(id);
      sessions = line.value().path("haystack_sessions");
      var history = new ChatHistory(out);
      var dates = out.optionalElements(line.get("haystack_session_datetimes"), "an array of dates");
      var all = out.elements(line.get("haystack_sessions"), "an array of sessions");
      for (int i = 0; i < all.size(); i++) {
        String date = i < dates.size() ? ChatHistory.date(dates.get(i), out) : "";
        history.add("", date, out.elements(all.get(i), "an array of messages"));
      }
      var summaries = new TreeMap<Integer, String>();
      var texts = out.optionalElements(line.get("haystack_session_summaries"), "an array");
      for (int i = 0; i < texts.size() && i < all.size(); i++) {
        if (texts.get(i).value().isTextual()) {
          summaries.put(i + 1, texts.get(i).value().asText());
        }
      }
      open = new Sample(id, history.conversation(), List.of(), List.of(), summaries, List.of());
    }

    private Optional<Question> question(Node line) {
      String text = out.text(line.get("question"), "a question, a string");
      out.checkText(line.get("question"));
      Node type = line.get("question_type");
      String key = type.missing() ? "msc" : type.value().asText();
      Category category = profile.ofKey(key).orElse(null);
      if (category == null) {
        out.odd(Oddity.CATEGORY_UNKNOWN, type, "a question type: " + profile.listed());
      }
      var choices = new ArrayList<String>();
      for (Node choice : out.elements(line.get("choices"), "an array of choices")) {
        choices.add(Node.integer(choice.value()).orElse(choice.value().asText()));
      }
      Node index = line.get("correct_choice_index");
      int right = index.value().isInt() ? index.value().intValue() : -1;
      if (right < 0 || right >= choices.size()) {
        out.odd(
            index.missing() ? Oddity.MISSING : Oddity.WRONG_TYPE, index, "the place of a choice");
        return Optional.empty();
      }
      if (choices.size() < 2 || new HashSet<>(choices).size() < choices.size()) {
        out.odd(Oddity.CHOICES_ALIKE, line.get("choices"), "two or more choices, each another");
      }
      Node answer = line.get("answer");
      if (!answer.missing() && !answer.value().asText().equals(choices.get(right))) {
        out.odd(Oddity.CHOICE_DIFFERS, answer, Node.quoted(choices.get(right)));
      }
      if (text == null || category == null) {
        return Optional.empty();
      }
      var details = new Question.Details("", choices, List.of());
      var gold = new Gold.Answer(choices.get(right));
      var name = new QuestionId(id, questions.size());
      return Optional.of(new Question(name, text, category, gold, List.of(), details));
    }
  }
}
