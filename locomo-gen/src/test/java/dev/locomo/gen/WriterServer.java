package dev.locomo.gen;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chat model that writes conversations by rule, at once, and says how often it was asked. It
 * looks at the prompt for what is wanted; a script may answer in its place. Started by itself
 * ({@code java WriterServer.java PORT}) it serves benchmarks; it uses nothing but the JDK for that.
 */
public final class WriterServer implements AutoCloseable {
  private static final Pattern CONTENT =
      Pattern.compile("\"content\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"");
  private static final Pattern IDS = Pattern.compile("events, (E\\d+(?:, E\\d+)*)");
  private static final Pattern SPAN =
      Pattern.compile("between (\\d{4}-\\d\\d-\\d\\d) and (\\d{4}-\\d\\d-\\d\\d)");
  private static final Pattern KNOWN =
      Pattern.compile("^(E\\d+) \\((\\d{4}-\\d\\d-\\d\\d)", Pattern.MULTILINE);
  private static final Pattern PAIR = Pattern.compile("A chat of ([^.]+) and ([^.]+)\\.");
  private static final Pattern TURN = Pattern.compile("\\[(D\\d+:\\d+)] ([^:]+): ");
  private static final Pattern MESSAGE = Pattern.compile("\\[(D\\d+:\\d+)] \\([^)]*\\) ([^:]+): ");

  /** The messages that tell where Ada went: it takes both, and no other. */
  private static final List<String> BAKERY = List.of("D1:1", "D1:2");

  private final HttpServer server;
  private final AtomicInteger received = new AtomicInteger();
  private final Map<String, Integer> byPrompt = new ConcurrentHashMap<>();
  private volatile UnaryOperator<String> script = prompt -> "";

  /** Listens on a port; 0 for any. */
  public WriterServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Serves until it is killed. */
  public static void main(String[] args) throws IOException {
    var server = new WriterServer(Integer.parseInt(args[0]));
    System.out.println(server.url());
  }

  /** The base URL of its API. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** Requests so far. */
  public int received() {
    return received.get();
  }

  /** Requests by what they hold, so that two equal ones are seen. */
  public Map<String, Integer> byPrompt() {
    return byPrompt;
  }

  /** Replies of another kind; an empty one leaves the reply to the rules. */
  public void answers(UnaryOperator<String> replies) {
    script = replies;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.incrementAndGet();
    var contents = new ArrayList<String>();
    Matcher m = CONTENT.matcher(request);
    while (m.find()) {
      contents.add(unescaped(m.group(1)));
    }
    byPrompt.merge(String.join("\n---\n", contents), 1, Integer::sum);
    String scripted = script.apply(String.join("\n---\n", contents));
    String finish = "stop";
    String text = scripted.isEmpty() ? rule(contents.getFirst()) : scripted;
    if (text.startsWith("CUT ")) {
      finish = "length";
      text = text.substring(4);
    }
    if (text.equals("BLANK")) {
      text = "";
    }
    byte[] body =
        ("{\"id\":\"1\",\"object\":\"chat.completion\",\"model\":\"writer-1\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":"
                + quoted(text)
                + "},\"finish_reason\":\""
                + finish
                + "\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** What it says by rule. */
  public static String rule(String prompt) {
    if (prompt.startsWith("These facts are known")) {
      boolean second = prompt.contains("already called");
      return persona(second ? "Ben" : "Ada");
    }
    if (prompt.startsWith("Two people who")) {
      return "{\"a\": " + persona("Ada") + ", \"b\": " + persona("Ben") + "}";
    }
    if (prompt.startsWith("You write the life")) {
      return events(prompt);
    }
    if (prompt.startsWith("You are ")) {
      return turn(prompt);
    }
    if (prompt.startsWith("Someone shares a photo")) {
      return prompt.contains("bicycle") ? "red bicycle" : "brown dog sofa";
    }
    if (prompt.contains("List what the chat states")) {
      return facts(prompt);
    }
    if (prompt.contains("Put yourself in")) {
      return "{\"self\": [\"I like bread more than I thought.\", \"I worry too much.\"],"
          + " \"other\": [\"The other one listens well.\"]}";
    }
    if (prompt.contains("Write two summaries")) {
      return "{\"session\": \"They talked about the dog and the bakery.\","
          + " \"so_far\": \"They know each other, the dog is well, and the bakery is open.\"}";
    }
    return questions(prompt);
  }

  private static String persona(String name) {
    return "{\"name\": \""
        + name
        + "\", \"persona\": \""
        + name
        + " is 34, bakes bread in a small town, loves a nervous dog called Pixel, and hopes for a"
        + " quieter year with more time for friends and music.\"}";
  }

  private static String events(String prompt) {
    Matcher span = SPAN.matcher(prompt);
    Matcher ids = IDS.matcher(prompt);
    if (!span.find() || !ids.find()) {
      return "I do not understand.";
    }
    LocalDate last = LocalDate.parse(span.group(1)).minusDays(1);
    LocalDate end = LocalDate.parse(span.group(2));
    String cause = "";
    Matcher known = KNOWN.matcher(prompt);
    while (known.find()) {
      last = LocalDate.parse(known.group(2));
      cause = known.group(1);
    }
    var events = new ArrayList<String>();
    for (String id : ids.group(1).split(", ")) {
      long left = java.time.temporal.ChronoUnit.DAYS.between(last, end);
      LocalDate day = last.plusDays(Math.min(5, left));
      events.add(
          "{\"id\": \""
              + id
              + "\", \"event\": \"What happened as number "
              + id.substring(1)
              + " was a visit to the bakery.\", \"date\": \""
              + day
              + "\", \"caused_by\": ["
              + (cause.isEmpty() || !day.isAfter(last) ? "" : "\"" + cause + "\"")
              + "]}");
      if (prompt.contains("four new events")) {
        cause = day.isAfter(last) ? id : cause;
      }
      last = day;
    }
    return "[" + String.join(", ", events) + "]";
  }

  private static String turn(String prompt) {
    String history = prompt.substring(prompt.indexOf("The conversation so far:"));
    long said =
        history
            .lines()
            .filter(line -> line.startsWith("Ada: ") || line.startsWith("Ben: "))
            .count();
    String words =
        switch ((int) (said % 4)) {
          case 0 -> "How was your week? The dog and I went to the bakery last Friday.";
          case 1 -> "It was long, and the oven broke two days ago, but what a smell of bread.";
          case 2 -> "My sister Clara called and wants to visit next month with the children.";
          default -> "That is good news, I have missed her since the summer.";
        };
    if (prompt.contains("share a photo") && said % 3 == 1) {
      words +=
          said % 2 == 1
              ? " [shares a photo of a brown dog on a sofa]"
              : " [shares a photo of a red bicycle]";
    }
    return prompt.contains("write [END]") ? words + " Good night! [END]" : words;
  }

  private static String facts(String prompt) {
    Matcher pair = PAIR.matcher(prompt);
    if (!pair.find()) {
      return "{}";
    }
    var by = new ArrayList<String>();
    for (String name : List.of(pair.group(1), pair.group(2))) {
      var own = new ArrayList<String>();
      Matcher turn = TURN.matcher(prompt);
      while (turn.find() && own.size() < 6) {
        if (turn.group(2).equals(name)) {
          own.add("[\"" + name + " spoke of the bakery.\", \"" + turn.group(1) + "\"]");
        }
      }
      by.add("\"" + name + "\": [" + String.join(", ", own) + "]");
    }
    return "{" + String.join(", ", by) + "}";
  }

  /** Whether a question is asked of the whole evidence that was proposed for it, and no more. */
  public static boolean showsEvidence(String prompt) {
    var shown = MESSAGE.matcher(prompt).results().map(m -> m.group(1)).toList();
    return prompt.contains("Messages of a chat")
        && shown.equals(prompt.contains("Ben's piano") ? BAKERY.subList(0, 1) : BAKERY);
  }

  private static String questions(String prompt) {
    if (prompt.contains("Question: ")) {
      boolean known =
          MESSAGE.matcher(prompt).results().map(m -> m.group(1)).toList().equals(BAKERY);
      return known ? "the bakery" : "no information available";
    }
    Matcher message = MESSAGE.matcher(prompt);
    var ids = new ArrayList<String>();
    while (message.find()) {
      ids.add("\"" + message.group(1) + "\"");
    }
    if (ids.size() < 2) {
      return "[]";
    }
    if (prompt.contains("trick questions")) {
      return "[{\"question\": \"What colour is Ben's piano?\", \"tempting_answer\": \"brown\","
          + " \"evidence\": ["
          + ids.getFirst()
          + "]}]";
    }
    String kind =
        prompt.contains("put together")
            ? "both"
            : prompt.contains("when something")
                ? "when"
                : prompt.contains("everybody knows") ? "probably" : "where";
    return "[{\"question\": \"Of all places, "
        + kind
        + " did Ada go?\", \"answer\": \"the bakery\","
        + " \"evidence\": ["
        + ids.get(0)
        + ", "
        + ids.get(1)
        + "]}]";
  }

  private static String unescaped(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = text.charAt(++i);
      switch (escape) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'u' -> {
          out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> out.append(escape);
      }
    }
    return out.toString();
  }

  private static String quoted(String text) {
    return "\""
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + "\"";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
