package dev.locomo.rag.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Which memory system is under test, and how it is asked. */
public final class MemoryOptions {
  public static final Setting<String> MEMORY =
      Setting.text("memory.memory", "DESCRIPTOR").changesResult();
  public static final Setting<Integer> MEMORY_K =
      Setting.integer("memory.memory-k", "N").atLeast(1).byDefault("20").changesResult();
  public static final Setting<Integer> MEMORY_TOKENS =
      Setting.integer("memory.memory-tokens", "N").atLeast(1).changesResult();
  public static final Setting<Integer> MEMORY_AT_ONCE =
      Setting.integer("memory.memory-at-once", "N").atLeast(1).changesSpeed();
  public static final Setting<Boolean> MEMORY_ANSWERS =
      Setting.flag("memory.memory-answers").changesResult();
  public static final Setting<Boolean> MEMORY_TOOLS =
      Setting.flag("memory.memory-tools").changesResult();
  public static final Setting<Integer> MEMORY_ROUNDS =
      Setting.integer("memory.memory-rounds", "N").atLeast(1).byDefault("8").changesResult();
  public static final Setting<String> MEMORY_MODEL =
      Setting.text("memory.memory-model", "MODEL").changesResult();
  public static final Setting<String> MEMORY_EMBEDDINGS =
      Setting.text("memory.memory-embeddings", "NAME").byDefault("minilm").changesResult();

  /** Of a verb that looks up alone. */
  public static final SettingGroup LOOKUP =
      SettingGroup.of("", MEMORY, MEMORY_AT_ONCE, MEMORY_EMBEDDINGS);

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
          "",
          MEMORY,
          MEMORY_K,
          MEMORY_TOKENS,
          MEMORY_AT_ONCE,
          MEMORY_ANSWERS,
          MEMORY_TOOLS,
          MEMORY_ROUNDS,
          MEMORY_MODEL,
          MEMORY_EMBEDDINGS);

  public final @Nullable String memory;
  public final int k;
  public final int tokens;
  public final @Nullable Integer atOnce;
  public final boolean answers;
  public final boolean tools;
  public final int rounds;
  public final @Nullable String model;
  public final String embeddings;

  /**
   * Their values.
   *
   * @throws UserError when they contradict another setting
   */
  public MemoryOptions(Settings settings) {
    memory = settings.orNull(MEMORY);
    k = settings.or(MEMORY_K, 20);
    tokens = settings.or(MEMORY_TOKENS, 0);
    atOnce = settings.orNull(MEMORY_AT_ONCE);
    answers = settings.is(MEMORY_ANSWERS);
    tools = settings.is(MEMORY_TOOLS);
    rounds = settings.or(MEMORY_ROUNDS, 8);
    if (tools && settings.is(PaceOptions.BATCH_API)) {
      throw new UserError("a model waits for what its tools say", "leave out --batch-api");
    }
    model = settings.orNull(MEMORY_MODEL);
    embeddings = settings.get(MEMORY_EMBEDDINGS);
  }
}
