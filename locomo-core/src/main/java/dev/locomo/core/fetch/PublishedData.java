package dev.locomo.core.fetch;

import dev.locomo.core.dataset.Dataset;
import java.net.URI;
import java.nio.file.Path;

/**
 * A file that the authors of LoCoMo publish with it and that this project may not pass on, as it is
 * at commit 3eb6f2c of theirs.
 *
 * @param wanted size and checksum
 * @param url where its authors publish it
 * @param path where it is in the original project, and where commands look for it
 */
public record PublishedData(Wanted wanted, URI url, Path path) {
  private static final String PROJECT =
      "https://raw.githubusercontent.com/snap-research/LoCoMo/"
          + "3eb6f2c585f5e1699204e3c3bdf7adc5c28cb376/";

  /** The data set. */
  public static final PublishedData LOCOMO10 =
      of("data/locomo10.json", 2_805_274, Dataset.PUBLISHED_SHA256);

  /** The attribute sentences of Multi-Session Chat that conversations were generated from. */
  public static final PublishedData PERSONAS =
      of(
          "data/msc_personas_all.json",
          3_055_126,
          "75440be006945f5e92141f2374becd551a17a4a98ccd982d1d06c821b40c7dc7");

  private static PublishedData of(String path, long size, String sha256) {
    return new PublishedData(
        new Wanted(size, Checksum.sha256(sha256)), URI.create(PROJECT + path), Path.of(path));
  }
}
