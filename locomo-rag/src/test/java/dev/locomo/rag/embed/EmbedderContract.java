package dev.locomo.rag.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.rag.embed.Embedder.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Embedder} promises; subclassed once for each.
 *
 * <ul>
 *   <li>one vector a text, of its dimension and finite numbers, in the order given; none for none
 *   <li>a vector depends on text and role alone, not on the texts beside it or on the call before
 *   <li>any text has a vector: empty, blank, very long, emoji, halves of characters
 * </ul>
 */
public abstract class EmbedderContract {
  private static final List<String> TEXTS =
      List.of(
          "the red dog runs",
          "",
          " \n",
          "the red dog runs",
          "\uD83C\uDF89",
          "x".repeat(3000),
          "word ".repeat(700),
          "half \uD83C of a character",
          "\u0000\uFFFF\u202E");

  /** A new one, which the contract closes. */
  protected abstract Embedder embedder() throws IOException;

  private static void same(float[] vector, float[] other, String of) {
    assertThat(vector).as(of).hasSameSizeAs(other);
    for (int i = 0; i < vector.length; i++) {
      assertThat(vector[i]).as(of).isCloseTo(other[i], within(1e-4f));
    }
  }

  @Test
  void everyTextHasAVectorOfFiniteNumbers() throws IOException {
    try (var embedder = embedder()) {
      assertThat(embedder.id()).isNotBlank().isEqualTo(embedder.id());
      assertThat(embedder.dimension()).isPositive();
      for (Role role : Role.values()) {
        float[][] vectors = embedder.embed(TEXTS, role);
        assertThat(vectors).hasDimensions(TEXTS.size(), embedder.dimension());
        for (float[] vector : vectors) {
          for (float number : vector) {
            assertThat(number).isFinite();
          }
        }
        same(vectors[0], vectors[3], "the same text twice");
      }
    }
  }

  @Test
  void noTextsHaveNoVectors() throws IOException {
    try (var embedder = embedder()) {
      assertThat(embedder.embed(List.of(), Role.QUERY)).isEmpty();
      assertThat(embedder.embed(List.of(), Role.PASSAGE)).isEmpty();
    }
  }

  @Test
  void aVectorDependsOnNothingBesideItsText() throws IOException {
    try (var embedder = embedder()) {
      float[][] together = embedder.embed(TEXTS, Role.PASSAGE);
      var order = new ArrayList<Integer>();
      for (int i = 0; i < TEXTS.size(); i++) {
        order.add(i);
        float[][] alone = embedder.embed(List.of(TEXTS.get(i)), Role.PASSAGE);
        same(alone[0], together[i], "text " + i + " alone");
      }
      Collections.shuffle(order, new Random(7));
      float[][] shuffled = embedder.embed(order.stream().map(TEXTS::get).toList(), Role.PASSAGE);
      for (int i = 0; i < order.size(); i++) {
        same(shuffled[i], together[order.get(i)], "text " + order.get(i) + " in another order");
      }
    }
  }

  @Test
  void twoTextsThatDifferHaveVectorsThatDiffer() throws IOException {
    try (var embedder = embedder()) {
      float[][] vectors = embedder.embed(List.of("the dog", "some other thing"), Role.PASSAGE);
      assertThat(Arrays.equals(vectors[0], vectors[1])).isFalse();
    }
  }
}
