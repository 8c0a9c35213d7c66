package dev.locomo.rag.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import dev.locomo.core.error.UserError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches by a network that is no network: an input's number of tokens is its value. */
class TokenBatchesTest {
  private static final String CUDA = "CUDA out of memory. Tried to allocate 20.00 MiB";

  private final List<List<Integer>> seen = new ArrayList<>();
  private int memory = Integer.MAX_VALUE;
  private String failure = CUDA;

  private List<String> network(List<Integer> batch) {
    seen.add(List.copyOf(batch));
    if (batch.size() * batch.getFirst() > memory) {
      throw new EngineException(failure);
    }
    return batch.stream().map(length -> "r" + length).toList();
  }

  private List<String> run(TokenBatches batches, Integer... lengths) {
    return batches.run(List.of(lengths), length -> length, this::network);
  }

  @Test
  void theLongestRunFirstAndResultsComeInTheOrderOfTheInputs() {
    assertThat(run(new TokenBatches(8), 1, 4, 2, 4, 3))
        .containsExactly("r1", "r4", "r2", "r4", "r3");
    assertThat(seen).containsExactly(List.of(4, 4), List.of(3, 2), List.of(1));
    assertThat(run(new TokenBatches(8))).isEmpty();
  }

  @Test
  void anInputLargerThanABatchIsABatch() {
    assertThat(run(new TokenBatches(8), 100, 4)).containsExactly("r100", "r4");
    assertThat(seen).containsExactly(List.of(100), List.of(4));
  }

  @Test
  void aBatchThatDoesNotFitIsHalvedAndSoAreAllThatFollow() {
    memory = 8;
    var batches = new TokenBatches(16);
    assertThat(run(batches, 4, 4, 4, 4, 4, 4)).hasSize(6).containsOnly("r4");
    assertThat(seen).extracting(List::size).containsExactly(4, 2, 2, 2);
    assertThat(batches.tokens()).isEqualTo(8);
    run(batches, 4, 4, 4);
    assertThat(seen).extracting(List::size).containsExactly(4, 2, 2, 2, 2, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CUDA,
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
        "CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)",
        "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory:"
            + " you tried to allocate 1 bytes. Error code 12 (Cannot allocate memory)"
      })
  void theWordsOfEveryAllocatorAreUnderstood(String words) {
    failure = words;
    memory = 4;
    assertThat(run(new TokenBatches(8), 4, 4)).containsExactly("r4", "r4");
  }

  @Test
  void anInputThatDoesNotFitAloneIsTheUsersMatter() {
    memory = 8;
    assertThatThrownBy(() -> run(new TokenBatches(32), 16, 16))
        .isInstanceOf(UserError.class)
        .hasMessage("a text of 16 tokens does not fit into the device's memory");
  }

  @Test
  void anotherFailureIsNotTriedAgain() {
    memory = 8;
    failure = "device-side assert triggered";
    assertThatThrownBy(() -> run(new TokenBatches(32), 16, 16))
        .isInstanceOf(EngineException.class)
        .hasMessage(failure);
    assertThat(seen).hasSize(1);
  }

  @Test
  void halvingWithoutTokensDoesTheSame() {
    memory = 8;
    assertThat(Compute.halving(List.of(4, 4, 4, 4), this::network)).hasSize(4);
    memory = 2;
    assertThatThrownBy(() -> Compute.halving(List.of(4, 4), this::network))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("does not fit");
  }
}
