package dev.locomo.gen.event;

import dev.locomo.gen.plan.DateSpan;
import dev.locomo.gen.prompt.ConversationFailed;
import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.prompt.ConversationModel.Piece;
import dev.locomo.gen.sample.LifeEvent;
import dev.locomo.gen.sample.Persona;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Has the events of a speaker written: three to begin with, then four at a time that follow from
 * what is there, until there are enough. Events that neither cause nor follow from another are
 * dropped.
 *
 * <p><b>Source</b> Maharana et al., ACL 2024, section 3.2: temporal event graphs, generated in
 * batches with k = 3 initial events.
 *
 * @param model who writes
 * @param persona of the speaker
 * @param span the days of the events
 */
public record EventWriter(ConversationModel model, Persona persona, DateSpan span) {
  private static final int FIRST = 3;
  private static final int MORE = 4;

  /** Events that a request shows; what is older is far enough away. */
  private static final int SHOWN = 30;

  /**
   * The events, in the order in which they were written.
   *
   * @param step start of the steps' names
   * @param wanted so many at least, unless rounds run out; some more may come
   * @throws ConversationFailed when nothing usable came
   */
  public List<LifeEvent> write(String step, int wanted) throws InterruptedException {
    return grown(step, ask(step + "/1", "events-first", FIRST, List.of()), wanted);
  }

  /** Those that are there, and so many more that follow from them and lie in the span. */
  public List<LifeEvent> more(String step, List<LifeEvent> before, int more)
      throws InterruptedException {
    return grown(step, before, before.size() + more);
  }

  private List<LifeEvent> grown(String step, List<LifeEvent> first, int wanted)
      throws InterruptedException {
    List<LifeEvent> events = first;
    int rounds = 2 * (wanted / MORE) + MORE;
    for (int round = 2; events.size() < wanted && round <= rounds; round++) {
      events = new ArrayList<>(events);
      events.addAll(ask(step + "/" + round, "events-more", MORE, List.copyOf(events)));
      if (events.size() >= wanted) {
        events = connected(events);
      }
    }
    if (events.isEmpty()) {
      throw new ConversationFailed(step, "no two events are connected");
    }
    model.counts().add("events missing", Math.max(0, wanted - events.size()));
    return events;
  }

  private List<LifeEvent> ask(String step, String prompt, int count, List<LifeEvent> before)
      throws InterruptedException {
    int next =
        before.stream()
                .map(LifeEvent::id)
                .filter(id -> id.matches("[Ee]\\d{1,6}"))
                .mapToInt(id -> Integer.parseInt(id.substring(1)))
                .max()
                .orElse(0)
            + 1;
    var shown = before.subList(Math.max(0, before.size() - SHOWN), before.size());
    var ids = IntStream.range(next, next + count).mapToObj(i -> "E" + i);
    var slots =
        Map.of(
            "persona", persona.summary(),
            "events", shown.stream().map(EventWriter::line).collect(Collectors.joining("\n")),
            "ids", ids.collect(Collectors.joining(", ")),
            "start", span.start().toString(),
            "end", span.end().toString());
    var read =
        model.ask(
            new Piece(step, model.prompt(prompt, slots), 1200, 1.0),
            reply -> {
              var events = new EventReply(span, before).read(reply);
              for (LifeEvent event : events.events()) {
                model.inLanguage(event.text());
              }
              return events;
            });
    model.counts().add("event repairs", read.repairs());
    return read.events();
  }

  private static String line(LifeEvent event) {
    String causes = String.join(", ", event.causes());
    String caused = causes.isEmpty() ? "" : ", caused by " + causes;
    return event.id() + " (" + event.date() + caused + "): " + event.text();
  }

  /** Without those that neither cause nor follow from another. */
  static List<LifeEvent> connected(List<LifeEvent> events) {
    var causes = new HashSet<String>();
    events.forEach(event -> causes.addAll(event.causes()));
    return events.stream().filter(e -> !e.causes().isEmpty() || causes.contains(e.id())).toList();
  }
}
