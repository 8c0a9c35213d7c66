package dev.locomo.cli.command;

import dev.locomo.cli.output.TextTable;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.core.llm.ModelCatalog;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code models list}: the short names that {@code --model} knows, the user's own included. */
@Command(name = "models", description = "List the models that have a short name.")
public final class ModelsCommand {
  private static final int WIDTH = 80;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "list",
      description = "Print name, context window, the original's limit, provider and model.")
  int list(
      @Option(
              names = "--models",
              paramLabel = "FILE",
              description = "Model names of your own, added to the list.")
          @Nullable Path own) {
    var catalog = own == null ? ModelCatalog.builtIn() : ModelCatalog.builtIn().with(own);
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
    var out = spec.commandLine().getOut();
    out.print(table.fit(WIDTH));
    out.println("Windows in tokens. Any other model is named provider:model.");
    return 0;
  }
}
