package dev.locomo.rag.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.text.TextTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a descriptor file says: how a memory system is started or reached, and what its operations
 * are called there. {@code docs/memory.md} describes the file.
 *
 * @param place the file as the user named it, or the name of a shipped one
 * @param folder where a command is started: that of the file
 * @param content the whole of it, checked
 * @param operations by name; one that is not there the system does not have
 */
public record MemoryDescriptor(
    String place, Path folder, ObjectNode content, Map<String, Operation> operations) {
  /** Shipped descriptors by name. */
  private static final List<String> SHIPPED =
      List.of(
          "bm25",
          "bm25-http",
          "bm25-mcp",
          "grep",
          "server-memory",
          "server-everything",
          "mem0",
          "mem0-cloud",
          "zep-cloud",
          "rtuosto");

  private static final Map<String, Double> TIMEOUTS =
      Map.of(
          "hello", 60.0, "open", 30.0, "ingest", 300.0, "settle", 600.0, "search", 60.0, "answer",
          300.0, "close", 60.0);

  /** How a system is reached. */
  public enum Kind {
    PROCESS,
    HTTP,
    MCP
  }

  /** What keeps the memories of two conversations apart. */
  public enum Isolation {
    /** The system itself, by their names. */
    NAMESPACE,
    /** A process each. */
    PROCESS_PER_NAMESPACE,
    /** Nothing: one conversation is told, asked about and forgotten before the next. */
    ONE_AT_A_TIME
  }

  /** How it is known which turns an item comes from, which recall of evidence needs. */
  public enum Provenance {
    /** Items name the turns. */
    IDS,
    /** Items hold turns word for word. */
    VERBATIM,
    /** An item that holds at least half of a turn's tokens comes from it. */
    TOKENS,
    /** It is not known; there is no recall. */
    NONE
  }

  /** When what was told can be found. */
  public enum Settle {
    /** At once. */
    NONE,
    /** When the operation {@code settle} says so. */
    OPERATION,
    /** When a search for the last turn finds something. */
    SEARCH
  }

  /**
   * The descriptor in a file, or the shipped one of this name.
   *
   * @throws UserError when there is neither
   * @throws dev.locomo.core.error.DataError when it is not a descriptor, with the place
   */
  public static MemoryDescriptor of(String named) {
    Path file = Path.of(named);
    if (Files.isRegularFile(file)) {
      ObjectNode content = JsonFiles.read(file, ObjectNode.class);
      Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
      return new DescriptorReader(named).read(content, folder);
    }
    if (!SHIPPED.contains(named)) {
      throw new UserError(
          "no memory system is called '" + named + "', and there is no such file",
          "a descriptor file, or one of " + String.join(", ", SHIPPED));
    }
    try (var in = MemoryDescriptor.class.getResourceAsStream(named + ".json")) {
      var content = JsonFiles.MAPPER.readValue(in, ObjectNode.class);
      return new DescriptorReader(named).read(content, Path.of("").toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException("shipped descriptor " + named, e);
    }
  }

  /** All that are shipped. */
  static List<MemoryDescriptor> shipped() {
    return SHIPPED.stream().map(MemoryDescriptor::of).toList();
  }

  /** A table of those that are shipped. */
  public static TextTable table() {
    var table = TextTable.of("name", "kind", "~about", "~tried");
    for (var shipped : shipped()) {
      String kind = shipped.kind().name().toLowerCase(Locale.ROOT);
      table.row(shipped.name(), kind, shipped.about(), shipped.tried());
    }
    return table;
  }

  /** The name in tables. */
  public String name() {
    return content.path("name").asText();
  }

  /** A sentence about it; may be empty. */
  public String about() {
    return content.path("about").asText();
  }

  /** What the descriptor was tried with; {@code never} when it was not. */
  public String tried() {
    return content.path("tried").asText("never");
  }

  /** How it is reached. */
  public Kind kind() {
    return choice("kind", Kind.PROCESS);
  }

  /** What keeps conversations apart. */
  public Isolation isolation() {
    return choice("isolation", Isolation.NAMESPACE);
  }

  /** How items are traced to turns; what the system itself says counts where this is not given. */
  public Provenance provenance(boolean sources) {
    var search = operations.get("search");
    boolean mapped = search != null && kind() != Kind.PROCESS && search.at().containsKey("source");
    boolean named = sources || (mapped && !ours());
    return choice("provenance", named ? Provenance.IDS : Provenance.NONE);
  }

  /** When what was told can be found. */
  public Settle settle() {
    return operations.containsKey("settle")
        ? Settle.OPERATION
        : content.path("settle").asText().equals("search") ? Settle.SEARCH : Settle.NONE;
  }

  /** Whether the system wants models of ours: whether anything is {@code ${models.NAME}}. */
  public boolean wantsModels() {
    return !Template.named(content, "models.").isEmpty();
  }

  /** Whether what was built is there after the system, and we, were started again. */
  public boolean persistent() {
    return content.path("persistent").asBoolean(kind() == Kind.HTTP);
  }

  /** Whether the system speaks our contract and not an interface of its own. */
  boolean ours() {
    return content.path("search").isMissingNode() && content.path("answer").isMissingNode();
  }

  /** The most that an operation may take, in seconds. */
  double timeout(String operation) {
    return content
        .path("timeouts")
        .path(operation)
        .asDouble(TIMEOUTS.getOrDefault(operation, 60.0));
  }

  /** SHA-256 of what it says, 64 hex digits. */
  public String hash() {
    return Sha256.of(content.toString());
  }

  /** The words of a command; empty when none is started. */
  List<String> command() {
    var words = new ArrayList<String>();
    content.path(kind() == Kind.MCP ? "stdio" : "command").forEach(w -> words.add(w.asText()));
    return words;
  }

  private <E extends Enum<E>> E choice(String key, E otherwise) {
    JsonNode value = content.path(key);
    return value.isMissingNode()
        ? otherwise
        : Enum.valueOf(otherwise.getDeclaringClass(), DescriptorReader.constant(value.asText()));
  }
}
