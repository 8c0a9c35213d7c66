package dev.locomo.rag.causal;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.rag.causal.DecoderNetwork.Config;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * A model folder as a chat model, on the device that was chosen. On a CPU it computes in single
 * precision, on a GPU in half precision, unless the checkpoint is of bfloat16.
 *
 * <p>It answers one request after the other. A reply is drawn as {@code generation_config.json}
 * says where the request says nothing, the same for the same request; JSON mode has no effect.
 */
public final class LocalChatModel implements ChatLlm, AutoCloseable {
  /** Most tokens of a reply where neither the request nor the model bounds it. */
  private static final int LONGEST_REPLY = 1024;

  /** Files beside the weights that can change a reply. */
  private static final List<String> BESIDE =
      List.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "chat_template.jinja");

  private final String id;
  private final HuggingFaceTokenizer tokenizer;
  private final ChatTemplate template;
  private final GenerationConfig habits;
  private final DecoderNetwork network;

  private LocalChatModel(Path folder, String identity, ModelConfig json, Parameters source) {
    network = new DecoderNetwork(json, source);
    id = "local(" + identity + "," + network.precisionName() + ")";
    tokenizer = TokenizerFile.openUncut(folder, network.config().vocabulary());
    template = ChatTemplate.read(folder);
    habits = GenerationConfig.read(folder);
  }

  /**
   * Loads a folder with {@code config.json}, {@code model.safetensors} or {@code pytorch_model.bin}
   * (in one or many files), {@code tokenizer.json}, and perhaps {@code tokenizer_config.json},
   * {@code chat_template.jinja} and {@code generation_config.json}.
   *
   * @param identity what {@link #identity} says of the folder
   * @throws dev.locomo.core.error.DataError when a file is missing or cannot be used
   * @throws dev.locomo.core.error.UserError when it does not fit into memory
   */
  public static LocalChatModel load(Path folder, String identity) {
    var json = ModelConfig.read(folder.resolve("config.json"));
    Config.of(json);
    return Parameters.load(folder, source -> new LocalChatModel(folder, identity, json, source));
  }

  /**
   * What lies in a folder that can change a reply: 16 hexadecimal digits of the SHA-256 of weights,
   * configuration, tokenizer, chat template and habits of drawing. All of them are read.
   */
  public static String identity(Path folder) {
    var all = new StringBuilder(WeightsFile.of(folder).sha256());
    for (String name : BESIDE) {
      Path file = folder.resolve(name);
      all.append(' ').append(Files.exists(file) ? Sha256.of(file) : "none");
    }
    return Sha256.of(all.toString()).substring(0, 16);
  }

  /**
   * Tokens that fit into the model of a folder, prompt and reply together; a {@link
   * dev.locomo.core.error.DataError} where it is of no kind that is known here.
   */
  public static int window(Path folder) {
    return Config.read(folder.resolve("config.json")).positions();
  }

  /** The weights and the precision, in a word; equal for equal ones wherever they lie. */
  public String id() {
    return id;
  }

  @Override
  public synchronized Reply ask(Ask ask) throws InterruptedException {
    if (!ask.tools().isEmpty()) {
      throw refused("a model folder calls no tools");
    }
    if (!ask.pictures().isEmpty()) {
      throw refused("a model folder looks at no pictures");
    }
    long began = System.nanoTime();
    Encoding prompt = tokenizer.encode(template.written(ask.messages()), template.plain(), false);
    long[] ids = prompt.getIds();
    int room = network.config().positions() - ids.length;
    int most = Objects.requireNonNullElse(ask.maxTokens(), habits.longest(LONGEST_REPLY));
    if (ids.length == 0 || room < 1) {
      throw refused(
          "the prompt has %s tokens and the model places %s"
              .formatted(ids.length, network.config().positions()));
    }
    try (var session = network.start()) {
      var reply = reply(session, ids, habits.sampling(ask), Math.min(most, room));
      var took = Duration.ofNanos(System.nanoTime() - began);
      String text = tokenizer.decode(reply.ids(), true).strip();
      return new Reply(text, reply.finish(), ids.length, reply.ids().length, id, null, took, false);
    } catch (EngineException e) {
      if (!Compute.isOutOfMemory(e)) {
        throw e;
      }
      throw refused("a prompt of " + ids.length + " tokens does not fit into the device's memory");
    }
  }

  private record Made(long[] ids, Finish finish) {}

  private Made reply(DecoderNetwork.Session session, long[] prompt, Sampling sampling, int most)
      throws InterruptedException {
    long[] reply = new long[most];
    long[] read = prompt;
    for (int count = 0; count < most; count++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long next = sampling.next(session.next(read));
      if (habits.ends(next)) {
        return new Made(Arrays.copyOf(reply, count), Finish.STOP);
      }
      reply[count] = next;
      read = new long[] {next};
    }
    return new Made(reply, Finish.LENGTH);
  }

  private static ProviderError refused(String why) {
    return new ProviderError(ProviderError.Kind.CONTEXT_TOO_LONG, why, null, null);
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }

  /**
   * How a checkpoint's authors want replies drawn and ended: {@code generation_config.json}, and
   * {@code config.json} for what it leaves out.
   *
   * @param ends tokens that end a reply
   * @param temperature 0 where nothing is to be drawn
   * @param topK as {@link Sampling}'s; 50 where nothing is said, as in transformers
   * @param topP as {@link Sampling}'s
   * @param maxTokens most tokens of a reply; 0 where nothing is said
   */
  record GenerationConfig(
      Set<Long> ends, double temperature, int topK, double topP, int maxTokens) {
    static GenerationConfig read(Path folder) {
      JsonNode model = ModelConfig.read(folder.resolve("config.json")).json();
      JsonNode own = ModelConfig.optional(folder.resolve("generation_config.json"));
      JsonNode end =
          own.hasNonNull("eos_token_id") ? own.get("eos_token_id") : model.path("eos_token_id");
      var ends = new HashSet<Long>();
      end.forEach(one -> ends.add(one.asLong()));
      if (end.isNumber()) {
        ends.add(end.asLong());
      }
      boolean draws = own.path("do_sample").asBoolean(false);
      return new GenerationConfig(
          ends,
          draws ? own.path("temperature").asDouble(1) : 0,
          own.path("top_k").asInt(50),
          own.path("top_p").asDouble(1),
          own.path("max_new_tokens").asInt(0));
    }

    /** Whether this token ends a reply. */
    boolean ends(long token) {
      return ends.contains(token);
    }

    /** Most tokens of a reply, or this many where nothing is said. */
    int longest(int absent) {
      return maxTokens > 0 ? maxTokens : absent;
    }

    /** How the reply to a request is drawn; the request's own wishes first. */
    Sampling sampling(Ask ask) {
      return new Sampling(
          Objects.requireNonNullElse(ask.temperature(), temperature),
          topK,
          Objects.requireNonNullElse(ask.topP(), topP),
          new Random(seed(ask)));
    }

    /** Of the request alone, so that asking again gives the same reply. */
    private static long seed(Ask ask) {
      int texts = ask.messages().stream().map(Ask.Message::text).toList().hashCode();
      return (Objects.requireNonNullElse(ask.seed(), 0L) * 31 + ask.repetition()) * 31 + texts;
    }
  }
}
