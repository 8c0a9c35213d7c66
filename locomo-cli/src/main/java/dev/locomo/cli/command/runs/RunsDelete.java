package dev.locomo.cli.command.runs;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.settings.Setting;
import dev.locomo.services.store.RunEntry;
import dev.locomo.services.store.RunIndex;
import dev.locomo.services.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code runs delete}: takes runs out of the store. */
final class RunsDelete {
  private static final Setting<Boolean> YES = Setting.flag("runs-delete.yes");
  private static final Setting<Boolean> FILES = Setting.flag("runs-delete.files");

  private final Invocation call;
  private final List<String> runs;
  private final boolean yes;
  private final boolean files;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("delete")
        .arguments(
            "RUN",
            "An id or the beginning of one, the name of a folder, or the folder.",
            1,
            Integer.MAX_VALUE)
        .with(WhichStore.STORE, YES, FILES, RunOptions.JSON)
        .does(call -> new RunsDelete(call).run());
  }

  private RunsDelete(Invocation call) {
    this.call = call;
    yes = call.settings().is(YES);
    files = call.settings().is(FILES);
    runs = call.arguments();
  }

  private int run() {
    try (Store store = WhichStore.open(call)) {
      var index = new RunIndex(store);
      var found = runs.stream().map(run -> index.find(run, "")).distinct().toList();
      var list = new Listing(call);
      for (RunEntry run : found) {
        list.add(
            (yes ? "deleting " : "would delete ") + run.id() + "  " + run.folder(),
            Map.of("id", run.id(), "folder", run.folder(), "deleted", yes));
        if (yes) {
          delete(store, run);
        }
      }
      list.end();
      return yes ? ExitCode.OK : refused();
    }
  }

  /** First the folder: what cannot be deleted stays in the store, where it can be found. */
  private void delete(Store store, RunEntry run) {
    if (files && Files.exists(Path.of(run.folder()))) {
      RunFolder.delete(Path.of(run.folder()));
    }
    store.remove(run.id());
  }

  private int refused() {
    throw new UserError(
        "nothing was deleted", "--yes" + (files ? "" : "; with --files the folders go too"));
  }
}
