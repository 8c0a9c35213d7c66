package dev.locomo.core.dataset.text;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetWriter;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.profile.Category;
import dev.locomo.core.run.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * Some of a data set's questions, for cheap runs: of each category its share, drawn by a seed;
 * their conversations are kept whole. The same seed draws the same, whatever the order of the file.
 *
 * @param samples those with a question that was drawn
 * @param of what it is a part of
 * @param seed that drew it
 */
public record DataSubset(List<Sample> samples, Dataset of, long seed) {
  /**
   * Draws.
   *
   * @param size how many questions, at least 1; all where there are not more
   */
  public static DataSubset draw(Dataset data, int size, long seed) {
    var byCategory = new TreeMap<Category, List<Question>>();
    data.questions()
        .forEach(q -> byCategory.computeIfAbsent(q.category(), _ -> new ArrayList<>()).add(q));
    long all = data.questions().count();
    var drawn = new HashSet<QuestionId>();
    double owed = 0;
    for (List<Question> some : byCategory.values()) {
      owed += (double) some.size() * Math.min(size, all) / all;
      long mine = Math.round(owed - drawn.size());
      some.stream()
          .sorted(Comparator.comparing(q -> Sha256.of(seed + "\0" + q.key())))
          .limit(mine)
          .forEach(q -> drawn.add(q.id()));
    }
    var samples = new ArrayList<Sample>();
    for (Sample sample : data.samples()) {
      Sample part = part(sample, drawn);
      if (!part.questions().isEmpty()) {
        samples.add(part);
      }
    }
    return new DataSubset(samples, data, seed);
  }

  private static Sample part(Sample sample, Set<QuestionId> drawn) {
    var questions = new ArrayList<Question>();
    for (Question q : sample.questions()) {
      if (drawn.contains(q.id())) {
        var id = new QuestionId(sample.id(), questions.size());
        questions.add(
            new Question(id, q.text(), q.category(), q.gold(), q.evidence(), q.details()));
      }
    }
    return new Sample(
        sample.id(),
        sample.conversation(),
        questions,
        sample.observations(),
        sample.sessionSummaries(),
        sample.events());
  }

  /** How many questions it has. */
  public int size() {
    return samples.stream().mapToInt(s -> s.questions().size()).sum();
  }

  /** What it is, for reports. */
  public String about() {
    return String.format(
        Locale.ROOT,
        "a subset of %d of %d questions, drawn by category with seed %d from sha256 %s",
        size(),
        of.questions().count(),
        seed,
        of.sha256().substring(0, 12));
  }

  /** Writes it in LoCoMo's shape; each sample says that it is of a subset. */
  public void write(Path file) {
    String about = about();
    var json = samples.stream().map(s -> DatasetWriter.json(s).put("subset", about)).toList();
    AtomicFile.write(file, out -> DatasetWriter.write(json, out));
  }
}
