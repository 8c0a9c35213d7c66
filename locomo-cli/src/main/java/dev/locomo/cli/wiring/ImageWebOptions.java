package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.rag.caption.PublicWeb;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What an image with an address may take. Its values are set here as well, since a group inside a group
 * gets no defaults. */
public final class ImageWebOptions {
  private static final int MEGABYTE = 1_000_000;
  private static final int MOST_MEGABYTES = 100;
  private static final int MOST_SECONDS = 3600;

  @Option(
      names = "--max-image-mb",
      paramLabel = "N",
      defaultValue = "20",
      description = "Longest file of an image, in megabytes (default: ${DEFAULT-VALUE}).")
  private int megabytes = 20;

  @Option(
      names = "--image-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "Longest wait for an image with an address (default: ${DEFAULT-VALUE}).")
  private int seconds = 30;

  /**
   * Where images with an address come from.
   *
   * @throws UserError when a limit makes no sense
   */
  public PublicWeb web() {
    between("--max-image-mb", megabytes, MOST_MEGABYTES);
    between("--image-timeout", seconds, MOST_SECONDS);
    return new PublicWeb(new PublicWeb.Limits(megabytes * MEGABYTE, Duration.ofSeconds(seconds)));
  }

  private static void between(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UserError(option + " is " + value + ", must be between 1 and " + most, "");
    }
  }
}
