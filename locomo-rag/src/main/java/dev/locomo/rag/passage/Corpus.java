package dev.locomo.rag.passage;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import java.nio.file.Path;
import java.util.List;

/**
 * The passages of one sample in one database, at least one: what one search looks through. A
 * position in {@link #passages()} is the passage's place in time, so ordering ties by position
 * orders them by id.
 *
 * @param source name of the data file without folder and ending, for example {@code locomo10}
 * @param sample id of the sample
 */
public record Corpus(String source, String sample, Database database, List<Passage> passages) {
  public Corpus {
    passages = List.copyOf(passages);
  }

  /**
   * The corpus of a sample; a {@link dev.locomo.core.error.DataError} where it has no such
   * passages.
   */
  public static Corpus of(Dataset data, Sample sample, Database database) {
    String name = String.valueOf(Path.of(data.file()).getFileName());
    String source = name.replaceFirst("\\.json$", "");
    return new Corpus(source, sample.id(), database, database.passages(data.file(), sample));
  }

  /**
   * What is searched, by position: each passage's text, an observation's with its date in front, as
   * the original scripts embed it.
   */
  public List<String> texts() {
    return passages.stream()
        .map(p -> database == Database.OBSERVATION ? p.date() + ". " + p.text() : p.text())
        .toList();
  }

  /**
   * A passage's name in files of vectors, runs and judgements, unique in the data file: {@code
   * conv-26/D1:3} for a turn, {@code conv-26/S3} for a summary, {@code conv-26/O17} for the
   * observation at position 17 (several observations can come from one turn).
   */
  public String id(int position) {
    return sample
        + "/"
        + (database == Database.OBSERVATION
            ? "O" + position
            : passages.get(position).sources().getFirst());
  }
}
