package dev.locomo.eval.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.judge.bank.Bank;
import dev.locomo.eval.judge.bank.KnownAnswer;
import dev.locomo.eval.judge.calibrate.Limits;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** With what judges are measured, and how wrong they may be. */
public final class CalibrateOptions {
  public static final Setting<List<String>> BANK =
      Setting.texts("judge-calibrate.bank", "rules|FILE|DIR").changesResult();
  public static final Setting<Integer> PER_KIND =
      Setting.integer("judge-calibrate.per-kind", "N").changesResult().atLeast(1);
  public static final Setting<Long> SEED = Setting.seed("judge-calibrate.seed");
  public static final Setting<Double> MAX_FALSE_ACCEPT =
      Setting.number("judge-calibrate.max-false-accept", "PERCENT");
  public static final Setting<Double> MAX_UNREADABLE =
      Setting.number("judge-calibrate.max-unreadable", "PERCENT").byDefault("5");

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", BANK, PER_KIND, SEED, MAX_FALSE_ACCEPT, MAX_UNREADABLE);

  private final List<String> sources;
  private final @Nullable Integer perKind;
  private final long seed;

  /** What decides the exit code. */
  public final Limits limits;

  /**
   * Their values.
   *
   * @throws UserError when a limit is no percentage
   */
  public CalibrateOptions(Settings settings) {
    sources = settings.all(BANK).isEmpty() ? List.of(Bank.RULES) : settings.all(BANK);
    perKind = settings.orNull(PER_KIND);
    seed = settings.get(SEED);
    limits = new Limits(settings.orNull(MAX_FALSE_ACCEPT), settings.get(MAX_UNREADABLE));
    percent("--max-unreadable", limits.unreadable());
    percent("--max-false-accept", limits.falseAccept() == null ? 0 : limits.falseAccept());
  }

  private static void percent(String name, double value) {
    if (!(value >= 0 && value <= 100)) {
      throw new UserError(name + " is " + value + ", must be a percentage", "0 to 100");
    }
  }

  /**
   * The known answers to these questions.
   *
   * @throws UserError when there are none
   */
  public List<KnownAnswer> bank(Dataset data, List<Question> questions) {
    var bank = new Bank(perKind, seed).of(sources, data, questions);
    if (bank.isEmpty()) {
      throw new UserError("no known answer to the selected questions is there", "more of them");
    }
    return bank;
  }

  /** Adds what the bank depends on to the settings of a run. */
  public void describe(List<KnownAnswer> bank, SortedMap<String, String> settings) {
    settings.put("bank", Bank.id(sources, bank));
    settings.put("per_kind", perKind == null ? "usual" : Integer.toString(perKind));
    settings.put("seed", Long.toString(seed));
  }

  /** Adds the same to a document. */
  public void describe(List<KnownAnswer> bank, ObjectNode document) {
    document.put("bank", Bank.id(sources, bank)).put("seed", seed).put("per_kind", perKind);
  }
}
