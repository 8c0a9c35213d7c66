package dev.locomo.gen;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.error.UserError;
import dev.locomo.gen.dialogue.SessionGenerator;
import dev.locomo.gen.event.EventWriter;
import dev.locomo.gen.output.AgentFile;
import dev.locomo.gen.output.AgentFolder;
import dev.locomo.gen.plan.DateSpan;
import dev.locomo.gen.plan.GenerationPlan;
import dev.locomo.gen.plan.Generator;
import dev.locomo.gen.plan.QuestionPlan;
import dev.locomo.gen.plan.Stages;
import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.prompt.Counts;
import dev.locomo.gen.question.QuestionWriter;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.LifeEvent;
import dev.locomo.gen.sample.Pair;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a conversation with our own prompts: personas, events, sessions, questions, whatever of it
 * is wanted and not there yet.
 *
 * @param plan what is made, and with what
 * @param tools open during the run
 */
record LocomoGenerator(GenerationPlan plan, GenerationPlan.Tools tools) implements Generator {
  /** The first day is drawn from the days after this one, as in the original. */
  private static final LocalDate NEW_YEAR = LocalDate.of(2022, 1, 1);

  private static final int DAYS_TO_DRAW = 515;

  /** Fewest days a session that is added to a conversation. */
  private static final int LEAST_PACE = 7;

  @Override
  public GeneratedSample make(
      Item item, Calls calls, Counts counts, Consumer<GeneratedSample> saved)
      throws InterruptedException {
    Stages stages = plan.stages();
    QuestionPlan asked = plan.limits().questions();
    var model =
        new ConversationModel(
            calls, plan.writer().model(), plan.language(), tools.filter(), counts, item.number());
    var files = new AgentFolder(item.folder(), plan.label(), stages.again().any());
    Consumer<GeneratedSample> save =
        sample -> {
          write(files, sample, false);
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
    if (asked.perKind() > 0 && !sample.sessions().isEmpty()) {
      var questions = new QuestionWriter(model, sample, asked);
      sample = sample.withQuestions(questions.propose(plan.draws(item.number(), "qa")));
      saved.accept(sample);
    }
    write(files, sample, true);
    return sample;
  }

  private static void write(AgentFolder files, GeneratedSample sample, boolean whole) {
    files.write(AgentFile.json(sample, true), AgentFile.json(sample, false), whole);
  }

  private GeneratedSample speakers(
      Item item, ConversationModel model, Consumer<GeneratedSample> save)
      throws InterruptedException {
    if (item.before().isPresent()
        && !(plan.stages().persona() && plan.stages().again().persona())) {
      return AgentFolder.read(item.id(), item.before().get(), false);
    }
    if (!plan.stages().persona()) {
      throw new UserError(
          "there are no agents in " + item.folder(),
          "--persona, or " + AgentFile.A + " and " + AgentFile.B + " in that folder");
    }
    var speakers = plan.means().speakers().way().pair(model, item.number());
    GeneratedSample sample = GeneratedSample.of(item.id(), speakers);
    save.accept(sample);
    return sample;
  }

  /** The time that is covered: from the day on that is known or given, or a drawn one. */
  private DateSpan span(Item item, @Nullable LocalDate known) {
    LocalDate start = known == null ? plan.limits().start() : known;
    return DateSpan.of(
        start == null
            ? NEW_YEAR.plusDays(plan.draws(item.number(), "start").between(1, DAYS_TO_DRAW))
            : start,
        plan.limits().days());
  }

  private GeneratedSample events(GeneratedSample sample, DateSpan span, ConversationModel model)
      throws InterruptedException {
    var speakers = sample.speakers();
    var a = new EventWriter(model, speakers.a(), span).write("events/a", plan.limits().events());
    var b = new EventWriter(model, speakers.b(), span).write("events/b", plan.limits().events());
    return sample.with(span.start(), new Pair<>(a, b));
  }

  private GeneratedSample sessions(
      GeneratedSample sample, Item item, ConversationModel model, Consumer<GeneratedSample> save)
      throws InterruptedException {
    var means = new SessionGenerator.Means(plan, tools, item, span(item, sample.start()));
    boolean again = plan.stages().again().session();
    List<GeneratedSession> kept =
        sample.sessions().stream()
            .filter(session -> !again || session.number() < plan.limits().startSession())
            .toList();
    GeneratedSample longer = prolonged(sample, kept, means.span(), model);
    var sessions = new SessionGenerator(model, longer, means);
    return longer.with(sessions.hold(kept, held -> save.accept(longer.with(held))));
  }

  /**
   * Sessions that are added need events: the lives go on, with as many days a session as before.
   */
  private GeneratedSample prolonged(
      GeneratedSample sample, List<GeneratedSession> kept, DateSpan span, ConversationModel model)
      throws InterruptedException {
    if (kept.isEmpty() || !plan.stages().events()) {
      return sample;
    }
    LocalDate last = kept.getLast().time().toLocalDate();
    List<LocalDate> open = LifeEvent.daysAfter(last, sample.events());
    int wanted = plan.limits().sessions() - kept.size() - open.size();
    if (wanted <= 0) {
      return sample;
    }
    LocalDate from = open.isEmpty() ? last : open.getLast();
    int pace = Math.max(LEAST_PACE, plan.limits().days() / plan.limits().sessions());
    LocalDate end = from.plusDays((long) wanted * pace);
    var rest = new DateSpan(from.plusDays(1), end.isAfter(span.end()) ? end : span.end());
    String step = "/from-D" + (kept.size() + 1);
    var speakers = sample.speakers();
    var a = new EventWriter(model, speakers.a(), rest);
    var b = new EventWriter(model, speakers.b(), rest);
    return sample.with(
        Objects.requireNonNullElse(sample.start(), from),
        new Pair<>(
            a.more("events/a" + step, sample.events().a(), wanted),
            b.more("events/b" + step, sample.events().b(), wanted)));
  }
}
