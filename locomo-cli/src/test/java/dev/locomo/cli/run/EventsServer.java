package dev.locomo.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A server that summarizes, takes apart and checks as written down here, so that every figure can
 * be counted by hand.
 *
 * <p>Of Ann it tells four facts of which two are right, and one of her three gold facts; of Ben two
 * of which one is right, and his one gold fact. So precision is 2/4 and 1/2, recall 1/3 and 1, F1
 * 2/5 and 2/3.
 */
final class EventsServer implements AutoCloseable {
  /** The conversation that the replies are about. */
  static final String DATA =
      """
      [{"sample_id": "small-1",
        "conversation": {"speaker_a": "Ann", "speaker_b": "Ben",
          "session_1_date_time": "1:00 pm on 8 May, 2023",
          "session_1": [
            {"speaker": "Ann", "dia_id": "D1:1", "text": "I sold my bakery to my aunt!"},
            {"speaker": "Ben", "dia_id": "D1:2", "text": "Great. I adopted a dog."}],
          "session_2_date_time": "2:00 pm on 9 June, 2023",
          "session_2": [
            {"speaker": "Ann", "dia_id": "D2:1", "text": "I moved to Oslo and I married Tom."},
            {"speaker": "Ben", "dia_id": "D2:2", "text": "Oh, congratulations to you both."}]},
        "qa": [],
        "event_summary": {
          "events_session_1": {"Ann": ["Ann sells her bakery."], "Ben": ["Ben adopts a dog."],
            "date": "8 May, 2023"},
          "events_session_2": {"Ann": ["Ann moves to Oslo.", "Ann marries Tom."], "Ben": [],
            "date": "9 June, 2023"}}}]
      """;

  private static final Map<String, String> SUMMARIES =
      Map.of(
          "Ann",
          "{\"events\": [{\"date\": \"7 May, 2023\", \"event\": \"Ann sells her bakery|to her"
              + " aunt.\"}, {\"date\": \"9 June, 2023\", \"event\": \"Ann sees Oslo|buys a"
              + " boat.\"}]}",
          "Ben",
          "{\"events\": [{\"date\": \"8 May, 2023\", \"event\": \"Ben has a dog|a cat.\"}]}");

  /** What is supported, by which event of the other side. */
  private static final Map<String, Integer> SUPPORTED =
      Map.of(
          "Ann sells her bakery", 1,
          "Ann sees Oslo", 2,
          "Ann sells her bakery.", 1,
          "Ben has a dog", 1,
          "Ben adopts a dog.", 1);

  private static final Pattern MATERIAL = Pattern.compile("\\d+\\. <<<(.*?)>>>");

  private final FakeServer server = new FakeServer();
  private final AtomicInteger received = new AtomicInteger();
  private final List<String> stages = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = (_, _, _) -> false;

  /** What it does instead of answering, or before it. */
  @FunctionalInterface
  interface Behaviour {
    /**
     * @param number of the request, from 1
     * @param stage summarize, decompose, verify or label
     * @return whether the exchange is answered with that
     */
    boolean react(int number, String stage, HttpExchange exchange) throws IOException;
  }

  EventsServer() throws IOException {
    server.reacts((exchange, request) -> {
      JsonNode messages = request.json().path("messages");
      String stage = stage(messages.path(0).path("content").asText());
      stages.add(stage);
      if (!behaviour.react(received.incrementAndGet(), stage, exchange)) {
        FakeServer.send(exchange, 200, ChatServer.reply(answer(stage, messages), "stop"));
      }
    });
  }

  /** From now on, requests counted anew. */
  void behaves(Behaviour as) {
    received.set(0);
    stages.clear();
    behaviour = as;
  }

  int received() {
    return received.get();
  }

  /** How many requests of a stage came since it last changed its behaviour. */
  long received(String stage) {
    return stages.stream().filter(stage::equals).count();
  }

  String url() {
    return server.url() + "/v1";
  }

  private static String stage(String system) {
    if (system.startsWith("You read a long-running chat")) {
      return "summarize";
    }
    if (system.startsWith("You take sentences")) {
      return "decompose";
    }
    return system.startsWith("You check facts") ? "verify" : "label";
  }

  private static String answer(String stage, JsonNode messages) {
    String system = messages.path(0).path("content").asText();
    String user = messages.path(1).path("content").asText();
    return switch (stage) {
      case "summarize" -> SUMMARIES.get(system.contains("the life of Ann") ? "Ann" : "Ben");
      case "decompose" -> decompose(material(user));
      case "verify" -> verify(material(user.substring(user.indexOf("Check these"))));
      default -> label(material(user.substring(user.indexOf("facts, each"))));
    };
  }

  private static List<String> material(String text) {
    var found = new ArrayList<String>();
    MATERIAL.matcher(text).results().forEach(m -> found.add(m.group(1)));
    return found;
  }

  /** Where this server itself put a bar. */
  private static String decompose(List<String> sentences) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    ArrayNode all = root.putArray("sentences");
    for (String sentence : sentences) {
      ObjectNode one = all.addObject().put("sentence", all.size());
      for (String fact : sentence.split("\\|")) {
        one.withArrayProperty("facts").add(fact);
      }
    }
    return root.toString();
  }

  private static String verify(List<String> facts) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    ArrayNode all = root.putArray("verdicts");
    for (String fact : facts) {
      Integer by = SUPPORTED.get(fact);
      all.addObject()
          .put("fact", all.size())
          .put("supported", by != null)
          .put("by", by)
          .put("reason", "as written down");
    }
    return root.toString();
  }

  private static String label(List<String> facts) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    ArrayNode all = root.putArray("labels");
    for (String fact : facts) {
      String error = fact.contains("cat") ? "speaker-attribution" : "hallucination";
      all.addObject().put("fact", all.size()).put("error", error).put("reason", "");
    }
    return root.toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
