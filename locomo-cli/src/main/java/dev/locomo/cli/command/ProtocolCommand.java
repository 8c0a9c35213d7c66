package dev.locomo.cli.command;

import dev.locomo.cli.output.TextTable;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.protocol.locomo.LocomoProtocol;
import dev.locomo.eval.protocol.reference.prompt.PromptDownload;
import dev.locomo.eval.protocol.reference.prompt.PromptImport;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code protocol list|show|import}: the ways to ask, and the original's texts for one of them. */
@Command(name = "protocol", description = "List, show and import evaluation protocols.")
public final class ProtocolCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(name = "list", description = "List the protocols.")
  int list() {
    Path file = file();
    String imported = Files.exists(file) ? "imported" : "prompts not imported yet";
    var table = new TextTable(Column.left("protocol"), Column.wrapped("what it is"));
    table.row(
        "locomo",
        "the default: our own prompts, oldest turn first, newest kept, adversarial questions in"
            + " three forms");
    table.row("reference", "the original's at commit 3eb6f2c, byte for byte (" + imported + ")");
    spec.commandLine().getOut().print(table.fit(80));
    return 0;
  }

  @Command(name = "show", description = "Show where a protocol's texts are, and their hash.")
  int show(@Parameters(paramLabel = "NAME", description = "locomo or reference") String name) {
    var out = spec.commandLine().getOut();
    switch (name) {
      case "locomo" ->
          LocomoProtocol.texts()
              .forEach((prompt, text) -> out.println("== " + prompt + "\n" + text + "\n"));
      case "reference" -> {
        var prompts = ReferencePrompts.load(file());
        out.println(file() + ", " + prompts.keys().size() + " texts, hash " + prompts.hash());
        prompts
            .keys()
            .forEach(
                key -> out.println("  " + key + "  " + prompts.text(key).length() + " characters"));
      }
      default -> throw new UserError("unknown protocol '" + name + "'", "locomo or reference");
    }
    return 0;
  }

  @Command(
      name = "import",
      description =
          "Read the original project's prompts from its checkout (or download them), check their"
              + " hashes and store them in LOCOMO_HOME (default ~/.locomo).")
  int importPrompts(
      @Option(names = "--from", paramLabel = "DIR", description = "A checkout, commit 3eb6f2c.")
          @Nullable Path from,
      @Option(names = "--download", description = "Fetch the files from the project's own host.")
          boolean download,
      @Option(names = "--url", paramLabel = "URL", description = "A mirror to download from.")
          @Nullable URI url)
      throws InterruptedException {
    if ((from == null) == !download) {
      throw new UserError("where are the prompts to come from?", "--from DIR or --download");
    }
    var prompts =
        from != null
            ? PromptImport.fromCheckout(from)
            : PromptDownload.from(url == null ? PromptDownload.PUBLISHED : url);
    prompts.save(file());
    spec.commandLine()
        .getOut()
        .println("imported " + prompts.keys().size() + " texts, all hashes right, to " + file());
    return 0;
  }

  private Path file() {
    return ReferencePrompts.file(SettingSources.of(spec).environment().get("LOCOMO_HOME"));
  }
}
