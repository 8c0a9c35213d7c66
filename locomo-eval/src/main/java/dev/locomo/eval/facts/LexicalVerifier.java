package dev.locomo.eval.facts;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.text.Word;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks facts by their words: supported is what has half of its content words, stemmed and without
 * the speakers' names, in one event. A floor that needs no model and knows no meaning: it takes
 * "sells the bakery" for "buys the bakery". Its figures are comparable with none of a model's.
 */
public record LexicalVerifier() implements Verifier {
  /** Share of a fact's words that an event has to have. */
  static final double ENOUGH = 0.5;

  @Override
  public String id() {
    return "lexical-1";
  }

  @Override
  public String hash() {
    return Sha256.of("lexical-1 " + ENOUGH);
  }

  @Override
  public List<Check> check(String step, Matter matter, Calls llm) {
    var names = Word.contentStems(matter.speaker() + " " + matter.other());
    var events = matter.events().stream().map(Event::text).map(Word::contentStems).toList();
    return matter.facts().stream()
        .map(fact -> check(without(Word.contentStems(fact.text()), names), events))
        .toList();
  }

  private static Check check(Set<String> words, List<Set<String>> events) {
    int best = -1;
    double most = 0;
    for (int i = 0; i < events.size(); i++) {
      double share = share(words, events.get(i));
      if (share > most) {
        best = i;
        most = share;
      }
    }
    String why = String.format(Locale.ROOT, "%.0f %% of its words in one event", 100 * most);
    return most >= ENOUGH ? new Check.Supported(best + 1, why) : new Check.Unsupported(why);
  }

  static Set<String> without(Set<String> words, Set<String> names) {
    var rest = new TreeSet<>(words);
    rest.removeAll(names);
    return rest;
  }

  /** How much of the words is among the others; 0 of none. */
  static double share(Set<String> words, Set<String> others) {
    return words.isEmpty()
        ? 0
        : (double) words.stream().filter(others::contains).count() / words.size();
  }
}
