package dev.locomo.gen.sample;

/**
 * A picture that was shared.
 *
 * @param description the sharer's own words
 * @param query the search that found it
 * @param url where it was
 * @param file where the copy is, seen from the conversation's folder
 * @param caption what it shows
 * @param licence as its source names it
 * @param credit whom to name; may be empty
 * @param source the image source it came from
 * @param sha256 of the file, 64 hex digits
 */
public record SharedPhoto(
    String description,
    String query,
    String url,
    String file,
    String caption,
    String licence,
    String credit,
    String source,
    String sha256) {
  /** As it was described by its sharer. */
  public SharedPhoto described(String words) {
    return new SharedPhoto(words, query, url, file, caption, licence, credit, source, sha256);
  }
}
