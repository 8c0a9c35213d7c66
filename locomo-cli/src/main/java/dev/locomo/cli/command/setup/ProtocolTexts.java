package dev.locomo.cli.command.setup;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.TextTable.Column;
import dev.locomo.eval.protocol.locomo.LocomoProtocol;
import dev.locomo.eval.protocol.reference.prompt.PromptDownload;
import dev.locomo.eval.protocol.reference.prompt.PromptImport;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code protocol list|show|import}: the ways to ask, and the original's texts for one of them. */
public final class ProtocolTexts {
  private static final Setting<Path> FROM = Setting.path("protocol-texts.from", "DIR");
  private static final Setting<Boolean> DOWNLOAD = Setting.flag("protocol-texts.download");
  private static final Setting<URI> URL = Setting.address("protocol-texts.url", "URL");

  private ProtocolTexts() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("protocol")
        .verb("list", () -> Verb.named("list").with(RunOptions.JSON).does(ProtocolTexts::list))
        .verb(
            "show",
            () ->
                Verb.named("show")
                    .argument("NAME", "locomo or reference")
                    .with(RunOptions.JSON)
                    .does(ProtocolTexts::show))
        .verb(
            "import",
            () ->
                Verb.named("import")
                    .with(FROM, DOWNLOAD, URL, RunOptions.JSON)
                    .does(ProtocolTexts::importPrompts));
  }

  private static int list(Invocation call) {
    Path file = file(call);
    String imported = Files.exists(file) ? "imported" : "prompts not imported yet";
    var table = new TextTable(Column.left("protocol"), Column.wrapped("what it is"));
    table.row(
        "locomo",
        "the default: our own prompts, oldest turn first, newest kept, adversarial questions in"
            + " three forms");
    table.row("reference", "the original's at commit 3eb6f2c, byte for byte (" + imported + ")");
    call.print(table);
    return ExitCode.OK;
  }

  private static int show(Invocation call) {
    String name = call.arguments().getFirst();
    var document = JsonFiles.MAPPER.createObjectNode().put("protocol", name);
    var texts = document.putObject("texts");
    var shown = new StringBuilder();
    switch (name) {
      case "locomo" ->
          LocomoProtocol.texts()
              .forEach((prompt, text) -> {
                texts.put(prompt, text);
                shown.append("== " + prompt + "\n" + text + "\n\n");
              });
      case "reference" -> {
        Path file = file(call);
        var prompts = ReferencePrompts.load(file);
        document.put("file", file.toString()).put("hash", prompts.hash());
        shown.append(file + ", " + prompts.keys().size() + " texts, hash " + prompts.hash() + "\n");
        for (String key : prompts.keys()) {
          int length = prompts.text(key).length();
          texts.put(key, length);
          shown.append("  " + key + "  " + length + " characters\n");
        }
      }
      default -> throw new UserError("unknown protocol '" + name + "'", "locomo or reference");
    }
    if (call.is(RunOptions.JSON)) {
      call.print(document);
    } else {
      call.out().print(shown);
    }
    return ExitCode.OK;
  }

  private static int importPrompts(Invocation call) throws InterruptedException {
    Path from = call.settings().orNull(FROM);
    URI url = call.settings().orNull(URL);
    boolean download = call.is(DOWNLOAD);
    if ((from == null) == !download) {
      throw new UserError("where are the prompts to come from?", "--from DIR or --download");
    }
    var prompts =
        from != null
            ? PromptImport.fromCheckout(from)
            : PromptDownload.from(url == null ? PromptDownload.PUBLISHED : url);
    prompts.save(file(call));
    int texts = prompts.keys().size();
    String file = file(call).toString();
    call.done(
        "imported " + texts + " texts, all hashes right, to " + file,
        Map.of("file", file, "texts", texts, "hash", prompts.hash()));
    return ExitCode.OK;
  }

  private static Path file(Invocation call) {
    return ReferencePrompts.file(call.environment().get("LOCOMO_HOME"));
  }
}
