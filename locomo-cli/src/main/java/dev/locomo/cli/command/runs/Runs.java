package dev.locomo.cli.command.runs;

import dev.locomo.cli.verb.Verb;

/** {@code runs}: what was run, as a database. */
public final class Runs {
  private Runs() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("runs")
        .verb("import", RunsImport::verb)
        .verb("list", RunsList::verb)
        .verb("show", RunsShow::verb)
        .verb("query", RunsQuery::verb)
        .verb("delete", RunsDelete::verb)
        .verb("push", RunsPush::verb)
        .verb("pull", RunsPull::verb)
        .verb("bundle", RunsBundle::bundle)
        .verb("verify", RunsBundle::verify)
        .verb("archive", RunsKept::archive)
        .verb("unpack", RunsKept::unpack)
        .verb("prune", RunsKept::prune);
  }
}
