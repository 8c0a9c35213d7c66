package dev.locomo.eval.options;

import dev.locomo.core.dataset.Observation;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import dev.locomo.rag.annotate.Annotator;
import dev.locomo.rag.annotate.ExtractiveAnnotators;
import dev.locomo.rag.annotate.OwnAnnotators;
import dev.locomo.rag.annotate.ReferenceAnnotators;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How sessions are annotated. */
public final class AnnotateOptions {
  public static final Setting<String> PROTOCOL =
      Setting.text("annotate.protocol", "NAME")
          .byDefault(QaOptions.LOCOMO)
          .oneOf(QaOptions.LOCOMO, QaOptions.REFERENCE)
          .changesResult();
  public static final Setting<Integer> REPLY_TOKENS =
      Setting.integer("annotate.reply-tokens", "N").byDefault("2000").changesResult();
  public static final Setting<Long> SEED = Setting.seed("annotate.seed");
  public static final Setting<Integer> TRIES =
      Setting.integer("annotate.tries", "N").changesResult();
  public static final Setting<Boolean> OVERWRITE =
      Setting.flag("annotate.again").alias("overwrite");

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
    return annotators(model, environment).observations();
  }

  /** Sums up; as {@link #observations}. */
  public Annotator<String> summaries(ModelSpec model, Map<String, String> environment) {
    return annotators(model, environment).summaries();
  }

  private Annotator.Kinds annotators(ModelSpec model, Map<String, String> environment) {
    if (model.asksNobody()) {
      return new ExtractiveAnnotators();
    }
    if (!reference()) {
      return new OwnAnnotators(model.model(), replyTokens, seed, tries());
    }
    var prompts = ReferencePrompts.load(ReferencePrompts.file(environment.get("LOCOMO_HOME")));
    return new ReferenceAnnotators(prompts::text, model.model(), tries());
  }

  private int tries() {
    if (tries != null) {
      return tries;
    }
    return reference() ? ReferenceAnnotators.TRIES : 3;
  }
}
