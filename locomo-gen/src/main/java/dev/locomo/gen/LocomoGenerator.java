package dev.locomo.gen;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.error.UserError;
import dev.locomo.gen.dialogue.SessionGenerator;
import dev.locomo.gen.event.EventWriter;
import dev.locomo.gen.image.PictureStore;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.output.AgentFile;
import dev.locomo.gen.output.AgentReader;
import dev.locomo.gen.output.Label;
import dev.locomo.gen.plan.DateSpan;
import dev.locomo.gen.plan.GenerationLimits;
import dev.locomo.gen.plan.SeededDraws;
import dev.locomo.gen.plan.Stages;
import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.prompt.Counts;
import dev.locomo.gen.prompt.Language;
import dev.locomo.gen.question.QuestionWriter;
import dev.locomo.gen.run.Generator;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.Pair;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a conversation with our own prompts: personas, events, sessions, questions, whatever of it
 * is wanted and not there yet.
 *
 * @param stages what is wanted
 * @param limits how much of it
 * @param manner who writes, and how
 * @param means what else is used
 */
public record LocomoGenerator(Stages stages, GenerationLimits limits, Manner manner, Means means)
    implements Generator {
  /** The first day is drawn from the days after this one, as in the original. */
  public static final LocalDate NEW_YEAR = LocalDate.of(2022, 1, 1);

  /** The number of these days. */
  public static final int DAYS_TO_DRAW = 515;

  /**
   * Who writes, and how.
   *
   * @param model the model's name as the provider knows it
   * @param language of everything that is written
   * @param filter what may not be written
   * @param seed of all random draws
   * @param label of everything that is made
   */
  public record Manner(String model, Language language, Filter filter, long seed, Label label) {}

  /**
   * What else is used.
   *
   * @param speakers where the speakers come from
   * @param memories makes the stores of what they remember
   * @param pictures where pictures come from
   */
  public record Means(SpeakerSource speakers, Memories memories, PictureStore pictures) {}

  @Override
  public GeneratedSample make(
      Item item, Calls calls, Counts counts, Consumer<GeneratedSample> saved)
      throws InterruptedException {
    var model =
        new ConversationModel(
            calls, manner.model(), manner.language(), manner.filter(), counts, item.number());
    Consumer<GeneratedSample> save =
        sample -> {
          AgentFile.write(item.folder(), sample, manner.label());
          saved.accept(sample);
        };
    GeneratedSample sample = speakers(item, model, save);
    if (stages.events() && (sample.start() == null || stages.again().events())) {
      sample = events(sample, span(item, null), model);
      save.accept(sample);
    }
    if (stages.session()) {
      sample = sessions(sample, item, model, save);
      save.accept(sample);
    }
    if (limits.questions().perKind() > 0 && !sample.sessions().isEmpty()) {
      var questions = new QuestionWriter(model, sample, limits.questions());
      sample = sample.withQuestions(questions.propose(draws(item, "qa")));
      saved.accept(sample);
    }
    return sample;
  }

  private GeneratedSample speakers(
      Item item, ConversationModel model, Consumer<GeneratedSample> save)
      throws InterruptedException {
    if (item.before().isPresent() && !(stages.persona() && stages.again().persona())) {
      return AgentReader.read(item.id(), item.before().get());
    }
    if (!stages.persona()) {
      throw new UserError(
          "there are no agents in " + item.folder(),
          "--persona, or " + AgentFile.A + " and " + AgentFile.B + " in that folder");
    }
    var speakers = means.speakers().way().pair(model, item.number());
    GeneratedSample sample = GeneratedSample.of(item.id(), speakers);
    save.accept(sample);
    return sample;
  }

  private SeededDraws draws(Item item, String what) {
    return new SeededDraws(manner.seed(), item.number() + "/" + what);
  }

  /** The time that is covered: from the day on that is known or given, or a drawn one. */
  private DateSpan span(Item item, @Nullable LocalDate known) {
    LocalDate start = known == null ? limits.start() : known;
    return DateSpan.of(
        start == null ? NEW_YEAR.plusDays(draws(item, "start").between(1, DAYS_TO_DRAW)) : start,
        limits.days());
  }

  private GeneratedSample events(GeneratedSample sample, DateSpan span, ConversationModel model)
      throws InterruptedException {
    var speakers = sample.speakers();
    var a = new EventWriter(model, speakers.a(), span).write("events/a", limits.events());
    var b = new EventWriter(model, speakers.b(), span).write("events/b", limits.events());
    return sample.with(span.start(), new Pair<>(a, b));
  }

  private GeneratedSample sessions(
      GeneratedSample sample, Item item, ConversationModel model, Consumer<GeneratedSample> save)
      throws InterruptedException {
    var sessions =
        new SessionGenerator(
            model,
            sample,
            new SessionGenerator.Means(
                stages,
                limits,
                span(item, sample.start()),
                number -> draws(item, "D" + number),
                means.memories(),
                means.pictures(),
                item.folder()));
    List<GeneratedSession> kept =
        sample.sessions().stream()
            .filter(s -> !stages.again().session() || s.number() < limits.startSession())
            .toList();
    return sample.with(sessions.hold(kept, held -> save.accept(sample.with(held))));
  }
}
