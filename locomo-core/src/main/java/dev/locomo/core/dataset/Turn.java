package dev.locomo.core.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One utterance. The text is kept exactly as in the file: 209 published turns have outer white
 * space that the reference sends to the model.
 *
 * @param id place of the turn
 * @param speaker name, as in the file
 * @param text what was said; may be empty in files other than the published one
 * @param image the picture shared with it, or null
 * @param clean what generation left of the text, without marks for pictures and endings; null when
 *     the file has none
 */
public record Turn(
    TurnId id, String speaker, String text, @Nullable SharedImage image, @Nullable String clean) {
  /** A turn whose text is all there is. */
  public Turn(TurnId id, String speaker, String text, @Nullable SharedImage image) {
    this(id, speaker, text, image, null);
  }

  /** The same with the text that generation left of it ({@code clean_text}), where there is one. */
  public Turn cleaned() {
    return clean == null ? this : new Turn(id, speaker, clean, image);
  }

  /** Whether it shares a picture that can be had, be it from a file or an address. */
  public boolean hasPicture() {
    return image != null && !(image.urls().isEmpty() && image.files().isEmpty());
  }

  /** The caption of the shared picture, or null when there is no picture or no caption. */
  public @Nullable String caption() {
    return image == null ? null : image.caption();
  }

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
}
