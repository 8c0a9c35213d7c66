package dev.locomo.rag.memory;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.memory.MemoryDescriptor.Isolation;
import dev.locomo.rag.memory.MemoryDescriptor.Kind;
import dev.locomo.rag.memory.MemoryDescriptor.Provenance;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a descriptor strictly: what it does not know is an error with its place. */
final class DescriptorReader {
  /** The operations, in the order of a conversation's life. */
  static final List<String> OPERATIONS =
      List.of("hello", "open", "ingest", "settle", "search", "answer", "close");

  private static final Set<String> ANYWHERE =
      Set.of(
          "$schema",
          "name",
          "about",
          "tried",
          "kind",
          "isolation",
          "granularity",
          "provenance",
          "persistent",
          "concurrency",
          "timeouts");
  private static final Map<Kind, Set<String>> OF_KIND =
      Map.of(
          Kind.PROCESS, Set.of("command", "env"),
          Kind.HTTP, Set.of("url", "headers"),
          Kind.MCP, Set.of("stdio", "env", "url", "headers", "tools"));
  private static final Set<String> POINTERS =
      Set.of(
          "items", "id", "text", "score", "time", "source", "answer", "pending", "name", "version");

  private final String file;

  /**
   * @param file its name, for errors
   */
  DescriptorReader(String file) {
    this.file = file;
  }

  /** The constant that a word of a descriptor means. */
  static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  MemoryDescriptor read(ObjectNode content, Path folder) {
    Kind kind = Kind.valueOf(constant(word(content, "/kind", words(Kind.values()))));
    var known = new TreeSet<>(ANYWHERE);
    known.addAll(OF_KIND.get(kind));
    known.addAll(OPERATIONS);
    keys(content, "", known);
    if (content.path("name").isMissingNode()) {
      String plain = String.valueOf(Path.of(file).getFileName()).replaceFirst("\\.json$", "");
      content.put("name", plain);
    }
    for (String key : List.of("name", "about", "tried")) {
      optional(content, "/" + key, JsonNode::isTextual, "a text");
    }
    choice(content, "/isolation", words(Isolation.values()));
    choice(content, "/provenance", words(Provenance.values()));
    choice(content, "/granularity", List.of("turn", "session"));
    optional(content, "/persistent", JsonNode::isBoolean, "true or false");
    optional(content, "/concurrency", n -> n.isInt() && n.intValue() > 0, "a number from 1");
    optional(content, "/tools", n -> n.isArray() && !n.isEmpty(), "a list of tools' names");
    for (JsonNode tool : content.path("tools")) {
      if (!tool.isTextual()) {
        keys(tool, "/tools", new TreeSet<>(Set.of("tool", "arguments")));
        text(tool, "/tools", "/tool");
        slots(tool.path("arguments"), "/tools/arguments");
      }
    }
    numbers(content);
    reached(content, kind);
    var operations = operations(content, kind);
    if (!operations.containsKey("search") && !operations.containsKey("answer")) {
      throw wrong("", "has neither search nor answer; expected one of them at least");
    }
    if (!operations.containsKey("ingest")) {
      throw wrong("", "has no ingest; expected what stores a turn or a session");
    }
    return new MemoryDescriptor(file, folder, content, operations);
  }

  private void numbers(ObjectNode content) {
    optional(content, "/timeouts", JsonNode::isObject, "an object of seconds by operation");
    if (content.has("timeouts")) {
      keys(content.path("timeouts"), "/timeouts", new TreeSet<>(OPERATIONS));
      for (String name : OPERATIONS) {
        optional(
            content, "/timeouts/" + name, n -> n.isNumber() && n.asDouble() > 0, "seconds above 0");
      }
    }
  }

  private void reached(ObjectNode content, Kind kind) {
    boolean child = kind == Kind.PROCESS || content.has("stdio");
    String command = kind == Kind.MCP ? "/stdio" : "/command";
    if (kind == Kind.MCP && content.has("stdio") == content.has("url")) {
      throw wrong("", "expected one of stdio, a command, and url");
    }
    if (child) {
      JsonNode words = content.at(command);
      if (!words.isArray() || words.isEmpty() || !words.get(0).isTextual()) {
        throw wrong(command, found(words) + "expected a command as a list of words");
      }
    } else if (!content.path("url").asText().matches("(https?://|\\$\\{).+")) {
      throw wrong("/url", found(content.path("url")) + "expected http:// or https://");
    }
    for (String key : List.of("env", "headers")) {
      optional(content, "/" + key, JsonNode::isObject, "an object of texts");
    }
    if (content.path("isolation").asText().equals("process-per-namespace") && !child) {
      throw wrong("/isolation", "found process-per-namespace, and no process is started");
    }
    List.of("stdio", "command", "env", "headers", "url")
        .forEach(key -> slots(content.path(key), "/" + key));
  }

  private Map<String, Operation> operations(ObjectNode content, Kind kind) {
    var operations = new LinkedHashMap<String, Operation>();
    boolean ours =
        kind == Kind.PROCESS
            || OPERATIONS.stream().noneMatch(name -> content.path(name).isObject());
    if (kind == Kind.MCP && ours) {
      throw wrong("", "maps no operation to a tool; expected ingest and search at least");
    }
    for (String name : OPERATIONS) {
      JsonNode said = content.path(name);
      boolean word = said.isTextual();
      boolean none = said.asText().equals("none");
      boolean search = name.equals("settle") && said.asText().equals("search");
      if (word && (none || search)) {
        continue;
      }
      if (ours && !word && !said.isObject()) {
        operations.put(name, Operation.ours(kind == Kind.HTTP ? "POST /v1/" + name : name));
      } else if (said.isObject() && kind != Kind.PROCESS) {
        operations.put(name, operation(said, "/" + name, kind));
      } else if (!said.isMissingNode()) {
        throw wrong(
            "/" + name,
            found(said)
                + "expected "
                + (kind == Kind.PROCESS ? "" : "an object, or ")
                + "\"none\"");
      }
    }
    return operations;
  }

  private Operation operation(JsonNode said, String at, Kind kind) {
    var known = new TreeSet<>(POINTERS);
    boolean http = kind == Kind.HTTP;
    known.addAll(http ? List.of("method", "path", "body") : List.of("tool", "arguments"));
    known.addAll(List.of("fan-out", "poll", "until", "failed", "every"));
    keys(said, at, known);
    String target =
        http
            ? word(said, at, "/method", List.of("GET", "POST", "PUT", "PATCH", "DELETE"))
                + " "
                + text(said, at, "/path")
            : text(said, at, "/tool");
    JsonNode body = said.path(http ? "body" : "arguments");
    slots(body, at + (http ? "/body" : "/arguments"));
    slots(said.path("path"), at + "/path");
    var pointers = new LinkedHashMap<String, JsonPointer>();
    for (String name : POINTERS) {
      if (said.has(name)) {
        pointers.put(name, pointer(said.path(name).asText(), at + "/" + name));
      }
    }
    boolean fanOut = said.has("fan-out");
    if (fanOut) {
      word(said, at, "/fan-out", List.of("words"));
    }
    return new Operation(
        target,
        body.isMissingNode() ? null : body,
        pointers,
        fanOut,
        poll(said.path("poll"), at + "/poll", kind));
  }

  private Operation.@Nullable Poll poll(JsonNode said, String at, Kind kind) {
    if (said.isMissingNode()) {
      return null;
    }
    if (!said.path("until").isObject()) {
      throw wrong(at + "/until", found(said.path("until")) + "expected {\"/pointer\": value}");
    }
    double every = said.path("every").asDouble(1);
    return new Operation.Poll(
        operation(said, at, kind),
        expected(said.path("until"), at + "/until"),
        expected(said.path("failed"), at + "/failed"),
        every);
  }

  private Map<JsonPointer, JsonNode> expected(JsonNode said, String at) {
    var expected = new LinkedHashMap<JsonPointer, JsonNode>();
    said.properties().forEach(e -> expected.put(pointer(e.getKey(), at), e.getValue()));
    return expected;
  }

  private JsonPointer pointer(String text, String at) {
    try {
      return JsonPointer.compile(text);
    } catch (IllegalArgumentException e) {
      throw wrong(at, "found \"" + text + "\"; expected a JSON pointer such as /results");
    }
  }

  private void slots(JsonNode node, String at) {
    if (node.isTextual()) {
      Template.unknown(node.textValue())
          .ifPresent(name -> {
            throw wrong(at, "found ${" + name + "}, which nothing fills");
          });
    } else if (node.isObject()) {
      node.properties().forEach(field -> slots(field.getValue(), at + "/" + field.getKey()));
    } else {
      for (int i = 0; i < node.size(); i++) {
        slots(node.get(i), at + "/" + i);
      }
    }
  }

  private void keys(JsonNode node, String at, Set<String> known) {
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!known.contains(key)) {
            throw wrong(at + "/" + key, "unknown field; expected one of " + known);
          }
        });
  }

  private String text(JsonNode node, String at, String pointer) {
    JsonNode value = node.at(pointer);
    if (!value.isTextual() || value.asText().isBlank()) {
      throw wrong(at + pointer, found(value) + "expected a text");
    }
    return value.textValue();
  }

  private String word(JsonNode node, String pointer, List<String> words) {
    return word(node, "", pointer, words);
  }

  private String word(JsonNode node, String at, String pointer, List<String> words) {
    JsonNode value = node.at(pointer);
    if (!words.contains(value.asText())) {
      throw wrong(at + pointer, found(value) + "expected one of " + words);
    }
    return value.asText();
  }

  private void choice(JsonNode node, String pointer, List<String> words) {
    if (!node.at(pointer).isMissingNode()) {
      word(node, pointer, words);
    }
  }

  private void optional(JsonNode node, String pointer, Predicate<JsonNode> rule, String expected) {
    JsonNode value = node.at(pointer);
    if (!value.isMissingNode() && !rule.test(value)) {
      throw wrong(pointer, found(value) + "expected " + expected);
    }
  }

  private static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants)
        .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  private static String found(JsonNode value) {
    return "found " + Operation.shown(value) + "; ";
  }

  private DataError wrong(String at, String problem) {
    return new DataError(file, at, problem);
  }
}
