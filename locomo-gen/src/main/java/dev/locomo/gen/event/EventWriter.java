package dev.locomo.gen.event;

import dev.locomo.gen.persona.Persona;
import dev.locomo.gen.prompt.Asker;
import dev.locomo.gen.prompt.NotMade;
import dev.locomo.gen.prompt.Prompts;
import dev.locomo.gen.prompt.Wish;
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
 */
public final class EventWriter {
  private static final int FIRST = 3;
  private static final int MORE = 4;

  /** Events that a request shows; what is older is far enough away. */
  private static final int SHOWN = 30;

  private final Asker asker;
  private final Persona persona;
  private final Span span;

  /** Asks through this for this person and this time. */
  public EventWriter(Asker asker, Persona persona, Span span) {
    this.asker = asker;
    this.persona = persona;
    this.span = span;
  }

  /**
   * The events, in the order in which they were written.
   *
   * @param step start of the steps' names
   * @param wanted so many at least, unless rounds run out; some more may come
   * @throws NotMade when nothing usable came
   */
  public List<Event> write(String step, int wanted) throws InterruptedException {
    List<Event> events = ask(step + "/1", "events-first", FIRST, List.of());
    int rounds = 2 * (wanted / MORE) + MORE;
    for (int round = 2; events.size() < wanted && round <= rounds; round++) {
      events = new ArrayList<>(events);
      events.addAll(ask(step + "/" + round, "events-more", MORE, List.copyOf(events)));
      if (events.size() >= wanted) {
        events = connected(events);
      }
    }
    if (events.isEmpty()) {
      throw new NotMade(step, "no two events are connected");
    }
    if (events.size() < wanted) {
      asker.counts().add("events missing", wanted - events.size());
    }
    return events;
  }

  private List<Event> ask(String step, String prompt, int count, List<Event> before)
      throws InterruptedException {
    int next = before.stream().mapToInt(EventWriter::number).max().orElse(0) + 1;
    var shown = before.subList(Math.max(0, before.size() - SHOWN), before.size());
    String text =
        Prompts.builtIn()
            .fill(
                prompt,
                Map.of(
                    "persona", persona.summary(),
                    "events",
                        shown.stream().map(EventWriter::line).collect(Collectors.joining("\n")),
                    "ids",
                        IntStream.range(next, next + count)
                            .mapToObj(i -> "E" + i)
                            .collect(Collectors.joining(", ")),
                    "start", span.start().toString(),
                    "end", span.end().toString(),
                    "language", asker.language().english()));
    var read =
        asker.ask(
            new Wish(step, text, 1200, 1.0),
            answer -> {
              var events = new EventReply(span, before).read(answer);
              for (Event event : events.events()) {
                asker.inLanguage(event.text());
              }
              return events;
            });
    asker.counts().add("event repairs", read.repairs());
    return read.events();
  }

  private static int number(Event event) {
    return Integer.parseInt(event.id().substring(1));
  }

  private static String line(Event event) {
    return event.id()
        + " ("
        + event.date()
        + (event.causes().isEmpty() ? "" : ", caused by " + String.join(", ", event.causes()))
        + "): "
        + event.text();
  }

  /** Without those that neither cause nor follow from another. */
  static List<Event> connected(List<Event> events) {
    var causes = new HashSet<String>();
    events.forEach(event -> causes.addAll(event.causes()));
    return events.stream().filter(e -> !e.causes().isEmpty() || causes.contains(e.id())).toList();
  }
}
