import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Models on loopback for {@code record.sh}: {@code java ScriptedModels.java PORT [ADDRESS]}. What
 * it answers follows from the request's body alone, and from how often that body came since the
 * last reset, never from order or time. It looks at the prompt for what is wanted. The first part
 * of the path is how it behaves, the second how many tries it does so:
 *
 * <pre>
 *   /plain/...        answers
 *   /odd/...          answers most requests; one in two fails first, in one way or another, as the body's hash says
 *   /busy-N/...       429 to the first N of every body      /broken-N/...   500 to the first N of every body
 *   /html-N/...       a page to the first N of every body   /junk-N/...     words that are no JSON to the first N
 *   /cut-N/...        cut off, the first N                  /filter-N/...   stopped by a content filter, the first N
 *   /empty-N/...      an empty reply, the first N           /deny-N/...     401 to all but the first N requests of all
 *   /missing/...      404 as for an unknown model           /quota/...      429 for want of quota
 *   /same=TEXT/...    always that text
 * </pre>
 *
 * POST /!reset forgets; GET /!log tells the requests since then, sorted.
 */
public class ScriptedModels {
  private static final List<String> HEADERS =
      List.of(
          "authorization",
          "x-api-key",
          "x-goog-api-key",
          "api-key",
          "anthropic-version",
          "anthropic-beta",
          "openai-organization",
          "content-type",
          "accept",
          "accept-encoding",
          "user-agent");
  private static final Pattern STRINGS =
      Pattern.compile("\"(?:content|text|system)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"");

  private static final Map<String, Integer> SEEN = new HashMap<>();
  private static final List<String> LOG = new ArrayList<>();
  private static int requests;

  public static void main(String[] args) throws IOException {
    InetAddress address =
        args.length > 1 ? InetAddress.getByName(args[1]) : InetAddress.getLoopbackAddress();
    var server = HttpServer.create(new InetSocketAddress(address, Integer.parseInt(args[0])), 1000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", ScriptedModels::handle);
    server.start();
  }

  /** What goes back: status, content type, body. */
  record Answer(int status, String type, String body) {
    static Answer json(int status, String body) {
      return new Answer(status, "application/json", body);
    }
  }

  /** What a model says, and why it stopped: stop, length or content_filter. */
  record Said(String text, String finish) {}

  private static void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Answer answer = answer(exchange, path, body);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", answer.type());
    if (answer.status() == 429) {
      exchange.getResponseHeaders().add("Retry-After", "0");
    }
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static synchronized Answer answer(HttpExchange exchange, String path, String body) {
    if (path.equals("/!reset")) {
      SEEN.clear();
      LOG.clear();
      requests = 0;
      return new Answer(200, "text/plain", "");
    }
    if (path.equals("/!log")) {
      return new Answer(200, "text/plain", String.join("", LOG.stream().sorted().toList()));
    }
    log(exchange, path, body);
    int slash = path.indexOf('/', 1);
    String way = slash < 0 ? path.substring(1) : path.substring(1, slash);
    String rest = slash < 0 ? "/" : path.substring(slash);
    int before = SEEN.merge(path + body, 1, Integer::sum) - 1;
    requests++;
    return behave(way, rest, body, before);
  }

  private static void log(HttpExchange exchange, String path, String body) {
    var line = new StringBuilder(exchange.getRequestMethod()).append(' ').append(path).append('\n');
    for (String header : HEADERS) {
      List<String> values = exchange.getRequestHeaders().get(header);
      if (values != null) {
        line.append("  ")
            .append(header)
            .append(": ")
            .append(String.join(", ", values))
            .append('\n');
      }
    }
    LOG.add(line.append("  ").append(body).append("\n\n").toString());
  }

  private static Answer behave(String way, String path, String body, int before) {
    if (path.endsWith("/moderations")) {
      boolean flagged = body.contains("flag me");
      return Answer.json(
          200,
          "{\"id\":\"m\",\"model\":\"mod-1\",\"results\":[{\"flagged\":"
              + flagged
              + ",\"categories\":{}}]}");
    }
    if (way.startsWith("same=")) {
      return reply(path, body, new Said(way.substring(5), "stop"));
    }
    int dash = way.lastIndexOf('-');
    int tries = dash < 0 ? Integer.MAX_VALUE : Integer.parseInt(way.substring(dash + 1));
    String name = dash < 0 ? way : way.substring(0, dash);
    if (name.equals("odd")) {
      name =
          before > 0
              ? "plain"
              : List.of(
                      "plain",
                      "busy",
                      "plain",
                      "junk",
                      "plain",
                      "cut",
                      "plain",
                      "empty",
                      "plain",
                      "broken",
                      "plain",
                      "html",
                      "plain",
                      "filter",
                      "plain",
                      "odd-json")
                  .get(hash(body, 16));
      tries = 1;
    }
    if (name.equals("deny")) {
      return requests > tries
          ? error(401, "invalid_api_key", "Incorrect API key provided.")
          : say(path, body);
    }
    if (before >= tries) {
      return say(path, body);
    }
    return switch (name) {
      case "busy" -> error(429, "rate_limit_exceeded", "Rate limit reached, try again.");
      case "quota" -> error(429, "insufficient_quota", "You exceeded your current quota.");
      case "broken" -> error(500, "server_error", "The server had an error.");
      case "missing" -> error(404, "model_not_found", "The model does not exist.");
      case "html" ->
          new Answer(200, "text/html", "<!doctype html><html><body>Welcome</body></html>");
      case "junk" -> reply(path, body, new Said("Let me think about it. {\"broken\": [", "stop"));
      case "odd-json" -> reply(path, body, new Said("```json\n" + said(body) + "\n```", "stop"));
      case "cut" -> reply(path, body, new Said(half(said(body)), "length"));
      case "filter" -> reply(path, body, new Said("", "content_filter"));
      case "empty" -> reply(path, body, new Said("", "stop"));
      default -> say(path, body);
    };
  }

  private static Answer say(String path, String body) {
    return reply(path, body, new Said(said(body), "stop"));
  }

  private static Answer error(int status, String code, String message) {
    return Answer.json(
        status,
        "{\"type\":\"error\",\"error\":{\"message\":%s,\"type\":%s,\"code\":%s}}"
            .formatted(quoted(message), quoted(code), quoted(code)));
  }

  /** In the dialect of the path. */
  private static Answer reply(String path, String body, Said said) {
    String text = quoted(said.text());
    int in = body.length() / 4;
    int out = said.text().length() / 4 + 1;
    if (path.contains("/embeddings")) {
      return Answer.json(200, embeddings(body));
    }
    if (path.endsWith("/messages")) {
      String stop =
          Map.of("stop", "end_turn", "length", "max_tokens", "content_filter", "refusal")
              .get(said.finish());
      return Answer.json(
          200,
          """
          {"id":"msg-1","type":"message","role":"assistant","model":"scripted-1","content":[{"type":"text","text":%s}],\
          "stop_reason":"%s","usage":{"input_tokens":%d,"output_tokens":%d}}\
          """
              .formatted(text, stop, in, out));
    }
    if (path.contains(":generateContent")) {
      String stop =
          Map.of("stop", "STOP", "length", "MAX_TOKENS", "content_filter", "SAFETY")
              .get(said.finish());
      return Answer.json(
          200,
          """
          {"candidates":[{"content":{"role":"model","parts":[{"text":%s}]},"finishReason":"%s"}],"modelVersion":"scripted-1",\
          "usageMetadata":{"promptTokenCount":%d,"candidatesTokenCount":%d,"totalTokenCount":%d}}\
          """
              .formatted(text, stop, in, out, in + out));
    }
    if (path.endsWith("/api/chat")) {
      String stop = said.finish().equals("length") ? "length" : "stop";
      return Answer.json(
          200,
          """
          {"model":"scripted-1","created_at":"2024-01-01T00:00:00Z","message":{"role":"assistant","content":%s},"done":true,\
          "done_reason":"%s","prompt_eval_count":%d,"eval_count":%d}\
          """
              .formatted(text, stop, in, out));
    }
    return Answer.json(
        200,
        """
        {"id":"chat-1","object":"chat.completion","created":1,"model":"scripted-1","choices":[{"index":0,"message":\
        {"role":"assistant","content":%s},"finish_reason":"%s"}],\
        "usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}\
        """
            .formatted(text, said.finish(), in, out, in + out));
  }

  private static String embeddings(String body) {
    var inputs = new ArrayList<String>();
    int at = body.indexOf("\"input\"");
    int open = body.indexOf('[', at);
    Matcher string = Pattern.compile("\\G[\\s,\\[:]*\"((?:[^\"\\\\]|\\\\.)*+)\"").matcher(body);
    int from = open < 0 ? body.indexOf(':', at) : open;
    while (string.find(from)) {
      inputs.add(unescaped(string.group(1)));
      from = string.end();
      if (from >= body.length() || body.charAt(from) != ',' || open < 0) {
        break;
      }
      string.region(from, body.length());
    }
    var data = new ArrayList<String>();
    for (int i = 0; i < inputs.size(); i++) {
      data.add(
          "{\"object\":\"embedding\",\"index\":"
              + i
              + ",\"embedding\":"
              + vector(inputs.get(i))
              + "}");
    }
    return "{\"object\":\"list\",\"model\":\"scripted-embedding\",\"data\":["
        + String.join(",", data)
        + "],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";
  }

  /** Of the words, so that texts with common words are near each other. */
  private static List<Double> vector(String text) {
    double[] sums = new double[16];
    sums[0] = 0.5;
    for (String word : text.toLowerCase(java.util.Locale.ROOT).split("\\W+")) {
      sums[hash(word, 16)] += 1 - 2 * hash(word + "?", 2);
    }
    double length = 0;
    for (double sum : sums) {
      length += sum * sum;
    }
    var out = new ArrayList<Double>();
    for (double sum : sums) {
      out.add(Math.round(sum / Math.sqrt(length) * 1e6) / 1e6);
    }
    return out;
  }

  // What is said

  private static String said(String body) {
    var strings = new ArrayList<String>();
    Matcher m = STRINGS.matcher(body);
    while (m.find()) {
      strings.add(unescaped(m.group(1)));
    }
    String all = String.join("\n", strings);
    String last = strings.isEmpty() ? "" : strings.getLast();
    if (all.contains("It has exactly two keys: \"verdict\"") || all.contains("\"verdict\"")) {
      return "{\"verdict\": \""
          + (hash(all, 3) == 0 ? "wrong" : "correct")
          + "\", \"reason\": \"because of reason "
          + hash(all, 7)
          + "\"}";
    }
    if (all.contains("Its only key is \"verdicts\"")) {
      return verdicts(all);
    }
    if (all.contains("Its only key is \"labels\"")) {
      return labels(all);
    }
    if (all.contains("Its only key is \"sentences\"")) {
      return sentences(last);
    }
    if (all.contains("write down what happens in the life of")) {
      return lifeEvents(all, last);
    }
    if (all.contains("You write the messages of")) {
      return message(all);
    }
    if (all.contains("List every fact that this session tells")) {
      return observations(last);
    }
    if (all.contains("Sum this session up in one paragraph")) {
      return "They met on that day. "
          + sample(last, 5)
          + " Then they parted, and "
          + sample(last, 3)
          + ".";
    }
    String written = generation(strings.isEmpty() ? "" : strings.getFirst(), all);
    if (!written.isEmpty()) {
      return written;
    }
    Matcher count = Pattern.compile("Here are (\\d+) separate questions").matcher(all);
    if (count.find()) {
      return batch(Integer.parseInt(count.group(1)), all);
    }
    if (all.contains("Reply with a or b alone")) {
      return hash(all, 5) == 0 ? "(b) it is b" : hash(all, 2) == 0 ? "a" : "b";
    }
    return shortAnswer(last);
  }

  private static String shortAnswer(String prompt) {
    int at = prompt.lastIndexOf("Question:");
    String question = at < 0 ? prompt : prompt.substring(at);
    return switch (hash(prompt, 6)) {
      case 0 -> "Not mentioned in the conversation";
      case 1 -> (1 + hash(prompt, 27)) + " May 2023";
      case 2 -> "Tea, \"honey\" & <b>bread</b>\nand é ü 日本";
      case 3 -> sample(question, 3);
      default -> sample(at < 0 ? prompt : prompt.substring(0, at), 4);
    };
  }

  private static String batch(int count, String all) {
    var out = new ArrayList<String>();
    for (int i = 0; i <= count; i++) {
      if (hash(all + i, 9) != 0) {
        out.add("\"" + i + "\": " + quoted(shortAnswer(all + i)));
      }
    }
    return "{" + String.join(", ", out) + "}";
  }

  private static int number(String pattern, String text, int otherwise) {
    Matcher m = Pattern.compile(pattern).matcher(text);
    return m.find() ? Integer.parseInt(m.group(1)) : otherwise;
  }

  private static String verdicts(String all) {
    int facts = number("Check these (\\d+) facts", all, 1);
    int events = 0;
    for (Matcher m =
            Pattern.compile("(?m)^(\\d+)\\. ")
                .matcher(all.substring(0, all.indexOf("Check these")));
        m.find(); ) {
      events = Math.max(events, Integer.parseInt(m.group(1)));
    }
    var out = new ArrayList<String>();
    for (int i = 1; i <= facts; i++) {
      boolean supported = events > 0 && hash(all + i, 3) != 0;
      out.add(
          "{\"fact\": "
              + i
              + ", \"supported\": "
              + supported
              + ", \"by\": "
              + (supported ? Integer.toString(1 + hash(all + "by" + i, events)) : "null")
              + ", \"reason\": \"reason "
              + i
              + "\"}");
    }
    return "{\"verdicts\": [" + String.join(", ", out) + "]}";
  }

  private static String labels(String all) {
    int facts = number("The (\\d+) facts", all, 1);
    var kinds = List.of("speaker-attribution", "saliency", "misunderstanding", "hallucination");
    var out = new ArrayList<String>();
    for (int i = 1; i <= facts; i++) {
      out.add(
          "{\"fact\": "
              + i
              + ", \"error\": \""
              + kinds.get(hash(all + i, 4))
              + "\", \"reason\": \"kind "
              + i
              + "\"}");
    }
    return "{\"labels\": [" + String.join(", ", out) + "]}";
  }

  private static String sentences(String prompt) {
    var out = new ArrayList<String>();
    Matcher m = Pattern.compile("(?m)^(\\d+)\\. <<<(.*)>>>").matcher(prompt);
    while (m.find()) {
      var facts = new ArrayList<String>();
      for (String part : m.group(2).split(" and ")) {
        facts.add(quoted(part));
      }
      out.add("{\"sentence\": " + m.group(1) + ", \"facts\": [" + String.join(", ", facts) + "]}");
    }
    return "{\"sentences\": [" + String.join(", ", out) + "]}";
  }

  private static String lifeEvents(String all, String prompt) {
    Matcher who =
        Pattern.compile("in the life of ([^.]+?) (?:and|that)|in the life of ([^.]+)\\.")
            .matcher(prompt);
    String speaker = who.find() ? (who.group(1) != null ? who.group(1) : who.group(2)) : "Somebody";
    int next = number("Ids go on with E(\\d+)", prompt, 1);
    var out = new ArrayList<String>();
    String date = "8 May, 2023";
    for (String line : prompt.split("\n")) {
      Matcher head = Pattern.compile("^## Session \\d+, .* on (.*)$").matcher(line);
      if (head.find()) {
        date = head.group(1);
      } else if (line.startsWith(speaker + ": ") && hash(line, 5) == 0 && out.size() < 8) {
        String cause =
            out.isEmpty() || !all.contains("caused_by")
                ? ""
                : ", \"caused_by\": [\"E" + (next + out.size() - 1) + "\"]";
        String said = line.substring(speaker.length() + 2);
        out.add(
            "{\"id\": \"E"
                + (next + out.size())
                + "\", \"date\": "
                + quoted(date)
                + ", \"event\": "
                + quoted(speaker + " tells: " + said.substring(0, Math.min(80, said.length())))
                + cause
                + "}");
      }
    }
    return "{\"events\": [" + String.join(", ", out) + "]}";
  }

  private static String message(String all) {
    String text = sample(all, 8);
    if (all.contains("its number:")) {
      return "{\"text\": "
          + quoted(text)
          + ", \"image\": "
          + (hash(all, 2) == 0 ? "null" : "1")
          + "}";
    }
    if (!all.contains("\"image\"")) {
      return "{\"text\": " + quoted(text) + "}";
    }
    return switch (hash(all, 5)) {
      case 0 -> text;
      case 1, 2 -> "{\"text\": " + quoted(text) + ", \"image\": \"a dog on a red sofa\"}";
      default -> "{\"text\": " + quoted(text) + ", \"image\": null}";
    };
  }

  private static String observations(String prompt) {
    Map<String, List<String>> by = new java.util.TreeMap<>();
    Matcher names =
        Pattern.compile("\\{\"([^\"{}]+)\": \\[\\[\"a fact\".*\"([^\"{}]+)\": \\[\\]\\}")
            .matcher(prompt);
    if (names.find()) {
      by.put(names.group(1), new ArrayList<>());
      by.put(names.group(2), new ArrayList<>());
    }
    Matcher turn = Pattern.compile("(?m)^\\[(D\\d+:\\d+)] ([^:]+): (.*)$").matcher(prompt);
    while (turn.find()) {
      if (hash(turn.group(), 3) == 0) {
        String fact = quoted(turn.group(2) + " said " + sample(turn.group(3), 4));
        String id =
            hash(turn.group(), 2) == 0
                ? "\"" + turn.group(1) + "\""
                : "[\"" + turn.group(1) + "\"]";
        by.computeIfAbsent(turn.group(2), name -> new ArrayList<>())
            .add("[" + fact + ", " + id + "]");
      }
    }
    var out = new ArrayList<String>();
    by.forEach((name, facts) -> out.add(quoted(name) + ": [" + String.join(", ", facts) + "]"));
    return "{" + String.join(", ", out) + "}";
  }

  // Conversations that are made

  private static String generation(String prompt, String all) {
    if (prompt.startsWith("These facts are known")) {
      return persona(prompt.contains("already called") ? "Ben" : "Ada");
    }
    if (prompt.startsWith("Two people who")) {
      return "{\"a\": " + persona("Ada") + ", \"b\": " + persona("Ben") + "}";
    }
    if (prompt.startsWith("You write the life")) {
      return graph(prompt);
    }
    if (prompt.startsWith("You are ") && prompt.contains("The conversation so far:")) {
      return turn(prompt);
    }
    if (prompt.startsWith("Someone shares a photo")) {
      return "brown dog sofa";
    }
    if (prompt.contains("List what the chat states")) {
      return facts(prompt);
    }
    if (prompt.contains("Put yourself in")) {
      return "{\"self\": [\"I like bread.\", \"I worry.\"], \"other\": [\"The other one listens"
          + " well.\"]}";
    }
    if (prompt.contains("Write two summaries")) {
      return "{\"session\": \"They talked about the dog.\", \"so_far\": \"They know each other, and"
          + " the dog is well.\"}";
    }
    if (prompt.contains("write only: no information available")) {
      return prompt.contains("Messages of a chat") && !prompt.contains("Ben's piano")
          ? "the bakery"
          : "no information available";
    }
    return prompt.startsWith("Parts of a long chat") ? questions(prompt) : "";
  }

  private static String persona(String name) {
    return "{\"name\": \""
        + name
        + "\", \"persona\": \""
        + name
        + " is 34, bakes bread in a small town, loves a nervous dog called"
        + " Pixel, and hopes for a quieter year with more time for friends and music.\"}";
  }

  private static String graph(String prompt) {
    Matcher span =
        Pattern.compile("between (\\d{4}-\\d\\d-\\d\\d) and (\\d{4}-\\d\\d-\\d\\d)")
            .matcher(prompt);
    Matcher ids = Pattern.compile("events, (E\\d+(?:, E\\d+)*)").matcher(prompt);
    if (!span.find() || !ids.find()) {
      return "I do not understand.";
    }
    LocalDate last = LocalDate.parse(span.group(1)).minusDays(1);
    LocalDate end = LocalDate.parse(span.group(2));
    String cause = "";
    for (Matcher m = Pattern.compile("(?m)^(E\\d+) \\((\\d{4}-\\d\\d-\\d\\d)").matcher(prompt);
        m.find(); ) {
      last = LocalDate.parse(m.group(2));
      cause = m.group(1);
    }
    var events = new ArrayList<String>();
    for (String id : ids.group(1).split(", ")) {
      LocalDate day = last.plusDays(Math.min(5, ChronoUnit.DAYS.between(last, end)));
      String causes = cause.isEmpty() || !day.isAfter(last) ? "" : "\"" + cause + "\"";
      events.add(
          "{\"id\": \""
              + id
              + "\", \"event\": \"What happened as number "
              + id.substring(1)
              + " was a visit to the bakery.\", \"date\": \""
              + day
              + "\", \"caused_by\": ["
              + causes
              + "]}");
      if (prompt.contains("four new events") && day.isAfter(last)) {
        cause = id;
      }
      last = day;
    }
    return "[" + String.join(", ", events) + "]";
  }

  private static String turn(String prompt) {
    String history = prompt.substring(prompt.indexOf("The conversation so far:"));
    int said =
        (int)
            history
                .lines()
                .filter(line -> line.startsWith("Ada: ") || line.startsWith("Ben: "))
                .count();
    String words =
        List.of(
                "How was your week? The dog and I went to the bakery last Friday.",
                "It was long, and the oven broke two days ago, but what a smell of bread.",
                "My sister Clara called and wants to visit next month with the children.",
                "That is good news, I have missed her since the summer.")
            .get(said % 4);
    if (prompt.contains("share a photo") && said % 3 == 1) {
      words +=
          said % 2 == 1
              ? " [shares a photo of a brown dog on a sofa]"
              : " [shares a photo of a red bicycle]";
    }
    return prompt.contains("write [END]") ? words + " Good night! [END]" : words;
  }

  private static String facts(String prompt) {
    Matcher pair = Pattern.compile("A chat of ([^.]+) and ([^.]+)\\.").matcher(prompt);
    if (!pair.find()) {
      return "{}";
    }
    var by = new ArrayList<String>();
    for (String name : List.of(pair.group(1), pair.group(2))) {
      var own = new ArrayList<String>();
      for (Matcher m = Pattern.compile("\\[(D\\d+:\\d+)] ([^:]+): ").matcher(prompt);
          m.find() && own.size() < 6; ) {
        if (m.group(2).equals(name)) {
          own.add("[\"" + name + " spoke of the bakery.\", \"" + m.group(1) + "\"]");
        }
      }
      by.add("\"" + name + "\": [" + String.join(", ", own) + "]");
    }
    return "{" + String.join(", ", by) + "}";
  }

  private static String questions(String prompt) {
    var ids = new ArrayList<String>();
    for (Matcher m = Pattern.compile("\\[(D\\d+:\\d+)] \\([^)]*\\) ([^:]+): ").matcher(prompt);
        m.find(); ) {
      ids.add("\"" + m.group(1) + "\"");
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
        + " did Ada go?\", \"answer\": \"the bakery\", \"evidence\": ["
        + ids.get(0)
        + ", "
        + ids.get(1)
        + "]}]";
  }

  // Words

  /** So many words of the text that stand together. */
  private static String sample(String text, int count) {
    if (text.isBlank()) {
      return "tea";
    }
    String[] words = text.strip().split("\\s+");
    int from = hash(text, Math.max(1, words.length - count));
    return String.join(" ", List.of(words).subList(from, Math.min(words.length, from + count)));
  }

  private static String half(String text) {
    return text.substring(0, text.length() / 2);
  }

  private static int hash(String text, int below) {
    int hash = text.hashCode() * 0x9E3779B1;
    return Math.floorMod(hash ^ hash >>> 15, below);
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
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + "\"";
  }
}
