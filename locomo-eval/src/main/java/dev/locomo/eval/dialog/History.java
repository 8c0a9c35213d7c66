package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.llm.picture.ShownPicture;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.core.text.TurnText;
import dev.locomo.eval.context.Pictures;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * What was said before a turn, as far as it fits: the newest is kept.
 *
 * @param window most tokens shown
 * @param counter counts them
 * @param pictures what is shown of them
 * @param counted tokens of lines seen before, since turns share their histories
 */
public record History(
    int window, TokenCounter counter, Pictures pictures, Map<String, Integer> counted) {
  /** A history of at most so many tokens. */
  public History(int window, TokenCounter counter, Pictures pictures) {
    this(window, counter, pictures, new ConcurrentHashMap<>());
  }

  /**
   * The history of a turn.
   *
   * @param text sessions with their dates, oldest first
   * @param shown tokens of it
   * @param tokens of the whole history with captions, shown or not
   * @param pictures that the text names
   */
  public record Shown(String text, int shown, int tokens, List<ShownPicture> pictures) {}

  /** The history of a turn. */
  public Shown of(Target target) {
    var text = new StringBuilder();
    int tokens = 0;
    int spent = 0;
    int shown = 0;
    var seen = new ArrayDeque<Turn>();
    var talk = target.sample().conversation();
    for (Session session : target.before().reversed()) {
      String header = TurnText.header(session);
      int heading = tokens(header);
      var kept = new StringBuilder();
      for (Turn turn : session.turns().reversed()) {
        String line = TurnText.guardedLine(pictures.shown(talk, turn));
        tokens += tokens(TurnText.guardedLine(turn)) + heading;
        spent += tokens(line) + pictures.tokens(talk, turn) + heading;
        heading = 0;
        if (spent <= window) {
          kept.insert(0, line);
          seen.addFirst(turn);
          shown = spent;
        }
      }
      if (!kept.isEmpty() || session.number() == target.session().number()) {
        text.insert(0, header + kept + "\n");
      }
    }
    var sent = pictures.of(talk, List.copyOf(seen));
    return new Shown(text.toString().stripTrailing(), shown, tokens, sent);
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
