package dev.locomo.cli.command;

import dev.locomo.cli.verb.SettingSources;
import dev.locomo.services.store.Store;
import dev.locomo.services.store.StoreAddress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The store that is looked into. */
final class WhichStore {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--store",
      paramLabel = "FILE|URL",
      defaultValue = "runs/results.db",
      description =
          "An SQLite file or jdbc:postgresql://host/database (default: ${DEFAULT-VALUE}).")
  private String store = "";

  StoreAddress address() {
    return StoreAddress.parse(store, SettingSources.of(spec).environment());
  }

  /**
   * Opens it.
   *
   * @throws dev.locomo.core.error.UserError when there is none
   */
  Store open() {
    return Store.existing(address());
  }
}
