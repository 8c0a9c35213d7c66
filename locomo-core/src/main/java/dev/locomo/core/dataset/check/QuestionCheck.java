package dev.locomo.core.dataset.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.check.ConversationCheck.Outline;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the {@code qa} of a sample. */
public final class QuestionCheck {
  private static final Set<String> KEYS =
      Set.of(
          "question",
          "answer",
          "adversarial_answer",
          "evidence",
          "category",
          "question_id",
          "question_date",
          "ask_time",
          "choices",
          "rubric");
  private static final String ANSWER = "an answer, a string or an integer";

  /** Two or more ids with nothing but separators between them. */
  public static final Pattern JOINED =
      Pattern.compile("\\s*D[1-9]\\d*:[1-9]\\d*([;,\\s]+D[1-9]\\d*:[1-9]\\d*)++\\s*");

  private static final Pattern PADDED = Pattern.compile("D0*[1-9]\\d*:0*[1-9]\\d*");

  private final Findings out;
  private final Outline outline;
  private final BenchmarkProfile profile;
  private final Map<String, Node> answerable = new HashMap<>();
  private final Map<String, Node> adversarial = new HashMap<>();

  /** Notes what it finds. */
  public QuestionCheck(Findings out, Outline outline, BenchmarkProfile profile) {
    this.profile = profile;
    this.out = out;
    this.outline = outline;
  }

  /** Checks them all. */
  public void check(Node qa) {
    for (Node question : out.optionalElements(qa, "an array of questions")) {
      if (out.isObject(question, "a question, an object")) {
        question(question);
      }
    }
  }

  private void question(Node node) {
    String text = out.text(node.get("question"), "a question, a string");
    out.checkText(node.get("question"));
    Category category = category(node.get("category"));
    if (category != null) {
      answers(node, category.unanswerable());
      if (text != null) {
        repeated(node.get("question"), text, category.unanswerable());
      }
    }
    out.checkText(node.get("answer"));
    out.checkText(node.get("adversarial_answer"));
    evidence(node.get("evidence"));
    out.unknownKeys(node, KEYS);
  }

  private @Nullable Category category(Node at) {
    JsonNode value = at.value();
    Category category = category(value, profile).orElse(null);
    if (category == null) {
      out.odd(at.missing() ? Oddity.MISSING : Oddity.CATEGORY_UNKNOWN, at, profile.range());
    }
    return category;
  }

  private void answers(Node node, boolean isAdversarial) {
    Node answer = node.get("answer");
    Node lure = node.get("adversarial_answer");
    if (isAdversarial) {
      lure(lure);
      if (!answer.missing() && answer(answer)) {
        out.odd(Oddity.ADVERSARIAL_WITH_ANSWER, answer, "adversarial_answer alone");
      }
      return;
    }
    if (answer(answer) && Node.integer(answer.value()).isPresent()) {
      out.odd(Oddity.ANSWER_INTEGER, answer, "a string");
    }
    if (!lure.missing()) {
      out.odd(Oddity.LURE_UNUSED, lure, "no such key outside category 5");
    }
  }

  private void lure(Node lure) {
    if (lure.missing() && !profile.hidden().contains("adversarial_answer")) {
      return;
    }
    if (lure.missing()) {
      out.odd(Oddity.LURE_MISSING, lure, "the tempting wrong answer");
    } else if (answer(lure)) {
      String text = lure.value().asText().toLowerCase(Locale.ROOT);
      if (text.contains("not mentioned") || text.contains("no information available")) {
        out.odd(Oddity.LURE_ABSTAINS, lure, "a tempting wrong answer");
      }
    }
  }

  private boolean answer(Node at) {
    return Node.integer(at.value()).isPresent() || out.isText(at, ANSWER);
  }

  private void repeated(Node at, String text, boolean isAdversarial) {
    Node other = (isAdversarial ? answerable : adversarial).get(text);
    if (other != null) {
      out.odd(Oddity.QUESTION_BOTH_WAYS, at, "the question of " + other.pointer(), "another one");
    }
    Node first = (isAdversarial ? adversarial : answerable).putIfAbsent(text, at);
    if (first != null) {
      out.odd(Oddity.QUESTION_REPEATED, at, "the question of " + first.pointer(), "another one");
    }
  }

  private void evidence(Node at) {
    var strings = out.oneOrSeveral(at, "a list of turn ids");
    if (strings.isEmpty() && (at.missing() || at.value().isArray())) {
      out.odd(Oddity.EVIDENCE_EMPTY, at, at.missing() ? "nothing" : "no turn id", "turn ids");
    }
    var seen = new HashSet<TurnId>();
    for (Node one : strings) {
      String text = out.text(one, "a turn id, a string");
      if (text != null) {
        evidence(one, text, seen);
      }
    }
  }

  private void evidence(Node at, String text, Set<TurnId> seen) {
    var ids = TurnId.namedIn(List.of(text));
    if (TurnId.parse(text).isEmpty()) {
      out.odd(spelling(text, ids), at, readAs(at, ids), "one turn id such as D1:3");
    }
    for (TurnId id : ids) {
      if (!outline.turns().contains(id)) {
        out.odd(Oddity.EVIDENCE_UNKNOWN_TURN, at, "the id of a turn in the conversation");
      }
      if (!seen.add(id)) {
        out.odd(Oddity.EVIDENCE_REPEATED, at, "each turn once");
      }
    }
  }

  private static Oddity spelling(String text, Set<TurnId> ids) {
    if (JOINED.matcher(text).matches()) {
      return Oddity.EVIDENCE_JOINED;
    }
    return ids.size() == 1 && PADDED.matcher(text).matches()
        ? Oddity.EVIDENCE_PADDED
        : Oddity.EVIDENCE_MALFORMED;
  }

  private static String readAs(Node at, Set<TurnId> ids) {
    String read = String.join(", ", ids.stream().map(TurnId::toString).toList());
    return at.found() + ", read as " + (ids.isEmpty() ? "no turn" : read);
  }

  /** The category of this number; empty when there is none. */
  public static Optional<Category> category(JsonNode value, BenchmarkProfile profile) {
    return profile.categories().stream()
        .filter(c -> value.isInt() && c.number() == value.intValue())
        .findFirst();
  }
}
