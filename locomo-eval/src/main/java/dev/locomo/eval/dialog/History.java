package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.core.text.TurnText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * What was said before a turn, as far as it fits: the newest is kept.
 *
 * @param window most tokens shown
 * @param counter counts them
 * @param counted tokens of lines seen before, since turns share their histories
 */
public record History(int window, TokenCounter counter, Map<String, Integer> counted) {
  /** A history of at most so many tokens. */
  public History(int window, TokenCounter counter) {
    this(window, counter, new ConcurrentHashMap<>());
  }

  /**
   * The history of a turn.
   *
   * @param text sessions with their dates, oldest first
   * @param shown tokens of it
   * @param tokens of the whole history, shown or not
   */
  public record Shown(String text, int shown, int tokens) {}

  /** The history of a turn. */
  public Shown of(Target target) {
    var text = new StringBuilder();
    int tokens = 0;
    int shown = 0;
    for (Session session : target.before().reversed()) {
      String header = TurnText.header(session);
      int heading = tokens(header);
      var kept = new StringBuilder();
      for (Turn turn : session.turns().reversed()) {
        String line = TurnText.guardedLine(turn);
        tokens += tokens(line) + heading;
        heading = 0;
        if (tokens <= window) {
          kept.insert(0, line);
          shown = tokens;
        }
      }
      if (!kept.isEmpty() || session.number() == target.session().number()) {
        text.insert(0, header + kept + "\n");
      }
    }
    return new Shown(text.toString().stripTrailing(), shown, tokens);
  }

  private int tokens(String line) {
    return counted.computeIfAbsent(line, counter::count);
  }

  /** The bucket of the paper's figure 4B that so many tokens fall into, for example {@code 3k}. */
  public static String bucket(int tokens) {
    int thousands = Math.min(tokens / 1000, LAST);
    return thousands + "k" + (thousands == LAST ? "+" : "");
  }

  private static final int LAST = 11;

  /** All buckets, shortest first. */
  public static List<String> buckets() {
    return IntStream.rangeClosed(0, LAST).mapToObj(i -> bucket(i * 1000)).toList();
  }
}
