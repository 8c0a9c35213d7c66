package dev.locomo.gen.image;

import java.util.Optional;
import java.util.Set;

/** Where shared pictures come from. */
public interface ImageSource extends AutoCloseable {
  /** No pictures: nobody is told that they may share one. */
  ImageSource NONE =
      new ImageSource() {
        @Override
        public String id() {
          return "none";
        }

        @Override
        public Optional<FoundPicture> find(String query, Set<String> used) {
          return Optional.empty();
        }
      };

  /** Its name in settings and in the record of every picture. */
  String id();

  /**
   * Makes what searches need, before the first one; may take long.
   *
   * @throws dev.locomo.core.error.UserError when nothing could be found
   */
  default void prepare() {}

  /**
   * A picture for a search, or empty when there is none that fits.
   *
   * @param query a few English words
   * @param used addresses of pictures that the conversation has already
   * @throws dev.locomo.core.llm.ProviderError when it cannot be asked
   */
  Optional<FoundPicture> find(String query, Set<String> used) throws InterruptedException;

  @Override
  default void close() {}
}
