import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Hostile inputs through the program's own entry, many in one process: see hostile.sh.
 *
 * <p>usage: Hostile ROOT WORK [PART...], where PART is files, folders, values, json, replies,
 * models, full or text
 */
public final class Hostile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
  private static final int SECONDS = Integer.getInteger("hostile.seconds", 120);
  private static final long MOST_MILLIS = Integer.getInteger("hostile.cpu", 30) * 1000L;
  private static final int EVERY = Integer.getInteger("hostile.every", 1);
  private static final Pattern ONLY = Pattern.compile(System.getProperty("hostile.only", ""));
  private static final OperatingSystemMXBean CPU =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final String KEY = "sk-hostile-0123456789-abcdefghijklmnop";

  /** What a terminal obeys or hides: controls but line feed and tabulator, directions, marks. */
  private static final Pattern RAW =
      Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069\\uFEFF]");

  private static final Pattern FOREIGN =
      Pattern.compile(
          "^\\s+at [\\w.$]+\\(|internal"
              + " error|\\b(java|javax|jdk|sun|com|org|ai|io)\\.[a-z]\\w*\\.[\\w.]*(Exception|Error)\\b"
              + "|\\b(NullPointer|ClassCast|IllegalState|IndexOutOfBounds|Json\\w+|NumberFormat)Exception",
          Pattern.MULTILINE);

  private static final Pattern FORMULA =
      Pattern.compile("^(?:.*,)?\"?[=@+][A-Za-z(]", Pattern.MULTILINE);

  private final Path root;
  private final Path work;
  private final Path good;
  private final Map<String, String> places = new LinkedHashMap<>();
  private final Map<String, Integer> tried = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private volatile byte[] reply = {};
  private volatile int status = 200;
  private String part = "";
  private int counter;
  private int models;

  private Hostile(Path root, Path work) {
    this.root = root;
    this.work = work;
    this.good = work.resolve("good");
  }

  public static void main(String[] args) throws Exception {
    var hostile = new Hostile(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath());
    System.setIn(new ByteArrayInputStream(new byte[0]));
    hostile.prepare();
    var parts =
        args.length > 2
            ? List.of(args).subList(2, args.length)
            : List.of("files", "folders", "values", "json", "replies", "models", "full", "text");
    for (String one : parts) {
      hostile.part = one;
      long from = System.nanoTime();
      switch (one) {
        case "files" -> hostile.files();
        case "folders" -> hostile.folders();
        case "values" -> hostile.values();
        case "json" -> hostile.json();
        case "replies" -> hostile.replies();
        case "models" -> hostile.models();
        case "full" -> hostile.full();
        case "text" -> hostile.text();
        default -> throw new IllegalArgumentException(one);
      }
      System.out.printf(
          "%s: %d tried, %d s%n",
          one, hostile.tried.getOrDefault(one, 0), (System.nanoTime() - from) / 1000000000);
    }
    hostile.wrong.forEach(System.out::println);
    int all = hostile.tried.values().stream().mapToInt(n -> n).sum();
    System.out.printf("%d hostile inputs tried, %d went wrong%n", all, hostile.wrong.size());
    System.out.flush();
    Runtime.getRuntime().halt(hostile.wrong.isEmpty() ? 0 : 1);
  }

  // ---- What is run, and how it has to end

  private record Ended(int code, String out, String err) {}

  private void check(String name, List<String> args) {
    check(name, args, false);
  }

  /**
   * Runs it; wrong is what hangs, dies, shows a foreign text, a raw control character or the key.
   */
  private void check(String name, List<String> args, boolean full) {
    if (!ONLY.matcher(part + " " + name).find() || counter++ % EVERY != 0) {
      return;
    }
    tried.merge(part, 1, Integer::sum);
    try {
      Files.writeString(
          work.resolve("current"),
          part
              + " "
              + name
              + "\n"
              + String.join(" ", args)
                  .substring(0, Math.min(500, String.join(" ", args).length())));
    } catch (IOException | RuntimeException e) {
      // Only for whoever looks at a process that was aborted.
    }
    Path folder = work.resolve("case");
    long from = System.nanoTime();
    long cpu = CPU.getProcessCpuTime();
    String problem;
    String said = "";
    try {
      Files.createDirectories(folder);
      for (String arg : args) {
        if (arg.contains("{tmp}/spoiled/") && !Files.exists(folder.resolve("spoiled"))) {
          spoil(Path.of(arg.substring(arg.indexOf("{tmp}")).replace("{tmp}", folder.toString())));
        }
      }
      Ended ended = run(args.stream().map(a -> placed(a, folder)).toList(), full);
      problem = problem(ended, full);
      if (Boolean.getBoolean("hostile.codes")) {
        System.out.println(
            ended.code
                + " "
                + (System.nanoTime() - from) / 1000000
                + " ms "
                + name
                + ": "
                + ended.err.lines().findFirst().orElse("").replaceAll("\\p{Cc}", "?"));
      }
      said = ended.err + (problem.startsWith("shows on stdout") ? ended.out : "");
      if (problem.isEmpty() && leaked(folder)) {
        problem = "key in a file";
      }
    } catch (TimeoutException e) {
      problem = "HANGS";
    } catch (Exception e) {
      problem = "dies: " + e;
    }
    // Of the processor, so that a busy machine is no fault.
    long millis = (CPU.getProcessCpuTime() - cpu) / 1_000_000;
    // Some fifty replies of 7 MB, sent and read in one process, are half a gigabyte to go through
    // several times.
    long most = name.endsWith("7 MB") ? 3 * MOST_MILLIS : MOST_MILLIS;
    if (problem.isEmpty() && millis > most) {
      problem = "takes " + millis + " ms of the processor";
    }
    if (!problem.isEmpty()) {
      String line = part + " " + name + ": " + problem;
      String shown = said.length() > 400 ? said.substring(0, 400) : said;
      wrong.add(RAW.matcher(line).replaceAll("?"));
      System.out.println(
          "WRONG " + RAW.matcher(line + "\n    " + shown.replace("\n", "\n    ")).replaceAll("?"));
      System.out.flush();
    }
    remove(folder);
  }

  private static String problem(Ended ended, boolean full) {
    if (!List.of(0, 1, 2, 3, 4).contains(ended.code)) {
      return "exit code " + ended.code;
    }
    if (full && ended.code == 0) {
      return "exit code 0, though nothing could be written";
    }
    var foreign = FOREIGN.matcher(ended.err);
    if (foreign.find()) {
      return "foreign text: " + foreign.group();
    }
    var raw = RAW.matcher(ended.err);
    if (raw.find()) {
      return "shows a raw \\u%04x".formatted((int) raw.group().charAt(0));
    }
    raw = RAW.matcher(ended.out.replace("\r\n", "\n"));
    if (raw.find()) {
      return "shows on stdout a raw \\u%04x".formatted((int) raw.group().charAt(0));
    }
    if (ended.code > 1 && (ended.err + ended.out).isBlank()) {
      return "exit code " + ended.code + " and nothing said";
    }
    if (ended.err.lines().anyMatch(l -> l.length() > 2000)) {
      return "a line of "
          + ended.err.lines().mapToInt(String::length).max().getAsInt()
          + " characters";
    }
    return (ended.out + ended.err).contains(KEY) ? "shows the key" : "";
  }

  private static boolean leaked(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        if (Files.size(file) < 5_000_000
            && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(KEY)) {
          return true;
        }
      }
    }
    return false;
  }

  private Ended run(List<String> args, boolean full) throws Exception {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var complaints = new PrintWriter(err, true, StandardCharsets.UTF_8);
    Map<String, String> environment =
        Map.of(
            "LOCOMO_HOME",
            work.resolve("home").toString(),
            "OPENAI_API_KEY",
            KEY,
            "HF_HUB_OFFLINE",
            "1",
            "AWS_ENDPOINT_URL",
            "http://127.0.0.1:1",
            "AWS_ACCESS_KEY_ID",
            "x",
            "AWS_SECRET_ACCESS_KEY",
            KEY,
            "AWS_REGION",
            "x");
    var task =
        new FutureTask<Integer>(() -> {
          try (OutputStream to = full ? new FileOutputStream("/dev/full") : out) {
            return Main.run(to, complaints, environment, args.toArray(String[]::new));
          }
        });
    Thread thread = new Thread(task, "case");
    thread.setDaemon(true);
    thread.start();
    try {
      int code = ended(task);
      return new Ended(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      // What computes without end goes on and takes the processor from all that follows.
      hung(String.join(" ", args));
      throw e;
    }
  }

  /** Waits for as long as it computes, up to a limit; a busy machine alone is no hang. */
  private static int ended(FutureTask<Integer> task) throws Exception {
    long cpu = CPU.getProcessCpuTime();
    for (int waited = 0; ; waited += SECONDS) {
      try {
        return task.get(SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        long used = (CPU.getProcessCpuTime() - cpu) / 1_000_000_000;
        boolean computes = used > SECONDS / 10 && used < SECONDS;
        if (!computes || waited > 9 * SECONDS) {
          throw e;
        }
      }
    }
  }

  /** Says where all threads are, and ends the process: the other parts have one of their own. */
  private void hung(String call) throws Exception {
    Path dump = work.resolve("threads");
    Files.deleteIfExists(dump);
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    System.out.println(
        "WRONG "
            + part
            + ": HANGS, and the rest of this part was not tried: "
            + RAW.matcher(call).replaceAll("?"));
    for (String stack : Files.readString(dump).split("\n\n")) {
      if (stack.contains("dev.locomo")
          && !stack.contains("Hostile.main")
          && !stack.contains(".park(")) {
        System.out.println(stack);
      }
    }
    System.out.printf(
        "%d hostile inputs tried, %d went wrong%n",
        tried.values().stream().mapToInt(n -> n).sum(), wrong.size() + 1);
    System.out.flush();
    Runtime.getRuntime().halt(1);
  }

  // ---- What is needed to try: good files, in the work folder

  private String placed(String text, Path folder) {
    String placed = text.replace("{tmp}", folder.toString());
    for (var place : places.entrySet()) {
      placed = placed.replace("{" + place.getKey() + "}", place.getValue());
    }
    return placed;
  }

  private void prepare() throws Exception {
    Files.createDirectories(good);
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(status, reply.length == 0 ? -1 : reply.length);
            exchange.getResponseBody().write(reply);
          } catch (IOException e) {
            // Whoever asked is gone.
          }
        });
    server.start();
    places.put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    reply = chat("\"fine\"");
    String resources = root + "/locomo-rag/src/test/resources/dev/locomo/rag/";
    var data = (ArrayNode) JSON.readTree(root.resolve("data/locomo-demo.json").toFile());
    while (data.size() > 1) {
      data.remove(1);
    }
    trim(data, 14);
    write("data.json", data.toString());
    places.put("blip", resources + "vision/blip");
    places.put("tiny", resources + "embed/djl/tiny");
    places.put("chat", resources + "causal/tiny-chat");
    places.put("inputs", good.toString());
    places.put("run", good + "/run");
    places.put("pred", good + "/run/predictions.jsonl");
    write("claims.csv", "label,score\nsingle hop,71.2\nmulti-hop,50\noverall,66.0\n");
    write(
        "models.json",
        "{\"models\": {\"my\": {\"provider\": \"openai\", \"model\": \"m\", \"context\": 8000}}}");
    write(
        "prices.json",
        "{\"date\": \"2026-01-01\", \"source\": \"x\", \"usd_per_million_tokens\": {\"openai\":"
            + " {\"m\": {\"input\": 1, \"output\": 2}}}}");
    write(
        "memory.json",
        "{\"name\": \"m\", \"about\": \"x\", \"tried\": \"x\", \"kind\": \"process\", \"command\":"
            + " [\"false\"]}");
    write(
        "labels.jsonl",
        "{\"question_id\": \"demo-1/0\", \"label\": \"right\", \"labeller\": \"x\"}\n");
    write(
        "errors.json",
        "[{\"question_id\": \"locomo_0_qa0\", \"error_type\": \"WRONG_ANSWER\", \"question\":"
            + " \"x\"}]");
    write("texts.jsonl", "{\"id\": \"a\", \"text\": \"b\"}\n{\"id\": \"c\", \"text\": \"d\"}\n");
    write(
        "reproduce.yaml",
        "name: x\n"
            + "tier: exact\n"
            + "about: One.\n"
            + "inputs:\n"
            + "  data: {file: data.json}\n"
            + "answers: gold\n"
            + "run: [score, --data-file, \"{data}\", --predictions, \"{answers}\"]\n"
            + "expect:\n"
            + "  - {at: /metrics/token-f1/overall/mean, value: 1, tolerance: 1.0e-9, source: x}\n");
    for (String name : List.of("images", "labelled", "store", "bundle")) {
      places.put(
          name,
          good.resolve(
                  name.equals("store") ? "store.db" : name.equals("bundle") ? "bundle.zip" : name)
              .toString());
    }
    Files.createDirectories(good.resolve("images"));
    Files.copy(Path.of(resources, "image/png-rgb.png"), good.resolve("images/a.png"));
    for (String[] made :
        new String[][] {
          {
            "eval-qa",
            "--data-file",
            "{data}",
            "--model",
            "extractive",
            "--limit",
            "12",
            "--run",
            "{run}"
          },
          {
            "eval-qa",
            "--data-file",
            "{data}",
            "--model",
            "extractive",
            "--limit",
            "12",
            "--run",
            "{labelled}"
          },
          {
            "eval-qa",
            "--data-file",
            "{data}",
            "--model",
            "extractive",
            "--limit",
            "12",
            "--context",
            "oracle",
            "--run",
            "{run}3"
          },
          {
            "eval-qa",
            "--data-file",
            "{data}",
            "--model",
            "extractive",
            "--limit",
            "12",
            "--run",
            "{run}1",
            "--shard",
            "1/2"
          },
          {
            "eval-qa",
            "--data-file",
            "{data}",
            "--model",
            "extractive",
            "--limit",
            "12",
            "--run",
            "{run}2",
            "--shard",
            "2/2"
          },
          {"runs", "import", "--store", good + "/store.db", "{run}"},
          {"runs", "bundle", "--out", good + "/bundle.zip", "{run}"}
        }) {
      Ended ended = run(Stream.of(made).map(a -> placed(a, work)).toList(), false);
      if (ended.code != 0) {
        throw new IllegalStateException(List.of(made) + ": " + ended);
      }
    }
  }

  private Path write(String name, String text) throws IOException {
    places.put(name.replaceFirst("\\..*", ""), good.resolve(name).toString());
    return Files.writeString(good.resolve(name), text);
  }

  private static byte[] chat(String content) {
    return chat(content, "{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}");
  }

  private static byte[] chat(String content, String usage) {
    return ("{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
            + content
            + "},\"finish_reason\":\"stop\"}],\"usage\":"
            + usage
            + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | java.io.UncheckedIOException e) {
      // The next case finds it, which is no harm.
    }
  }

  /** A call of each verb that ends well, to be spoiled. */
  private static Map<String, List<String>> calls() {
    String gpt = "--model openai:gpt-4o-mini --base-url {url} --attempts 1 --no-cache ";
    String judge =
        "--data-file {data} --judge openai:gpt-4o --base-url {url} --attempts 1 --no-cache --out"
            + " {tmp}/j ";
    var calls = new LinkedHashMap<String, List<String>>();
    for (String line :
        List.of(
            "eval-qa|--data-file {data} --model extractive --limit 3 --run {tmp}/r",
            "eval-retrieval|--data-file {data} --retriever bm25",
            "eval-events|--data-file {data} --run {tmp}/r --verifier openai:gpt-4o"
                + " --verifier-base-url {url} "
                + gpt,
            "eval-dialog|--data-file {data} --run {tmp}/r --max-turns 2 " + gpt,
            "score|--predictions {pred} --data-file {data}",
            "embed|--texts {texts} --retriever hf:{tiny} --out {tmp}/v.npy --emb-dir {tmp}/e",
            "annotate observations|--data-file {data} --run {tmp}/r --out-file {tmp}/o.json " + gpt,
            "annotate summaries|--data-file {data} --run {tmp}/r --out-file {tmp}/o.json " + gpt,
            "caption|--images {images} --caption-model {blip} --out-file {tmp}/c.jsonl --run"
                + " {tmp}/r",
            "judge|--predictions {pred} --limit 2 " + judge,
            "judge calibrate|--per-kind 1 " + judge,
            "judge label draw|--count 3 --run {run} --data-file {data} --out {tmp}/l.jsonl",
            "judge label import|--run {labelled} --data-file {data} {labels}",
            "generate|--out-dir {tmp}/g --description friends --num-days 20 --num-sessions 1"
                + " --embedder bm25 "
                + gpt,
            "data check|{data}",
            "data stats|{data}",
            "data show|{data} demo-1",
            "data convert|--data-file {data} --to beir --out {tmp}/c",
            "data sample|--data-file {data} --seed 1 --out {tmp}/s.json",
            "data fetch|locomo10 --from {data} --out {tmp}/f.json",
            "data errata derive|--data-file {data} --out {tmp}/e.json",
            "data errata import|--data-file {data} --from {errors} --out {tmp}/e.json",
            "check-claims|{claims}",
            "protocol list|",
            "protocol show|locomo",
            "protocol import|--from {images}",
            "models list|",
            "models update|{models}",
            "memory list|",
            "memory show|{memory}",
            "memory check|{memory}",
            "compare|--data-file {data} {run} {run}3",
            "report|--run {run} --data-file {data}",
            "merge|--out {tmp}/m --data-file {data} {run}1 {run}2",
            "runs import|--store {tmp}/s.db --data-file {data} {run}",
            "runs list|--store {store}",
            "runs show|--store {store} run",
            "runs query|--store {store} SELECT(1)",
            "runs delete|--store {store} nothing",
            "runs bundle|--out {tmp}/b.zip {run}",
            "runs verify|--data-file {data} {bundle}",
            "view|--bundle {tmp}/v --data-file {data} {run}",
            "reproduce|--file {reproduce} --inputs " + "{inputs} x",
            "config show|",
            "generate-completion|")) {
      String[] halves = line.split("\\|", 2);
      calls.put(halves[0], Stream.of((halves[0] + " " + halves[1]).trim().split(" +")).toList());
    }
    return calls;
  }

  private static List<CommandLine.Model.ArgSpec> options(String verb) throws Exception {
    Method all = Class.forName("dev.locomo.cli.Verbs").getDeclaredMethod("commandLine", List.class);
    all.setAccessible(true);
    var line = (CommandLine) all.invoke(null, List.of("config"));
    for (String word : verb.split(" ")) {
      line = line.getSubcommands().get(word);
    }
    var found =
        new ArrayList<CommandLine.Model.ArgSpec>(
            new LinkedHashSet<>(line.getCommandSpec().options()));
    // What every verb takes is read in one place, so that one verb is enough.
    found.removeIf(o ->
        o.arity().max() == 0
            || !verb.equals("score")
                && List.of("--ca-file", "--config", "--log-file", "--log-format", "--log-level")
                    .contains(name(o)));
    found.addAll(line.getCommandSpec().positionalParameters());
    return found;
  }

  /** The call with this value for this option, or in place of its first argument without a name. */
  private static List<String> spoiled(
      List<String> call, String verb, CommandLine.Model.ArgSpec spec, String value) {
    var args = new ArrayList<String>(call);
    if (spec instanceof CommandLine.Model.OptionSpec option) {
      int at = args.indexOf(option.longestName());
      if (at >= 0) {
        args.set(at + 1, value);
      } else {
        args.add(verb.split(" ").length, option.longestName() + "=" + value);
      }
    } else {
      int at = verb.split(" ").length;
      while (at < args.size() && args.get(at).startsWith("--")) {
        at += 2;
      }
      if (at < args.size()) {
        args.set(at, value);
      } else {
        args.add(value);
      }
    }
    return args;
  }

  // ---- The kinds

  /**
   * The file of this kind, a new one for each call: none may touch what is outside of the work
   * folder.
   */
  private void spoil(Path file) throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    String name = file.getFileName().toString();
    Path from = work.resolve("bad").resolve(name.equals("below") ? "empty" : name);
    switch (name) {
      case "fifo" -> make("mkfifo", file.toString());
      case "zero" -> make("mknod", file.toString(), "c", "1", "5");
      case "full" -> make("mknod", file.toString(), "c", "1", "7");
      case "folder" -> Files.createDirectories(file);
      case "loop" -> Files.createSymbolicLink(file, file);
      case "below" -> {
        Files.delete(file.getParent());
        Files.copy(from, file.getParent());
      }
      default -> {
        if (Files.exists(from)) {
          Files.copy(from, file);
        }
      }
    }
  }

  /** Whoever may not make devices goes without them. */
  private static void make(String... command) throws IOException, InterruptedException {
    new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  /** Every file that an option of any verb names, as what is no file, or not such a one. */
  private void files() throws Exception {
    Path bad = Files.createDirectories(work.resolve("bad"));
    Files.writeString(bad.resolve("empty"), "");
    Files.write(
        bad.resolve("bytes"),
        new byte[] {(byte) 0x80, 0, 27, '[', '2', 'J', (byte) 0xff, (byte) 0xfe, 10, 13, 1});
    Files.writeString(bad.resolve("deep"), "[".repeat(300_000));
    Files.writeString(bad.resolve("deepobject"), "{\"a\":".repeat(100_000));
    Files.writeString(bad.resolve("number"), "[" + "9".repeat(1_000_000) + "]");
    Files.writeString(bad.resolve("numbers"), "a,b\nx," + "9".repeat(1_000_000) + "\n");
    Files.writeString(bad.resolve("null"), "null");
    Files.writeString(bad.resolve("nulls"), "[null, null]\n");
    Files.writeString(bad.resolve("object"), "{}\n");
    Files.writeString(bad.resolve("escapes"), "\u001b[31m\u202e,\u009b2J\n\u001b]0;x\u0007\n");
    Files.writeString(
        bad.resolve("escapedkeys"),
        "{\"\\u001b[31m\\u202e\": {\"\\u009b2J\": \"\\u001b]0;x\\u0007\"}}\n");
    Files.writeString(
        bad.resolve("surrogate"),
        "{\"a\": \"\\ud800\", \"\\udc00\": 1, \"n\\u0000\": \"\\u0000\"}\n");
    Files.writeString(bad.resolve("line"), "x".repeat(5_000_000));
    Files.writeString(bad.resolve("lines"), "\n".repeat(3_000_000));
    Files.writeString(bad.resolve("quotes"), "\"".repeat(400_001));
    Files.writeString(
        bad.resolve("spaces"), "a" + " ".repeat(300_000) + "b = " + " ".repeat(300_000) + "\n");
    Files.writeString(
        bad.resolve("alias"),
        "a: &a [x]\n"
            + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n"
            + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
            + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\n"
            + "e: &e [*d,*d,*d,*d,*d,*d,*d,*d]\n"
            + "f: &f [*e,*e,*e,*e,*e,*e,*e,*e]\n"
            + "g: [*f,*f,*f,*f,*f,*f,*f,*f]\n");
    Files.writeString(
        bad.resolve("java.yaml"),
        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL"
            + " [\"http://127.0.0.1:1\"]]]]\n");
    var kinds =
        new ArrayList<>(
            List.of(
                "fifo", "zero", "full", "folder", "loop", "none", "empty/below", "x".repeat(300)));
    try (Stream<Path> all = Files.list(bad)) {
      all.sorted().map(Path::getFileName).map(Path::toString).forEach(kinds::add);
    }
    for (var call : calls().entrySet()) {
      for (var spec : options(call.getKey())) {
        if (Pattern.compile("FILE|DIR|DESC|PLACE|NAME\\|").matcher(spec.paramLabel()).find()) {
          for (String kind : kinds) {
            check(
                call.getKey() + " " + spec.paramLabel() + " " + name(spec) + " " + kind,
                spoiled(call.getValue(), call.getKey(), spec, "{tmp}/spoiled/" + kind));
          }
        }
      }
    }
  }

  /** Every file of a folder that the program reads, as what is no file, or not such a one. */
  private void folders() throws Exception {
    Files.createDirectories(work.resolve("bad"));
    for (var one :
        Map.of(
                "bytes",
                "\u0080\0\u001b[2J\n",
                "deep",
                "[".repeat(300_000),
                "empty",
                "",
                "line",
                "x".repeat(5_000_000),
                "number",
                "[" + "9".repeat(1_000_000) + "]",
                "null",
                "null\n",
                "object",
                "{}\n",
                "surrogate",
                "{\"a\": \"\\ud800\", \"question_id\": \"\\udc00\"}\n")
            .entrySet()) {
      Files.writeString(work.resolve("bad").resolve(one.getKey()), one.getValue());
    }
    String asked =
        "eval-qa --data-file {data} --limit 4 --base-url {url} --attempts 1 --model"
            + " openai:gpt-4o-mini --cache ";
    run(
        Stream.of((asked + good + "/cache --run " + good + "/asked").split(" "))
            .map(a -> placed(a, work))
            .toList(),
        false);
    String folder = "{tmp}/spoiled";
    spoilEach(
        Path.of(places.get("run")),
        Stream.concat(
                formats().stream()
                    .map(f -> "report --format " + f + " --data-file {data} --run " + folder),
                Stream.of(
                    "compare --data-file {data} {run}3 " + folder,
                    "runs import --store {tmp}/s.db --data-file {data} " + folder,
                    "runs bundle --out {tmp}/b.zip " + folder,
                    "runs verify --data-file {data} " + folder,
                    "view --bundle {tmp}/v --data-file {data} " + folder,
                    "merge --out {tmp}/m --data-file {data} {run}1 " + folder,
                    "judge label draw --data-file {data} --out {tmp}/l.jsonl --run " + folder,
                    "score --data-file {data} --predictions " + folder + "/predictions.jsonl",
                    "eval-qa --data-file {data} --model extractive --limit 12 --run " + folder))
            .toList());
    spoilEach(
        good.resolve("asked"),
        List.of(
            asked + "{tmp}/c --run " + folder, asked + "{tmp}/c --retry-failed --run " + folder));
    spoilEach(good.resolve("cache"), List.of(asked + folder + " --run {tmp}/r"));
    spoilEach(
        Path.of(places.get("tiny")),
        List.of(
            "embed --texts {texts} --out {tmp}/v.npy --emb-dir {tmp}/e --retriever hf:" + folder));
    spoilEach(
        Path.of(places.get("chat")),
        List.of(
            "eval-qa --data-file {data} --limit 1 --context none --run {tmp}/r --model local:"
                + folder));
    spoilEach(
        Path.of(places.get("blip")),
        List.of(
            "caption --images {images} --caption-model "
                + folder
                + " --out-file {tmp}/c.jsonl --run {tmp}/r"));
    spoilEach(
        Path.of(places.get("images")),
        List.of(
            "caption --images "
                + folder
                + " --caption-model {blip} --out-file {tmp}/c.jsonl --run {tmp}/r"));
  }

  /** Each file with each kind, and one call, so that all calls are tried in turn. */
  private void spoilEach(Path folder, List<String> calls) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    int turn = 0;
    for (Path file : files) {
      for (String kind :
          List.of(
              "fifo",
              "zero",
              "folder",
              "loop",
              "none",
              "bytes",
              "deep",
              "empty",
              "line",
              "number",
              "null",
              "object",
              "surrogate")) {
        Path copy = work.resolve("case/spoiled");
        remove(copy);
        Files.createDirectories(copy.getParent());
        copy(folder, copy);
        Path spoiled = copy.resolve(folder.relativize(file).toString());
        Files.delete(spoiled);
        spoil(work.resolve("case/kinds").resolve(kind));
        if (Files.exists(
                work.resolve("case/kinds").resolve(kind), java.nio.file.LinkOption.NOFOLLOW_LINKS)
            && !kind.equals("loop")) {
          Files.move(work.resolve("case/kinds").resolve(kind), spoiled);
        } else if (kind.equals("loop")) {
          Files.createSymbolicLink(spoiled, spoiled);
        }
        String call = calls.get(turn++ % calls.size());
        check(
            call.split(" -", 2)[0]
                + " "
                + folder.getFileName()
                + "/"
                + file.getFileName()
                + " "
                + kind,
            List.of(call.split(" ")));
        remove(work.resolve("case"));
      }
    }
  }

  private static String name(CommandLine.Model.ArgSpec spec) {
    return spec instanceof CommandLine.Model.OptionSpec option ? option.longestName() : "<>";
  }

  /** Every option of every verb with a value that is none. */
  private void values() throws Exception {
    for (var call : calls().entrySet()) {
      for (var spec : options(call.getKey())) {
        for (String value :
            List.of(
                "",
                "nothing\0",
                "NaN",
                "-1",
                "1e999",
                "99999999999999999999",
                "\u001b[31mred\u202e",
                ",,",
                "%s%n{}",
                "[[[",
                "../../..",
                "\ud800",
                "a".repeat(5000),
                "0",
                "Infinity",
                "a=b=c",
                "1/0",
                "${x}",
                "{\"a\":1}")) {
          String named = name(spec);
          boolean waits =
              named.equals("--port")
                  || named.equals("--bundle") && value.isEmpty()
                  || named.equals("--timeout");
          if (!waits) {
            check(
                call.getKey()
                    + " "
                    + named
                    + " '"
                    + value.substring(0, Math.min(20, value.length()))
                    + "'",
                spoiled(call.getValue(), call.getKey(), spec, value));
          }
        }
      }
    }
  }

  /** Good documents with one value replaced, read by every verb that reads them. */
  private void json() throws Exception {
    var values = new ArrayList<JsonNode>();
    for (String value :
        List.of(
            "null",
            "1e400",
            "-1",
            "9223372036854775808",
            "\"\"",
            "\"\\u0000\"",
            "\"\\u001b[31m\\u202e\\u009b2J\\r\\n\"",
            "\"=cmd|' /C calc'!A0\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[null]",
            "true",
            "\"NaN\"",
            "0.5")) {
      values.add(JSON.readTree(value));
    }
    values.add(JSON.getNodeFactory().textNode("x".repeat(300_000)));
    values.add(JSON.getNodeFactory().textNode("((((".repeat(20_000)));
    values.add(JSON.getNodeFactory().textNode("D1:1;".repeat(50_000)));
    values.add(JSON.getNodeFactory().numberNode(new java.math.BigDecimal("9".repeat(100_000))));
    var small = (ArrayNode) JSON.readTree(Path.of(places.get("data")).toFile());
    while (small.size() > 1) {
      small.remove(1);
    }
    trim(small, 2);
    Path data = Files.createDirectories(work.resolve("json")).resolve("data.json");
    String read = "--data-file " + data;
    mutate(
        data,
        List.of(small),
        600,
        values,
        List.of(
            "data check " + data,
            "data stats " + data,
            "eval-qa --model extractive --run {tmp}/r " + read,
            "eval-retrieval --retriever bm25 " + read,
            "data sample --seed 1 --out {tmp}/s.json " + read,
            "data convert --to beir --out {tmp}/c " + read,
            "view --bundle {tmp}/v " + read + " {run}",
            "data errata derive --out {tmp}/e.json " + read,
            "eval-retrieval --retriever bm25 --rag-mode observation " + read));
    Path predictions = work.resolve("json/p.jsonl");
    mutate(
        predictions,
        lines(Path.of(places.get("pred"))).subList(0, 4),
        150,
        values,
        List.of(
            "score --data-file {data} --predictions " + predictions,
            "judge --data-file {data} --judge openai:gpt-4o --base-url {url} --attempts 1 --out"
                + " {tmp}/j --limit 2 --predictions "
                + predictions));
    for (String name :
        List.of("report.json", "spec.json", "manifest.json", "predictions.jsonl", "scores.jsonl")) {
      Path folder = work.resolve("json/run-" + name);
      Path from = Path.of(places.get("run"));
      if (Files.exists(from.resolve(name))) {
        copy(from, folder);
        var calls =
            new ArrayList<String>(
                List.of(
                    "compare --data-file {data} {run} " + folder,
                    "runs import --store {tmp}/s.db " + folder,
                    "view --bundle {tmp}/v " + folder,
                    "runs bundle --out {tmp}/b.zip " + folder,
                    "runs verify " + folder,
                    "merge --out {tmp}/m {run}1 " + folder,
                    "judge label draw --data-file {data} --out {tmp}/l --run " + folder));
        for (String format : formats()) {
          calls.add("report --format " + format + " --data-file {data} --run " + folder);
        }
        mutate(folder.resolve(name), lines(from.resolve(name)), 160, values, calls);
      } else {
        System.out.println("no " + name + " in a run");
      }
    }
    for (String[] file :
        new String[][] {
          {"prices", "eval-qa --dry-run --model openai:m --data-file {data} --prices "},
          {"models", "models list --models "},
          {"models", "models update "},
          {"memory", "memory show "},
          {"memory", "memory check "},
          {"texts", "embed --retriever hf:{tiny} --out {tmp}/v.npy --texts "},
          {"labels", "judge label import --run {labelled} --data-file {data} "}
        }) {
      Path copy = work.resolve("json/" + file[0] + ".json");
      mutate(copy, lines(Path.of(places.get(file[0]))), 200, values, List.of(file[1] + copy));
    }
  }

  private static List<String> formats() {
    return List.of("table", "json", "csv", "md", "latex", "html");
  }

  /** Leaves so many of everything, and two sessions. */
  private static void trim(JsonNode node, int most) {
    if (node instanceof ArrayNode array) {
      while (array.size() > most) {
        array.remove(most);
      }
    } else if (node instanceof ObjectNode object) {
      object.properties().stream()
          .map(Map.Entry::getKey)
          .filter(k -> k.matches(".*session_(?!1_|1$|2_|2$).*"))
          .toList()
          .forEach(object::remove);
    }
    node.forEach(child -> trim(child, most));
  }

  /** Its documents; a file of one is one, a file of lines has several. */
  private static List<JsonNode> lines(Path file) throws IOException {
    try (var all = JSON.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      return all.readAll();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Path there = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(there);
        } else {
          Files.copy(file, there);
        }
      }
    }
  }

  /**
   * As many as wanted, spread over all pairs of a place and a value; each is tried with one call.
   */
  private void mutate(
      Path file, List<JsonNode> documents, int most, List<JsonNode> values, List<String> calls)
      throws IOException {
    var spots = new ArrayList<Runnable>();
    var names = new ArrayList<String>();
    var undo = new ArrayList<Runnable>();
    for (JsonNode document : documents) {
      spots(document, "", values, spots, names, undo);
    }
    // A step without a common divisor visits places and values evenly.
    int step = Math.max(1, spots.size() / most) | 1;
    for (int i = 0, n = 0; i < spots.size(); i += step, n++) {
      spots.get(i).run();
      try (var out = Files.newBufferedWriter(file)) {
        for (JsonNode document : documents) {
          out.write(JSON.writeValueAsString(document) + "\n");
        }
      }
      undo.get(i).run();
      String call = calls.get(n % calls.size());
      check(
          file.getParent().getFileName()
              + " "
              + call.split(" -", 2)[0]
              + " "
              + file.getFileName()
              + names.get(i),
          List.of(call.split(" ")));
    }
  }

  private static void spots(
      JsonNode node,
      String at,
      List<JsonNode> values,
      List<Runnable> spots,
      List<String> names,
      List<Runnable> undo) {
    for (JsonNode value : values) {
      String shown = value.toString();
      String tail = " := " + shown.substring(0, Math.min(30, shown.length()));
      if (node instanceof ObjectNode object) {
        for (String key : object.properties().stream().map(Map.Entry::getKey).toList()) {
          JsonNode before = object.get(key);
          spots.add(() -> object.set(key, value));
          undo.add(() -> object.set(key, before));
          names.add(at + "/" + key + tail);
        }
      } else if (node instanceof ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
          int place = i;
          JsonNode before = array.get(i);
          spots.add(() -> array.set(place, value));
          undo.add(() -> array.set(place, before));
          names.add(at + "/" + i + tail);
        }
      }
    }
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(e -> spots(e.getValue(), at + "/" + e.getKey(), values, spots, names, undo));
    } else {
      for (int i = 0; i < node.size(); i++) {
        spots(node.get(i), at + "/" + i, values, spots, names, undo);
      }
    }
  }

  /** What a service may send, to every verb that asks one. */
  private void replies() throws Exception {
    var bodies = new LinkedHashMap<String, byte[]>();
    String hostile =
        "\"\\u001b[2J\\u202e\\u009b\\u0000 "
            + KEY
            + " "
            + KEY.toUpperCase(java.util.Locale.ROOT)
            + "\"";
    bodies.put("controls and the key", chat(hostile));
    bodies.put("surrogate", chat("\"a \\ud800 b\""));
    bodies.put("null content", chat("null"));
    bodies.put("number content", chat("5"));
    bodies.put("list content", chat("[{\"type\":\"text\",\"text\":\"x\"}]"));
    bodies.put("empty", new byte[0]);
    bodies.put("not json", "<html>\u001b[31m".getBytes(StandardCharsets.UTF_8));
    bodies.put(
        "invalid utf-8",
        "{\"choices\":[{\"message\":{\"content\":\"\u00ff\"}}]}"
            .getBytes(StandardCharsets.ISO_8859_1));
    bodies.put("deep", ("[".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
    bodies.put("deep content", chat("\"" + "[".repeat(50_000) + "\""));
    bodies.put("braces", chat("\"" + "{".repeat(100_000) + "\""));
    bodies.put("thoughts", chat("\"" + "<think>".repeat(30_000) + "\""));
    bodies.put("fences", chat("\"" + "```json\\n".repeat(30_000) + "\""));
    bodies.put("spaces", chat("\"x" + " ".repeat(300_000) + "y\""));
    bodies.put("lines", chat("\"" + "\\n".repeat(300_000) + "y\""));
    bodies.put("brackets", chat("\"" + "(E1) [".repeat(30_000) + "\""));
    bodies.put("7 MB", chat("\"" + "word ".repeat(1_400_000) + "\""));
    bodies.put("one word of 7 MB", chat("\"" + "w".repeat(7_000_000) + "\""));
    bodies.put("numbers", chat("\"{\\\"verdict\\\": " + "9".repeat(1_000_000) + "}\""));
    for (String usage :
        List.of(
            "null",
            "5",
            "\"x\"",
            "[]",
            "{}",
            "{\"prompt_tokens\":null}",
            "{\"prompt_tokens\":\"many\",\"completion_tokens\":{}}",
            "{\"prompt_tokens\":-5,\"completion_tokens\":-7}",
            "{\"prompt_tokens\":1e300,\"completion_tokens\":1.5}",
            "{\"prompt_tokens\":99999999999999999999}",
            "{\"prompt_tokens\":2147483648,\"completion_tokens\":2147483648}",
            "{\"prompt_tokens\":1,\"prompt_tokens_details\":5}")) {
      bodies.put("usage " + usage, chat("\"fine\"", usage));
    }
    for (String body :
        List.of(
            "null",
            "[]",
            "{}",
            "{\"choices\":null}",
            "{\"choices\":[]}",
            "{\"choices\":[null]}",
            "{\"choices\":[{}]}",
            "{\"choices\":[{\"message\":null}]}",
            "{\"choices\":{\"a\":1}}",
            "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":5}]}",
            "{\"id\":7,\"model\":[1],\"choices\":[{\"message\":{\"content\":\"x\"}}]}",
            "{\"model\":\"\\u001b[31m"
                + KEY
                + "\",\"id\":\""
                + KEY
                + "\\u202e\",\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}",
            "{\"error\":{\"message\":" + hostile + "}}")) {
      bodies.put(
          body.substring(0, Math.min(40, body.length())), body.getBytes(StandardCharsets.UTF_8));
    }
    var verbs = calls();
    for (var body : bodies.entrySet()) {
      for (int code : List.of(200, 400, 429, 500)) {
        if (code != 200
            && !body.getKey().matches("controls.*|empty|not json|deep|7 MB|.*error.*|null|\\[]")) {
          continue;
        }
        for (String verb :
            List.of(
                "eval-qa",
                "eval-events",
                "eval-dialog",
                "annotate observations",
                "annotate summaries",
                "judge",
                "judge calibrate",
                "generate")) {
          reply = body.getValue();
          status = code;
          var call = new ArrayList<>(verbs.get(verb));
          if (verb.equals("eval-qa")) {
            call.set(call.indexOf("extractive"), "openai:gpt-4o-mini");
            call.addAll(List.of("--base-url", "{url}", "--attempts", "1", "--no-cache"));
          }
          check(verb + " " + code + " " + body.getKey(), call);
        }
      }
    }
    status = 200;
    reply = chat("\"fine\"");
  }

  /** A folder that no model was read from, for models are kept by their folders. */
  private Path fresh() {
    remove(work.resolve("model-" + models++));
    return work.resolve("model-" + models);
  }

  /** Folders of models whose files lie. */
  private void models() throws Exception {
    String ask = "eval-qa --data-file {data} --limit 1 --context none --run {tmp}/r --model local:";
    String embed = "embed --texts {texts} --out {tmp}/v.npy --emb-dir {tmp}/e --retriever hf:";
    for (String template :
        List.of(
            "{% for i in range(1000000000) %}{% endfor %}",
            "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}",
            "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{%"
                + " endfor %}{{ ns.x }}",
            "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
            "{% set ns = namespace(x=[1,1]) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x"
                + " %}{% endfor %}{{ ns.x }}",
            "{{ '(' * 10 }}",
            "{{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}",
            "{% if 1 %}".repeat(20_000) + "{% endif %}".repeat(20_000),
            "{{ 9 ** 9 ** 9 }}",
            "{{ 2 ** 1000000000 }}",
            "{{ [1] | tojson(indent=1000000000) }}",
            "{{ 'a' | replace('', 'b' ) }}",
            "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x |"
                + " replace('a', 'aaaaaaaaaa') %}{% endfor %}{{ ns.x }}",
            "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{%"
                + " endfor %}{{ ns.x }}",
            "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] |"
                + " join(ns.x) %}{% endfor %}{{ ns.x }}",
            "{% set a = namespace(x=1) %}{% set a.x = a %}{{ a }}",
            "{% set a = namespace(x=1) %}{% set a.x = a %}{{ a | tojson }}",
            "{% set a = namespace(x=1) %}{% set a.x = [a, a] %}{{ a == a }}",
            "{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = [ns.x, ns.x]"
                + " %}{% endfor %}{{ ns.x }}",
            "{% set ns = namespace(x=[1]) %}{% for i in range(100000) %}{% set ns.x = [ns.x] %}{%"
                + " endfor %}{{ ns.x }}",
            "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{%"
                + " endfor %}{{ ns.x | tojson }}",
            "{{ " + "'a' + ".repeat(50_000) + "'b' }}",
            "{{ " + "not ".repeat(50_000) + "1 }}",
            "{{ x" + ".a".repeat(50_000) + " }}",
            "{{ 1" + " if 1 else 1".repeat(30_000) + " }}",
            "{{ [" + "[".repeat(50_000),
            "{# " + "{% ".repeat(50_000),
            "{{ '" + "\\".repeat(100_001),
            "{{ " + "-".repeat(50_000) + "1 }}",
            "{{ raise_exception('\u001b[31m\u202e') }}",
            "{{ 'a'.split('') }}",
            "{{ ''.join(range(99999999)) }}",
            "{% macro f(n) %}{{ f(n+1) ~ f(n+1) }}{% endmacro %}{{ f(0) }}",
            "{% for a in messages recursive %}{{ loop(messages) }}{% endfor %}",
            "{{ messages | map('map', 'map') | list }}",
            "{{ 1 // 0 }}",
            "{{ 1 % 0 }}",
            "{{ range(0, 10, 0) }}",
            "{{ messages[1e9] }}",
            "{{ messages[::0] }}",
            "{{ 'x'[0:99999999999999999999] }}",
            "{{ none.x }}",
            "{% set messages = 5 %}{{ messages | sort }}",
            "{% for i in range(9999999) %}{{ range(9999999) | list | length }}{% endfor %}",
            "{% for i in range(999999) %}{{ 'abcdefghijklmnopqrstuvwxyz' * 1 }}{% endfor %}",
            "{{ 'x' | indent(99999999) }}",
            "{{ '%99999999d' | format(1) }}",
            "{% for i in range(2000) %}{{ messages | map(attribute='content') | join('"
                + "y".repeat(1000)
                + "') }}{% endfor %}",
            "{{ 'a'.replace('', '"
                + "z".repeat(10_000)
                + "').replace('', '"
                + "z".repeat(10_000)
                + "') }}")) {
      Path folder = fresh();
      copy(Path.of(places.get("chat")), folder);
      Files.writeString(folder.resolve("chat_template.jinja"), template);
      check(
          "template " + template.substring(0, Math.min(70, template.length())),
          List.of((ask + folder).split(" ")));
    }
    for (String[] broken : tokenizers()) {
      for (boolean chat : List.of(true, false)) {
        Path folder = fresh();
        copy(Path.of(places.get(chat ? "chat" : "tiny")), folder);
        var json = (ObjectNode) JSON.readTree(folder.resolve("tokenizer.json").toFile());
        json.set(broken[0], JSON.readTree(broken[1]));
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        check(
            "tokenizer "
                + (chat ? "chat " : "encoder ")
                + broken[0]
                + " "
                + broken[1].substring(0, Math.min(60, broken[1].length())),
            List.of(((chat ? ask : embed) + folder).split(" ")));
      }
    }
    Path tokenizer = work.resolve("tokenizer");
    for (String[] broken : tokenizers()) {
      remove(tokenizer);
      copy(Path.of(places.get("chat")), tokenizer);
      var json = (ObjectNode) JSON.readTree(tokenizer.resolve("tokenizer.json").toFile());
      json.set(broken[0], JSON.readTree(broken[1]));
      Files.writeString(tokenizer.resolve("tokenizer.json"), json.toString());
      check(
          "counter " + broken[0] + " " + broken[1].substring(0, Math.min(60, broken[1].length())),
          ("eval-qa --data-file {data} --limit 1 --model openai:gpt-4o-mini --dry-run --tokenizer "
                  + tokenizer)
              .lines()
              .flatMap(l -> Stream.of(l.split(" ")))
              .toList());
    }
    for (boolean chat : List.of(true, false)) {
      var values = new ArrayList<JsonNode>();
      for (String value :
          List.of(
              "null",
              "-1",
              "0",
              "9223372036854775807",
              "2147483647",
              "1e400",
              "\"x\"",
              "[]",
              "{}",
              "\"\\u001b[31m\"",
              "1000000000",
              "0.5")) {
        values.add(JSON.readTree(value));
      }
      for (String name :
          List.of(
              "config.json", "generation_config.json", "tokenizer_config.json", "tokenizer.json")) {
        Path from = Path.of(places.get(chat ? "chat" : "tiny"));
        if (Files.exists(from.resolve(name))) {
          Path folder = work.resolve("model-" + chat + name);
          copy(from, folder);
          var config = lines(from.resolve(name));
          mutate(
              folder.resolve(name),
              config,
              name.equals("config.json") ? 250 : 60,
              values,
              List.of((chat ? ask : embed) + folder));
        }
      }
      for (String header :
          List.of(
              "{}",
              "null",
              "[]",
              "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
              "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
              "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
              "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,9223372036854775807]}}",
              "{\"a\":{\"dtype\":\"\\u001b[31m\",\"shape\":[1],\"data_offsets\":[0,4]}}",
              "{\"a\":{\"dtype\":\"F32\",\"shape\":["
                  + "2,".repeat(100_000)
                  + "2],\"data_offsets\":[0,4]}}",
              "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e300],\"data_offsets\":[0,4]}}",
              "[".repeat(100_000),
              "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2],\"data_offsets\":[0,8]}}",
              "{\"\\u001b[31m\\u202e\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}")) {
        for (long length :
            new long[] {header.length(), -1, Long.MAX_VALUE, 1L << 40, 0, Integer.MAX_VALUE}) {
          Path folder = fresh();
          copy(Path.of(places.get(chat ? "chat" : "tiny")), folder);
          byte[] text = header.getBytes(StandardCharsets.UTF_8);
          Files.write(
              folder.resolve("model.safetensors"),
              ByteBuffer.allocate(text.length + 16)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putLong(length)
                  .put(text)
                  .array());
          check(
              "weights "
                  + chat
                  + " "
                  + length
                  + " "
                  + header.substring(0, Math.min(70, header.length())),
              List.of(((chat ? ask : embed) + folder).split(" ")));
        }
      }
    }
    vectors();
  }

  private static List<String[]> tokenizers() {
    var all = new ArrayList<String[]>();
    for (String pattern :
        List.of(
            "(a+)+$",
            "(x+x+)+y",
            "(",
            "(?P<",
            "(?<=a+)b",
            "\\\\p{Nothing}",
            "(.*)*\\\\1",
            "((((a{0,1000}){0,1000}){0,1000}){0,1000})",
            "[",
            "(?:(?:(?:.*)*)*)*$",
            "(\\\\w|\\\\w)*!",
            "((a|b|ab)*)*c",
            "\\\\2147483648",
            "(?i:(?:.|..|...)*z)",
            "(\\\\s|\\\\S)+?(\\\\s|\\\\S)+?(\\\\s|\\\\S)+?\\u0001")) {
      all.add(
          new String[] {
            "pre_tokenizer",
            "{\"type\":\"Split\",\"pattern\":{\"Regex\":\""
                + pattern
                + "\"},\"behavior\":\"Isolated\",\"invert\":false}"
          });
      all.add(
          new String[] {
            "normalizer",
            "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"" + pattern + "\"},\"content\":\"b\"}"
          });
    }
    for (String model :
        List.of(
            "null",
            "{}",
            "{\"type\":\"BPE\",\"vocab\":{},\"merges\":[]}",
            "{\"type\":\"BPE\",\"vocab\":{\"a\":4294967295},\"merges\":[]}",
            "{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}",
            "{\"type\":\"WordPiece\",\"vocab\":{},\"unk_token\":\"[UNK]\",\"continuing_subword_prefix\":\"##\",\"max_input_chars_per_word\":100}",
            "{\"type\":\"Unigram\",\"unk_id\":5,\"vocab\":[]}",
            "{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[[\"a\",null]]}",
            "{\"type\":\"WordLevel\",\"vocab\":{\"a\":0},\"unk_token\":\"x\"}",
            "{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a b\"]}",
            "{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"\":1},\"merges\":[[\"\",\"\"]]}",
            "{\"type\":\"Unigram\",\"unk_id\":null,\"vocab\":[[\"\",0.0],[\"\",-1e308]]}",
            "{\"type\":\"\\u001b[31m\"}")) {
      all.add(new String[] {"model", model});
    }
    for (String added :
        List.of(
            "[{\"id\":4294967295,\"content\":\"a\",\"special\":true,\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false}]",
            "[{\"id\":0,\"content\":\"\",\"special\":true,\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":true}]",
            "5")) {
      all.add(new String[] {"added_tokens", added});
    }
    all.add(
        new String[] {
          "normalizer",
          "{\"type\":\"Sequence\",\"normalizers\":["
              + "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"aaaaaaaaaaaaaaaaaaaa\"},"
                  .repeat(12)
              + "{\"type\":\"NFC\"}]}"
        });
    all.add(
        new String[] {
          "normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}"
        });
    all.add(
        new String[] {
          "normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"/////////////w==\"}"
        });
    all.add(
        new String[] {
          "normalizer", "{\"type\":\"Prepend\",\"prepend\":\"" + "x".repeat(100_000) + "\"}"
        });
    all.add(
        new String[] {
          "post_processor",
          "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"x\",\"type_id\":9}}],\"pair\":[],\"special_tokens\":{}}"
        });
    all.add(
        new String[] {
          "truncation",
          "{\"max_length\":0,\"strategy\":\"LongestFirst\",\"stride\":10,\"direction\":\"Right\"}"
        });
    all.add(
        new String[] {
          "padding",
          "{\"strategy\":{\"Fixed\":2000000000},\"direction\":\"Right\",\"pad_to_multiple_of\":0,\"pad_id\":0,\"pad_type_id\":0,\"pad_token\":\"x\"}"
        });
    all.add(
        new String[] {
          "truncation",
          "{\"max_length\":2,\"strategy\":\"OnlySecond\",\"stride\":5,\"direction\":\"Left\"}"
        });
    return all;
  }

  /** NumPy headers of vectors by one's own. */
  private void vectors() throws Exception {
    for (String header :
        List.of(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 384), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647), }",
            "{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }",
            "{",
            "",
            "(".repeat(60_000),
            "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 1), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 0), }",
            "{'descr': '\u001b[31m', 'fortran_order': True, 'shape': (), }")) {
      Path folder = Files.createDirectories(work.resolve("vectors"));
      byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
      var bytes = ByteBuffer.allocate(10 + text.length + 16).order(ByteOrder.LITTLE_ENDIAN);
      bytes
          .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
          .putShort((short) text.length)
          .put(text);
      for (String name : List.of("passages.npy", "queries.npy", "dialog.npy", "demo-1.npy")) {
        Files.write(folder.resolve(name), bytes.array());
      }
      Files.write(folder.resolve("ids.json"), "[]".getBytes(StandardCharsets.UTF_8));
      check(
          "vectors " + header.substring(0, Math.min(80, header.length())),
          List.of(("eval-retrieval --data-file {data} --retriever vectors:" + folder).split(" ")));
    }
  }

  /** Every verb, and every format of a report, where nothing can be written. */
  private void full() throws Exception {
    for (var call : calls().entrySet()) {
      check(call.getKey() + " > /dev/full", call.getValue(), true);
      if (options(call.getKey()).stream().anyMatch(o -> name(o).equals("--json"))) {
        check(
            call.getKey() + " --json > /dev/full",
            Stream.concat(call.getValue().stream(), Stream.of("--json")).toList(),
            true);
      }
    }
    for (String format : formats()) {
      check(
          "report --format " + format + " > /dev/full",
          List.of(("report --data-file {data} --format " + format + " --run {run}").split(" ")),
          true);
    }
    check("--help > /dev/full", List.of("--help"), true);
    check("--version > /dev/full", List.of("--version"), true);
  }

  /**
   * Data, answers and runs whose every text would steer a terminal, a spreadsheet or LaTeX: nothing
   * of it is obeyed.
   */
  private void text() throws Exception {
    String hostile =
        "=SUM(A1)\u001b[31m\u202e\u009b2J\u0007\r\n"
            + "\\input{/etc/passwd}|<script>alert(1)</script>`x` & % $ # _ { } ~ ^";
    var data = (ArrayNode) JSON.readTree(Path.of(places.get("data")).toFile());
    steer(data, hostile, "question|answer|text|adversarial_answer|blip_caption|query|speaker_a_x");
    Path file = Files.createDirectories(work.resolve("text")).resolve("data.json");
    Files.writeString(file, data.toString());
    Path answers = file.resolveSibling("answers.jsonl");
    try (var out = Files.newBufferedWriter(answers)) {
      for (JsonNode line : lines(Path.of(places.get("pred")))) {
        out.write(
            "{\"question_id\":"
                + line.get("question_id")
                + ",\"answer\":"
                + JSON.writeValueAsString(hostile)
                + "}\n");
      }
    }
    Path run = file.resolveSibling("run");
    String model = "--model openai:gpt-4o-mini --base-url {url} --no-cache ";
    reply = chat(JSON.writeValueAsString(hostile));
    for (String call :
        List.of(
            "data check " + file,
            "data stats " + file,
            "data show " + file + " demo-1",
            "data show " + file,
            "eval-qa --limit 12 --run " + run + " " + model + "--data-file " + file,
            "eval-qa --model extractive --run {tmp}/r --data-file " + file,
            "score --predictions " + answers + " --data-file " + file,
            "score --json --predictions " + answers + " --data-file " + file,
            "score --per-question {tmp}/q.csv --predictions " + answers + " --data-file " + file,
            "report --data-file " + file + " --run " + run,
            "report --format csv --data-file " + file + " --run " + run,
            "report --format md --data-file " + file + " --run " + run,
            "report --format latex --data-file " + file + " --run " + run,
            "report --format html --data-file " + file + " --run " + run,
            "report --format json --data-file " + file + " --run " + run,
            "compare --data-file " + file + " " + run + " {run}",
            "runs import --data-file " + file + " --store {tmp}/s.db " + run,
            "runs import --store "
                + file.resolveSibling("s.db")
                + " --data-file "
                + file
                + " "
                + run,
            "runs list --store " + file.resolveSibling("s.db"),
            "runs query --store " + file.resolveSibling("s.db") + " SELECT*FROM(results)",
            "runs show --store " + file.resolveSibling("s.db") + " run",
            "view --bundle {tmp}/v --data-file " + file + " " + run,
            "judge label draw --run " + run + " --out {tmp}/l.csv --data-file " + file,
            "eval-retrieval --retriever bm25 --per-question {tmp}/q.csv --data-file " + file,
            "judge --limit 3 --judge openai:gpt-4o --base-url {url} --no-cache --out {tmp}/j"
                + " --predictions "
                + answers
                + " --data-file "
                + file,
            "eval-events --run {tmp}/r " + model + "--data-file " + file,
            "eval-dialog --max-turns 3 --run {tmp}/r " + model + "--data-file " + file,
            "annotate observations --out-file {tmp}/o.json --run {tmp}/r "
                + model
                + "--data-file "
                + file,
            "annotate summaries --out-file {tmp}/o.json --run {tmp}/r "
                + model
                + "--data-file "
                + file,
            "data convert --to beir --out {tmp}/c --data-file " + file,
            "data errata derive --out {tmp}/e.json --data-file " + file,
            "generate --out-dir {tmp}/g --description friends --num-days 20 --num-sessions 1"
                + " --embedder bm25 --attempts 1 "
                + model)) {
      check(
          call.split(" [-/]", 2)[0] + " " + call.replaceAll(".*--format (\\w+).*|.*", "$1"),
          List.of(call.split(" ")));
      Path csv = file.resolveSibling("x.csv");
      if (call.contains("--format csv")
          || call.contains("--format latex")
          || call.contains("--format md")) {
        Ended ended = run(Stream.of(call.split(" ")).map(a -> placed(a, work)).toList(), false);
        boolean formula = call.contains("csv") && FORMULA.matcher(ended.out).find();
        boolean latex = call.contains("latex") && ended.out.contains("\\input{/etc");
        boolean script = call.contains("md") && ended.out.contains("<script>");
        if (formula || latex || script) {
          wrong.add("text " + call + ": obeyed");
          System.out.println(
              "WRONG text "
                  + call
                  + ": a formula, a command or a script is obeyed\n"
                  + ended.out.lines().filter(l -> l.contains("SUM")).findFirst().orElse(""));
        }
        Files.deleteIfExists(csv);
      }
    }
    reply = chat("\"fine\"");
  }

  private static void steer(JsonNode node, String hostile, String keys) {
    if (node instanceof ObjectNode object) {
      for (String key : object.properties().stream().map(Map.Entry::getKey).toList()) {
        if (key.matches(keys) && object.get(key).isTextual()) {
          object.put(key, object.get(key).asText() + hostile);
          if (key.equals("answer") || key.equals("question")) {
            object.put(key, hostile + object.get(key).asText());
          }
        }
      }
    }
    node.forEach(child -> steer(child, hostile, keys));
  }
}
