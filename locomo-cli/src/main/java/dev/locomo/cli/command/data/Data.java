package dev.locomo.cli.command.data;

import dev.locomo.cli.verb.Verb;

/** {@code data}: look at a data set, or get the published one. */
public final class Data {
  private Data() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("data")
        .verb("check", DataCheck::verb)
        .verb("stats", DataStats::verb)
        .verb("show", DataShow::verb)
        .verb("convert", DataConvert::convert)
        .verb("sample", DataConvert::sample)
        .verb("fetch", DataFetch::verb)
        .verb("images", DataImages::verb)
        .verb("errata", DataErrata::verb);
  }
}
