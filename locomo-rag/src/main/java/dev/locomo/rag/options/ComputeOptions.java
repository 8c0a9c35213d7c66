package dev.locomo.rag.options;

import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.Settings;
import dev.locomo.rag.tensor.Compute;
import java.util.List;
import java.util.function.Consumer;

/** The device that the networks of this process run on. */
public final class ComputeOptions {
  public static final Setting<String> DEVICE =
      Setting.text("compute.device", "DEVICE")
          .byDefault("auto")
          .suggesting(() -> List.of("auto", "cpu", "cuda", "cuda:1"))
          .changesResult();

  private ComputeOptions() {}

  /**
   * Chooses it for a verb that has the setting; nothing for one that has not.
   *
   * @param notices told in a line each which device and precision networks run in
   * @throws dev.locomo.core.error.UserError when a GPU is wanted that cannot be used
   */
  public static void use(Settings settings, Consumer<String> notices) {
    if (settings.values().containsKey(DEVICE)) {
      Compute.choose(settings.get(DEVICE), notices);
    }
  }
}
