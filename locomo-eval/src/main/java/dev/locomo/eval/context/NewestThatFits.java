package dev.locomo.eval.context;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.text.TurnText;
import dev.locomo.eval.protocol.Protocol.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * The newest turns whose tokens fit, oldest first, each session under its date. The paper's text
 * omits earlier dialogue; the original code keeps it and drops the newest: that one is in the
 * {@code reference} protocol.
 *
 * <p>Tokens are counted once a turn and added up, which is at most a few tokens off and never more
 * than the sum; a text is built once for each place where a conversation is cut.
 */
public final class NewestThatFits implements ContextBuilder {
  private final int limit;
  private final ToIntFunction<String> tokens;
  private final Pictures pictures;
  private final Map<Conversation, Parts> partsOf = new ConcurrentHashMap<>();

  /**
   * @param limit tokens of the model's context, prompt and reply together; {@link
   *     Integer#MAX_VALUE} for no limit
   * @param tokens counts the tokens of a text
   * @param pictures what is shown of them
   */
  public NewestThatFits(int limit, ToIntFunction<String> tokens, Pictures pictures) {
    this.limit = limit;
    this.pictures = pictures;
    this.tokens = limit == Integer.MAX_VALUE ? _ -> 0 : tokens;
  }

  @Override
  public Context build(Asked asked, Probe probe, int reserved) {
    var parts = partsOf.computeIfAbsent(asked.conversation(), c -> new Parts(c, tokens, pictures));
    int first = parts.firstOfNewest(limit - reserved);
    var turns = asked.conversation().turns();
    var seen = pictures.of(asked.conversation(), turns.subList(first, turns.size()));
    return new Context(parts.from(first), List.of(), first == 0, seen);
  }

  @Override
  public boolean shares() {
    return true;
  }

  /**
   * A conversation's pieces: every turn's text, and the tokens from it to the end with the headers
   * they need.
   */
  private static final class Parts {
    private final List<String> texts = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();
    private final List<Boolean> opens = new ArrayList<>();
    private final int[] tokensFrom;
    private final Map<Integer, String> textFrom = new ConcurrentHashMap<>();

    Parts(Conversation conversation, ToIntFunction<String> tokens, Pictures pictures) {
      var shown = new ArrayList<Integer>();
      for (Session session : conversation.sessions()) {
        boolean opening = true;
        for (Turn turn : session.turns()) {
          texts.add(TurnText.guardedLine(pictures.shown(conversation, turn)));
          shown.add(pictures.tokens(conversation, turn));
          headers.add(TurnText.header(session));
          opens.add(opening);
          opening = false;
        }
      }
      tokensFrom = new int[texts.size() + 1];
      int closed = 0; // tokens of the complete sessions and turns after this one
      for (int i = texts.size() - 1; i >= 0; i--) {
        int header = tokens.applyAsInt(headers.get(i));
        closed += tokens.applyAsInt(texts.get(i)) + shown.get(i);
        tokensFrom[i] = closed + header;
        closed += opens.get(i) ? header : 0;
      }
    }

    int firstOfNewest(int budget) {
      int first = texts.size();
      while (first > 0 && tokensFrom[first - 1] <= budget) {
        first--;
      }
      return first;
    }

    String from(int first) {
      return textFrom.computeIfAbsent(first, this::text);
    }

    private String text(int first) {
      var text = new StringBuilder();
      for (int i = first; i < texts.size(); i++) {
        if (opens.get(i) || i == first) {
          text.append(text.isEmpty() ? "" : "\n").append(headers.get(i));
        }
        text.append(texts.get(i));
      }
      return text.toString();
    }
  }
}
