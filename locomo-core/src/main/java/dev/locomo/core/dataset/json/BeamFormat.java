package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.check.Findings;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import dev.locomo.core.python.PythonReprReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * BEAM: long conversations with an assistant ({@code chat}: sessions of messages, in lists that may
 * be nested by plan or batch) and questions about ten abilities ({@code probing_questions}: a
 * Python literal or an object), each with nuggets that a right answer holds. Rows of the published
 * tables as JSON, one a line or in an array. Source: the columns of the published data set.
 */
final class BeamFormat extends ElementFormat {
  private static final List<String> ANSWERS =
      List.of("answer", "ideal_answer", "ideal_response", "ideal_summary", "expected_answer");

  BeamFormat() {
    super("beam");
  }

  @Override
  public String id() {
    return "beam";
  }

  @Override
  boolean isOne(JsonNode element) {
    return element.has("chat") && element.has("probing_questions");
  }

  @Override
  Elements elements(Findings out, BenchmarkProfile profile) {
    return new Rows(out, profile);
  }

  private static final class Rows extends Elements {
    private final Set<String> ids = new HashSet<>();

    Rows(Findings out, BenchmarkProfile profile) {
      super(out, profile);
    }

    @Override
    @Nullable Sample next(Node row) {
      out.enter("");
      if (!out.isObject(row, "a conversation with its questions, an object")) {
        return null;
      }
      Node name = row.get("conversation_id");
      String id = name.value().isValueNode() ? name.value().asText().strip() : "";
      if (id.isEmpty()) {
        out.odd(Oddity.MISSING, name, "the conversation's id");
      } else if (!ids.add(id)) {
        out.odd(Oddity.SAMPLE_ID_TWICE, name, "a different id");
      }
      out.enter(id);
      var history = new ChatHistory(out);
      sessions(row.get("chat"), "", history);
      if (history.isEmpty()) {
        out.odd(Oddity.NO_SESSIONS, row.get("chat"), "sessions of messages");
      }
      var questions = new ArrayList<Question>();
      Node probing = literal(row.get("probing_questions"));
      for (var ability :
          out.members(probing, "an object of abilities, or a Python literal of one")) {
        Category category = category(ability.getKey(), ability.getValue());
        for (Node one : out.optionalElements(ability.getValue(), "an array of questions")) {
          if (category != null && out.isObject(one, "a question, an object")) {
            question(new QuestionId(id, questions.size()), category, one, history)
                .ifPresent(questions::add);
          }
        }
      }
      return new Sample(
          id, history.conversation(), questions, List.of(), new TreeMap<>(), List.of());
    }

    /** Whatever holds messages is a session; whatever holds those, in order, is looked into. */
    private void sessions(Node at, String date, ChatHistory history) {
      String own = at.value().path("time_anchor").asText(date);
      if (at.value().isObject()) {
        if (at.value().has("turns")) {
          var messages = new ArrayList<Node>();
          messages(at.get("turns"), messages);
          add(messages, own, history);
        } else {
          at.members("").forEach(member -> sessions(member.getValue(), own, history));
        }
      } else if (at.value().isArray()) {
        if (at.value().path(0).has("content")) {
          add(at.elements(""), date, history);
        } else {
          at.elements("").forEach(one -> sessions(one, date, history));
        }
      }
    }

    private static void messages(Node at, List<Node> into) {
      if (at.value().isArray()) {
        at.elements("").forEach(one -> messages(one, into));
      } else {
        into.add(at);
      }
    }

    private void add(List<Node> messages, String date, ChatHistory history) {
      String anchor =
          messages.stream()
              .map(m -> m.value().path("time_anchor").asText())
              .filter(a -> !a.isBlank() && !a.equals("None") && !a.equals("null"))
              .findFirst()
              .orElse(date);
      history.add("", anchor, messages);
    }

    private Node literal(Node at) {
      if (!at.value().isTextual()) {
        return at;
      }
      return PythonReprReader.read(at.value().asText())
          .map(value -> new Node(at.file(), at.pointer(), value))
          .orElse(at);
    }

    private @Nullable Category category(String ability, Node at) {
      String key = ability.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
      Optional<Category> category = profile.ofKey(key);
      if (category.isEmpty()) {
        out.odd(
            Oddity.CATEGORY_UNKNOWN,
            at,
            "the ability " + Node.quoted(ability),
            "one of " + profile.listed());
      }
      return category.orElse(null);
    }

    private Optional<Question> question(
        QuestionId id, Category category, Node one, ChatHistory history) {
      String text = out.text(one.get("question"), "a question, a string");
      out.checkText(one.get("question"));
      var nuggets = nuggets(literal(one.get("rubric")));
      String answer = "";
      for (String key : ANSWERS) {
        Node at = one.get(key);
        if (answer.isEmpty() && !at.missing()) {
          answer = Node.integer(at.value()).orElse(at.value().asText());
        }
      }
      if (answer.isEmpty() && nuggets.isEmpty()) {
        out.odd(Oddity.MISSING, one.get("answer"), "an answer or a rubric");
        return Optional.empty();
      }
      if (text == null) {
        return Optional.empty();
      }
      String stated = answer.isEmpty() ? String.join("; ", nuggets) : answer;
      Gold gold =
          category.unanswerable() ? new Gold.Unanswerable(null, stated) : new Gold.Answer(stated);
      var evidence = evidence(one.get("source_chat_ids"), history);
      var details = new Question.Details("", List.of(), nuggets);
      return Optional.of(new Question(id, text, category, gold, evidence, details));
    }

    private List<String> nuggets(Node rubric) {
      if (rubric.value().isTextual() && !rubric.value().asText().isBlank()) {
        return List.of(rubric.value().asText());
      }
      return out.optionalElements(rubric, "an array of nuggets").stream()
          .map(nugget ->
              nugget.value().isValueNode() ? nugget.value().asText() : nugget.value().toString())
          .toList();
    }

    /** Ids of messages, in lists that may be nested. */
    private List<String> evidence(Node ids, ChatHistory history) {
      var wanted = new HashSet<String>();
      collect(ids.value(), wanted);
      return history.turns(message -> wanted.contains(message.value().path("id").asText())).stream()
          .map(TurnId::toString)
          .toList();
    }

    private static void collect(JsonNode at, Set<String> into) {
      if (at.isNumber() || at.isTextual()) {
        into.add(at.asText());
      }
      at.forEach(one -> collect(one, into));
    }
  }
}
