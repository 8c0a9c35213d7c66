package dev.locomo.rag.annotate;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.text.Salience;
import dev.locomo.core.text.Sentences;
import dev.locomo.core.text.TurnText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Annotates with the most telling sentences of a session ({@link Salience} among the conversation's
 * turns): no model, no key, no network. A floor, and enough to search one's own conversations.
 */
public final class ExtractiveAnnotators implements Annotator.Kinds {
  /** A sentence with fewer content words tells too little alone. */
  private static final int CONTENT_WORDS = 2;

  /** Words of a summary, about. */
  private static final int SUMMARY_WORDS = 150;

  private final Map<String, Salience> bySample = new ConcurrentHashMap<>();

  /** A sentence of a turn, and what it tells. */
  private record Told(Turn turn, String text, double salience) {}

  /** One fact a turn at most: what it states, and what its picture shows. */
  @Override
  public Annotator<List<Observation>> observations() {
    return new Extracting<>("extractive observations@1", ExtractiveAnnotators::facts);
  }

  /** The most telling statements in the order they were made, under the session's date. */
  @Override
  public Annotator<String> summaries() {
    return new Extracting<>("extractive summaries@1", this::summary);
  }

  private record Extracting<T>(String id, BiFunction<Sample, Session, T> made)
      implements Annotator<T> {
    @Override
    public String hash() {
      return Sha256.of(id);
    }

    @Override
    public T annotate(Sample sample, Session session, Calls calls) {
      return made.apply(sample, session);
    }
  }

  private Salience salience(Sample sample) {
    return bySample.computeIfAbsent(
        sample.id(),
        _ -> Salience.among(sample.conversation().turns().stream().map(TurnText::words).toList()));
  }

  /** The facts of each speaker, in the order that the conversation names them. */
  private static List<Observation> facts(Sample sample, Session session) {
    var talk = sample.conversation();
    var speakers = session.turns().stream().map(Turn::speaker);
    return Stream.concat(Stream.of(talk.speakerA(), talk.speakerB()), speakers)
        .distinct()
        .flatMap(speaker ->
            session.turns().stream()
                .filter(turn -> turn.speaker().equals(speaker))
                .flatMap(turn -> fact(session, turn).stream()))
        .toList();
  }

  /** What a turn states, in one text; empty when it states nothing. */
  private static Optional<Observation> fact(Session session, Turn turn) {
    String said =
        Sentences.of(turn.text()).stream()
            .filter(ExtractiveAnnotators::states)
            .collect(Collectors.joining(" "));
    String caption = turn.caption() == null ? "" : turn.caption().strip();
    String shared = caption.isEmpty() ? "" : "shared a picture: " + caption;
    if (said.isEmpty() && shared.isEmpty()) {
      return Optional.empty();
    }
    String text =
        turn.speaker()
            + (said.isEmpty() ? "" : " said, \"" + said + "\"")
            + (said.isEmpty() || shared.isEmpty() ? "" : " and")
            + (shared.isEmpty() ? "" : " " + shared);
    return Optional.of(
        new Observation(session.number(), turn.speaker(), text, List.of(turn.id().toString())));
  }

  private static boolean states(String sentence) {
    return !sentence.endsWith("?") && Salience.stems(sentence).size() >= CONTENT_WORDS;
  }

  /** The statements of a turn, its speaker named in each; questions state nothing. */
  private static List<Told> told(Turn turn, Salience salience) {
    var told = new ArrayList<Told>();
    for (String sentence : Sentences.of(turn.text())) {
      if (states(sentence)) {
        String text = turn.speaker() + " said, \"" + sentence + "\"";
        told.add(new Told(turn, text, salience.of(sentence)));
      }
    }
    String caption = turn.caption();
    if (caption != null && !caption.isBlank()) {
      String text = turn.speaker() + " shared a picture: " + caption.strip() + ".";
      told.add(new Told(turn, text, salience.of(caption)));
    }
    return told;
  }

  private String summary(Sample sample, Session session) {
    var salience = salience(sample);
    var best = new ArrayList<Told>();
    session.turns().forEach(turn -> best.addAll(told(turn, salience)));
    best.sort(Comparator.comparingDouble(Told::salience).reversed());
    int words = 0;
    int kept = 0;
    while (kept < best.size() && words < SUMMARY_WORDS) {
      words += best.get(kept++).text().split("\\s+").length;
    }
    String date = session.dateText().isEmpty() ? "" : session.dateText() + ". ";
    String told =
        best.subList(0, kept).stream()
            .sorted(Comparator.comparing(t -> t.turn().id()))
            .map(Told::text)
            .collect(Collectors.joining(" "));
    // A session that tells nothing is summed up by its first words.
    Turn first = session.turns().getFirst();
    return date
        + (told.isEmpty() ? first.speaker() + " said, \"" + first.text().strip() + "\"" : told);
  }
}
