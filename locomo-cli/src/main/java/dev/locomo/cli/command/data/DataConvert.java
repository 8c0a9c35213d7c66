package dev.locomo.cli.command.data;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.text.DataConversion;
import dev.locomo.core.dataset.text.DataSubset;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Wrapping;
import java.nio.file.Path;
import java.util.Map;

/** {@code data convert} and {@code data sample}: a data set in another shape, or a part of it. */
final class DataConvert {
  private static final Setting<String> TO =
      Setting.text("data-convert.to", "SHAPE").byDefault("locomo").oneOf("locomo", "beir");
  private static final Setting<Path> OUT = Setting.path("data-convert.out", "PATH").needed();
  private static final Setting<Integer> SIZE =
      Setting.integer("data-sample.size", "N").byDefault("100").atLeast(1);
  private static final Setting<Long> SEED = Setting.seed("data-sample.seed");

  private DataConvert() {}

  /** The declaration of {@code data convert}. */
  static Verb convert() {
    return Verb.named("convert")
        .takes(SampleOptions.DATA_FILE)
        .with(SampleOptions.DATA_FILE, SampleOptions.PROFILE, TO, OUT, RunOptions.JSON)
        .does(DataConvert::convert);
  }

  private static int convert(Invocation call) {
    var data = Remote.dataset(call);
    Path out = call.get(OUT);
    var lost =
        call.get(TO).equals("beir")
            ? DataConversion.beir(data, out)
            : DataConversion.locomo(data, out);
    call.done(
        "Written to " + out + (lost.isEmpty() ? "; nothing is lost." : ". Lost:"),
        Map.of("file", out.toString(), "lost", lost));
    if (!call.is(RunOptions.JSON)) {
      lost.forEach(one -> Wrapping.say(call.out(), "- " + one));
    }
    return ExitCode.OK;
  }

  /** The declaration of {@code data sample}. */
  static Verb sample() {
    return Verb.named("sample")
        .takes(SampleOptions.DATA_FILE)
        .with(SampleOptions.DATA_FILE, SampleOptions.PROFILE, SIZE, SEED, OUT, RunOptions.JSON)
        .does(DataConvert::sample);
  }

  private static int sample(Invocation call) {
    var data = Remote.dataset(call);
    var subset = DataSubset.draw(data, call.get(SIZE), call.get(SEED));
    subset.write(call.get(OUT));
    call.done(
        call.get(OUT) + ": " + subset.about() + ".",
        Map.of("file", call.get(OUT).toString(), "about", subset.about()));
    return ExitCode.OK;
  }
}
