package dev.locomo.core.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The picture a turn shares, as far as the file has it.
 *
 * @param caption what a captioning model saw ({@code blip_caption}); null when the file has none
 * @param query the search that found the picture; null when the file has none
 * @param urls where it was; empty when the file has none
 * @param files names of its local copies ({@code img_file}); empty when the file has none
 */
public record SharedImage(
    @Nullable String caption, @Nullable String query, List<String> urls, List<String> files) {
  public SharedImage {
    urls = List.copyOf(urls);
    files = List.copyOf(files);
  }

  /** A picture without local copies. */
  public SharedImage(@Nullable String caption, @Nullable String query, List<String> urls) {
    this(caption, query, urls, List.of());
  }

  /** The same picture with this caption. */
  public SharedImage withCaption(String other) {
    return new SharedImage(other, query, urls, files);
  }
}
