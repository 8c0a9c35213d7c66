package dev.locomo.gen;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.error.UserError;
import dev.locomo.gen.dialogue.Cast;
import dev.locomo.gen.dialogue.Chance;
import dev.locomo.gen.dialogue.Meeting;
import dev.locomo.gen.dialogue.Plan;
import dev.locomo.gen.dialogue.Sessions;
import dev.locomo.gen.event.EventWriter;
import dev.locomo.gen.event.Span;
import dev.locomo.gen.image.Album;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.output.AgentFile;
import dev.locomo.gen.output.AgentReader;
import dev.locomo.gen.output.Label;
import dev.locomo.gen.output.Story;
import dev.locomo.gen.prompt.Asker;
import dev.locomo.gen.prompt.Counts;
import dev.locomo.gen.prompt.Language;
import dev.locomo.gen.prompt.Prompts;
import dev.locomo.gen.question.Questions;
import dev.locomo.gen.safety.Filter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes a conversation with our own prompts: personas, events, sessions, questions, whatever of it
 * is wanted and not there yet.
 *
 * @param stages what is wanted
 * @param extent how much of it
 * @param manner who writes, and how
 * @param means what else is used
 */
public record OwnMaker(Stages stages, Extent extent, Manner manner, Means means) implements Maker {
  /** The first day is drawn from the days after this one, as in the original. */
  private static final LocalDate NEW_YEAR = LocalDate.of(2022, 1, 1);

  private static final int DAYS_TO_DRAW = 515;

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
   * @param casting where the speakers come from
   * @param memories makes the stores of what they remember
   * @param album where pictures come from
   */
  public record Means(Casting casting, Memories memories, Album album) {}

  @Override
  public String id() {
    return Prompts.builtIn().id() + " " + Prompts.builtIn().hash();
  }

  @Override
  public Story make(Place place, Calls calls, Counts counts, Consumer<Story> saved)
      throws InterruptedException {
    var asker =
        new Asker(
            calls, manner.model(), manner.language(), manner.filter(), counts, place.number());
    Consumer<Story> save =
        story -> {
          AgentFile.write(place.folder(), story, manner.label());
          saved.accept(story);
        };
    Story story = people(place, asker, save);
    if (stages.events() && (story.start() == null || stages.again().events())) {
      story = events(story, place, asker);
      save.accept(story);
    }
    if (stages.session()) {
      story = sessions(story, place, asker, save);
      save.accept(story);
    }
    if (extent.questions().perKind() > 0 && !story.meetings().isEmpty()) {
      var questions =
          new Questions(asker, story.pair().a().name(), story.pair().b().name(), story.meetings());
      story = story.asked(questions.propose(extent.questions(), chance(place, "qa")));
      saved.accept(story);
    }
    return story;
  }

  private Story people(Place place, Asker asker, Consumer<Story> save) throws InterruptedException {
    boolean there = place.before().isPresent();
    if (there && !(stages.persona() && stages.again().persona())) {
      Path before = place.before().get();
      return AgentReader.read(place.id(), before.resolve(AgentFile.A), before.resolve(AgentFile.B));
    }
    if (!stages.persona()) {
      throw new UserError(
          "there are no agents in " + place.folder(),
          "--persona, or " + AgentFile.A + " and " + AgentFile.B + " in that folder");
    }
    Story story = Story.of(place.id(), means.casting().pair(asker, place.number()));
    save.accept(story);
    return story;
  }

  private Chance chance(Place place, String what) {
    return new Chance(manner.seed(), place.number() + "/" + what);
  }

  private Span span(Place place, Story story, boolean anew) {
    LocalDate start = anew ? null : story.start();
    if (start == null) {
      start = extent.start();
    }
    return Span.of(
        start != null ? start : NEW_YEAR.plusDays(chance(place, "start").between(1, DAYS_TO_DRAW)),
        extent.days());
  }

  private Story events(Story story, Place place, Asker asker) throws InterruptedException {
    Span span = span(place, story, true);
    var pair = story.pair();
    var a = new EventWriter(asker, pair.a(), span).write("events/a", extent.events());
    var b = new EventWriter(asker, pair.b(), span).write("events/b", extent.events());
    return story.with(span.start(), a, b);
  }

  private Story sessions(Story story, Place place, Asker asker, Consumer<Story> save)
      throws InterruptedException {
    var cast =
        new Cast(
            story.pair().a(),
            story.pair().b(),
            story.eventsA(),
            story.eventsB(),
            span(place, story, false));
    var plan =
        new Plan(
            extent.sessions(),
            extent.maxTurns(),
            extent.eventsPerSession(),
            stages.summary(),
            stages.reflection(),
            manner.seed(),
            place.number());
    var sessions =
        new Sessions(
            asker,
            cast,
            plan,
            new Sessions.Means(means.memories(), means.album(), place.folder(), place.id() + "/"));
    return story.with(sessions.hold(kept(story), meetings -> save.accept(story.with(meetings))));
  }

  private List<Meeting> kept(Story story) {
    return stages.again().session()
        ? story.meetings().stream().filter(m -> m.number() < extent.startSession()).toList()
        : story.meetings();
  }
}
