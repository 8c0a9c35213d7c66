package dev.locomo.rag.annotate;

import dev.locomo.core.dataset.Observation;
import java.util.List;

/** One way to annotate sessions, for each kind of annotation. */
public interface Annotators {
  /** Finds facts about the speakers. */
  Annotator<List<Observation>> observations();

  /** Sums sessions up. */
  Annotator<String> summaries();
}
