package dev.locomo.rag.retrieve;

import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Passage;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the form of passages and questions says, whatever they are about: yes is 1, no is 0. */
final class PassageSigns {
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");
  private static final Set<String> TIMES =
      words(
          """
          yesterday today tonight tomorrow ago last next recently since
          day days week weeks weekend month months year years spring summer autumn winter
          monday tuesday wednesday thursday friday saturday sunday january february march april
          may june july august september october november december\
          """);
  private static final Set<String> AFTER_THIS =
      words("morning evening spring summer autumn fall winter");
  private static final Pattern ABOUT_TIME =
      Pattern.compile(
          "\\b(?:when|how long|(?:what|which) (?:date|day|month|year|time))\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DIGIT = Pattern.compile("\\d");

  private final Corpus corpus;
  private final Map<String, double[]> speaking = new HashMap<>();
  private final Map<String, double[]> naming = new LinkedHashMap<>();
  final double[] time;
  final double[] digit;
  final double[] asks;
  final double[] replies;

  PassageSigns(Corpus corpus) {
    this.corpus = corpus;
    List<Passage> all = corpus.passages();
    for (Passage passage : all) {
      if (!passage.speaker().isBlank()) {
        naming.computeIfAbsent(passage.speaker(), name -> each(p -> names(p.text(), name)));
        speaking.computeIfAbsent(passage.speaker(), name -> each(p -> p.speaker().equals(name)));
      }
    }
    time = each(p -> saysTime(p.text()));
    digit = each(p -> DIGIT.matcher(p.text()).find());
    double[] asking = each(Passage::asks);
    asks = beyondHabit(asking);
    replies =
        beyondHabit(
            IntStream.range(0, all.size())
                .mapToDouble(i -> followsInSession(corpus, i) ? asking[i - 1] : 0)
                .toArray());
  }

  private static Set<String> words(String text) {
    return Set.of(text.split("\\s+"));
  }

  /** Whether a text has a word that says a time; looked up, since a pattern of them all is slow. */
  private static boolean saysTime(String text) {
    var words = WORD.matcher(text);
    int afterThis = -1;
    while (words.find()) {
      String word = words.group().toLowerCase(Locale.ROOT);
      if (TIMES.contains(word)
          || (words.start() == afterThis && AFTER_THIS.contains(word))
          || YEAR.matcher(word).matches()) {
        return true;
      }
      afterThis = word.equals("this") && text.startsWith(" ", words.end()) ? words.end() + 1 : -1;
    }
    return false;
  }

  /** Whether the passage is not the first of its session. */
  static boolean followsInSession(Corpus corpus, int position) {
    var all = corpus.passages();
    return position > 0 && all.get(position - 1).session() == all.get(position).session();
  }

  /**
   * The values less the mean of all passages of the same speaker. What somebody always does says
   * nothing: an assistant replies with every turn, at length.
   */
  double[] beyondHabit(double[] values) {
    var habits = new HashMap<String, DoubleSummaryStatistics>();
    for (int i = 0; i < values.length; i++) {
      habits.computeIfAbsent(speaker(i), _ -> new DoubleSummaryStatistics()).accept(values[i]);
    }
    double[] beyond = values.clone();
    Arrays.setAll(
        beyond, i -> values[i] - Objects.requireNonNull(habits.get(speaker(i))).getAverage());
    return beyond;
  }

  private String speaker(int position) {
    return corpus.passages().get(position).speaker();
  }

  private double[] each(Predicate<Passage> sign) {
    return corpus.passages().stream().mapToDouble(p -> sign.test(p) ? 1 : 0).toArray();
  }

  /** Whether it is the passage of the one speaker that a question names; else all 0. */
  double[] spoken(String question) {
    return speaker(question).map(speaking::get).orElseGet(this::none);
  }

  /** Whether its text has the name of the one speaker that a question names; else all 0. */
  double[] named(String question) {
    return speaker(question).map(naming::get).orElseGet(this::none);
  }

  private Optional<String> speaker(String question) {
    var named = naming.keySet().stream().filter(s -> names(question, s)).toList();
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  private double[] none() {
    return new double[time.length];
  }

  /** Looked for without a pattern of its own: a name may have any character. */
  private static boolean names(String question, String speaker) {
    String text = question.toLowerCase(Locale.ROOT);
    String name = speaker.toLowerCase(Locale.ROOT);
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      int end = at + name.length();
      if ((at == 0 || !Character.isLetterOrDigit(text.codePointBefore(at)))
          && (end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end)))) {
        return true;
      }
    }
    return false;
  }

  /** {@link #time}, of a question about time; else all 0. */
  double[] when(String question) {
    return ABOUT_TIME.matcher(question).find() ? time : none();
  }
}
