package dev.locomo.cli.command.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.WorkOutput;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.start.TaskRunner;
import dev.locomo.cli.start.WatchOptions;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.ShardOption;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Shard;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.rag.caption.CaptionTask;
import dev.locomo.rag.caption.Captioning;
import dev.locomo.rag.options.CaptionOptions;
import dev.locomo.rag.options.CaptionWork;
import dev.locomo.rag.options.ModelOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code caption}: says what images show. */
public final class Caption implements TaskRunner.Report<Captioning.Result> {
  private static final Setting<Path> OUT_FILE = Setting.path("caption.out-file", "FILE");
  private static final Setting<Path> RUN = Setting.path("caption.run", "DIR");

  private final Invocation call;
  private final CaptionWork images;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("caption")
        .takes(CaptionWork.Options.DATA_FILE)
        .with(StoreOption.STORE, TaskRunner.RETRY_FAILED)
        .with(
            CaptionWork.Options.SETTINGS,
            CaptionOptions.SETTINGS.headed("Captions"),
            ModelOptions.SETTINGS.headed("Chat model"),
            PaceOptions.SETTINGS.headed("Cache, pace and cost"),
            ShardOption.SETTINGS,
            SettingGroup.of("Results", OUT_FILE, RUN, RunOptions.JSON),
            WatchOptions.SETTINGS.headed("Tracking"))
        .does(Caption::run);
  }

  private Caption(Invocation call, CaptionWork images) {
    this.call = call;
    this.images = images;
  }

  private static int run(Invocation call) throws InterruptedException {
    var how = new CaptionOptions(call.settings());
    var models = new ModelOptions(call.settings());
    var pace = new PaceOptions(call.settings());
    pace.check();
    ModelSpec chat = models.spec();
    var web = how.web();
    Shard shard = ShardOption.of(call.settings(), call.environment());
    @Nullable Path out = call.settings().orNull(OUT_FILE);
    ShardOption.refuseOutFile(shard, out);
    var images = CaptionWork.of(new CaptionWork.Options(call.settings()), out, shard);
    if (out != null) {
      AtomicFile.requireWritable(out);
    }
    try (var captioner = how.captioner(chat, Remote.models(call, pace.offline))) {
      var task =
          new CaptionTask(
              new Captioning(captioner, web, how.batch, how.orientation),
              images.pictures(),
              new CaptionTask.About(how.name(chat), images.source(), images.out()),
              shard.spec(how.spec(call.typed(), captioner, models.reach())));
      var runner =
          chat.asksNobody()
              ? TaskRunner.ofNoModel(call)
              : new TaskRunner(call, pace, _ -> models.reach());
      return runner.run(
          task,
          () -> call.settings().or(RUN, task.spec().folder(how.name(chat))),
          new Caption(call, images));
    }
  }

  @Override
  public void print(Finished<Captioning.Result> finished) {
    if (!finished.ending().all()) {
      return;
    }
    if (images.out() != null) {
      images.write(finished.result(), images.out());
    }
    var output = output(finished);
    ObjectNode document = output.document(images.pictures().size(), finished.result());
    AtomicFile.writeText(
        finished.folder().resolve("report.json"), document.toPrettyString() + "\n");
    output.print(call.out(), document, call.is(RunOptions.JSON));
  }

  private WorkOutput.Captioned output(Finished<Captioning.Result> finished) {
    return new WorkOutput.Captioned(images.out(), finished.folder());
  }

  @Override
  public int code(Finished<Captioning.Result> finished) {
    return output(finished).problems(finished.result(), call.err());
  }
}
