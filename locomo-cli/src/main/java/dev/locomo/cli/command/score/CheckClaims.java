package dev.locomo.cli.command.score;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.profile.Category;
import dev.locomo.core.settings.Setting;
import dev.locomo.eval.claims.ClaimCheck;
import dev.locomo.eval.claims.ClaimTable;
import dev.locomo.eval.claims.ClaimTableReader;
import dev.locomo.eval.claims.Counts;
import dev.locomo.eval.claims.Finding;
import dev.locomo.eval.claims.Labels;
import dev.locomo.eval.errata.ErrataFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code check-claims}: can this published table be true? */
public final class CheckClaims {
  private static final Pattern COUNT = Pattern.compile("^(.*)=([1-9]\\d{0,8})");
  private static final Setting<List<String>> N = Setting.texts("check-claims.n", "LABEL=COUNT");
  private static final Setting<String> COLUMN = Setting.text("check-claims.column", "NAME");
  private static final Setting<Path> DATA_FILE = Setting.path("check-claims.data-file", "FILE");
  private static final Setting<Path> ERRATA = Setting.path("check-claims.errata", "FILE");

  private final Invocation call;
  private final Path file;
  private final List<String> n;
  private final boolean json;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("check-claims")
        .argument(
            "FILE",
            "Categories with their scores and overall, in rows or in columns: CSV, Markdown, HTML,"
                + " LaTeX, or columns of text.")
        .ofPaths()
        .with(N, COLUMN, DATA_FILE, ERRATA, RunOptions.JSON)
        .exitCode(0, "nothing contradicts the table")
        .exitCode(1, "something does")
        .exitCode(2, "wrong use")
        .exitCode(3, "the file is no such table")
        .does(call -> new CheckClaims(call).run());
  }

  private CheckClaims(Invocation call) {
    this.call = call;
    n = call.settings().all(N);
    json = call.settings().is(RunOptions.JSON);
    file = Path.of(call.arguments().get(0));
  }

  private int run() {
    var check = new ClaimCheck(counts());
    var findings = new LinkedHashMap<ClaimTable, List<Finding>>();
    ClaimTableReader.read(file, Optional.ofNullable(call.settings().orNull(COLUMN)))
        .forEach(table -> findings.put(table, check.check(table)));
    var out = call.out();
    if (json) {
      out.println(Finding.document(file, findings));
    } else {
      findings.forEach((table, found) -> print(table.name(), found, out));
    }
    out.flush();
    boolean contradicted = findings.values().stream().anyMatch(ClaimCheck::contradicted);
    return contradicted ? ExitCode.DID_NOT_HOLD : ExitCode.OK;
  }

  private Counts counts() {
    var data = call.settings().orNull(DATA_FILE);
    var errata = call.settings().orNull(ERRATA);
    if (data == null != (errata == null)) {
      throw new UserError("--errata and --data-file go together", "both, or none of them");
    }
    var counts =
        data == null || errata == null
            ? Counts.published()
            : Counts.of(DatasetReader.read(data), ErrataFile.read(errata));
    for (String entry : n) {
      var m = COUNT.matcher(entry);
      if (!m.matches()) {
        throw new UserError("--n " + entry + " is no count", "give a number of at least 1");
      }
      counts = counts.with(category(m.group(1)), Integer.parseInt(m.group(2)));
    }
    return counts;
  }

  private static Category category(String label) {
    return Labels.category(label)
        .orElseThrow(
            () -> new UserError("--n names no category: " + label, "one of " + Labels.expected()));
  }

  private static void print(String name, List<Finding> findings, PrintWriter out) {
    if (!name.isEmpty()) {
      out.println(name);
    }
    for (var finding : findings) {
      String weight = finding.kind().contradicts() ? "contradiction" : "note";
      out.println((name.isEmpty() ? "" : "  ") + weight + ": " + finding.sentence());
    }
  }
}
