package dev.locomo.cli.command.setup;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.TextTable.Column;
import java.nio.file.Path;

/** {@code models list}: the short names that {@code --model} knows, the user's own included. */
public final class ModelList {
  private static final Setting<Path> MODELS = Setting.path("model-list.models", "FILE");

  private ModelList() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("models")
        .verb("update", ModelUpdate::verb)
        .verb("list", () -> Verb.named("list").with(MODELS, RunOptions.JSON).does(ModelList::list));
  }

  private static int list(Invocation call) {
    Path own = call.settings().orNull(MODELS);
    var catalog = own == null ? ModelCatalog.known() : ModelCatalog.known().with(own);
    var table =
        new TextTable(
            Column.left("name"),
            Column.right("window"),
            Column.right("original's\nlimit"),
            Column.wrapped("provider:model"));
    catalog
        .aliases()
        .forEach((alias, entry) -> {
          table.row(
              alias,
              entry.context() == null ? "-" : entry.context(),
              entry.referenceContext() == null ? "-" : entry.referenceContext(),
              entry.provider().id() + ":" + entry.model());
        });
    call.print(table);
    call.err().println("Windows in tokens. Any other model is named provider:model.");
    return ExitCode.OK;
  }
}
