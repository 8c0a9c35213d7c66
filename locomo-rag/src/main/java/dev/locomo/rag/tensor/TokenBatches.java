package dev.locomo.rag.tensor;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Runs inputs of different lengths in batches that waste little on padding and fit into memory: the
 * longest first, so that neighbours are of like length, and about the same number of tokens in
 * each. A batch that does not fit is halved, and so are all that follow: what did not fit once will
 * not fit again.
 */
public final class TokenBatches {
  private int tokens;

  /** Of so many tokens, padding included; at least 1. */
  public TokenBatches(int tokens) {
    this.tokens = tokens;
  }

  /** What a batch holds now. */
  int tokens() {
    return tokens;
  }

  /**
   * Runs all inputs and gives one result for each, in their order.
   *
   * @param length tokens of an input, at least 1
   * @param network one result an input, in the order of the batch
   * @throws dev.locomo.core.error.UserError when a single input does not fit into memory
   */
  public <T, R> List<R> run(
      List<T> inputs, ToIntFunction<T> length, Function<List<T>, List<R>> network) {
    List<Integer> longestFirst = longestFirst(inputs, length);
    @SuppressWarnings("unchecked") // no one sees the array
    R[] results = (R[]) new Object[inputs.size()];
    for (int from = 0; from < longestFirst.size(); ) {
      int longest = length.applyAsInt(inputs.get(longestFirst.get(from)));
      int size = Math.min(longestFirst.size() - from, Math.max(1, tokens / longest));
      var batch = longestFirst.subList(from, from + size);
      try {
        List<R> some = network.apply(batch.stream().map(inputs::get).toList());
        for (int i = 0; i < size; i++) {
          results[batch.get(i)] = some.get(i);
        }
        from += size;
      } catch (EngineException e) {
        halve(size, longest, e);
      }
    }
    return List.of(results);
  }

  private static <T> List<Integer> longestFirst(List<T> inputs, ToIntFunction<T> length) {
    return IntStream.range(0, inputs.size())
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(i -> length.applyAsInt(inputs.get(i))).reversed())
        .toList();
  }

  /**
   * As {@link #run}, with the batches side by side on all processors and nothing halved.
   *
   * @param tokens of a batch, padding included; a single input may have more
   */
  public static <T, R> List<R> sideBySide(
      List<T> inputs, ToIntFunction<T> length, int tokens, Function<List<T>, List<R>> network) {
    List<Integer> longestFirst = longestFirst(inputs, length);
    var batches = new ArrayList<List<Integer>>();
    for (int from = 0; from < longestFirst.size(); ) {
      int longest = length.applyAsInt(inputs.get(longestFirst.get(from)));
      int to = Math.min(longestFirst.size(), from + Math.max(1, tokens / longest));
      batches.add(longestFirst.subList(from, to));
      from = to;
    }
    @SuppressWarnings("unchecked") // no one sees the array
    R[] results = (R[]) new Object[inputs.size()];
    batches.parallelStream()
        .forEach(batch -> {
          List<R> some = network.apply(batch.stream().map(inputs::get).toList());
          for (int i = 0; i < batch.size(); i++) {
            results[batch.get(i)] = some.get(i);
          }
        });
    return List.of(results);
  }

  private void halve(int size, int longest, EngineException e) {
    if (!Compute.isOutOfMemory(e)) {
      throw e;
    }
    if (size == 1) {
      throw Compute.tooLarge("a text of " + longest + " tokens", e);
    }
    tokens = size / 2 * longest;
  }
}
