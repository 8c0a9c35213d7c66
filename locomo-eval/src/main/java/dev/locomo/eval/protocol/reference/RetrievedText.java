package dev.locomo.eval.protocol.reference;

import dev.locomo.core.python.PythonText;
import dev.locomo.rag.passage.Passage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Retrieved passages as the original shows and records them.
 *
 * @param passages best first
 */
record RetrievedText(List<Passage> passages) {
  /** What the model sees. */
  String text(String separator) {
    return passages.stream()
        .map(p -> p.date() + ": " + p.text())
        .collect(Collectors.joining(separator));
  }

  /** All ids, so there may be more than passages: some passages have several. */
  List<String> ids() {
    return passages.stream().flatMap(RetrievedText::ids).toList();
  }

  /** A string with commas is several ids; members of a list are taken as they are. */
  private static Stream<String> ids(Passage passage) {
    String first = passage.sources().getFirst();
    return passage.sources().size() == 1 && first.contains(",")
        ? PythonText.split(first, ',').stream().map(PythonText::strip)
        : passage.sources().stream();
  }
}
