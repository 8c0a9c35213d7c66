package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;

/**
 * One learned row a token, position or segment.
 *
 * @param rows {@code [count, width]}
 */
public record EmbeddingTable(NDArray rows) {
  /**
   * Rows by their numbers.
   *
   * @param ids {@code [batch, length]}
   * @return {@code [batch, length, width]}
   */
  public NDArray of(NDArray ids) {
    return Embedding.embedding(ids, rows, SparseFormat.DENSE).singletonOrThrow();
  }

  /** The rows {@code from} (included) to {@code to} (not included): {@code [to - from, width]}. */
  public NDArray range(NDManager manager, long from, long to) {
    return rows.get(manager, new NDIndex("{}:{}", from, to));
  }

  /** One row: {@code [width]}. */
  public NDArray row(NDManager manager, long number) {
    return rows.get(manager, new NDIndex(number));
  }
}
