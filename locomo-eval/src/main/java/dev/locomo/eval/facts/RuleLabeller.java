package dev.locomo.eval.facts;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.text.Word;
import java.util.List;
import java.util.Set;

/**
 * Labels mistakes by their words, with the measure of {@link LexicalVerifier}: what half of an
 * event of the other speaker says is speaker attribution, else what half of a line of the
 * conversation says is saliency, and the rest is hallucination. A misunderstanding has the words of
 * what it misunderstands, so no rule of words can tell it: it is among the saliency.
 */
public record RuleLabeller() implements Labeller {
  @Override
  public String id() {
    return "words-1";
  }

  @Override
  public String hash() {
    return Sha256.of("words-1 " + LexicalVerifier.ENOUGH);
  }

  @Override
  public List<Label> labels(String step, Mistakes mistakes, Calls llm) {
    var names = Word.contentStems(mistakes.speaker() + " " + mistakes.other());
    var others = mistakes.otherEvents().stream().map(Event::text).map(Word::contentStems).toList();
    return mistakes.facts().stream()
        .map(fact ->
            label(
                LexicalVerifier.without(Word.contentStems(fact.text()), names),
                others,
                fact.lines().stream().map(Word::contentStems).toList()))
        .toList();
  }

  private static Label label(
      Set<String> words, List<Set<String>> otherEvents, List<Set<String>> lines) {
    if (saidIn(words, otherEvents)) {
      return new Label(ErrorClass.SPEAKER_ATTRIBUTION, "its words are in an event of the other");
    }
    return saidIn(words, lines)
        ? new Label(ErrorClass.SALIENCY, "its words are in a line of the conversation")
        : new Label(ErrorClass.HALLUCINATION, "its words are in no line that comes close");
  }

  private static boolean saidIn(Set<String> words, List<Set<String>> texts) {
    return texts.stream()
        .anyMatch(text -> LexicalVerifier.share(words, text) >= LexicalVerifier.ENOUGH);
  }
}
