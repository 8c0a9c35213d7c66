package dev.locomo.eval.options;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.eval.context.Pictures;
import dev.locomo.eval.dialog.DialogGeneration;
import dev.locomo.eval.dialog.DialogMetric;
import dev.locomo.eval.dialog.DialogTask;
import dev.locomo.eval.dialog.ExtractiveWriter;
import dev.locomo.eval.dialog.History;
import dev.locomo.eval.dialog.Knowledge;
import dev.locomo.eval.dialog.ModelWriter;
import dev.locomo.eval.dialog.PictureForm;
import dev.locomo.eval.dialog.PictureForm.Candidates;
import dev.locomo.eval.dialog.Target;
import dev.locomo.eval.dialog.TurnWriter;
import dev.locomo.rag.options.ModelLookup;
import dev.locomo.rag.options.ModelOptions;
import dev.locomo.rag.options.RagOptions;
import dev.locomo.rag.options.Tokenizers;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.retrieve.RetrievalMethod;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the options of {@code eval-dialog} to what runs. */
public final class DialogPlan implements AutoCloseable {
  private static final int HISTORY_TOKENS = 12_000;
  private static final int LEAST_HISTORY = 500;

  private final Inputs inputs;
  private final DialogOptions how;
  private final RagOptions rag;
  private final List<Target> targets;
  private final Candidates candidates;
  private final Pictures pictures;
  private final History history;
  private final @Nullable RetrievalMethod method;
  private final Knowledge knowledge;

  /**
   * What is given.
   *
   * @param model whom to ask
   * @param data the data set
   * @param samples which of its conversations
   * @param surroundings what models are found and loaded in
   */
  public record Inputs(
      ModelSpec model, Dataset data, SampleOptions samples, ModelLookup surroundings) {}

  /**
   * Puts it together: chooses turns, loads encoders and looks up what is known; sends nothing to
   * the model.
   *
   * @throws UserError when no turn can be generated
   */
  public DialogPlan(Inputs inputs, DialogOptions how, RagOptions rag) {
    this.inputs = inputs;
    this.how = how;
    this.rag = rag;
    this.targets = how.selection().of(inputs.samples().of(inputs.data()));
    if (targets.isEmpty()) {
      throw new UserError(
          inputs.data().file() + " has no turn to generate", "other --samples or --turns");
    }
    var at = inputs.surroundings();
    this.pictures =
        extractive() || how.pictures.form() == Pictures.Form.CAPTIONS
            ? Pictures.CAPTIONS
            : how.pictures.open(inputs.model(), inputs.data(), at.progress());
    this.candidates = new Candidates(how.candidates, how.seed, inputs.data().samples(), pictures);
    if (how.picture == PictureForm.CANDIDATES && inputs.data().samples().size() < 2) {
      throw new UserError(
          "--picture candidates are pictures of other conversations, and there is one",
          "a data file with several; --samples chooses among them");
    }
    this.history = new History(window(), Tokenizers.named(how.tokenizer), pictures);
    this.method = rag.useRag && !extractive() ? rag.method(at) : null;
    this.knowledge =
        method == null
            ? Knowledge.none()
            : Knowledge.retrieve(
                sample -> Corpus.of(inputs.data(), sample, rag.database()),
                targets,
                method,
                rag.topK);
  }

  private boolean extractive() {
    return inputs.model().asksNobody();
  }

  /** Three quarters of what a model takes leave room for the rest of the request. */
  private int window() {
    if (how.historyTokens != null) {
      return how.historyTokens;
    }
    Integer known = inputs.model().context();
    return known == null
        ? HISTORY_TOKENS
        : Math.clamp(
            known / 4L * 3 - inputs.model().reserve(false) - how.replyTokens,
            LEAST_HISTORY,
            HISTORY_TOKENS);
  }

  /** The turns of a part of the run, to be written. */
  public DialogGeneration work(Shard shard) {
    return new DialogGeneration(shard.of(targets), writer(), extractive() ? null : inputs.model());
  }

  /** What is asked of whom. */
  public DialogTask.Asked asked() {
    return new DialogTask.Asked(
        inputs.samples().file.toString(), inputs.model(), how.picture, history, knowledge);
  }

  /** The metrics that need no network. */
  List<DialogMetric> metrics() {
    return DialogMetric.standard(how.picture, candidates);
  }

  /** Those to choose among. */
  Candidates candidates() {
    return candidates;
  }

  private TurnWriter writer() {
    if (extractive()) {
      return new ExtractiveWriter(how.picture, candidates);
    }
    var form =
        new ModelWriter.Form(inputs.model().model(), how.replyTokens, how.picture, candidates);
    return new ModelWriter(form, history, knowledge);
  }

  /**
   * The settings that identify the run.
   *
   * @param typed the command line
   * @param reach how the model is reached
   */
  public RunSpec spec(List<String> typed, ModelOptions.Reach reach) {
    var on = new TreeMap<String, String>();
    var writer = writer();
    on.put("data_sha256", inputs.data().sha256());
    on.put("samples", samples());
    on.put("model", inputs.model().id());
    on.put("asking", writer.id() + " " + writer.hash());
    on.put("turns", how.turns + ", at most " + how.maxTurns);
    on.put("seed", Long.toString(how.seed));
    on.put("picture", how.picture.label());
    if (how.picture == PictureForm.CANDIDATES) {
      on.put("candidates", Integer.toString(how.candidates));
    }
    on.put("tokenizer", how.tokenizer);
    if (!extractive()) {
      on.put("base_url", reach.address());
      reach.requests().describe(on, List.of(inputs.model()));
      on.put("history_tokens", Integer.toString(history.window()));
      on.put("reply_tokens", Integer.toString(how.replyTokens));
    }
    how.pictures.describe(on, pictures, inputs.data().samples());
    on.put("context", method == null ? "none" : rag.database().label());
    if (method != null) {
      on.put("retriever", method.id());
      on.put("top_k", Integer.toString(rag.topK));
    }
    return new RunSpec("eval-dialog", typed, on, new TreeMap<>());
  }

  private String samples() {
    var chosen = inputs.samples().samples;
    return chosen.isEmpty() ? "all" : String.join(",", chosen.stream().sorted().toList());
  }

  @Override
  public void close() {
    if (method != null) {
      method.close();
    }
  }
}
