package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.serve.Engine;
import dev.locomo.core.llm.serve.ModelServers;
import dev.locomo.core.llm.serve.Serving;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose model is served by a stand-in for an engine, in a process of its own. */
class ServedRunTest {
  private static final String NAME = "huggingface:org/Llama-9";

  @TempDir private Path folder;

  private List<String> args(String engine, String model, String... more) throws IOException {
    String program = StandInEngine.script(folder, engine).toString();
    Path data = Path.of(Cli.DEMO).toAbsolutePath().normalize();
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", data.toString()));
    args.addAll(List.of("--model", model, "--serve", engine, "--serve-program", program));
    args.addAll(List.of("--context", "none", "--adversarial", "free", "--limit", "4"));
    args.addAll(List.of("--run", folder.resolve("run").toString()));
    args.addAll(Arrays.asList(more));
    return args;
  }

  private Cli.Result run(List<String> args) {
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .with("HF_TOKEN", "hf_abcdefgh")
        .run(args.toArray(String[]::new));
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  private JsonNode manifest() throws IOException {
    return JsonFiles.MAPPER.readTree(folder.resolve("run/manifest.json").toFile());
  }

  /** That the stand-in and what it has started are no more; a zombie counts as ended. */
  private void assertAllHaveEnded() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (String number : lines("processes")) {
      while (runs(number) && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertThat(runs(number)).as("process " + number).isFalse();
    }
  }

  private static boolean runs(String number) throws IOException {
    Path stat = Path.of("/proc", number, "stat");
    return Files.exists(stat)
        ? !Files.readString(stat).replaceFirst(".*\\) ", "").startsWith("Z")
        : ProcessHandle.of(Long.parseLong(number)).map(ProcessHandle::isAlive).orElse(false);
  }

  @ParameterizedTest
  @CsvSource({
    "vllm, huggingface:org/Llama-9, 0.99, serve org/Llama-9 --served-model-name org/Llama-9"
        + " --max-model-len 900 --quantization bitsandbytes --host 127.0.0.1 --port",
    "llama.cpp, huggingface:org/Llama-9, b99-abc, --hf-repo org/Llama-9:Q4_K_M --alias org/Llama-9"
        + " --ctx-size 900 --parallel 1 --host 127.0.0.1 --port",
    "ollama, ollama:llama9:8b-q4, 0.98, serve"
  })
  void anEngineIsStartedWithFourBitFlagsAskedAndEnded(
      String engine, String model, String version, String arguments) throws Exception {
    var args = args(engine, model, "--use-4bit", "--context-tokens", "900", "--json");
    var result = run(args);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(String.join(" ", lines("arguments"))).startsWith(arguments);
    assertThat(lines("environment"))
        .noneMatch(line -> line.contains(ServerRunTest.KEY))
        .contains("HF_TOKEN=hf_abcdefgh");
    assertThat(result.err()).contains("starting ", engine + " is ready after");
    JsonNode served = manifest().at("/served/0");
    assertThat(served.path("engine").asText()).isEqualTo(engine);
    assertThat(served.path("version").asText()).isEqualTo(version);
    assertThat(served.path("weights").asText())
        .isEqualTo(
            engine.equals("vllm") ? "" : engine.equals("ollama") ? "Q4_K_M" : "Q4_K - Medium");
    assertThat(served.path("command").size()).isEqualTo(lines("arguments").size() + 1);
    assertThat(Files.readString(folder.resolve("run/predictions.jsonl")))
        .contains("served " + model.replaceFirst("^[^:]*:", ""));
    assertAllHaveEnded();
    Files.delete(folder.resolve("processes"));
    args.set(args.indexOf("--run") + 1, folder.resolve("again").toString());
    assertThat(run(args).code()).isZero();
    assertThat(folder.resolve("processes")).as("all was in the cache").doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dies 3", "dies healthy"})
  void aServerThatDiesEndsTheRunWithTheEndOfItsLog(String behaviour) throws Exception {
    Files.writeString(folder.resolve("behaviour"), behaviour);
    var args = args("vllm", NAME, "--concurrency", "1");
    var result = run(args);
    assertThat(result.code()).as(result.err()).isEqualTo(4);
    assertThat(result.err())
        .contains("  CUDA error: out of memory")
        .contains("error: vllm ended with exit code 42: the last line of the log")
        .contains("the same command resumes the run");
    assertAllHaveEnded();
    Files.delete(folder.resolve("behaviour"));
    Files.delete(folder.resolve("processes"));
    assertThat(run(args).code()).isZero();
  }

  @Test
  void eachServerHasALogOfItsOwnAndTheEndOfThatWhichDiedIsShown() throws Exception {
    Files.writeString(folder.resolve("behaviour"), "dies 2");
    var said = new ArrayList<String>();
    String program = StandInEngine.script(folder, "vllm").toString();
    var how = new Serving(Engine.VLLM, program, false, List.of(), 60);
    try (var servers = new ModelServers(Map.of(), () -> folder, said::add)) {
      var llms = new ArrayList<ChatLlm>();
      for (String name : List.of("org/judge", "org-judge")) {
        var spec = ModelCatalog.builtIn().parse("huggingface:" + name);
        var llm = servers.of(how, spec, 1, Duration.ofMinutes(1));
        llm.ask(Ask.of(name, "be short", "a question", 10));
        llms.add(llm);
        Files.delete(folder.resolve("processes"));
      }
      try (var files = Files.newDirectoryStream(folder, "served-vllm-org-judge-*.log")) {
        assertThat(files).hasSize(2);
      }
      assertThatThrownBy(() -> llms.getFirst().ask(Ask.of("org/judge", "be short", "another", 10)))
          .isInstanceOf(ProviderError.class)
          .hasMessageContaining("the last line of the log");
      var ends = said.stream().filter(line -> line.startsWith("the end of ")).toList();
      assertThat(ends).hasSize(1);
      String end = ends.getFirst();
      Path died = Path.of(end.substring("the end of ".length(), end.length() - 1));
      assertThat(died).content().contains("CUDA error: out of memory");
      try (var files = Files.newDirectoryStream(folder, "served-vllm-org-judge-*.log")) {
        for (Path other : files) {
          if (!other.equals(died)) {
            assertThat(other).content().doesNotContain("CUDA");
          }
        }
      }
    }
  }

  @Test
  void aServerThatIsNeverReadyEndsTheRun() throws Exception {
    Files.writeString(folder.resolve("behaviour"), "never");
    var result = run(args("vllm", NAME, "--serve-ready", "3"));
    assertThat(result.code()).as(result.err()).isEqualTo(4);
    assertThat(result.err()).contains("vllm was not ready after 3 s (--serve-ready)");
    assertAllHaveEnded();
  }

  @Test
  void aPortThatIsTakenMeanwhileIsReplacedByAnother() throws Exception {
    var taken = new ArrayList<ServerSocket>();
    var taker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    taker.createContext(
        "/",
        exchange -> {
          String port = exchange.getRequestURI().getPath().substring(1);
          taken.add(new ServerSocket(Integer.parseInt(port), 1, taker.getAddress().getAddress()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    taker.start();
    try {
      String url = "http://127.0.0.1:" + taker.getAddress().getPort() + "/";
      Files.writeString(folder.resolve("behaviour"), "taken " + url);
      var result = run(args("vllm", NAME));
      assertThat(taken).hasSize(1);
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.err())
          .contains("port " + taken.getFirst().getLocalPort() + " was taken meanwhile");
      assertAllHaveEnded();
    } finally {
      taker.stop(0);
      for (ServerSocket one : taken) {
        one.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theServerEndsWithUsBySigtermAndByKill(boolean force) throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "needs /proc");
    Files.writeString(folder.resolve("behaviour"), "never");
    Child child = Child.start(folder, args("vllm", NAME));
    while (!Files.exists(folder.resolve("processes")) && child.process().isAlive()) {
      Thread.sleep(50);
    }
    assertThat(lines("processes")).as(child.said()).allMatch(ServedRunTest::isRunning);
    if (force) {
      child.process().destroyForcibly();
    } else {
      child.process().destroy();
    }
    assertThat(child.exitCode()).isEqualTo(force ? 137 : 130);
    assertAllHaveEnded();
  }

  private static boolean isRunning(String number) {
    return ProcessHandle.of(Long.parseLong(number)).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void whatCannotBeServedIsRefusedBeforeAnythingIsStarted() throws Exception {
    assertRefused("--use-4bit is for an engine", "--model", NAME, "--use-4bit");
    assertRefused(
        "--serve-program and --serve-option are for", "--model", NAME, "--serve-program", "x");
    assertRefused(
        "no program 'no-such-program'",
        "--model",
        NAME,
        "--serve",
        "vllm",
        "--serve-program",
        "no-such-program");
    assertRefused(
        "no program '" + folder + "'",
        "--model",
        NAME,
        "--serve",
        "vllm",
        "--serve-program",
        folder.toString());
    assertRefused(
        "vllm does not serve openai:gpt-4o", "--model", "openai:gpt-4o", "--serve", "vllm");
    assertRefused("ollama does not serve " + NAME, "--model", NAME, "--serve", "ollama");
    assertRefused(
        "--use-4bit: org/a:F16 is not of four bits",
        "--model",
        "huggingface:org/a:F16",
        "--serve",
        "llama.cpp",
        "--use-4bit");
    assertRefused(
        "--serve starts a server, and --base-url names one",
        "--model",
        NAME,
        "--serve",
        "vllm",
        "--base-url",
        "http://localhost:1/v1");
    assertRefused("unknown --serve 'sglang'", "--model", NAME, "--serve", "sglang");
    assertThat(folder.resolve("processes")).doesNotExist();
  }

  private void assertRefused(String why, String... more) {
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO, "--limit", "1"));
    args.addAll(Arrays.asList(more));
    var result = run(args);
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(why);
  }

  @Test
  void ollamasWeightsAreLookedAtWhereFourBitsAreWanted() throws Exception {
    var result = run(args("ollama", "ollama:llama9:8b", "--use-4bit"));
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains("the weights of llama9:8b are F16, not of four bits");
    assertAllHaveEnded();
    Files.delete(folder.resolve("processes"));
    var other = args("ollama", "ollama:missing");
    other.set(other.indexOf("--run") + 1, folder.resolve("other").toString());
    result = run(other);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("ollama has no missing", "ollama pull missing");
  }

  @Test
  void theWeightsThatLlamaServerHasLoadedAreLookedAtWhereFourBitsAreWanted() throws Exception {
    var result = run(args("llama.cpp", "huggingface:org/full", "--use-4bit"));
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err())
        .contains("--use-4bit: the weights of org/full are F16, not of four bits");
    assertAllHaveEnded();
  }

  @Test
  void aFlagThatTheEngineDoesNotKnowEndsTheRunWithItsWords() throws Exception {
    var result = run(args("llama.cpp", NAME, "--serve-option=--no-such-flag"));
    assertThat(result.code()).as(result.err()).isEqualTo(4);
    assertThat(result.err())
        .contains("llama.cpp ended with exit code 1: error: invalid argument: --no-such-flag");
    assertAllHaveEnded();
  }

  @Test
  void anEngineThatIsKilledIsSaidToHaveBeen() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "needs /proc");
    Files.writeString(folder.resolve("behaviour"), "killed 2");
    var result = run(args("llama.cpp", NAME));
    assertThat(result.code()).as(result.err()).isEqualTo(4);
    assertThat(result.err()).contains("llama.cpp ended by signal 9 (killed, as systems do when");
    assertAllHaveEnded();
  }

  @Test
  void aFileOfThisMachineIsServedUnderItsHash() throws Exception {
    Path file = Gguf.write(folder.resolve("tiny,of-4.gguf"), 15, 2048);
    var result = run(args("llama.cpp", "local:" + file, "--use-4bit"));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(String.join(" ", lines("arguments")))
        .startsWith("--model " + file + " --alias tiny_of-4.gguf@")
        .contains("--ctx-size 2048");
    assertAllHaveEnded();
    assertRefused("is a file of llama.cpp", "--model", "local:" + file);
    Path full = Gguf.write(folder.resolve("full.gguf"), 1, 2048);
    String why = "the weights of " + full + " have not four bits";
    assertRefused(why, "--model", "local:" + full, "--serve", "llama.cpp", "--use-4bit");
  }
}
