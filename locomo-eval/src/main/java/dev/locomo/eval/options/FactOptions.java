package dev.locomo.eval.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.rag.options.LocalModels;
import dev.locomo.rag.options.ModelOptions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How facts are made, checked and labelled: everything here can change a result. */
public final class FactOptions {
  public static final Setting<String> VERIFIER =
      Setting.text("fact.verifier", "MODEL").changesResult();
  public static final Setting<String> DECOMPOSER =
      Setting.text("fact.decomposer", "MODEL").changesResult();
  public static final Setting<String> VERIFIER_BASE_URL =
      Setting.text("fact.verifier-base-url", "URL").changesResult();
  public static final Setting<Integer> FACTS_PER_CALL =
      Setting.integer("fact.facts-per-call", "N").byDefault("10").changesResult();
  public static final Setting<Double> LENGTH_PENALTY =
      Setting.number("fact.length-penalty", "GAMMA").byDefault("0").changesResult();
  public static final Setting<Labels> LABEL_ERRORS =
      Setting.choice("fact.label-errors", "BY", Labels.class).changesResult();
  public static final Setting<Boolean> FORCE = Setting.flag("fact.force");

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
          "",
          VERIFIER,
          DECOMPOSER,
          VERIFIER_BASE_URL,
          FACTS_PER_CALL,
          LENGTH_PENALTY,
          LABEL_ERRORS,
          FORCE);

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

  public final @Nullable String verifier;
  public final @Nullable String decomposer;
  public final @Nullable String baseUrl;
  public final int perCall;
  public final double gamma;
  public final @Nullable Labels labels;
  public final boolean force;

  /** Their values. */
  public FactOptions(Settings settings) {
    verifier = settings.orNull(VERIFIER);
    decomposer = settings.orNull(DECOMPOSER);
    baseUrl = settings.orNull(VERIFIER_BASE_URL);
    perCall = settings.get(FACTS_PER_CALL);
    gamma = settings.get(LENGTH_PENALTY);
    labels = settings.orNull(LABEL_ERRORS);
    force = settings.is(FORCE);
  }

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
    var model = LocalModels.resolved(models.catalog(), typed, null);
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
