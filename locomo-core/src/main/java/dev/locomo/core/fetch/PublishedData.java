package dev.locomo.core.fetch;

import dev.locomo.core.dataset.Dataset;
import java.net.URI;

/** The published data set, which this project may not pass on. */
public final class PublishedData {
  /** The published {@code locomo10.json}. */
  public static final Wanted LOCOMO10 =
      new Wanted(2_805_274, Checksum.sha256(Dataset.PUBLISHED_SHA256));

  /** Where its authors publish it: {@code data/locomo10.json} of commit 3eb6f2c. */
  public static final URI LOCOMO10_URL =
      URI.create(
          "https://raw.githubusercontent.com/snap-research/LoCoMo/"
              + "3eb6f2c585f5e1699204e3c3bdf7adc5c28cb376/data/locomo10.json");

  private PublishedData() {}
}
