package dev.locomo.rag.retrieve;

import java.util.List;

/** Gives every passage of its corpus a score; higher is better, never NaN. */
@FunctionalInterface
interface Scorer {
  /** One row a query, one number a passage. */
  List<double[]> scores(List<Query> queries);
}
