package dev.locomo.rag.tensor;

import ai.djl.Device;
import dev.locomo.core.error.UserError;
import java.util.regex.Pattern;

/**
 * Which device is wanted.
 *
 * @param word {@code auto} for the first GPU if one can be used, else the CPU; {@code cpu}; {@code
 *     cuda} for the first GPU; {@code cuda:N} for another one, counted from 0
 */
record DeviceChoice(String word) {
  private static final Pattern WORDS = Pattern.compile("auto|cpu|cuda(:\\d{1,3})?");

  /** Refuses every other word with a {@link UserError}. */
  DeviceChoice {
    if (!WORDS.matcher(word).matches()) {
      throw new UserError("unknown --device '" + word + "'", "auto, cpu, cuda or cuda:N");
    }
  }

  boolean isCpu() {
    return word.equals("cpu");
  }

  /** Whether nothing else will do. */
  boolean insistsOnGpu() {
    return word.startsWith("cuda");
  }

  /**
   * The device that it is.
   *
   * @throws UserError when it is a GPU that cannot be used, saying what was looked for
   */
  Device on(Gpu gpu) {
    if (!insistsOnGpu()) {
      return isCpu() || !gpu.usable() ? Device.cpu() : Device.gpu();
    }
    if (!gpu.usable()) {
      throw new UserError(
          "--device " + word + ": no GPU can be used; " + gpu.lookedFor(),
          "docs/distribution.md, or --device cpu");
    }
    int number = word.equals("cuda") ? 0 : Integer.parseInt(word.substring("cuda:".length()));
    if (number >= gpu.count()) {
      throw new UserError(
          "--device "
              + word
              + ": "
              + (gpu.count() == 1 ? "1 GPU is" : gpu.count() + " GPUs are")
              + " seen, counted from 0",
          "--device cuda:" + (gpu.count() - 1));
    }
    return Device.gpu(number);
  }
}
