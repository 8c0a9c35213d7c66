package dev.locomo.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.rag.memory.reference.ReferenceMemory;
import dev.locomo.rag.memory.reference.ReferenceServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** Our own memory system as a program with a fault; what it is asked goes into a file. */
final class FaultyMemory {
  private final ReferenceServer server = new ReferenceServer(new ReferenceMemory());
  private final String fault;
  private final Path log;
  private int opened;
  private int told;
  private int searches;

  private FaultyMemory(String fault, Path log) {
    this.fault = fault;
    this.log = log;
  }

  /** A descriptor that starts it. */
  static Path descriptor(Path folder, String fault, String more) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FaultyMemory.class.getName(),
            fault,
            folder.resolve("wire.log").toString());
    String words = command.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    String text =
        "{\"kind\": \"process\", \"command\": " + words.replace("\\", "\\\\") + more + "}";
    return Files.writeString(folder.resolve(fault + ".json"), text);
  }

  public static void main(String[] args) throws IOException {
    var memory = new FaultyMemory(args[0], Path.of(args[1]));
    var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    var out = new PrintWriter(System.out, false, UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Files.writeString(
          memory.log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      memory.take(line, out);
      out.flush();
    }
  }

  private void take(String line, PrintWriter out) throws IOException {
    ObjectNode message = (ObjectNode) JsonFiles.MAPPER.readTree(line);
    String op = message.path("op").asText();
    told += op.equals("ingest") ? 1 : 0;
    searches += op.equals("search") ? 1 : 0;
    boolean search = op.equals("search");
    boolean once = Files.notExists(log.resolveSibling("died"));
    switch (fault) {
      case "hangs" -> {
        if (search) {
          return;
        }
      }
      case "dies" -> {
        if (told == 2) {
          System.err.println("out of memory, dying");
          System.exit(9);
        }
      }
      case "loses" -> {
        if (searches == 5 && once) {
          Files.writeString(log.resolveSibling("died"), "");
          System.exit(1);
        }
      }
      case "vanishes" -> {
        if (searches == 5 && once) {
          Files.writeString(log.resolveSibling("died"), "");
          ObjectNode anew = JsonFiles.MAPPER.createObjectNode().put("id", 0).put("op", "open");
          anew.set("params", message.path("params"));
          server.lines(
              new ByteArrayInputStream(anew.toString().getBytes(UTF_8)),
              new PrintWriter(new StringWriter()));
        }
      }
      case "deaf" -> {
        if (searches == 5 && once) {
          Files.writeString(log.resolveSibling("died"), "");
          System.in.close();
        }
      }
      case "floods" -> {
        for (int i = 0; i < 2_000; i++) {
          System.err.write(new byte[] {(byte) 0xff, 'x', (byte) 0xc3}); // no UTF-8
          System.err.println("a warning that nobody reads, again and again ".repeat(10));
        }
      }
      case "latin" -> {
        if (search) {
          byte[] bytes = ("{\"id\": " + message.path("id")).getBytes(UTF_8);
          out.flush();
          System.out.write(bytes);
          System.out.write(", \"result\": {\"items\": [{\"text\": \"caf".getBytes(UTF_8));
          System.out.write(0xe9);
          System.out.write(
              " \", \"score\": -3, \"sources\": [\"D1:1\", \"D1:1\", \"D99:1\"]}]}}\n"
                  .getBytes(UTF_8));
          System.out.flush();
          return;
        }
      }
      case "rubbish" -> {
        if (search) {
          out.println("Loading model... \u001b[31mdone");
          out.println("{\"id\": " + message.path("id") + ", \"result\": {\"found\": \"yes\"}}");
          return;
        }
      }
      case "errors" -> {
        if (search) {
          error(message, "fatal", out);
          return;
        }
      }
      case "busy" -> {
        if (search && searches % 2 == 1) {
          error(message, "retry", out);
          return;
        }
      }
      case "leaks" -> {
        ((ObjectNode) message.path("params")).put("namespace", "one");
        if (op.equals("close") || (op.equals("open") && opened++ > 0)) {
          out.println("{\"id\": " + message.path("id") + ", \"result\": {}}");
          return;
        }
      }
      case "forgets" -> {
        if (op.equals("ingest")) {
          out.println("{\"id\": " + message.path("id") + ", \"result\": {\"accepted\": 0}}");
          return;
        }
      }
      case "many" -> {
        if (search) {
          ObjectNode reply = JsonFiles.MAPPER.createObjectNode();
          reply.set("id", message.get("id"));
          var items = reply.putObject("result").putArray("items");
          for (int i = 0; i < 10_000; i++) {
            items.addObject().put("id", "i" + i).put("text", "item " + i);
          }
          out.println(reply);
          return;
        }
      }
      default -> {}
    }
    var replies = new StringWriter();
    server.lines(
        new ByteArrayInputStream(message.toString().getBytes(UTF_8)), new PrintWriter(replies));
    out.print(replies);
  }

  private static void error(ObjectNode message, String kind, PrintWriter out) {
    ObjectNode reply = JsonFiles.MAPPER.createObjectNode();
    reply.set("id", message.get("id"));
    reply.putObject("error").put("kind", kind).put("message", "query error");
    out.println(reply);
  }
}
