package dev.locomo.rag.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.rag.caption.PublicWeb;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an image with an address may take. Its values are set here as well, since a group inside a
 * group gets no defaults.
 */
public final class ImageWebOptions {
  private static final Setting<Integer> MAX_IMAGE_MB =
      Setting.integer("image-web.max-image-mb", "N").byDefault("20").changesSpeed();
  private static final Setting<Integer> IMAGE_TIMEOUT =
      Setting.integer("image-web.image-timeout", "SECONDS").byDefault("30").changesSpeed();

  private static final Setting<String> IMAGE_HOST =
      Setting.text("image-web.image-host", "HOST").changesSpeed();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", MAX_IMAGE_MB, IMAGE_TIMEOUT, IMAGE_HOST);

  private static final int MEGABYTE = 1_000_000;
  private static final int MOST_MEGABYTES = 100;
  private static final int MOST_SECONDS = 3600;

  private final int megabytes;
  private final int seconds;
  private final @Nullable String host;

  /** Their values. */
  public ImageWebOptions(Settings settings) {
    megabytes = settings.get(MAX_IMAGE_MB);
    seconds = settings.get(IMAGE_TIMEOUT);
    host = settings.orNull(IMAGE_HOST);
  }

  /**
   * Where images with an address come from.
   *
   * @throws UserError when a limit makes no sense
   */
  public PublicWeb web() {
    between("--max-image-mb", megabytes, MOST_MEGABYTES);
    between("--image-timeout", seconds, MOST_SECONDS);
    var limits = new PublicWeb.Limits(megabytes * MEGABYTE, Duration.ofSeconds(seconds));
    return host == null ? new PublicWeb(limits) : PublicWeb.besides(limits, host);
  }

  private static void between(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UserError(option + " is " + value + ", must be between 1 and " + most, "");
    }
  }
}
