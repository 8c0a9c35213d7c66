package dev.locomo.cli.command;

import dev.locomo.cli.output.TextTable;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.Prices;
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

  @Command(name = "list", description = "Print name, provider, model, context window and price.")
  int list(
      @Option(
              names = "--models",
              paramLabel = "FILE",
              description = "Model names of your own, added to the list.")
          @Nullable Path own) {
    var catalog = own == null ? ModelCatalog.builtIn() : ModelCatalog.builtIn().with(own);
    var prices = Prices.builtIn();
    var table =
        new TextTable(
            Column.left("name"),
            Column.wrapped("provider:model"),
            Column.right("window"),
            Column.right("original's\nlimit"),
            Column.right("USD per 1M\nin / out"));
    catalog
        .aliases()
        .forEach((alias, entry) -> {
          var price = prices.of(catalog.parse(alias));
          table.row(
              alias,
              entry.provider().id() + ":" + entry.model(),
              entry.context() == null ? "-" : entry.context(),
              entry.referenceContext() == null ? "-" : entry.referenceContext(),
              price.map(p -> p.input() + " / " + p.output()).orElse("-"));
        });
    var out = spec.commandLine().getOut();
    out.print(table.fit(WIDTH));
    out.println("Prices of " + prices.date() + ". Any other model is named provider:model.");
    return 0;
  }
}
