package dev.locomo.core.example;

import dev.locomo.core.metric.Score.Scored;
import dev.locomo.core.metric.TextMetric;

/** What another metric takes: 1 where an answer has as many words as the gold answer, else 0. */
public final class ExampleMetric implements TextMetric {
  @Override
  public String id() {
    return "as-many-words";
  }

  @Override
  public String summary() {
    return "whether an answer has as many words as the gold answer";
  }

  @Override
  public Scored compare(String candidate, String reference) {
    int said = candidate.split(" ").length;
    return new Scored(said == reference.split(" ").length ? 1 : 0, said + " words");
  }
}
