package dev.locomo.rag.caption;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image to be captioned.
 *
 * @param name what it is called in results: a relative path or an address
 * @param file where it is; null when there is no local copy
 * @param urls where it can be had, tried in order, when there is no local copy
 */
public record Picture(String name, @Nullable Path file, List<String> urls) {
  public Picture {
    urls = List.copyOf(urls);
  }
}
