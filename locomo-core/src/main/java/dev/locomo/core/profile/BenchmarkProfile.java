package dev.locomo.core.profile;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is known of a benchmark, as a JSON file says it. Those that come with the program are
 * resources beside this class; {@code --profile} names a file of the user's.
 *
 * @param id lower case, for example {@code locomo}
 * @param name in reports
 * @param language of the conversations, for example {@code en}; decides words, stems and phrases
 * @param headline the metric that has a table of its own
 * @param judges the rubrics by which answers are judged when none is named
 * @param now what "now" is for a question
 * @param cluster a regular expression whose first group is the part of a sample's id that names
 *     what was sampled; empty where that is the whole id
 * @param hidden keys of the published files that no model and no system may be shown
 * @param slices by what else than the category results are cut, for example {@code answerable}
 * @param totals what is summed up, the headline first and the whole last; at least one
 * @param kinds its categories, in the order of reports; at least one
 */
public record BenchmarkProfile(
    String id,
    String name,
    String language,
    String headline,
    List<String> judges,
    Now now,
    String cluster,
    List<String> hidden,
    List<String> slices,
    List<Total> totals,
    @JsonProperty("categories") List<Kind> kinds) {
  /** What "now" is for a question. */
  public enum Now {
    /** The date of the last session. */
    @JsonProperty("last-session")
    LAST_SESSION,
    /** A date that each question has. */
    @JsonProperty("question")
    QUESTION
  }

  /** How an answer is compared with the gold text. */
  public enum Comparison {
    /** As a whole. */
    @JsonProperty("whole")
    WHOLE,
    /** Part by part, the parts separated by commas. */
    @JsonProperty("parts")
    PARTS,
    /** With what is before the first semicolon; reasons follow it. */
    @JsonProperty("before-semicolon")
    BEFORE_SEMICOLON
  }

  /**
   * A total of reports.
   *
   * @param name in tables
   * @param member in JSON
   * @param macroName name of the mean over its categories in tables; empty where there is none
   * @param macroMember of that mean in JSON
   * @param of names of the categories that it sums up; empty for all
   */
  public record Total(
      String name,
      String member,
      @JsonProperty("macro_name") String macroName,
      @JsonProperty("macro_member") String macroMember,
      Set<String> of) {
    public Total {
      of = of == null ? Set.of() : Set.copyOf(of);
      macroName = macroName == null ? "" : macroName;
      macroMember = macroMember == null ? "" : macroMember;
    }

    /** Whether it is meant to sum the category up. */
    public boolean has(String category) {
      return of.isEmpty() || of.contains(category);
    }
  }

  /**
   * A category.
   *
   * @param number unique in the benchmark
   * @param key what stands for it in files
   * @param name in reports
   * @param narrow the name in a narrow column, with line feeds; absent for the name
   * @param unanswerable whether its questions have no answer
   * @param comparison absent for the whole
   * @param published what has been published of it; absent for nothing
   */
  public record Kind(
      int number,
      String key,
      String name,
      String narrow,
      Boolean unanswerable,
      Comparison comparison,
      Published published) {
    /** Fills in what may be absent. */
    public Kind {
      unanswerable = unanswerable != null && unanswerable;
      key = key == null ? Integer.toString(number) : key;
      narrow = narrow == null ? name : narrow;
      comparison = comparison == null ? Comparison.WHOLE : comparison;
      published = published == null ? new Published(List.of(), 0, 0) : published;
    }

    /**
     * What has been published of a category.
     *
     * @param labels other names in tables, lower case letters and digits alone
     * @param questions how many there are; 0 where that is not known
     * @param broken how many of them have a wrong key, as audits found
     */
    public record Published(List<String> labels, int questions, int broken) {}
  }

  private static final List<String> IDS =
      List.of("locomo", "longmemeval", "lifebench", "beam", "mc10");

  /** The benchmark that files without another profile are of. */
  public static final BenchmarkProfile LOCOMO = resource("locomo");

  /** Those that come with the program, LoCoMo first. */
  public static final List<BenchmarkProfile> ALL =
      Stream.concat(Stream.of(LOCOMO), IDS.stream().skip(1).map(BenchmarkProfile::resource))
          .toList();

  /**
   * Fills in what may be absent.
   *
   * @throws IllegalArgumentException when something is missing or given twice, saying what
   */
  public BenchmarkProfile {
    language = language == null ? "en" : language;
    headline = headline == null ? "token-f1" : headline;
    judges = judges == null ? List.of("lenient", "strict") : List.copyOf(judges);
    now = now == null ? Now.LAST_SESSION : now;
    cluster = cluster == null ? "" : cluster;
    hidden = hidden == null ? List.of() : List.copyOf(hidden);
    slices = slices == null ? List.of() : List.copyOf(slices);
    kinds = kinds == null ? List.of() : List.copyOf(kinds);
    totals =
        totals == null || totals.isEmpty()
            ? List.of(new Total("all questions", "overall", "macro", "macro", Set.of()))
            : List.copyOf(totals);
    expect(id != null && id.matches("[a-z][a-z0-9-]*"), "an id of lower case letters");
    expect(name != null && !name.isBlank(), "a name");
    expect(!kinds.isEmpty(), "at least one category");
    expect(kinds.stream().allMatch(k -> k.name() != null), "a name for each category");
    expect(distinct(kinds.stream().map(Kind::name)), "categories of different names");
    expect(distinct(kinds.stream().map(Kind::key)), "categories of different keys");
    expect(distinct(kinds.stream().map(Kind::number)), "categories of different numbers");
    var names = kinds.stream().map(Kind::name).toList();
    for (Total total : totals) {
      expect(total.name() != null && total.member() != null, "a name and a member for each total");
      expect(names.containsAll(total.of()), "totals of known categories");
    }
    expect(cluster.isEmpty() || group(cluster), "a regular expression with a group as cluster");
  }

  private static void expect(boolean met, String what) {
    if (!met) {
      throw new IllegalArgumentException("expected " + what);
    }
  }

  private static boolean distinct(Stream<?> values) {
    return values.allMatch(new HashSet<Object>()::add);
  }

  private static boolean group(String pattern) {
    try {
      return Pattern.compile(pattern).matcher("").groupCount() > 0;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** Whether it is LoCoMo's, in whatever language. */
  public boolean isLocomo() {
    return id.equals(LOCOMO.id);
  }

  /** The same of conversations in another language. */
  public BenchmarkProfile in(String other) {
    return new BenchmarkProfile(
        id, name, other, headline, judges, now, cluster, hidden, slices, totals, kinds);
  }

  /** Its categories, in the order of reports. */
  public List<Category> categories() {
    return IntStream.range(0, kinds.size()).mapToObj(i -> new Category(this, i)).toList();
  }

  /**
   * The category of this number.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Category category(int number) {
    return find(c -> c.number() == number)
        .orElseThrow(() -> new IllegalArgumentException("no category " + number + " in " + id));
  }

  /** The category that this stands for in files of the benchmark. */
  public Optional<Category> ofKey(String key) {
    return find(c -> c.key().equals(key));
  }

  /** The category of this name. */
  public Optional<Category> ofLabel(String label) {
    return find(c -> c.label().equals(label));
  }

  /** The category of this name or another that is used for it, whatever case and signs. */
  public Optional<Category> ofSpelling(String label) {
    String name = letters(label);
    return find(c -> letters(c.label()).equals(name) || c.published().labels().contains(name));
  }

  private static String letters(String label) {
    return label.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
  }

  private Optional<Category> find(Predicate<Category> which) {
    return categories().stream().filter(which).findFirst();
  }

  /** Its categories in words: {@code 1 multi-hop, 2 temporal, ...}. */
  public String listed() {
    return categories().stream().map(c -> c.number() + " " + c.label()).collect(joining(", "));
  }

  /** What a category in a file has to be, in words. */
  public String range() {
    var numbers = kinds.stream().mapToInt(Kind::number).summaryStatistics();
    return "a category, " + numbers.getMin() + " to " + numbers.getMax();
  }

  /** The names of those whose questions have no answer. */
  public Set<String> unanswerable() {
    return kinds.stream().filter(Kind::unanswerable).map(Kind::name).collect(toUnmodifiableSet());
  }

  /** What was sampled of a sample with this id. */
  public String clusterOf(String sample) {
    if (cluster.isEmpty()) {
      return sample;
    }
    var parts = Pattern.compile(cluster).matcher(sample);
    return parts.matches() ? parts.group(1) : sample;
  }

  private static BenchmarkProfile resource(String id) {
    try (var in = BenchmarkProfile.class.getResourceAsStream(id + ".json")) {
      return new JsonMapper().readValue(in, BenchmarkProfile.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
