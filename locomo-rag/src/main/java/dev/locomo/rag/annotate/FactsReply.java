package dev.locomo.rag.annotate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads facts from a reply: a JSON object of speakers as asked for, the shapes that models put in
 * its place (a wrapper round it, a list of objects, objects for pairs), or lines such as {@code
 * Ann: Ann moved to Oslo. [D1:3]}.
 */
final class FactsReply {
  /** How many characters at the end of a sentence may be ids. */
  private static final int LAST = 2000;

  private static final Pattern IDS =
      Pattern.compile("[\\[(]*\\bD\\d+:\\d+(?:[\\s,;&]|and|D\\d+:\\d+)*+\\W*$");
  private static final Pattern BULLET = Pattern.compile("^(?:[-*•]|\\d+[.)])\\s+");

  private FactsReply() {}

  static List<Observation> read(ReplyText reply, FactCheck facts) throws Unreadable {
    String text = reply.unfenced();
    Optional<JsonNode> json = json(text);
    if (json.isPresent()) {
      value(json.get(), facts);
    } else if (text.contains("{")) {
      throw new Unreadable("the reply is no valid JSON" + place(text));
    } else {
      lines(text, facts);
    }
    return facts.facts();
  }

  /** The JSON value in a text, with or without words round it. */
  private static Optional<JsonNode> json(String text) {
    int object = text.indexOf('{');
    int array = text.indexOf('[');
    boolean isArray = array >= 0 && (object < 0 || array < object);
    for (String candidate : List.of(text, isArray ? cut(text, '[', ']') : cut(text, '{', '}'))) {
      try {
        JsonNode json = JsonFiles.MAPPER.readTree(candidate);
        if (json != null && json.isContainerNode()) {
          return Optional.of(json);
        }
      } catch (JsonProcessingException e) {
        // The place is told if nothing else can be read.
      }
    }
    return Optional.empty();
  }

  private static String cut(String text, char from, char to) {
    return new ReplyText(text, Reply.Finish.STOP, true).between(from, to);
  }

  private static String place(String text) {
    try {
      JsonFiles.MAPPER.readTree(cut(text, '{', '}'));
      return "";
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
  }

  private static void value(JsonNode json, FactCheck facts) throws Unreadable {
    if (json.isArray()) {
      for (JsonNode element : json) {
        object(element, facts);
      }
      return;
    }
    var members = new ArrayList<>(json.properties());
    if (members.size() == 1
        && facts.speaker(members.getFirst().getKey()).isEmpty()
        && members.getFirst().getValue().isContainerNode()) {
      value(members.getFirst().getValue(), facts);
      return;
    }
    for (var member : members) {
      String speaker = facts.requireSpeaker(member.getKey());
      if (!member.getValue().isArray()) {
        throw new Unreadable("the facts of " + speaker + " are no list");
      }
      for (JsonNode fact : member.getValue()) {
        fact(speaker, fact, facts);
      }
    }
  }

  /** A fact with its speaker beside it. */
  private static void object(JsonNode json, FactCheck facts) throws Unreadable {
    String speaker = first(json, "speaker", "person", "name", "about").asText("");
    fact(facts.requireSpeaker(speaker), json, facts);
  }

  private static void fact(String speaker, JsonNode json, FactCheck facts) throws Unreadable {
    if (json.isTextual()) {
      sentence(speaker, json.textValue(), facts);
    } else if (json.isArray() && json.size() == 2) {
      pair(speaker, json.get(0), json.get(1), facts);
    } else if (json.isObject()) {
      JsonNode ids =
          first(json, "dia_id", "dia_ids", "id", "ids", "turn", "turns", "source", "sources");
      pair(speaker, first(json, "fact", "observation", "text"), ids, facts);
    } else {
      throw new Unreadable("a fact of " + speaker + " is no pair of a sentence and a turn id");
    }
  }

  private static JsonNode first(JsonNode json, String... keys) {
    for (String key : keys) {
      if (json.has(key)) {
        return json.get(key);
      }
    }
    return json.path(keys[0]);
  }

  private static void pair(String speaker, JsonNode fact, JsonNode ids, FactCheck facts)
      throws Unreadable {
    if (!fact.isTextual()) {
      throw new Unreadable("a fact of " + speaker + " is no text");
    }
    var written =
        ids.isArray() ? ids.valueStream().map(JsonNode::asText) : Stream.of(ids.asText(""));
    facts.add(speaker, fact.textValue(), written.toList());
  }

  /** A sentence with its ids at the end. */
  private static void sentence(String speaker, String text, FactCheck facts) throws Unreadable {
    String said = text.strip();
    Matcher ids = IDS.matcher(said).region(Math.max(0, said.length() - LAST), said.length());
    boolean found = ids.find();
    String fact = found ? said.substring(0, ids.start()) : text;
    facts.add(speaker, fact, found ? List.of(ids.group()) : List.of());
  }

  /** Lines that begin with a speaker, or stand below a line that is one. */
  private static void lines(String text, FactCheck facts) throws Unreadable {
    String heading = null;
    boolean any = false;
    for (String raw : text.split("\n")) {
      String line = BULLET.matcher(raw.strip()).replaceFirst("").replace("**", "").strip();
      int colon = line.indexOf(':');
      var named = colon < 0 ? Optional.<String>empty() : facts.speaker(line.substring(0, colon));
      if (named.isPresent()) {
        heading = named.get();
        line = line.substring(colon + 1).strip();
      }
      if (heading != null && !line.isEmpty()) {
        sentence(heading, line, facts);
        any = true;
      }
    }
    if (!any) {
      throw new Unreadable("found neither JSON nor lines that begin with " + facts.names(" or "));
    }
  }
}
