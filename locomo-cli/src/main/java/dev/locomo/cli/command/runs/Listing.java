package dev.locomo.cli.command.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.text.Printable;
import java.util.Map;
import java.util.TreeMap;

/** What is done one after the other: lines as it is done, or with {@code --json} one array. */
final class Listing {
  private final Invocation call;
  private final ArrayNode documents = JsonFiles.MAPPER.createArrayNode();

  Listing(Invocation call) {
    this.call = call;
  }

  /** Something that was done, as a line and as an object. */
  void add(String line, Map<String, ?> figures) {
    documents.add(JsonFiles.MAPPER.<JsonNode>valueToTree(new TreeMap<>(figures)));
    if (!call.is(RunOptions.JSON)) {
      call.out().println(Printable.line(line));
      call.out().flush();
    }
  }

  /** Something that failed; the rest is done nevertheless. */
  void complain(String problem, Map<String, ?> figures) {
    documents.add(JsonFiles.MAPPER.<JsonNode>valueToTree(new TreeMap<>(figures)));
    call.err().println("error: " + Printable.line(problem));
    call.err().flush();
  }

  /** Prints the array where one is wanted. */
  void end() {
    if (call.is(RunOptions.JSON)) {
      call.print(documents);
    }
  }
}
