package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.CheckReport.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects findings, and reads values as {@link DatasetReader} does, except that a value it would
 * refuse becomes an error here and is passed over.
 */
final class Findings {
  private final List<Finding> findings = new ArrayList<>();
  private String sample = "";

  /** From now on findings belong to this sample. */
  void enter(String sampleId) {
    sample = sampleId;
  }

  List<Finding> all() {
    return findings;
  }

  /** Something is odd with the value itself. */
  void odd(Oddity oddity, Node at, String expected) {
    odd(oddity, at, at.found(), expected);
  }

  void odd(Oddity oddity, Node at, String found, String expected) {
    findings.add(new Finding(oddity, sample, at.place(), found, expected));
  }

  void refused(Node at, String expected) {
    odd(at.missing() ? Oddity.MISSING : Oddity.WRONG_TYPE, at, expected);
  }

  boolean isObject(Node at, String expected) {
    return accept(at, at.value().isObject(), expected);
  }

  boolean isText(Node at, String expected) {
    return accept(at, at.value().isTextual(), expected);
  }

  /** Whether an optional string is there; one of another type is an error. */
  boolean isOptionalText(Node at, String expected) {
    return !at.missing() && isText(at, expected);
  }

  private boolean accept(Node at, boolean accepted, String expected) {
    if (!accepted) {
      refused(at, expected);
    }
    return accepted;
  }

  /** The text, or null after an error. */
  @Nullable String text(Node at, String expected) {
    return isText(at, expected) ? at.value().textValue() : null;
  }

  /** The elements; none after an error. */
  List<Node> elements(Node at, String expected) {
    return accept(at, at.value().isArray(), expected) ? at.elements(expected) : List.of();
  }

  /** The elements of an optional list. */
  List<Node> optionalElements(Node at, String expected) {
    return at.missing() ? List.of() : elements(at, expected);
  }

  /** The members of an optional object; none after an error. */
  List<Map.Entry<String, Node>> members(Node at, String expected) {
    return at.missing() || !isObject(at, expected) ? List.of() : at.members(expected);
  }

  /** Notes the keys of an object that are not known. */
  void unknownKeys(Node object, Set<String> known) {
    JsonNode value = object.value();
    for (var member : value.properties()) {
      if (!known.contains(member.getKey())) {
        unknownKey(object, member.getKey(), known);
      }
    }
  }

  void unknownKey(Node object, String key, Set<String> known) {
    odd(
        Oddity.UNKNOWN_KEY,
        object.get(key),
        "the key " + Node.quoted(key),
        "one of " + String.join(", ", known.stream().sorted().toList()));
  }
}
