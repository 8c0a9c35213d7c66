package dev.locomo.cli.wiring;

import dev.locomo.core.dataset.Observation;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import dev.locomo.rag.annotate.Annotator;
import dev.locomo.rag.annotate.ExtractiveAnnotators;
import dev.locomo.rag.annotate.Form;
import dev.locomo.rag.annotate.ModelAnnotator;
import dev.locomo.rag.annotate.OwnObservations;
import dev.locomo.rag.annotate.OwnSummaries;
import dev.locomo.rag.annotate.ReferenceObservations;
import dev.locomo.rag.annotate.ReferenceSummaries;
import dev.locomo.rag.annotate.ReferenceTexts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How sessions are annotated. */
public final class AnnotateOptions {
  public static final Setting<String> PROTOCOL =
      Setting.text(
              "protocol",
              "NAME",
              "Whose prompts: locomo, or reference, the original's (default: ${DEFAULT-VALUE}).")
          .byDefault(QaOptions.LOCOMO);
  public static final Setting<Integer> REPLY_TOKENS =
      Setting.integer(
              "reply-tokens",
              "N",
              "Most tokens of a reply; the reference protocol has its own (default:"
                  + " ${DEFAULT-VALUE}).")
          .byDefault("2000");
  public static final Setting<Long> SEED =
      Setting.seed("The provider's sampling seed (default: ${DEFAULT-VALUE}).");
  public static final Setting<Integer> TRIES =
      Setting.integer(
          "tries",
          "N",
          "Most replies to one session; an unusable one is asked for again, saying what is wrong"
              + " (default: 3; 10 with --protocol reference).");
  public static final Setting<Boolean> OVERWRITE =
      Setting.flag("overwrite", "Also annotate sessions that are annotated already.");

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", PROTOCOL, REPLY_TOKENS, SEED, TRIES, OVERWRITE);

  public final String protocol;
  public final int replyTokens;
  public final long seed;
  public final @Nullable Integer tries;
  public final boolean overwrite;

  /** Their values. */
  public AnnotateOptions(Settings settings) {
    protocol = settings.get(PROTOCOL);
    replyTokens = settings.get(REPLY_TOKENS);
    seed = settings.get(SEED);
    tries = settings.orNull(TRIES);
    overwrite = settings.is(OVERWRITE);
  }

  /** Whether the original's prompts are meant. */
  public boolean reference() {
    return protocol.equals(QaOptions.REFERENCE);
  }

  /** Checks what picocli cannot. */
  public void check(ModelSpec model) {
    if (!reference() && !protocol.equals(QaOptions.LOCOMO)) {
      throw new UserError("unknown protocol '" + protocol + "'", "locomo or reference");
    }
    if (reference() && model.asksNobody()) {
      throw new UserError(
          "the built-in annotator has no prompts", "--model provider:model, or no --protocol");
    }
    if (replyTokens < 1) {
      throw new UserError("--reply-tokens is " + replyTokens + ", must be at least 1", "");
    }
    if (tries != null && tries < 1) {
      throw new UserError("--tries is " + tries + ", must be at least 1", "");
    }
  }

  /**
   * Finds facts.
   *
   * @param environment variables, for the home folder
   */
  public Annotator<List<Observation>> observations(
      ModelSpec model, Map<String, String> environment) {
    if (model.asksNobody()) {
      return new ExtractiveAnnotators().observations();
    }
    return new ModelAnnotator<>(
        reference()
            ? new ReferenceObservations(texts(environment), model.model())
            : new OwnObservations(form(model)),
        tries());
  }

  /** Sums up; as {@link #observations}. */
  public Annotator<String> summaries(ModelSpec model, Map<String, String> environment) {
    if (model.asksNobody()) {
      return new ExtractiveAnnotators().summaries();
    }
    return new ModelAnnotator<>(
        reference()
            ? new ReferenceSummaries(texts(environment), model.model())
            : new OwnSummaries(form(model)),
        tries());
  }

  private int tries() {
    if (tries != null) {
      return tries;
    }
    return reference() ? ReferenceObservations.TRIES : 3;
  }

  private Form form(ModelSpec model) {
    return new Form(model.model(), replyTokens, seed);
  }

  private static ReferenceTexts texts(Map<String, String> environment) {
    var file = ReferencePrompts.file(environment.get("LOCOMO_HOME"));
    return new ReferenceTexts(ReferencePrompts.load(file)::text);
  }
}
