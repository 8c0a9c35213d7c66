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
    var left = longestFirst(inputs, length);
    var results = new Results<R>(inputs.size());
    while (!left.isEmpty()) {
      int longest = length.applyAsInt(inputs.get(left.getFirst()));
      var batch = left.subList(0, fitting(left.size(), longest, tokens));
      try {
        results.put(batch, network.apply(batch.stream().map(inputs::get).toList()));
        left = left.subList(batch.size(), left.size());
      } catch (EngineException e) {
        halve(batch.size(), longest, e);
      }
    }
    return results.all();
  }

  private static <T> List<Integer> longestFirst(List<T> inputs, ToIntFunction<T> length) {
    return IntStream.range(0, inputs.size())
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(i -> length.applyAsInt(inputs.get(i))).reversed())
        .toList();
  }

  private static int fitting(int left, int longest, int tokens) {
    return Math.min(left, Math.max(1, tokens / longest));
  }

  /** One result an input, whenever each comes. */
  private static final class Results<R> {
    private final Object[] inOrder;

    Results(int inputs) {
      inOrder = new Object[inputs];
    }

    void put(List<Integer> batch, List<R> some) {
      for (int i = 0; i < batch.size(); i++) {
        inOrder[batch.get(i)] = some.get(i);
      }
    }

    @SuppressWarnings("unchecked") // only R are put
    List<R> all() {
      return List.of((R[]) inOrder);
    }
  }

  /**
   * As {@link #run}, with the batches side by side on all processors and nothing halved.
   *
   * @param tokens of a batch, padding included; a single input may have more
   */
  public static <T, R> List<R> sideBySide(
      List<T> inputs, ToIntFunction<T> length, int tokens, Function<List<T>, List<R>> network) {
    var batches = new ArrayList<List<Integer>>();
    var left = longestFirst(inputs, length);
    while (!left.isEmpty()) {
      int size = fitting(left.size(), length.applyAsInt(inputs.get(left.getFirst())), tokens);
      batches.add(left.subList(0, size));
      left = left.subList(size, left.size());
    }
    var results = new Results<R>(inputs.size());
    batches.parallelStream()
        .forEach(
            batch -> results.put(batch, network.apply(batch.stream().map(inputs::get).toList())));
    return results.all();
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
