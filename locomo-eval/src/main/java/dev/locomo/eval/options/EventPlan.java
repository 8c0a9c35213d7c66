package dev.locomo.eval.options;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.eval.events.EventSummarization;
import dev.locomo.eval.events.EventSummarization.Panel;
import dev.locomo.eval.events.EventSummarization.Stage;
import dev.locomo.eval.events.EventTask;
import dev.locomo.eval.events.ModelSummarizer;
import dev.locomo.eval.events.Summarizer;
import dev.locomo.eval.events.Summarizer.ExtractiveSummarizer;
import dev.locomo.eval.events.Unit;
import dev.locomo.eval.facts.ClauseDecomposer;
import dev.locomo.eval.facts.Decomposer;
import dev.locomo.eval.facts.Labeller;
import dev.locomo.eval.facts.LexicalVerifier;
import dev.locomo.eval.facts.ModelDecomposer;
import dev.locomo.eval.facts.ModelLabeller;
import dev.locomo.eval.facts.ModelVerifier;
import dev.locomo.eval.facts.RuleLabeller;
import dev.locomo.eval.facts.Verifier;
import dev.locomo.rag.options.ModelOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From options to what runs: who summarizes, takes apart, checks and labels. */
public final class EventPlan {
  private final Dataset data;
  private final List<Unit> units;
  private final Options options;
  private final ModelSpec model;
  private final @Nullable ModelSpec verifierModel;
  private final @Nullable ModelSpec decomposerModel;
  private final Panel panel;
  private final Shard shard;

  /** What was asked for. */
  public record Options(
      SampleOptions samples, ModelOptions model, SummaryOptions summary, FactOptions facts) {}

  /**
   * Puts it together; sends nothing.
   *
   * @param shard which part of the summaries is made; how they are made depends on all of them
   * @throws dev.locomo.core.error.UserError when options contradict each other
   */
  public EventPlan(Dataset data, Options options, Shard shard) {
    this.data = data;
    this.shard = shard;
    this.options = options;
    model = options.model().spec().within(options.summary().contextTokens);
    verifierModel = options.facts().verifier(model, options.model());
    decomposerModel = options.facts().decomposer(verifierModel, options.model());
    var samples = new LinkedHashSet<>(options.samples().samples);
    units = Unit.of(data, samples, options.summary().range());
    panel = new Panel(summarizer(), decomposer(), verifier(), labeller());
  }

  /** The work, nothing of it done. */
  public EventSummarization work() {
    return new EventSummarization(shard.of(units), panel);
  }

  /** Who does what. */
  public Panel panel() {
    return panel;
  }

  /** Whose events are summarized. */
  public ModelSpec model() {
    return model;
  }

  /** The model that a stage asks; null when it asks nobody. */
  public @Nullable ModelSpec model(Stage stage) {
    return switch (stage) {
      case SUMMARIZE -> model.asksNobody() ? null : model;
      case DECOMPOSE -> decomposerModel;
      case VERIFY -> verifierModel;
      case LABEL -> panel.labeller() instanceof ModelLabeller ? verifierModel : null;
    };
  }

  /** How a model of the plan is reached. */
  public ModelOptions.Reach reach(ModelSpec of) {
    return of == model
        ? options.model().reach()
        : new ModelOptions.Reach(
            options.facts().baseUrl,
            options.model().timeoutSeconds,
            options.model().requests,
            null);
  }

  private Summarizer summarizer() {
    if (model.asksNobody()) {
      return new ExtractiveSummarizer();
    }
    TokenCounter tokens = options.summary().tokens();
    boolean incremental =
        switch (options.summary().how) {
          case whole -> false;
          case incremental -> true;
          case auto -> !ModelSummarizer.fits(form(), units, tokens::count);
        };
    return new ModelSummarizer(form(), incremental, tokens::count);
  }

  private ModelSummarizer.Form form() {
    Integer reply = options.summary().replyTokens;
    return new ModelSummarizer.Form(
        model.model(), window(), reply == null ? 0 : reply, options.summary().seed, links());
  }

  private int window() {
    Integer typed = options.summary().contextTokens;
    Integer known = typed != null ? typed : model.context();
    return known == null ? Integer.MAX_VALUE : known - model.within(known).reserve(false);
  }

  /** Causes are asked for where they can be scored. */
  private boolean links() {
    return units.stream()
        .flatMap(unit -> unit.gold().stream())
        .anyMatch(event -> !event.causedBy().isEmpty());
  }

  private Decomposer decomposer() {
    return decomposerModel == null
        ? new ClauseDecomposer()
        : new ModelDecomposer(decomposerModel, options.facts().perCall);
  }

  private Verifier verifier() {
    return verifierModel == null
        ? new LexicalVerifier()
        : new ModelVerifier(verifierModel, options.facts().perCall);
  }

  private @Nullable Labeller labeller() {
    return switch (options.facts().labels(verifierModel)) {
      case none -> null;
      case words -> new RuleLabeller();
      case verifier ->
          verifierModel == null
              ? new RuleLabeller()
              : new ModelLabeller(verifierModel, options.facts().perCall);
    };
  }

  /**
   * What runs.
   *
   * @param typed the command line
   */
  public EventTask task(List<String> typed) {
    var asked = new EventTask.Asked(data, panel, model, this::model, options.facts().gamma);
    return new EventTask(work(), asked, spec(typed));
  }

  private RunSpec spec(List<String> typed) {
    var on = new TreeMap<String, String>();
    on.put("data_sha256", data.sha256());
    var samples = options.samples().samples;
    on.put(
        "samples",
        samples.isEmpty() ? "all" : String.join(",", samples.stream().sorted().toList()));
    on.put("sessions", options.summary().range().toString());
    on.put("model", model.id());
    on.put("summarizer", panel.summarizer().id() + " " + panel.summarizer().hash());
    on.put("decomposer", panel.decomposer().id() + " " + panel.decomposer().hash());
    on.put("verifier", panel.verifier().id() + " " + panel.verifier().hash());
    var labeller = panel.labeller();
    on.put("labeller", labeller == null ? "none" : labeller.id() + " " + labeller.hash());
    on.put("length_penalty", Double.toString(options.facts().gamma));
    if (!model.asksNobody()) {
      on.put("base_url", options.model().reach().address());
      on.put("context_tokens", window() == Integer.MAX_VALUE ? "no limit" : "" + window());
      on.put("reply_tokens", "" + ((ModelSummarizer) panel.summarizer()).replyTokens());
      on.put("links", links() ? "asked for" : "not asked for");
      on.put("tokenizer", options.summary().tokenizer);
      on.put("seed", Long.toString(options.summary().seed));
    }
    if (verifierModel != null || decomposerModel != null) {
      on.put("verifier_base_url", address(options.facts().baseUrl));
      on.put("facts_per_call", Integer.toString(options.facts().perCall));
    }
    var asked = Stream.of(model, verifierModel, decomposerModel).filter(Objects::nonNull).toList();
    options.model().requests.describe(on, asked);
    return shard.spec(new RunSpec("eval-events", typed, on, new TreeMap<>()));
  }

  private static String address(@Nullable String url) {
    return url == null ? "the provider's own" : url;
  }
}
