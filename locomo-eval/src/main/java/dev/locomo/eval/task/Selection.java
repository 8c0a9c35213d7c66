package dev.locomo.eval.task;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.error.UserError;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which questions of a file are asked.
 *
 * @param samples sample ids; empty for all
 * @param categories empty for all
 * @param limit at most so many, the first in file order; null for all
 */
public record Selection(Set<String> samples, Set<Category> categories, @Nullable Integer limit) {
  /** Everything. */
  public static final Selection ALL = new Selection(Set.of(), Set.of(), null);

  /**
   * The selected questions, in file order.
   *
   * @throws UserError when a sample is not in the file, or nothing is selected
   */
  public List<Question> of(Dataset data) {
    var known = data.samples().stream().map(Sample::id).toList();
    for (String sample : samples) {
      if (!known.contains(sample)) {
        throw new UserError(
            data.file() + " has no sample '" + sample + "'", "one of " + String.join(", ", known));
      }
    }
    var questions =
        data.questions()
            .filter(q -> samples.isEmpty() || samples.contains(q.id().sample()))
            .filter(q -> categories.isEmpty() || categories.contains(q.category()))
            .limit(limit == null ? Long.MAX_VALUE : limit)
            .toList();
    if (questions.isEmpty()) {
      throw new UserError(
          data.file() + " has no question that is selected",
          "other --samples, --categories or --limit");
    }
    return questions;
  }

  @Override
  public String toString() {
    String which =
        samples.isEmpty()
            ? "all samples"
            : samples.stream().sorted().collect(Collectors.joining(","));
    String kinds =
        categories.isEmpty()
            ? "all categories"
            : categories.stream()
                .sorted()
                .map(c -> "" + c.number())
                .collect(Collectors.joining(","));
    return which + "; " + kinds + (limit == null ? "" : "; first " + limit);
  }
}
