package dev.locomo.rag.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.serve.Engine;
import dev.locomo.core.llm.serve.Serving;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the model is served by a program that is started for the run. */
public final class ServeOptions {
  public static final Setting<String> SERVE =
      Setting.text("serve.serve", "ENGINE").oneOf(Engine.ids()).changesResult();
  public static final Setting<Boolean> USE_4BIT = Setting.flag("serve.use-4bit").changesResult();
  public static final Setting<String> SERVE_PROGRAM = Setting.text("serve.serve-program", "FILE");
  public static final Setting<List<String>> SERVE_OPTION =
      Setting.texts("serve.serve-option", "ARGUMENT").changesResult();
  public static final Setting<Integer> SERVE_READY =
      Setting.integer("serve.serve-ready", "SECONDS").byDefault("900").atLeast(1).changesSpeed();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", SERVE, USE_4BIT, SERVE_PROGRAM, SERVE_OPTION, SERVE_READY);

  private ServeOptions() {}

  /**
   * How the model is served; null where nothing is started for it.
   *
   * @param baseUrl of a server that the user named; null for none
   * @throws UserError when the settings contradict each other
   */
  public static @Nullable Serving of(Settings settings, @Nullable String baseUrl) {
    String named = settings.orNull(SERVE);
    if (named == null) {
      if (settings.is(USE_4BIT)) {
        throw new UserError(
            "--use-4bit is for an engine that is started with four-bit weights",
            "--serve "
                + String.join("|", Engine.ids())
                + "; a server of yours is told at its own start");
      }
      if (settings.has(SERVE_PROGRAM) || settings.has(SERVE_OPTION)) {
        throw new UserError("--serve-program and --serve-option are for --serve", "--serve ENGINE");
      }
      return null;
    }
    if (baseUrl != null) {
      throw new UserError("--serve starts a server, and --base-url names one", "one of them");
    }
    var engine = Engine.of(named);
    return new Serving(
        engine,
        settings.or(SERVE_PROGRAM, engine.program()),
        settings.is(USE_4BIT),
        settings.all(SERVE_OPTION),
        settings.get(SERVE_READY));
  }
}
