package dev.locomo.eval.judge.bank;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.profile.Category;
import dev.locomo.eval.judge.Judged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers whose verdict is known, made from a data set or read from files; the same data, size and
 * seed give the same bank on every machine. What is made is right by the key, so a mistake of the
 * key is in it too.
 *
 * @param perKind most answers of a kind in a category, at least 1; null for 20 of those that are
 *     made and all that are read
 * @param seed chooses the questions and, where a rule leaves a choice, the answers
 */
public record Bank(@Nullable Integer perKind, long seed) {
  /** The name of what is made by rules. */
  public static final String RULES = "rules";

  /** Changes when the rules do. */
  public static final String VERSION = "rules-3";

  private static final int USUAL = 20;

  /**
   * Puts a bank together, by source and kind, then in file order.
   *
   * @param sources {@link #RULES}, files and folders
   * @param questions which ones are used; may be empty
   * @throws UserError when a source is named twice or is not there
   * @throws DataError when a file is not as it has to be, or two answer a question in the same kind
   */
  public List<KnownAnswer> of(List<String> sources, Dataset data, List<Question> questions) {
    var bank = new ArrayList<KnownAnswer>();
    var seen = new HashSet<String>();
    Set<Question> wanted = Set.copyOf(questions);
    for (String source : sources) {
      boolean made = source.equals(RULES);
      var answers =
          made
              ? made(data, questions)
              : read(data, source).stream()
                  .filter(a -> wanted.contains(a.judged().question()))
                  .toList();
      int most = perKind != null ? perKind : made ? USUAL : Integer.MAX_VALUE;
      for (var answer : drawn(answers, most)) {
        var judged = answer.judged();
        if (!seen.add(judged.kind() + " " + judged.question().id())) {
          throw new DataError(
              source,
              judged.question().id().toString(),
              "found a second time in kind "
                  + judged.kind()
                  + "; expected each question once a kind");
        }
        bank.add(answer);
      }
    }
    return bank;
  }

  /** What identifies these sources, for the settings of a run. */
  public static String id(List<String> sources, List<KnownAnswer> bank) {
    return String.join(", ", sources).equals(RULES)
        ? VERSION
        : String.join(", ", sources).replace(RULES, VERSION)
            + " "
            + Sha256.of(
                bank.stream()
                    .map(a ->
                        a.judged().question().id() + "\0" + a.kind() + "\0" + a.judged().answer())
                    .collect(Collectors.joining("\0")));
  }

  private static List<KnownAnswer> read(Dataset data, String source) {
    Path file = Path.of(source);
    if (!Files.exists(file)) {
      throw new UserError(
          "no bank is called '" + source + "', and no file either",
          RULES + ", a file of answers or a checkout of the audit");
    }
    return new BankFile(data, file).read();
  }

  private List<KnownAnswer> made(Dataset data, List<Question> questions) {
    var makers = new HashMap<String, AnswerMaker>();
    data.samples().forEach(s -> makers.put(s.id(), new AnswerMaker(s)));
    var bank = new ArrayList<KnownAnswer>();
    for (AnswerKind kind : AnswerKind.values()) {
      for (Category category : data.profile().categories()) {
        for (Question question : questions) {
          var maker = makers.get(question.id().sample());
          if (maker != null && question.category().equals(category)) {
            int draw = Integer.parseInt(rank(kind.label(), question).substring(0, 7), 16);
            maker
                .make(kind, question, draw)
                .map(answer -> new Judged(question, answer, kind.label()))
                .ifPresent(judged -> bank.add(new KnownAnswer(judged, kind.kind())));
          }
        }
      }
    }
    return bank;
  }

  private String rank(String kind, Question question) {
    return Sha256.of(seed + "\0" + kind + "\0" + question.id());
  }

  /** At most so many of each kind and category, in the order they came in. */
  private List<KnownAnswer> drawn(List<KnownAnswer> answers, int most) {
    Map<String, List<KnownAnswer>> groups =
        answers.stream()
            .collect(
                Collectors.groupingBy(
                    a -> a.kind().label() + " " + a.judged().question().category(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    Function<KnownAnswer, String> rank = a -> rank(a.kind().label(), a.judged().question());
    return groups.values().stream()
        .flatMap(some -> {
          var drawn =
              new HashSet<>(some.stream().sorted(Comparator.comparing(rank)).limit(most).toList());
          return some.stream().filter(drawn::contains);
        })
        .toList();
  }
}
