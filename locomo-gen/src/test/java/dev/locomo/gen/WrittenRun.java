package dev.locomo.gen;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.gen.image.ImageSource;
import dev.locomo.gen.persona.SpeakerSource;
import dev.locomo.gen.plan.GenerationLimits;
import dev.locomo.gen.plan.GenerationPlan;
import dev.locomo.gen.plan.QuestionPlan;
import dev.locomo.gen.plan.Stages;
import dev.locomo.gen.prompt.Language;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.safety.Moderation;
import dev.locomo.gen.safety.ModerationService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs of the generator in this process, with a model that writes by rule. A script may answer in
 * its place: an empty answer leaves the reply to the rules, {@code BLANK} is an empty reply, and
 * what begins with {@code CUT} is cut off at the token limit.
 */
final class WrittenRun {
  static final Stages ALL =
      new Stages(true, true, true, true, true, new Stages.Again(false, false, false));

  private final Path folder;
  final AtomicInteger asked = new AtomicInteger();

  /** How often each prompt was asked for. */
  final Map<String, Integer> byPrompt = new ConcurrentHashMap<>();

  UnaryOperator<String> script = _ -> "";
  Stages stages = ALL;
  int count = 1;
  int sessions = 2;
  int turns = 4;
  int events = 4;
  long seed;
  String language = "en";
  QuestionPlan questions = QuestionPlan.NONE;
  Filter filter = new Filter(List.of(), Moderation.NONE);
  @Nullable ModerationService moderation;

  /** Answers in the place of the moderation service. */
  ChatLlm moderator =
      _ -> {
        throw new IllegalStateException("nobody is to be asked");
      };

  ImageSource images = ImageSource.NONE;
  SpeakerSource speakers = SpeakerSource.described("two friends");

  /** Everything goes into this folder. */
  WrittenRun(Path folder) {
    this.folder = folder;
  }

  /** How a run ended. */
  record Ended(Ending ending, List<GenerationResult> results, JsonNode report) {
    /** The only conversation. */
    GenerationResult one() {
      return results.getFirst();
    }
  }

  static Reply reply(String text) {
    return reply(text, Reply.Finish.STOP);
  }

  private static Reply reply(String text, Reply.Finish finish) {
    return new Reply(text, finish, null, null, null, null, Duration.ZERO, false);
  }

  /** One start of the program, in a run folder of this name. */
  Ended start(String run) throws IOException, InterruptedException {
    return start(
        run,
        ask -> {
          asked.incrementAndGet();
          var texts = ask.messages().stream().map(message -> message.text()).toList();
          String prompt = String.join("\n---\n", texts);
          byPrompt.merge(prompt, 1, Integer::sum);
          String scripted = script.apply(prompt);
          String text = scripted.isEmpty() ? WriterServer.rule(texts.getFirst()) : scripted;
          return text.startsWith("CUT ")
              ? reply(text.substring(4), Reply.Finish.LENGTH)
              : reply(text.equals("BLANK") ? "" : text);
        });
  }

  Ended start(String run, ChatLlm llm) throws IOException, InterruptedException {
    var plan = plan();
    Path path = folder.resolve(run);
    var spec = new RunSpec("generate", List.of(), plan.settings(), new TreeMap<>());
    var inputs = new GenerationInputs(folder, path, count);
    var task = new GenerationTask(spec, ModelSpec.parse("openai:m"), plan, inputs);
    task.check();
    try (var open = RunFolder.open(path, spec);
        var calls = CallLog.open(open.file(CallLog.FILE), llm)) {
      task.open(open, _ -> moderator);
      var stage = task.stages(open).next();
      Ending ending = task.ended(new Workers(1, () -> false).run(stage, calls, _ -> {}));
      JsonNode report = task.finish(open, ending, JsonFiles.MAPPER.createObjectNode());
      return new Ended(ending, List.copyOf(task.results()), report);
    }
  }

  GenerationPlan plan() {
    return new GenerationPlan(
        new GenerationPlan.Writer("test", "openai:m", "m"),
        stages,
        new GenerationLimits(sessions, 1, turns, 1, events, 60, null, questions),
        Language.of(language),
        seed,
        new GenerationPlan.Means(speakers, null, images, null, filter, moderation, ""),
        null);
  }

  JsonNode dataset() {
    return json(GenerationOutputs.DATASET);
  }

  JsonNode json(String file) {
    return JsonFiles.read(folder.resolve(file), JsonFiles.MAPPER::readTree);
  }

  /** The conversation of the first sample. */
  JsonNode conversation() {
    return dataset().path(0).path("conversation");
  }
}
