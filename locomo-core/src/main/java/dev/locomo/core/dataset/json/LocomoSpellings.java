package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.check.Findings;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * LoCoMo's shape as other programs write it, brought into that of the published file: sessions and
 * turns counted from 0, turn ids of another kind, samples without id whose questions have one,
 * categories by another benchmark's names. What is brought into shape is noted.
 */
final class LocomoSpellings {
  private static final Pattern SESSION = Pattern.compile("(events_)?session_(\\d{1,6})(_\\w+)?");
  private static final Pattern COUNTED = Pattern.compile("D(\\d{1,8}):(\\d{1,8})");
  private static final Pattern ZERO = Pattern.compile("D0:.*|.*:0");
  private static final Pattern NUMBERED = Pattern.compile("[Dd]\\W*\\d.*");
  private static final List<String> PARTS =
      List.of("conversation", "observation", "session_summary", "event_summary");

  private final Findings out;
  private @Nullable BenchmarkProfile profile;

  /**
   * @param profile what the categories are; null for what those of the first sample tell
   * @param out what is noted
   */
  LocomoSpellings(@Nullable BenchmarkProfile profile, Findings out) {
    this.profile = profile;
    this.out = out;
  }

  /** What the categories are of, after the first sample. */
  BenchmarkProfile profile() {
    return profile == null ? BenchmarkProfile.LOCOMO : profile;
  }

  /** A sample in the published shape; what is no object stays. The value is altered. */
  Node published(Node sample) {
    if (!(sample.value() instanceof ObjectNode json)) {
      return sample;
    }
    id(sample, json);
    sessions(sample, json);
    turns(sample, json);
    categories(sample, json);
    return sample;
  }

  private void id(Node sample, ObjectNode json) {
    JsonNode id = json.path("sample_id");
    JsonNode asked = json.path("qa").path(0).path("question_id");
    if (id.isIntegralNumber() || (asked.isTextual() && Node.isAbsent(id))) {
      String read = id.isIntegralNumber() ? id.asText() : asked.asText().replace("_abs", "");
      out.odd(Oddity.SAMPLE_ID_OTHER, sample.get("sample_id"), "a string; read as " + read);
      json.put("sample_id", read);
    }
  }

  /** Sessions counted from 0 are counted from 1, in all parts. */
  private void sessions(Node sample, ObjectNode json) {
    if (!json.path("conversation").has("session_0")) {
      return;
    }
    Node first = sample.get("conversation").get("session_0");
    out.odd(Oddity.COUNTED_FROM_0, first, "the key session_0", "session_1; read as one more");
    for (String part : PARTS) {
      if (json.get(part) instanceof ObjectNode old) {
        var renamed = json.objectNode();
        old.properties().forEach(member -> renamed.set(later(member.getKey()), member.getValue()));
        json.set(part, renamed);
      }
    }
  }

  private static String later(String key) {
    var m = SESSION.matcher(key);
    return m.matches()
        ? (m.group(1) == null ? "" : m.group(1))
            + "session_"
            + (Integer.parseInt(m.group(2)) + 1)
            + (m.group(3) == null ? "" : m.group(3))
        : key;
  }

  /** Turn ids that are counted from 0, or are no numbers, become those of their places. */
  private void turns(Node sample, ObjectNode json) {
    boolean counted = all(json, COUNTED.asMatchPredicate());
    boolean zeros = counted && !all(json, ZERO.asMatchPredicate().negate());
    if (!zeros && !all(json, NUMBERED.asMatchPredicate().negate())) {
      return;
    }
    var ids = new HashMap<String, String>();
    var turns = new ArrayList<ObjectNode>();
    allTurns(
        json,
        (turn, place) -> {
          ids.put(turn.get("dia_id").asText(), place.toString());
          return turns.add(turn);
        });
    if (ids.size() < turns.size() || turns.isEmpty()) {
      return;
    }
    Node first = sample.get("conversation");
    String found = Node.quoted(turns.getFirst().get("dia_id").asText());
    out.odd(
        zeros ? Oddity.COUNTED_FROM_0 : Oddity.TURN_ID_OTHER,
        first,
        "the turn id " + found,
        "ids such as D1:3; read as " + ids.get(turns.getFirst().get("dia_id").asText()));
    turns.forEach(turn -> turn.put("dia_id", ids.get(turn.get("dia_id").asText())));
    json.path("qa").forEach(question -> evidence(question, ids));
    json.path("observation").forEach(one -> one.forEach(facts -> sources(facts, ids)));
  }

  private static boolean all(ObjectNode json, Predicate<String> id) {
    return allTurns(json, (turn, _) -> id.test(turn.get("dia_id").asText()));
  }

  /**
   * Whether all turns with an id are such, by their places; after one that is not none is asked.
   */
  private static boolean allTurns(ObjectNode json, BiPredicate<ObjectNode, TurnId> such) {
    for (var member : json.path("conversation").properties()) {
      var m = SESSION.matcher(member.getKey());
      int place = 0;
      for (JsonNode turn :
          m.matches() && m.group(3) == null ? member.getValue() : json.arrayNode()) {
        place++;
        if (turn instanceof ObjectNode object
            && object.path("dia_id").isTextual()
            && !such.test(object, new TurnId(Integer.parseInt(m.group(2)), place))) {
          return false;
        }
      }
    }
    return true;
  }

  private static void evidence(JsonNode question, Map<String, String> ids) {
    if (question.path("evidence") instanceof ArrayNode evidence) {
      for (int i = 0; i < evidence.size(); i++) {
        evidence.set(i, evidence.textNode(renamed(evidence.get(i).asText(), ids)));
      }
    }
  }

  private static void sources(JsonNode facts, Map<String, String> ids) {
    for (JsonNode fact : facts) {
      if (fact instanceof ArrayNode pair && pair.path(1).isTextual()) {
        pair.set(1, pair.textNode(renamed(pair.get(1).asText(), ids)));
      }
    }
  }

  private static String renamed(String text, Map<String, String> ids) {
    String whole = ids.get(text);
    return whole != null
        ? whole
        : COUNTED
            .matcher(text)
            .replaceAll((MatchResult m) -> ids.getOrDefault(m.group(), m.group()));
  }

  private void categories(Node sample, ObjectNode json) {
    var keys = new ArrayList<String>();
    for (JsonNode question : json.path("qa")) {
      keys.add(key(question.path("category")));
    }
    boolean words = json.path("qa").path(0).path("category").isTextual();
    if (profile == null && words) {
      String said = json.path("profile").asText();
      profile =
          BenchmarkProfile.ALL.stream()
              .filter(p -> p.id().equals(said))
              .findFirst()
              .or(() -> known(json.path("qa"), keys))
              .orElse(BenchmarkProfile.LOCOMO);
      String name = profile().name();
      Node first = sample.get("qa").elements("").getFirst().get("category");
      out.odd(Oddity.CATEGORY_OTHER, first, "an integer; read as " + name + " has it");
    } else if (profile == null && !keys.isEmpty()) {
      profile = BenchmarkProfile.LOCOMO;
    }
    for (JsonNode question : json.path("qa")) {
      if (question instanceof ObjectNode object) {
        category(profile(), object.path("category"))
            .ifPresent(c -> object.set("category", IntNode.valueOf(c.number())));
      }
    }
  }

  /**
   * By its shape the file is LoCoMo's. It is another benchmark's where LoCoMo has no such category,
   * or where its questions have what LoCoMo's never have: a day they are asked on, choices.
   */
  private static Optional<BenchmarkProfile> known(JsonNode questions, List<String> keys) {
    boolean other =
        questions.findValue("ask_time") != null || questions.findValue("choices") != null;
    var all = other ? BenchmarkProfile.ALL.reversed() : BenchmarkProfile.ALL;
    Stream<BiFunction<BenchmarkProfile, String, Optional<Category>>> ways =
        Stream.of(BenchmarkProfile::ofKey, BenchmarkProfile::ofSpelling);
    return ways.flatMap(way ->
            all.stream()
                .filter(p -> other || !p.headline().startsWith("choice"))
                .filter(p -> keys.stream().allMatch(key -> way.apply(p, key).isPresent())))
        .findFirst();
  }

  private static Optional<Category> of(BenchmarkProfile profile, String key) {
    return profile.ofKey(key).or(() -> profile.ofSpelling(key));
  }

  /** A category that is no plain integer; empty for one that is, and for an unknown one. */
  private static Optional<Category> category(BenchmarkProfile profile, JsonNode value) {
    return value.isInt() || value.isMissingNode() ? Optional.empty() : of(profile, key(value));
  }

  private static String key(JsonNode value) {
    return Node.integer(value)
        .orElseGet(() -> {
          String text = value.asText().strip();
          return text.matches("\\d{1,9}\\.0{1,9}") ? text.substring(0, text.indexOf('.')) : text;
        });
  }
}
