package dev.locomo.cli.command.runs;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.view.Library;
import dev.locomo.eval.view.http.Retrieval;
import dev.locomo.eval.view.http.Routes;
import dev.locomo.eval.view.http.SiteFiles;
import dev.locomo.eval.view.http.ViewOptions;
import dev.locomo.eval.view.http.ViewServer;
import dev.locomo.rag.options.ComputeOptions;
import dev.locomo.rag.options.RankingOptions;
import dev.locomo.services.store.RunIndex;
import dev.locomo.services.store.StoreAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;

/** {@code view}: pages in the browser over runs, data and labels; the same over HTTP. */
public final class View {
  private static final Setting<String> STORE = Setting.text("view.store", "FILE|URL");

  private View() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("view")
        .arguments("DIR", "Folders of runs, or of such folders (default: runs).", 0, 1_000)
        .ofPaths()
        .with(STORE, ComputeOptions.DEVICE, RunOptions.JSON)
        .with(
            ViewOptions.SETTINGS, RankingOptions.SETTINGS.headed("What POST /v1/retrieve searches"))
        .does(View::run);
  }

  private static int run(Invocation call) throws InterruptedException {
    var options = new ViewOptions(call.settings());
    var ranking = new RankingOptions(call.settings());
    ranking.check();
    var folders = new ArrayList<>(call.arguments().stream().map(Path::of).toList());
    String store = call.settings().orNull(STORE);
    if (store != null) {
      folders.addAll(RunIndex.folders(StoreAddress.parse(store, call.environment())));
    } else if (folders.isEmpty()) {
      folders.add(Path.of("runs"));
    }
    var library = Library.of(folders, options.dataFiles, Remote.models(call, true));
    if (options.bundle != null) {
      SiteFiles.write(library, options.bundle).forEach(call.err()::println);
      int runs = library.catalog().runs().size();
      call.done(
          Printable.counted(runs, "run") + " in " + options.bundle,
          Map.of("folder", options.bundle.toString(), "runs", runs));
      return ExitCode.OK;
    }
    var door = options.door();
    var method = ranking.method(Remote.models(call, false));
    var retrieval = new Retrieval(library.shelf(), method, ranking.database());
    try (var server = ViewServer.start(door, new Routes(library, retrieval))) {
      retrieval.load();
      String url = server.url();
      call.done("locomo view at " + url + " (Ctrl-C ends it)", Map.of("url", url));
      call.out().flush();
      Stop.ofProcess().sleep(ViewServer.FOREVER);
    } catch (InterruptedException e) {
      call.err().println("stopped");
    }
    return ExitCode.OK;
  }
}
