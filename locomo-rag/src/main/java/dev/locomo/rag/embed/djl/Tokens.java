package dev.locomo.rag.embed.djl;

import ai.djl.huggingface.tokenizers.Encoding;

/**
 * A text, or a pair of texts, as a network reads it.
 *
 * @param ids token ids, special tokens included
 * @param segments of each token 0, or 1 in the second text of a pair; as many as {@code ids}
 */
record Tokens(long[] ids, long[] segments) {
  /** A single text. */
  static Tokens of(long[] ids) {
    return new Tokens(ids, new long[ids.length]);
  }

  /**
   * A pair.
   *
   * @param types rows of the network's segment embeddings: with one alone (RoBERTa) all are 0
   */
  static Tokens of(Encoding pair, int types) {
    return types > 1 ? new Tokens(pair.getIds(), pair.getTypeIds()) : of(pair.getIds());
  }

  int length() {
    return ids.length;
  }
}
