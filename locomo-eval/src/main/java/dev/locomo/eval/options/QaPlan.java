package dev.locomo.eval.options;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.eval.context.ContextBuilder;
import dev.locomo.eval.context.ContextKind;
import dev.locomo.eval.context.NewestThatFits;
import dev.locomo.eval.context.Oracle;
import dev.locomo.eval.context.Pictures;
import dev.locomo.eval.extractive.ExtractiveProtocol;
import dev.locomo.eval.memory.MemoryAnswers;
import dev.locomo.eval.memory.MemoryRun;
import dev.locomo.eval.memory.MemoryTools;
import dev.locomo.eval.protocol.Protocol;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import dev.locomo.eval.protocol.Repeated;
import dev.locomo.eval.protocol.locomo.LocomoProtocol;
import dev.locomo.eval.protocol.reference.ReferenceModel;
import dev.locomo.eval.protocol.reference.ReferenceProtocol;
import dev.locomo.eval.protocol.reference.ReferenceProtocol.RagMode;
import dev.locomo.eval.protocol.reference.SpeakerOrder;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.task.QaTask;
import dev.locomo.rag.options.MemoryOptions;
import dev.locomo.rag.options.ModelLookup;
import dev.locomo.rag.options.ModelOptions;
import dev.locomo.rag.options.RagOptions;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.RetrievalMethod;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From options to what runs: the protocol, the retrieval, and the settings that identify the run.
 */
public final class QaPlan implements AutoCloseable {
  private final Inputs inputs;
  private final QaOptions qa;
  private final RagOptions rag;
  private final MemoryOptions options;
  private final Pictures pictures;
  private final Protocol protocol;
  private final @Nullable RetrievalMethod method;
  private final @Nullable MemoryRun memory;

  /**
   * What is given.
   *
   * @param model whom to ask
   * @param data the data set
   * @param questions which of its questions, in file order
   * @param surroundings what encoders are found in
   */
  public record Inputs(
      ModelSpec model, Dataset data, List<Question> questions, ModelLookup surroundings) {}

  /**
   * Puts it together; reads prompts, loads encoders, asks a memory system what it is and nobody
   * anything else.
   *
   * @throws UserError when the options contradict each other
   */
  public QaPlan(Inputs inputs, QaOptions qa, RagOptions rag, MemoryOptions options)
      throws InterruptedException {
    this.inputs = inputs;
    this.qa = qa;
    this.rag = rag;
    this.options = options;
    refuseContradictions();
    this.pictures = pictures();
    this.memory = MemorySetup.of(options, inputs, qa);
    this.protocol = protocol();
    this.method = rag.useRag ? rag.method(inputs.surroundings()) : null;
  }

  private void refuseContradictions() {
    if (rag.useRag && qa.context != null && qa.context != ContextKind.RETRIEVED) {
      throw new UserError("--use-rag contradicts --context " + qa.context, "one of them");
    }
    if (!rag.useRag && options.memory == null && qa.context == ContextKind.RETRIEVED) {
      throw new UserError("--context retrieved needs --use-rag", "--use-rag");
    }
    if (inputs.model().asksNobody() && qa.context == ContextKind.NONE) {
      throw new UserError("the built-in reader needs something to read", "another --context");
    }
    if (inputs.model().asksNobody() && qa.repeats > 1) {
      throw new UserError("the built-in reader always answers the same", "no --repeats");
    }
    boolean passages = context() == ContextKind.RETRIEVED || context() == ContextKind.ORACLE;
    if (passages && qa.batchSize > 1) {
      throw new UserError(
          "passages are found for one question at a time, and --batch-size is " + qa.batchSize,
          "--batch-size 1");
    }
  }

  /** Only our own protocol shows them, and only turns have them. */
  private Pictures pictures() {
    var form = qa.pictures.form();
    if (form == Pictures.Form.CAPTIONS) {
      return Pictures.CAPTIONS;
    }
    if (reference() || inputs.model().asksNobody() || options.memory != null) {
      throw new UserError(
          "--pictures " + form.label() + " is for a model under --protocol locomo, no --memory",
          "--pictures captions");
    }
    if (form.sends() && rag.useRag && rag.database() != Database.DIALOG) {
      throw new UserError(
          "--pictures " + form.label() + " shows the pictures of turns",
          "--rag-mode dialog, or --pictures captions");
    }
    return qa.pictures.open(inputs.model(), inputs.data(), inputs.surroundings().progress());
  }

  /** The scoring rule that goes with the protocol. */
  private ScoringRule rule() {
    return reference() ? ScoringRule.REFERENCE : ScoringRule.LOCOMO;
  }

  /** What is asked of whom, how, and how answers are scored. */
  public QaTask.Asking asking() {
    var asked = using(qa.repeats > 1 ? new Repeated(protocol, qa.repeats) : protocol);
    return new QaTask.Asking(
        inputs.data(), inputs.questions(), inputs.model(), asked, retrieval(), memory, rule());
  }

  private Protocol using(Protocol asked) {
    return memory == null || !options.tools
        ? asked
        : new MemoryTools(asked, memory, each(s -> s)::get);
  }

  /** Start of the keys in the original's output file. */
  public String modelKey() {
    String typed = inputs.model().typed();
    String prefix = inputs.model().provider().id() + ":";
    String name = typed.startsWith(prefix) ? inputs.model().model() : typed;
    return ReferenceOutFile.modelKey(name, rag.useRag ? rag.database().label() : null, rag.topK);
  }

  private boolean reference() {
    return qa.protocol.equals(QaOptions.REFERENCE);
  }

  private Protocol protocol() {
    if (memory != null && options.answers) {
      return new MemoryAnswers(memory, each(s -> s)::get);
    }
    if (inputs.model().asksNobody()) {
      return new ExtractiveProtocol();
    }
    return reference() ? referenceProtocol() : locomoProtocol();
  }

  private Protocol referenceProtocol() {
    if (qa.context != null && qa.context != ContextKind.RETRIEVED) {
      throw new UserError("--protocol reference has a context rule of its own", "no --context");
    }
    String home = inputs.surroundings().environment().get("LOCOMO_HOME");
    var settings =
        new ReferenceProtocol.Settings(
            ReferenceModel.of(inputs.model()),
            qa.batchSize,
            rag.useRag ? RagMode.valueOf(rag.ragMode.toUpperCase(Locale.ROOT)) : null,
            qa.speakerOrder == null ? SpeakerOrder.A_B : SpeakerOrder.parse(qa.speakerOrder),
            qa.seed,
            qa.tokens()::count);
    return new ReferenceProtocol(settings, ReferencePrompts.load(ReferencePrompts.file(home)));
  }

  private Protocol locomoProtocol() {
    var form =
        new LocomoProtocol.Form(
            inputs.model().model(), qa.batchSize, qa.choices(), replyTokens(), qa.seed);
    TokenCounter tokens = window() == Integer.MAX_VALUE ? _ -> 0 : qa.tokens();
    ContextBuilder contexts =
        switch (context()) {
          case FULL, FIT -> new NewestThatFits(window(), tokens::count, pictures);
          case RETRIEVED, ORACLE ->
              options.tools ? MemoryTools.context() : ContextBuilder.retrieved(pictures);
          case NONE -> ContextBuilder.none();
        };
    return new LocomoProtocol(form, contexts, tokens::count);
  }

  private int replyTokens() {
    return options.tools ? Math.max(qa.replyTokens, MemoryTools.REPLY_TOKENS) : qa.replyTokens;
  }

  private ContextKind context() {
    if (qa.context != null) {
      return qa.context;
    }
    return rag.useRag || options.memory != null ? ContextKind.RETRIEVED : ContextKind.FIT;
  }

  /** Tokens that fit; the largest integer when nothing is known, or nothing is to be cut. */
  private int window() {
    if (context() != ContextKind.FIT) {
      return Integer.MAX_VALUE;
    }
    Integer known = qa.contextTokens != null ? qa.contextTokens : inputs.model().context();
    return known == null ? Integer.MAX_VALUE : known - inputs.model().within(known).reserve(false);
  }

  /** Finds passages by sample id, or null when the run shows none. */
  private @Nullable Function<String, Retrieval> retrieval() {
    Map<String, Retrieval> bySample;
    if (method != null) {
      var found = new Retrievals(method, rag.database(), rag.topK, reference());
      bySample = each(s -> found.of(inputs.data(), s, inputs.questions()));
    } else if (memory != null) {
      bySample = options.answers || options.tools ? Map.of() : each(memory::of);
    } else if (context() == ContextKind.ORACLE) {
      bySample = each(Oracle::new);
    } else {
      return null;
    }
    return bySample::get;
  }

  private <T> Map<String, T> each(Function<Sample, T> make) {
    return inputs.data().samples().stream().collect(Collectors.toMap(Sample::id, make));
  }

  /**
   * The settings that identify the run.
   *
   * @param typed the command line
   * @param selection which questions, as a text
   * @param reach how the model is reached
   */
  public RunSpec spec(List<String> typed, String selection, ModelOptions.Reach reach) {
    var on = new TreeMap<String, String>();
    on.put("data_sha256", inputs.data().sha256());
    if (!inputs.data().profiled().isEmpty()) {
      on.put("profile", inputs.data().profiled());
    }
    on.put("questions", selection);
    on.put("model", inputs.model().id());
    on.put("protocol", qa.protocol);
    on.put("asking", using(protocol).id() + " " + using(protocol).hash());
    if (!inputs.model().asksNobody()) {
      on.put("model_key", modelKey());
      on.put("base_url", reach.address());
      reach.requests().describe(on, List.of(inputs.model()));
      on.put("batch_size", Integer.toString(qa.batchSize));
      on.put("tokenizer", qa.tokenizer);
      if (qa.contextTokens != null && inputs.model().provider().sendsWindow()) {
        on.put("window", Integer.toString(qa.contextTokens));
      }
      on.put("seed", Long.toString(qa.seed));
      if (qa.repeats > 1) {
        on.put("repeats", Integer.toString(qa.repeats));
      }
    }
    if (protocol instanceof LocomoProtocol) {
      on.put("context", context().label());
      on.put("context_tokens", window() == Integer.MAX_VALUE ? "no limit" : "" + window());
      on.put("reply_tokens", Integer.toString(replyTokens()));
      on.put("adversarial", qa.adversarial);
    }
    if (protocol instanceof ExtractiveProtocol && retrieval() != null) {
      on.put("context", context().label());
    }
    qa.pictures.describe(on, pictures, inputs.data().samples());
    if (method != null) {
      on.put("retriever", method.id());
      on.put("rag_mode", rag.database().label());
      on.put("top_k", Integer.toString(rag.topK));
    }
    if (memory != null) {
      memory.describe(on);
    }
    return new RunSpec("eval-qa", typed, on, new TreeMap<>());
  }

  @Override
  public void close() {
    if (method != null) {
      method.close();
    }
    if (memory != null) {
      memory.close();
    }
  }
}
