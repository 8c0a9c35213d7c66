package dev.locomo.core.dataset;

import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A whole LoCoMo file.
 *
 * @param file name as the user gave it
 * @param sha256 of the file's bytes, 64 lower-case hex digits
 * @param samples in file order
 * @param profiled the profile that the user named for it, a name or a file; empty for what its
 *     format knows of itself
 * @param subset what it is a part of, as {@code data sample} wrote it; empty for a whole
 */
public record Dataset(
    String file, String sha256, List<Sample> samples, String profiled, String subset) {
  /** SHA-256 of the published {@code locomo10.json}. */
  public static final String PUBLISHED_SHA256 =
      "79fa87e90f04081343b8c8debecb80a9a6842b76a7aa537dc9fdf651ea698ff4";

  public Dataset {
    samples = List.copyOf(samples);
  }

  /** A data set whose format knows its profile. */
  public Dataset(String file, String sha256, List<Sample> samples) {
    this(file, sha256, samples, "", "");
  }

  /** Every question, samples in file order. */
  public Stream<Question> questions() {
    return samples.stream().flatMap(s -> s.questions().stream());
  }

  /** What is known of its benchmark; LoCoMo where it asks nothing. */
  public BenchmarkProfile profile() {
    return questions()
        .findFirst()
        .map(question -> question.category().profile())
        .orElse(BenchmarkProfile.LOCOMO);
  }

  /** What it is made of, in numbers; all zeros where it has no samples. */
  public Statistics statistics() {
    var each = samples.stream().map(SampleStatistics::of).toList();
    var all = each.stream().reduce(SampleStatistics.nothing(), SampleStatistics::plus);
    return new Statistics(each, all);
  }

  /**
   * What a data set is made of, in numbers.
   *
   * @param samples one each, in file order
   * @param all their sum
   */
  public record Statistics(List<SampleStatistics> samples, SampleStatistics all) {
    public Statistics {
      samples = List.copyOf(samples);
    }
  }

  /**
   * What a sample is made of, in numbers.
   *
   * @param id of the sample; {@code all} for a sum
   * @param speakerA first name; empty for a sum
   * @param speakerB second name; empty for a sum
   * @param sessions how many sessions
   * @param dates how many dates, those without session included
   * @param turns how many turns
   * @param captions turns with a caption
   * @param questions how many questions
   * @param byCategory questions of each category, if 0; none where nothing is asked
   * @param observations how many facts
   */
  public record SampleStatistics(
      String id,
      String speakerA,
      String speakerB,
      int sessions,
      int dates,
      int turns,
      int captions,
      int questions,
      Map<Category, Integer> byCategory,
      int observations) {
    public SampleStatistics {
      byCategory = Collections.unmodifiableMap(new TreeMap<>(byCategory));
    }

    /** Counts a sample. */
    public static SampleStatistics of(Sample sample) {
      var conversation = sample.conversation();
      var turns = conversation.turns();
      var byCategory = new TreeMap<Category, Integer>();
      sample.questions().stream()
          .limit(1)
          .flatMap(q -> q.category().profile().categories().stream())
          .forEach(category -> byCategory.put(category, 0));
      sample.questions().forEach(q -> byCategory.merge(q.category(), 1, Integer::sum));
      long dated = conversation.sessions().stream().filter(s -> !s.dateText().isEmpty()).count();
      return new SampleStatistics(
          sample.id(),
          conversation.speakerA(),
          conversation.speakerB(),
          conversation.sessions().size(),
          (int) dated + conversation.datesWithoutSession().size(),
          turns.size(),
          (int) turns.stream().filter(t -> t.caption() != null).count(),
          sample.questions().size(),
          byCategory,
          sample.observations().size());
    }

    /** Zeros to add to. */
    static SampleStatistics nothing() {
      return new SampleStatistics("all", "", "", 0, 0, 0, 0, 0, Map.of(), 0);
    }

    /** The sum of two, named {@code all}. */
    SampleStatistics plus(SampleStatistics other) {
      var sum = new TreeMap<>(byCategory);
      other.byCategory.forEach((category, n) -> sum.merge(category, n, Integer::sum));
      return new SampleStatistics(
          "all",
          "",
          "",
          sessions + other.sessions,
          dates + other.dates,
          turns + other.turns,
          captions + other.captions,
          questions + other.questions,
          sum,
          observations + other.observations);
    }
  }
}
