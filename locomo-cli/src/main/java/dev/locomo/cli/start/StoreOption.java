package dev.locomo.cli.start;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Printable;
import dev.locomo.services.store.FolderReader;
import dev.locomo.services.store.Store;
import dev.locomo.services.store.StoreAddress;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A store that a run is imported into at its end. The folder is what counts: a store may fail. */
public final class StoreOption {
  public static final Setting<String> STORE = Setting.text("store.store", "FILE|URL");

  private final Invocation call;
  private final @Nullable String store;

  /** Their values. */
  public StoreOption(Invocation call) {
    this.call = call;
    store = call.settings().orNull(STORE);
  }

  /** Whether there is one. */
  public boolean wanted() {
    return store != null;
  }

  /**
   * Says now what would be in the way at the end; the run goes on nevertheless.
   *
   * @throws UserError when the address is none
   */
  public void check() {
    if (store == null) {
      return;
    }
    StoreAddress address = address(store);
    try {
      Store.open(address).close();
    } catch (UserError | DataError | ProviderError e) {
      say("the store cannot be used now: " + e.getMessage());
      say("  the run continues; the store is tried again when it ends");
    }
  }

  /**
   * Imports a run.
   *
   * @param folder of the run, its files written
   * @param code what the run itself came to
   * @return the code; of a run that went well and was not stored, {@link ExitCode#DID_NOT_HOLD}
   */
  public int keep(Path folder, int code) {
    if (store == null) {
      return code;
    }
    StoreAddress address = address(store);
    try (Store open = Store.open(address)) {
      var imported = open.add(folder, new FolderReader(null));
      say("stored as " + imported.id() + " in " + address.shown());
      return code;
    } catch (UserError | DataError | ProviderError e) {
      say("error: not stored: " + e.getMessage());
      say("  nothing is lost: the run is in " + folder);
      say("  later: locomo runs import --store " + address.shown() + " " + folder);
      return code == ExitCode.OK ? ExitCode.DID_NOT_HOLD : code;
    }
  }

  private StoreAddress address(String text) {
    return StoreAddress.parse(text, call.environment());
  }

  private void say(String message) {
    PrintWriter err = call.err();
    err.println(Printable.line(message));
    err.flush();
  }
}
