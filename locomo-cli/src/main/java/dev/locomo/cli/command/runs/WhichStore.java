package dev.locomo.cli.command.runs;

import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.settings.Setting;
import dev.locomo.services.store.Store;
import dev.locomo.services.store.StoreAddress;

/** The store that is looked into. */
final class WhichStore {
  static final Setting<String> STORE =
      Setting.text("which-store.store", "FILE|URL").byDefault("runs/results.db");

  private WhichStore() {}

  static StoreAddress address(Invocation call) {
    return StoreAddress.parse(call.get(STORE), call.environment());
  }

  /**
   * Opens it.
   *
   * @throws dev.locomo.core.error.UserError when there is none
   */
  static Store open(Invocation call) {
    return Store.existing(address(call));
  }
}
