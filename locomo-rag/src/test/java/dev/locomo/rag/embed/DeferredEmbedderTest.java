package dev.locomo.rag.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.locomo.rag.FakeEmbedder;
import dev.locomo.rag.embed.Embedder.Deferred;
import dev.locomo.rag.embed.Embedder.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferredEmbedderTest extends EmbedderContract {
  @Override
  protected Embedder embedder() {
    return new Deferred("fake", 64, FakeEmbedder::new);
  }

  private int loads;

  private Embedder loaded() {
    loads++;
    return new FakeEmbedder();
  }

  @Test
  void theEncoderIsLoadedWhenTheFirstTextComes() {
    try (var embedder = new Deferred("fake", 64, this::loaded)) {
      assertThat(embedder.id()).isEqualTo("fake");
      assertThat(embedder.dimension()).isEqualTo(64);
      assertThat(embedder.embed(List.of(), Role.QUERY)).isEmpty();
      assertThat(loads).isZero();
      assertThat(embedder.embed(List.of("dog", "cat"), Role.QUERY)).hasDimensions(2, 64);
      embedder.embed(List.of("dog"), Role.PASSAGE);
      assertThat(loads).isEqualTo(1);
    }
  }

  @Test
  void anEncoderThatIsNotWhatWasSaidIsRefused() {
    try (var embedder = new Deferred("other", 64, this::loaded)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> embedder.embed(List.of("dog"), Role.QUERY));
    }
  }
}
