package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How facts are made, checked and labelled: everything here can change a result. */
public final class FactOptions {
  /** The verifier that needs no model. */
  public static final String LEXICAL = "lexical";

  /** The decomposer that needs no model. */
  public static final String CLAUSES = "clauses";

  /** Who says what kind of mistake a fact is; lower case, as typed. */
  public enum Labels {
    verifier,
    words,
    none
  }

  @Option(
      names = "--verifier",
      paramLabel = "MODEL",
      description =
          "provider:model that checks each fact against the other side, or lexical: by common"
              + " words, a floor that no published number can be compared with (default: lexical"
              + " for --model extractive; else it has to be named).")
  public @Nullable String verifier;

  @Option(
      names = "--decomposer",
      paramLabel = "MODEL",
      description =
          "provider:model that takes events apart into facts, or clauses: at the ends of sentences"
              + " (default: the verifier; clauses with lexical).")
  public @Nullable String decomposer;

  @Option(
      names = "--verifier-base-url",
      paramLabel = "URL",
      description = "Where the API of decomposer and verifier is, version path included.")
  public @Nullable String baseUrl;

  @Option(
      names = "--facts-per-call",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Most events or facts that decomposer and verifier see at a time (default:"
              + " ${DEFAULT-VALUE}).")
  public int perCall;

  @Option(
      names = "--length-penalty",
      paramLabel = "GAMMA",
      defaultValue = "0",
      description =
          "FActScore's penalty on the precision of summaries with fewer facts than this; 10 there,"
              + " 0 for none (default: ${DEFAULT-VALUE}).")
  public double gamma;

  @Option(
      names = "--label-errors",
      paramLabel = "BY",
      description =
          "Who says what kind of mistake an unsupported fact is: verifier, words (a rule) or none"
              + " (default: verifier; words with lexical).")
  public @Nullable Labels labels;

  @Option(names = "--force", description = "Let a model check the facts of its own summaries.")
  public boolean force;

  /**
   * The model that checks facts; null for {@value #LEXICAL}.
   *
   * @param summarizer whose summaries are checked
   */
  @Nullable ModelSpec verifier(ModelSpec summarizer, ModelOptions models) {
    if (verifier == null && !summarizer.asksNobody()) {
      throw new UserError(
          "no verifier is named",
          "--verifier provider:model, or --verifier lexical for a floor without a model");
    }
    if (verifier == null || verifier.equals(LEXICAL)) {
      return null;
    }
    var model = model("--verifier", verifier, models);
    if (model.id().equals(summarizer.id()) && !force) {
      throw new UserError(
          model.id() + " would check the facts of its own summaries",
          "another --verifier, or --force");
    }
    return model;
  }

  /** The model that takes events apart; null for {@value #CLAUSES}. */
  @Nullable ModelSpec decomposer(@Nullable ModelSpec verifierModel, ModelOptions models) {
    if (decomposer == null) {
      return verifierModel;
    }
    return decomposer.equals(CLAUSES) ? null : model("--decomposer", decomposer, models);
  }

  private static ModelSpec model(String option, String typed, ModelOptions models) {
    var model = LocalModels.resolved(models.catalog(), typed);
    if (model.asksNobody()) {
      throw new UserError(
          option + " " + typed + " is no model that can be asked here",
          option + " provider:model, or " + (option.equals("--verifier") ? LEXICAL : CLAUSES));
    }
    return model;
  }

  /** Who labels mistakes. */
  Labels labels(@Nullable ModelSpec verifierModel) {
    if (labels == Labels.verifier && verifierModel == null) {
      throw new UserError(
          "--label-errors verifier needs a model as --verifier", "--label-errors words");
    }
    return labels != null ? labels : verifierModel == null ? Labels.words : Labels.verifier;
  }

  /** Checks what picocli cannot. */
  public void check() {
    if (perCall < 1) {
      throw new UserError("--facts-per-call is " + perCall + ", must be at least 1", "");
    }
    if (!(gamma >= 0) || Double.isInfinite(gamma)) {
      throw new UserError(
          String.format(Locale.ROOT, "--length-penalty is %s, must be at least 0", gamma), "");
    }
  }
}
