package dev.locomo.gen.persona;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.python.MersenneTwister;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Persona pairs of the Multi-Session Chat data set, as {@code data/msc_personas_all.json} of the
 * original has them: attribute sentences of two speakers. The file is read and never written; what
 * was used stands in the agents' files.
 *
 * @param pairs those of the training split that are not yet part of LoCoMo ({@code in_dataset} 0)
 *     and have sentences for both speakers
 * @param sha256 of the pairs that can be drawn
 */
public record MscPersonas(List<Sketch> pairs, String sha256) {
  /**
   * The sentences of one pair.
   *
   * @param index place in the file's training split
   */
  public record Sketch(int index, List<String> a, List<String> b) {}

  /**
   * Reads the file.
   *
   * @throws DataError when it cannot be read, has another shape, or has no pair left
   */
  public static MscPersonas read(Path file) {
    JsonNode root = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    JsonNode train = root.path("train");
    if (!train.isArray()) {
      throw new DataError(
          file.toString(), "/train", "found no array; expected the persona pairs of MSC");
    }
    var pairs = new ArrayList<Sketch>();
    for (int i = 0; i < train.size(); i++) {
      JsonNode entry = train.get(i);
      var sketch =
          new Sketch(
              i, sentences(file, i, "Speaker 1", entry), sentences(file, i, "Speaker 2", entry));
      // Some published speakers have no sentence at all.
      boolean sketched = !sketch.a().isEmpty() && !sketch.b().isEmpty();
      if (sketched && entry.path("in_dataset").asInt() == 0) {
        pairs.add(sketch);
      }
    }
    if (pairs.isEmpty()) {
      throw new DataError(
          file.toString(), "/train", "found no pair of sentences with in_dataset 0; expected one");
    }
    return new MscPersonas(List.copyOf(pairs), Sha256.of(pairs.toString()));
  }

  private static List<String> sentences(Path file, int index, String speaker, JsonNode entry) {
    var sentences = new ArrayList<String>();
    boolean listed = entry.path(speaker).isArray();
    for (JsonNode one : entry.path(speaker)) {
      listed &= one.isTextual();
      sentences.add(one.asText());
    }
    if (!listed) {
      String place = "/train/" + index + "/" + speaker;
      throw new DataError(file.toString(), place, "found no list of sentences; expected one");
    }
    return sentences;
  }

  /**
   * The pair of one conversation of a run; no two of them have the same until all are used.
   *
   * @param conversation its number, from 0
   */
  public Sketch drawn(long seed, int conversation) {
    var order = new ArrayList<>(pairs);
    var random = new MersenneTwister(seed);
    int wanted = conversation % pairs.size();
    for (int i = 0; i <= wanted; i++) {
      int other = i + (int) (random.random() * (pairs.size() - i));
      order.set(i, order.set(other, order.get(i)));
    }
    return order.get(wanted);
  }
}
