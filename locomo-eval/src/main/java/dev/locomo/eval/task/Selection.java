package dev.locomo.eval.task;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.error.UserError;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which questions of a file are asked.
 *
 * @param samples sample ids; empty for all
 * @param categories their numbers; empty for all
 * @param pictured whether only questions are asked whose evidence has a turn with a picture
 * @param limit at most so many, the first in file order; null for all
 */
public record Selection(
    Set<String> samples, Set<Integer> categories, boolean pictured, @Nullable Integer limit) {
  private static final String ALL_SAMPLES = "all samples";
  private static final String ALL_CATEGORIES = "all categories";
  private static final Pattern WRITTEN =
      Pattern.compile(
          "([^;]+); ("
              + ALL_CATEGORIES
              + "|\\d{1,3}(?:,\\d{1,3})*)(; evidence pictures)?(?:; first ([1-9]\\d{0,8}))?");

  /** Everything. */
  public static final Selection ALL = new Selection(Set.of(), Set.of(), false, null);

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
    Set<QuestionId> shown = pictured ? pictured(data) : Set.of();
    var questions =
        data.questions()
            .filter(q -> !pictured || shown.contains(q.id()))
            .filter(q -> samples.isEmpty() || samples.contains(q.id().sample()))
            .filter(q -> categories.isEmpty() || categories.contains(q.category().number()))
            .limit(limit == null ? Long.MAX_VALUE : limit)
            .toList();
    if (questions.isEmpty()) {
      throw new UserError(
          data.file() + " has no question that is selected",
          "other --samples, --categories, --evidence or --limit");
    }
    return questions;
  }

  private static Set<QuestionId> pictured(Dataset data) {
    var shown = new HashSet<QuestionId>();
    for (Sample sample : data.samples()) {
      var turns = sample.conversation().turnsById();
      for (Question question : sample.questions()) {
        if (TurnId.namedIn(question.evidence()).stream()
            .anyMatch(id -> turns.containsKey(id) && turns.get(id).hasPicture())) {
          shown.add(question.id());
        }
      }
    }
    return shown;
  }

  /**
   * Reads what {@link #toString} writes; empty for anything else. Sample ids may not contain commas
   * or semicolons.
   */
  public static Optional<Selection> parse(String text) {
    var m = WRITTEN.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    Set<String> samples =
        m.group(1).equals(ALL_SAMPLES) ? Set.of() : Set.of(m.group(1).split(",", -1));
    Set<Integer> categories =
        m.group(2).equals(ALL_CATEGORIES)
            ? Set.of()
            : Arrays.stream(m.group(2).split(",", -1))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    Integer limit = m.group(4) == null ? null : Integer.valueOf(m.group(4));
    return Optional.of(new Selection(samples, categories, m.group(3) != null, limit));
  }

  /** One line for settings and reports, for example {@code conv-26; 1,2; first 10}. */
  @Override
  public String toString() {
    String which =
        samples.isEmpty()
            ? ALL_SAMPLES
            : samples.stream().sorted().collect(Collectors.joining(","));
    String kinds =
        categories.isEmpty()
            ? ALL_CATEGORIES
            : categories.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    String evidence = pictured ? "; evidence pictures" : "";
    return which + "; " + kinds + evidence + (limit == null ? "" : "; first " + limit);
  }
}
