import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a full-context run's input a provider's prefix cache serves, and whether the cost
 * is right: {@code java scripts/check/PrefixCache.java LAUNCHER DATA_FILE [MILLIS]}. The provider
 * is a server in this process that keeps the beginnings of prompts once it has answered them: of
 * OpenAI's dialect in blocks of 128 tokens from 1024 on, of Anthropic's up to the mark. Four
 * characters are a token; an answer takes MILLIS (default 50). Exit code 1 when less than 90 % was
 * served or a cost is off by half a cent.
 */
public class PrefixCache {
  static final int CHARACTERS = 4;
  static final int BLOCK = 128 * CHARACTERS;
  static final Set<String> KEPT = ConcurrentHashMap.newKeySet();
  static long millis = 50;
  static long requests, input, read, written, output;

  /** US dollars per million tokens. */
  record Rates(String model, double input, double cached, double write, double output) {}

  public static void main(String[] args) throws Exception {
    millis = args.length > 2 ? Long.parseLong(args[2]) : millis;
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", PrefixCache::handle);
    server.start();
    boolean good = true;
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    for (Rates rates :
        new Rates[] {
          new Rates("openai:gpt-4o-mini", 0.15, 0.075, 0.15, 0.60),
          new Rates("anthropic:claude-sonnet-4-5", 3, 0.30, 3.75, 15)
        }) {
      good &= check(rates, args[0], args[1], url);
    }
    server.stop(0);
    System.exit(good ? 0 : 1);
  }

  static boolean check(Rates rates, String launcher, String data, String url) throws Exception {
    KEPT.clear();
    requests = input = read = written = output = 0;
    Path work = Files.createTempDirectory("prefix-cache");
    String[] model = rates.model().split(":");
    Path prices =
        Files.writeString(
            work.resolve("prices.json"),
            String.format(
                Locale.ROOT,
                """
                {"date": "2026-01-01", "source": "a check", "usd_per_million_tokens": {"%s": {"%s": {"input": %s, "cached_input": %s,
                 "cache_write": %s, "output": %s}}}}\
                """,
                model[0],
                model[1],
                rates.input(),
                rates.cached(),
                rates.write(),
                rates.output()));
    var builder =
        new ProcessBuilder(
            launcher,
            "eval-qa",
            "--data-file",
            data,
            "--model",
            rates.model(),
            "--base-url",
            url,
            "--context",
            "full",
            "--no-cache",
            "--prices",
            prices.toString(),
            "--run",
            work.resolve("run").toString(),
            "--json");
    builder.environment().put("OPENAI_API_KEY", "none");
    builder.environment().put("ANTHROPIC_API_KEY", "none");
    Path out = work.resolve("out.json");
    int code =
        builder
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(out.toFile())
            .start()
            .waitFor();
    double told = number(Files.readString(out), "cost_usd");
    double due =
        ((input - read - written) * rates.input()
                + read * rates.cached()
                + written * rates.write()
                + output * rates.output())
            / 1e6;
    double share = 100.0 * read / input;
    System.out.printf(
        Locale.ROOT,
        "%s: exit %d, %,d requests, %,d tokens in, %.2f %% of them from the cache, $%.4f told,"
            + " $%.4f due, $%.4f without a cache%n",
        rates.model(),
        code,
        requests,
        input,
        share,
        told,
        due,
        (input * rates.input() + output * rates.output()) / 1e6);
    return share >= 90
        && Math.abs(told - due) < 0.005
        && number(Files.readString(out), "cached_input_tokens") == read;
  }

  static double number(String json, String name) {
    Matcher m = Pattern.compile("\"" + name + "\"\\s*:\\s*([\\d.E-]+)").matcher(json);
    return m.find() ? Double.parseDouble(m.group(1)) : Double.NaN;
  }

  static void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean anthropic = exchange.getRequestURI().getPath().endsWith("/messages");
    byte[] reply = (anthropic ? anthropic(body) : openAi(body)).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, reply.length);
    try (var to = exchange.getResponseBody()) {
      to.write(reply);
    }
  }

  static String openAi(String body) {
    String prompt = body.substring(body.indexOf("\"messages\""));
    int blocks = prompt.length() / BLOCK;
    int held = blocks;
    while (held > 0 && !KEPT.contains(prompt.substring(0, held * BLOCK).hashCode() + " " + held)) {
      held--;
    }
    answering();
    for (int i = 8; i <= blocks; i++) {
      KEPT.add(prompt.substring(0, i * BLOCK).hashCode() + " " + i);
    }
    long tokens = prompt.length() / CHARACTERS;
    count(tokens, held * 128L, 0);
    return """
    {"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}],\
    "usage":{"prompt_tokens":%d,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":%d}}}\
    """
        .formatted(tokens, held * 128);
  }

  static String anthropic(String body) {
    int mark = body.indexOf("\"cache_control\"");
    Matcher system = Pattern.compile("(?s)\"system\"\\s*:\\s*\\[.*?}\\s*]").matcher(body);
    String before = mark < 0 ? "" : body.substring(body.indexOf("\"messages\""), mark);
    String marked = (system.find() ? system.group() : "") + before;
    long prefix = before.isEmpty() ? 0 : marked.length() / CHARACTERS;
    boolean held = KEPT.contains(marked);
    answering();
    KEPT.add(marked);
    long tokens = body.length() / CHARACTERS;
    count(tokens, held ? prefix : 0, held ? 0 : prefix);
    return """
    {"id":"1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn",\
    "usage":{"input_tokens":%d,"cache_read_input_tokens":%d,"cache_creation_input_tokens":%d,"output_tokens":2}}\
    """
        .formatted(tokens - prefix, held ? prefix : 0, held ? 0 : prefix);
  }

  static void answering() {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static synchronized void count(long tokens, long held, long kept) {
    requests++;
    input += tokens;
    read += held;
    written += kept;
    output += 2;
  }
}
