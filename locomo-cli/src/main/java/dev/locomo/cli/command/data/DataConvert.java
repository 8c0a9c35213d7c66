package dev.locomo.cli.command.data;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.text.DataConversion;
import dev.locomo.core.dataset.text.DataSubset;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Wrapping;
import java.nio.file.Path;

/** {@code data convert} and {@code data sample}: a data set in another shape, or a part of it. */
final class DataConvert {
  private static final Setting<String> TO =
      Setting.text("data-convert.to", "SHAPE").byDefault("locomo");
  private static final Setting<Path> OUT = Setting.path("data-convert.out", "PATH").needed();
  private static final Setting<Integer> SIZE =
      Setting.integer("data-sample.size", "N").byDefault("100");
  private static final Setting<Long> SEED = Setting.seed("data-sample.seed");

  private DataConvert() {}

  /** The declaration of {@code data convert}. */
  static Verb convert() {
    return Verb.named("convert", "Write a data set in LoCoMo's shape or BEIR's; say what is lost.")
        .with(DataFile.DATA_FILE, SampleOptions.PROFILE, TO, OUT)
        .does(DataConvert::convert);
  }

  private static int convert(Invocation call) {
    var data = new DataFile(call.settings()).read(call, null);
    Path out = call.get(OUT);
    var lost =
        switch (call.get(TO)) {
          case "locomo" -> DataConversion.locomo(data, out);
          case "beir" -> DataConversion.beir(data, out);
          default -> throw new UserError("unknown shape '" + call.get(TO) + "'", "locomo or beir");
        };
    call.out().println("Written to " + out + (lost.isEmpty() ? "; nothing is lost." : ". Lost:"));
    lost.forEach(one -> Wrapping.say(call.out(), "- " + one));
    return ExitCode.OK;
  }

  /** The declaration of {@code data sample}. */
  static Verb sample() {
    return Verb.named("sample", "Draw some questions of each category, for cheap runs.")
        .with(DataFile.DATA_FILE, SampleOptions.PROFILE, SIZE, SEED, OUT)
        .does(DataConvert::sample);
  }

  private static int sample(Invocation call) {
    if (call.get(SIZE) < 1) {
      throw new UserError("--size is " + call.get(SIZE) + ", must be at least 1", "");
    }
    var data = new DataFile(call.settings()).read(call, null);
    var subset = DataSubset.draw(data, call.get(SIZE), call.get(SEED));
    subset.write(call.get(OUT));
    Wrapping.say(call.out(), call.get(OUT) + ": " + subset.about() + ".");
    return ExitCode.OK;
  }
}
