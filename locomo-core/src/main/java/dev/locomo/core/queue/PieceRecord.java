package dev.locomo.core.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.ProviderError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a piece of work, as other processes of the run need it.
 *
 * @param lines what it has on record, by journal
 * @param pieces how many pieces of the run's work it was
 * @param without how many of them have no result
 * @param reasons why
 * @param failure the kind of what it failed for, null when it did not
 * @param message what it failed for
 */
public record PieceRecord(
    Map<String, List<String>> lines,
    int pieces,
    int without,
    List<String> reasons,
    @Nullable String failure,
    String message) {
  /** What it failed for; null when it did not. */
  public @Nullable ProviderError toError() {
    return failure == null
        ? null
        : new ProviderError(ProviderError.Kind.valueOf(failure), message, null, null);
  }

  /** As it is kept. */
  public String text() {
    try {
      return JsonFiles.MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads one.
   *
   * @param place for messages
   * @throws DataError when it is none
   */
  public static PieceRecord parse(String text, String place) {
    try {
      return JsonFiles.MAPPER.readValue(text, PieceRecord.class);
    } catch (JsonProcessingException e) {
      throw new DataError(place, "", "is no record of a piece of work", e);
    }
  }
}
