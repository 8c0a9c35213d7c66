package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.metric.Abstention;
import dev.locomo.eval.extractive.PhraseFinder.Candidate;
import dev.locomo.eval.extractive.TurnFinder.Hit;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions with words of the conversation: no model, no key, no network. It is a floor for
 * comparison, not a product: it finds the turns that share words with the question (BM25), takes
 * the shortest telling phrase from them, works out dates from the day of the session, and abstains
 * when the words belong to the other speaker or to nobody. {@code docs/extractive.md} explains the
 * rules.
 *
 * <p>It sees the question's text only, never category, gold or evidence. Answers are a pure
 * function of the conversation and the question. Instances are immutable and safe to share.
 */
final class ExtractiveReader {
  /** Turns that a phrase is looked for in, and turns that a list is put together from. */
  private static final int READ = 4;

  private static final int LISTED = 5;

  /** What a turn that names a time gains over one of which only the session's day is known. */
  private static final double NAMES_TIME = 1.5;

  private static final Pattern NEGATION = Pattern.compile("(?i)\\b(no|not|never|\\w+n['’]t)\\b");

  private final Conversation conversation;
  private final TurnIndex index;

  private ExtractiveReader(Conversation conversation) {
    this.conversation = conversation;
    index = new TurnIndex(conversation);
  }

  /** Indexes a conversation; an empty one makes a reader that always abstains. */
  public static ExtractiveReader over(Conversation conversation) {
    return new ExtractiveReader(conversation);
  }

  /**
   * An answer and where it is from.
   *
   * @param text a short phrase, a date, a number, yes or no, or {@link Abstention#PHRASE}; never
   *     empty
   * @param turns the turns it was taken from, best first; empty when it abstains
   */
  public record Answer(String text, List<TurnId> turns) {
    public Answer {
      turns = List.copyOf(turns);
    }
  }

  /** Answers a question; any text is allowed, an empty one is not mentioned. */
  public Answer answer(String question) {
    return answer(question, null);
  }

  /** As {@link #answer(String)}, asked on this day; null for that of the last session. */
  public Answer answer(String question, @Nullable LocalDate day) {
    var parsed = ParsedQuestion.of(question, conversation, day);
    var finder = new TurnFinder(parsed, index);
    var hits = finder.hits();
    var kind = parsed.kind();
    if (hits.isEmpty() || (kind.needsTheSubject() && finder.fitsTheOtherSpeaker())) {
      return new Answer(Abstention.PHRASE, List.of());
    }
    var phrases = new PhraseFinder(parsed, index);
    return switch (kind) {
      case YES_NO -> yesOrNo(hits.getFirst());
      case LIST -> list(phrases, hits);
      case WHEN -> one(when(hits).or(() -> phrases.best(first(hits, READ))));
      default -> one(amount(kind, hits).or(() -> phrases.best(first(hits, READ))));
    };
  }

  private static Answer one(Optional<Candidate> found) {
    return found
        .map(c -> new Answer(c.text(), List.of(c.turn().turn().id())))
        .orElse(new Answer(Abstention.PHRASE, List.of()));
  }

  /** The best time that the turns name; one that cannot be it is not looked at. */
  private static Optional<Candidate> when(List<Hit> hits) {
    Optional<Candidate> best = Optional.empty();
    for (Hit hit : hits) {
      if (best.isEmpty() || hit.score() * NAMES_TIME > best.get().score()) {
        best = Candidate.best(Stream.concat(best.stream(), times(hit)));
      }
    }
    return best;
  }

  /** The times a turn names; when it names none, the day it was said. */
  private static Stream<Candidate> times(Hit hit) {
    var turn = hit.turn();
    var named = RelativeDates.in(turn.turn().text(), turn.day());
    if (named.isEmpty()) {
      return Stream.ofNullable(turn.day())
          .map(day -> new Candidate(TimeSpan.day(day).name(), hit.score(), turn));
    }
    return named.stream().map(t -> new Candidate(t.span().name(), hit.score() * NAMES_TIME, turn));
  }

  /** The amount in the best turn that has one; empty for kinds that do not ask for one. */
  private static Optional<Candidate> amount(QuestionKind kind, List<Hit> hits) {
    return hits.stream()
        .flatMap(h ->
            kind.amountIn(h.turn().turn().text()).stream()
                .map(text -> new Candidate(text, h.score(), h.turn())))
        .findFirst();
  }

  private static Answer yesOrNo(Hit hit) {
    boolean no = NEGATION.matcher(hit.turn().turn().text()).find();
    return new Answer(no ? "No" : "Yes", List.of(hit.turn().turn().id()));
  }

  /** The best phrase of each of the best turns. */
  private static Answer list(PhraseFinder phrases, List<Hit> hits) {
    var found =
        first(hits, LISTED).stream().flatMap(h -> phrases.best(List.of(h)).stream()).toList();
    return found.isEmpty()
        ? new Answer(Abstention.PHRASE, List.of())
        : new Answer(
            found.stream().map(Candidate::text).distinct().collect(Collectors.joining(", ")),
            found.stream().map(c -> c.turn().turn().id()).toList());
  }

  private static List<Hit> first(List<Hit> hits, int count) {
    return hits.subList(0, Math.min(count, hits.size()));
  }
}
