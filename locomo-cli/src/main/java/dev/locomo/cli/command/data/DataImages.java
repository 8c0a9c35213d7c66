package dev.locomo.cli.command.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.Interrupts;
import dev.locomo.cli.start.Progress;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Printable;
import dev.locomo.rag.caption.Picture;
import dev.locomo.rag.caption.PictureFetching;
import dev.locomo.rag.caption.PictureStore;
import dev.locomo.rag.caption.PictureTurns;
import dev.locomo.rag.options.ImageWebOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code data images}: gets the images that turns share into a folder. */
final class DataImages {
  private static final Setting<Path> IMAGE_DIR =
      Setting.path("data-images.image-dir", "DIR").needed();

  /** Most images that are named on stderr. */
  private static final int NAMED = 20;

  private final Invocation call;
  private final SampleOptions samples;
  private final Path folder;
  private final ImageWebOptions limits;
  private final boolean json;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("images")
        .takes(SampleOptions.DATA_FILE)
        .with(SampleOptions.DATA_FILE, SampleOptions.SAMPLES, IMAGE_DIR, RunOptions.JSON)
        .with(ImageWebOptions.SETTINGS)
        .does(call -> new DataImages(call).run());
  }

  private DataImages(Invocation call) {
    this.call = call;
    limits = new ImageWebOptions(call.settings());
    samples = new SampleOptions(call.settings());
    folder = call.settings().get(IMAGE_DIR);
    json = call.settings().is(RunOptions.JSON);
  }

  private int run() throws InterruptedException {
    var web = limits.web();
    Dataset data = samples.read(Remote.file(call, samples.file));
    var wanted = samples.of(data).stream().map(Sample::id).collect(Collectors.toSet());
    var pictures =
        new PictureTurns(data, wanted, folder, true)
            .places().stream().map(PictureTurns.Place::picture).toList();
    if (pictures.isEmpty()) {
      throw new UserError(
          data.file() + " has no turn with img_url or img_file", "another --data-file");
    }
    makeFolder();
    PrintWriter err = call.err();
    var fetching = new PictureFetching(web, new PictureStore(folder));
    PictureFetching.Result result;
    int distinct = (int) pictures.stream().map(Picture::name).distinct().count();
    try (var _ = Interrupts.begin(() -> err.println("stopping"));
        var progress = new Progress(err, distinct, RunListener.NONE)) {
      result =
          fetching.run(pictures, progress::stopWanted, there -> progress.done(1, there ? 0 : 1));
    }
    return report(distinct, result);
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserError(folder + " cannot be made (" + UserFile.why(e) + ")", "another folder");
    }
  }

  private int report(int distinct, PictureFetching.Result result) {
    PrintWriter err = call.err();
    PrintWriter out = call.out();
    var problems = List.copyOf(result.problems().entrySet());
    problems.stream()
        .limit(NAMED)
        .forEach(p -> err.println(Printable.line(p.getKey()) + " " + Printable.line(p.getValue())));
    if (problems.size() > NAMED) {
      err.println("and " + (problems.size() - NAMED) + " more; --json names them all");
    }
    if (json) {
      out.println(document(distinct, result).toPrettyString());
    } else {
      out.println(
          "%s: of %s %d were there, %d fetched, %d not available"
              .formatted(
                  folder,
                  Printable.counted(distinct, "image"),
                  result.there(),
                  result.fetched(),
                  problems.size()));
    }
    if (!result.all()) {
      err.println("interrupted; the same command continues from here");
      return ExitCode.INTERRUPTED;
    }
    return problems.isEmpty() ? ExitCode.OK : ExitCode.DID_NOT_HOLD;
  }

  private ObjectNode document(int distinct, PictureFetching.Result result) {
    ObjectNode document = JsonFiles.MAPPER.createObjectNode();
    document.put("image_dir", folder.toString()).put("images", distinct);
    document.put("there", result.there()).put("fetched", result.fetched());
    var failed = document.putArray("failed");
    result
        .problems()
        .forEach((name, why) -> failed.addObject().put("image", name).put("problem", why));
    return document;
  }
}
