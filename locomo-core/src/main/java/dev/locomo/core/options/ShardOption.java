package dev.locomo.core.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.run.Shard;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which part of a run this process does, or where it takes pieces of the run from. */
public final class ShardOption {
  public static final Setting<String> SHARD = Setting.text("shard.shard", "I/N");

  public static final Setting<String> QUEUE = Setting.text("shard.queue", "ADDRESS").changesSpeed();
  public static final Setting<Integer> PRIORITY =
      Setting.integer("shard.queue-priority", "N").changesSpeed();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("Several processes", SHARD, QUEUE, PRIORITY);

  /** What a process that takes pieces from a queue cannot do by itself. */
  private static final Set<String> OF_ONE = Set.of("shard", "retry-failed", "batch-api");

  /** How many parts {@code auto} takes there to be, where the scheduler does not say. */
  public static final String COUNT = "LOCOMO_SHARDS";

  private static final String SLURM = "SLURM_ARRAY_TASK_ID";
  private static final String KUBERNETES = "JOB_COMPLETION_INDEX";

  private ShardOption() {}

  /**
   * The part that is meant, for {@code auto} as the scheduler says.
   *
   * @throws UserError also when there is a queue and something that does not go with it
   */
  public static Shard of(Settings settings, Map<String, String> environment) {
    if (settings.has(QUEUE)) {
      settings
          .values()
          .forEach((setting, value) -> {
            boolean anew = setting == RunOptions.OVERWRITE || setting == QaRunOptions.OUT_FILE;
            if (setting.name().equals("memory")) {
              throw new UserError(
                  "--memory does not go with --queue: what a memory system answers depends on all"
                      + " that it was told, and a queue hands out single questions",
                  "one process, or --shard I/N, each with a system of its own");
            }
            if ((anew || OF_ONE.contains(setting.name())) && !value.equals(false)) {
              throw new UserError(
                  "--" + setting.name() + " does not go with --queue", "one of them");
            }
          });
    }
    String shard = settings.orNull(SHARD);
    if (shard == null) {
      return Shard.WHOLE;
    }
    return shard.strip().equals("auto") ? auto(environment) : parse(shard.strip());
  }

  /**
   * Refuses a file that every part would write.
   *
   * @param file what was typed as {@code --out-file}, or null
   */
  public static void refuseOutFile(Shard shard, @Nullable Path file) {
    if (!shard.isWhole() && file != null) {
      throw new UserError(
          "the parts of a run cannot share one --out-file",
          "no --out-file here; locomo merge takes it, or the run that is merged writes it");
    }
  }

  private static Shard parse(String text) {
    return Shard.parse(text)
        .orElseThrow(
            () -> new UserError("--shard is '" + text + "'", "I/N with I from 1 to N, or auto"));
  }

  private static Shard auto(Map<String, String> environment) {
    if (environment.containsKey(SLURM)) {
      return slurm(environment);
    }
    if (environment.containsKey(KUBERNETES)) {
      int index = number(environment, KUBERNETES);
      return part(index + 1L, number(environment, COUNT), KUBERNETES + " " + index);
    }
    throw new UserError(
        "--shard auto finds neither " + SLURM + " nor " + KUBERNETES,
        "--shard I/N, or an array job or an indexed job");
  }

  /**
   * The array's own bounds change when one of its tasks is submitted again by itself; a count that
   * was given does not.
   */
  private static Shard slurm(Map<String, String> environment) {
    int id = number(environment, SLURM);
    if (environment.containsKey(COUNT)) {
      return part(id, number(environment, COUNT), SLURM + " " + id);
    }
    int first = number(environment, "SLURM_ARRAY_TASK_MIN");
    int last = number(environment, "SLURM_ARRAY_TASK_MAX");
    int count = number(environment, "SLURM_ARRAY_TASK_COUNT");
    if (first > 1 || last - first + 1 != count) {
      throw new UserError(
          "the array " + first + "-" + last + " of " + count + " tasks is no whole run",
          "--array=1-N, or " + COUNT + "=N to submit some of its tasks again");
    }
    return part(id - first + 1L, count, SLURM + " " + id);
  }

  private static Shard part(long number, int count, String origin) {
    if (number < 1 || number > count) {
      throw new UserError(
          "there is no part " + number + " of " + count + " (from " + origin + ")",
          SLURM + " counts from 1, " + KUBERNETES + " from 0");
    }
    return new Shard((int) number, count);
  }

  private static int number(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (!value.matches("\\d{1,6}")) {
      throw new UserError(
          "--shard auto needs the number " + name + ", found '" + value + "'",
          name + "=N, or --shard I/N");
    }
    return Integer.parseInt(value);
  }
}
