package dev.locomo.core.llm.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program that serves an open model, as its own documentation has its flags: {@code vllm serve}
 * (vLLM, 0.6 and later), {@code llama-server} (llama.cpp), {@code ollama serve}.
 */
public enum Engine {
  VLLM("vllm", "vllm", 8, new Answers("VLLM_API_KEY", "/v1/models", "/version", "/version")) {
    @Override
    List<String> arguments(Serving how, Model model) {
      var arguments =
          new ArrayList<>(List.of("serve", model.weights(), "--served-model-name", model.name()));
      if (model.context() > 0) {
        arguments.addAll(List.of("--max-model-len", Integer.toString(model.context())));
      }
      if (how.fourBit()) {
        arguments.addAll(List.of("--quantization", "bitsandbytes"));
      }
      return arguments;
    }
  },

  LLAMA_CPP(
      "llama.cpp",
      "llama-server",
      1,
      new Answers("LLAMA_API_KEY", "/health", "/props", "/build_info")) {
    @Override
    List<String> arguments(Serving how, Model model) {
      boolean file = model.weights().endsWith(".gguf");
      boolean tagged = model.weights().indexOf(':') >= 0;
      String weights = model.weights() + (how.fourBit() && !file && !tagged ? ":Q4_K_M" : "");
      // Its window is shared among as many requests as it answers at once.
      long window = (long) model.context() * model.atOnce();
      return List.of(
          file ? "--model" : "--hf-repo",
          weights,
          "--alias",
          model.name(),
          "--ctx-size",
          Long.toString(window),
          "--parallel",
          Integer.toString(model.context() > 0 ? model.atOnce() : 1));
    }
  },

  OLLAMA("ollama", "ollama", 1, new Answers("", "/api/version", "/api/version", "/version")) {
    @Override
    List<String> arguments(Serving how, Model model) {
      return List.of("serve");
    }

    @Override
    List<String> listening(int port) {
      return List.of();
    }

    @Override
    Map<String, String> environment(String address, String key) {
      return Map.of("OLLAMA_HOST", address);
    }

    @Override
    String api() {
      return "";
    }
  };

  private final String id;
  private final String program;
  private final int atOnce;

  @SuppressWarnings("ImmutableEnumChecker") // texts alone
  private final Answers answers;

  /**
   * Whom and where a running server answers.
   *
   * @param keyVariable tells it the key that requests have to bring; empty where they bring none
   * @param health with a JSON document once it can be asked
   * @param version with one that has the version
   * @param pointer JSON pointer to it
   */
  record Answers(String keyVariable, String health, String version, String pointer) {}

  /**
   * What is served.
   *
   * @param weights a folder, a file or a name, as the engine loads it
   * @param name that requests give it
   * @param context tokens of one request, prompt and reply; 0 leaves it to the engine
   * @param atOnce requests that are answered at once, at least 1
   */
  record Model(String weights, String name, int context, int atOnce) {}

  Engine(String id, String program, int atOnce, Answers answers) {
    this.id = id;
    this.program = program;
    this.atOnce = atOnce;
    this.answers = answers;
  }

  /** What loads the model, without where the server listens. */
  abstract List<String> arguments(Serving how, Model model);

  /** Variables that it is started with: the key that it asks for, or where it listens. */
  Map<String, String> environment(String address, String key) {
    return Map.of(answers.keyVariable, key);
  }

  /** What makes it listen on a port of this machine alone. */
  List<String> listening(int port) {
    return List.of("--host", ModelServer.HOST, "--port", Integer.toString(port));
  }

  /** What follows the address in the base URL of its API. */
  String api() {
    return "/v1";
  }

  /** Requests that it is asked at once where the user does not say. */
  public int atOnce() {
    return atOnce;
  }

  Answers answers() {
    return answers;
  }

  /** The name in settings, for example {@code llama.cpp}. */
  public String id() {
    return id;
  }

  /** The program that is looked for on the {@code PATH}. */
  public String program() {
    return program;
  }

  /** All names, in order. */
  public static String[] ids() {
    return Stream.of(values()).map(Engine::id).toArray(String[]::new);
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Engine of(String id) {
    return Stream.of(values())
        .filter(engine -> engine.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no engine is called '" + id + "'"));
  }
}
