package dev.locomo.eval.similarity;

import dev.locomo.eval.similarity.BertScore.Pair;
import dev.locomo.rag.embed.TokenEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tokens of many texts, and the states of those that are about to be compared: each distinct
 * text is encoded once and let go after its last pair. Reading is safe from several threads.
 */
final class TextStates {
  private final TokenEncoder encoder;
  private final Map<String, long[]> tokens = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private final Map<String, float[]> states = new HashMap<>();

  TextStates(TokenEncoder encoder, List<Pair> pairs) {
    this.encoder = encoder;
    for (Pair pair : pairs) {
      for (String text : List.of(pair.candidate(), pair.reference())) {
        tokens.computeIfAbsent(text, encoder::tokens);
        uses.merge(text, 1, Integer::sum);
      }
    }
  }

  long[] tokens(String text) {
    return Objects.requireNonNull(tokens.get(text), text);
  }

  /** Tokens of both texts. */
  int length(Pair pair) {
    return tokens(pair.candidate()).length + tokens(pair.reference()).length;
  }

  /** Encodes what is not there yet. */
  void load(List<Pair> pairs) {
    var missing = new LinkedHashSet<String>();
    for (Pair pair : pairs) {
      missing.add(pair.candidate());
      missing.add(pair.reference());
    }
    missing.removeAll(states.keySet());
    var texts = new ArrayList<>(missing);
    var encoded = encoder.states(texts.stream().map(this::tokens).toList());
    for (int i = 0; i < texts.size(); i++) {
      unit(encoded.get(i), encoder.dimension());
      states.put(texts.get(i), encoded.get(i));
    }
  }

  /** States of length 1 of a text that is loaded, one after the other. */
  float[] states(String text) {
    return Objects.requireNonNull(states.get(text), text);
  }

  /** Forgets the texts of pairs that are done, unless others have them too. */
  void release(List<Pair> pairs) {
    for (Pair pair : pairs) {
      for (String text : List.of(pair.candidate(), pair.reference())) {
        if (uses.merge(text, -1, Integer::sum) == 0) {
          states.remove(text);
        }
      }
    }
  }

  private static void unit(float[] states, int dimension) {
    for (int from = 0; from < states.length; from += dimension) {
      double squares = 0;
      for (int k = from; k < from + dimension; k++) {
        squares += (double) states[k] * states[k];
      }
      float scale = (float) (1 / Math.sqrt(squares));
      for (int k = from; k < from + dimension; k++) {
        states[k] *= scale;
      }
    }
  }
}
