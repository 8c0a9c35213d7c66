package dev.locomo.cli;

import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.settings.Effect;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.VerbPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pages of {@code docs/reference} and the manual pages of {@code docs/man}, made from the
 * declarations of verbs, settings and metrics.
 */
final class ReferencePages {
  private static final String MADE =
      "<!-- Made from the program's declarations by ReferenceTest; a change here is lost. -->\n\n";
  private static final Map<Effect, String> EFFECTS =
      Map.of(
          Effect.RESULT, "results",
          Effect.SPEED, "time, cost",
          Effect.PLACE, "places, output");

  private static final Map<Class<?>, String> KINDS =
      Map.of(
          Integer.class, "a whole number",
          Long.class, "a whole number",
          Double.class, "a number",
          java.nio.file.Path.class, "a file or folder",
          java.net.URI.class, "an address");

  private final List<VerbPage> pages = Verbs.all().pages();

  /** The text of every file, by its name below {@code docs}. */
  Map<String, String> files() {
    var files = new TreeMap<String, String>();
    files.put("reference/index.md", index());
    files.put("reference/settings.md", settings());
    files.put("reference/exit-codes.md", exitCodes());
    files.put("reference/metrics.md", metrics());
    for (String verb : pages.getFirst().verbs()) {
      var own = of(verb);
      files.put("reference/" + verb + ".md", MADE + own.stream().map(this::verb).collect(join()));
      files.put("man/locomo-" + verb + ".1", manual(own));
    }
    files.put("man/locomo.1", manual(pages.subList(0, 1)));
    return files;
  }

  private static java.util.stream.Collector<CharSequence, ?, String> join() {
    return Collectors.joining("\n");
  }

  /** A verb and those below it. */
  private List<VerbPage> of(String verb) {
    return pages.stream().filter(p -> (p.path() + " ").startsWith(verb + " ")).toList();
  }

  private String index() {
    var text = new StringBuilder(MADE + "# Reference\n");
    pages
        .getFirst()
        .groupsOfVerbs()
        .forEach((heading, verbs) -> {
          text.append("\n## ").append(heading).append("\n\n");
          for (String verb : verbs) {
            text.append(
                "- [`locomo %s`](%s.md): %s\n".formatted(verb, verb, VerbPage.summary(verb)));
          }
        });
    return text
        + """

        ## For all verbs

        - [Settings](settings.md): every name, its variable, and the verbs that take it
        - [Exit codes](exit-codes.md)
        - [Metrics](metrics.md)
        """;
  }

  private String verb(VerbPage page) {
    boolean below = page.path().contains(" ");
    String mark = below ? "## " : "# ";
    var text = new StringBuilder(mark + "locomo " + page.path() + "\n\n");
    page.description().forEach(paragraph -> text.append(paragraph).append("\n\n"));
    text.append("```\n").append(page.usage()).append("\n```\n");
    if (!page.examples().isEmpty()) {
      text.append("\nExamples:\n\n```sh\n");
      page.examples().forEach(e -> text.append("# %s\n%s\n".formatted(e.words(), e.command())));
      text.append("```\n");
    }
    var described = page.arguments().stream().filter(a -> !a.help().isEmpty()).toList();
    if (!described.isEmpty()) {
      text.append("\n| Argument | What it is |\n|---|---|\n");
      described.forEach(a -> text.append("| `%s` | %s |\n".formatted(cell(a.label()), a.help())));
    }
    if (!page.verbs().isEmpty()) {
      text.append("\n| Verb | What it does |\n|---|---|\n");
      for (String verb : page.verbs()) {
        String path = page.path() + " " + verb;
        text.append(
            "| [`locomo %s`](#locomo-%s) | %s |\n"
                .formatted(path, path.replace(' ', '-'), VerbPage.summary(path)));
      }
    }
    for (SettingGroup group : page.groups()) {
      text.append("\n").append(below ? "### " : "## ").append(group.heading()).append("\n\n");
      text.append("| Option | Default | Changes | What it is |\n|---|---|---|---|\n");
      group.settings().forEach(setting -> text.append(row(setting)));
    }
    if (!page.exitCodes().isEmpty()) {
      text.append("\nExit codes here:\n\n| Code | Meaning |\n|---|---|\n");
      page.exitCodes().forEach((code, is) -> text.append("| %s | %s |\n".formatted(code, is)));
    }
    return text.toString();
  }

  private static String row(Setting<?> setting) {
    var also = setting.names().stream().skip(1).map(name -> " Also `--" + name + "`.").toList();
    String kind = KINDS.getOrDefault(setting.type(), "");
    String several =
        !setting.many() ? "" : setting.separator().isEmpty() ? "repeatable" : "comma-separated";
    String value =
        Stream.of(kind, several).filter(s -> !s.isEmpty()).collect(Collectors.joining(", "));
    String words = setting.words().replace("\n", " ") + String.join("", also);
    return "| `%s` | %s | %s | %s%s |\n"
        .formatted(
            cell((setting.option() + " " + setting.label()).strip()),
            setting.required() ? "required" : cell(setting.defaultWords()),
            EFFECTS.get(setting.effect()),
            cell(words),
            value.isEmpty() ? "" : " (" + value + ")");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }

  private String settings() {
    var verbs = new TreeMap<String, TreeSet<String>>();
    for (VerbPage page : pages.subList(1, pages.size())) {
      page.settings()
          .forEach(setting ->
              setting
                  .names()
                  .forEach(
                      name -> verbs.computeIfAbsent(name, _ -> new TreeSet<>()).add(page.path())));
    }
    var text =
        new StringBuilder(
            MADE
                + """
                # Settings

                The value of a setting comes from the first of these that has one:

                1. the option on the command line, `--top-k 10`
                2. the environment, `LOCOMO_TOP_K=10`
                3. the file of `--config FILE`, a line `top-k=10`, or for one verb alone `eval-qa.top-k=10`; `judge.calibrate.limit=5`
                   is for `locomo judge calibrate`
                4. `locomo.properties` in the working directory, written in the same way
                5. the default

                `locomo config show` prints every value and where it comes from. API keys are no settings: they come from the
                environment or `.env`.

                ## Options of every verb

                | Option | Default | Changes | What it is |
                |---|---|---|---|
                """);
    pages.getFirst().settings().forEach(setting -> text.append(row(setting)));
    text.append(
        """
        | `--help` |  | places, output | The options needed most, with examples; `locomo help VERB` is the same. |
        | `--help-all` |  | places, output | All options. |
        | `--version` |  | places, output | Version, Java and system. |

        ## All names

        | Name | Variable | Taken by |
        |---|---|---|
        """);
    verbs.forEach((name, by) -> {
      String links =
          by.stream()
              .map(v ->
                  "[%s](%s.md#locomo-%s)".formatted(v, v.split(" ", -1)[0], v.replace(' ', '-')))
              .collect(Collectors.joining(", "));
      String variable = "LOCOMO_" + name.replace('-', '_').toUpperCase(java.util.Locale.ROOT);
      text.append("| `%s` | `%s` | %s |\n".formatted(name, variable, links));
    });
    return text.toString();
  }

  private String exitCodes() {
    var text = new StringBuilder(MADE + "# Exit codes\n\n| Code | Meaning |\n|---|---|\n");
    pages
        .getFirst()
        .exitCodes()
        .forEach((code, is) -> text.append("| %s | %s |\n".formatted(code, is)));
    return text.append("\nVerbs that give a code a narrower meaning say so on their page.\n")
        .toString();
  }

  private static String metrics() {
    var text =
        new StringBuilder(
            MADE
                + """
                # Metrics

                The names that `--metrics` and `--metric` take. [Metrics](../metrics.md) says of each how it is computed, with an example.

                | Name | What it measures |
                |---|---|
                """);
    for (Metric metric : Metrics.standard().all()) {
      text.append("| `%s` | %s |\n".formatted(metric.id(), cell(metric.summary())));
    }
    return text.append(
            """

            `bertscore`, `bertscore-p` and `bertscore-r` need `--bertscore-model`. `eval-retrieval` scores `recall@K`, `hit@K`, `ndcg@K` and `mrr`.
            Judges add `judge(...)` to the scores of a run.
            """)
        .toString();
  }

  /** A manual page in the language of man(7): a verb and those below it. */
  private String manual(List<VerbPage> own) {
    VerbPage first = own.getFirst();
    String name = first.command().replace(' ', '-');
    var text = new StringBuilder(".\\\" Made from the program's declarations by ReferenceTest.\n");
    text.append(
        ".TH %s 1 \"\" locomo \"locomo manual\"\n"
            .formatted(name.toUpperCase(java.util.Locale.ROOT)));
    String summary =
        first.path().isEmpty() ? first.description().getFirst() : VerbPage.summary(first.path());
    text.append(".SH NAME\n%s \\- %s\n".formatted(roff(name), roff(summary)));
    for (VerbPage page : own) {
      text.append(
          page.equals(first)
              ? ".SH SYNOPSIS\n"
              : ".SH " + page.command().toUpperCase(java.util.Locale.ROOT) + "\n");
      text.append(".B ").append(roff(page.usage())).append('\n');
      text.append(page.equals(first) ? ".SH DESCRIPTION\n" : ".PP\n");
      page.description().forEach(p -> text.append(roff(p)).append("\n.PP\n"));
      page.groupsOfVerbs()
          .forEach((heading, verbs) -> {
            text.append(".SS %s\n".formatted(roff(heading)));
            String above = page.path().isEmpty() ? "" : page.path() + " ";
            verbs.forEach(v ->
                text.append(
                    ".TP\n.B %s\n%s\n".formatted(roff(v), roff(VerbPage.summary(above + v)))));
          });
      for (SettingGroup group : page.groups()) {
        text.append(".SS %s\n".formatted(roff(group.heading())));
        group.settings().forEach(setting -> text.append(manual(setting)));
      }
      if (!page.exitCodes().isEmpty()) {
        text.append(".SS Exit codes\n");
        page.exitCodes()
            .forEach((code, is) -> text.append(".TP\n.B %s\n%s\n".formatted(code, roff(is))));
      }
      text.append(".SS Examples\n");
      page.examples()
          .forEach(e ->
              text.append(
                  ".PP\n%s:\n.PP\n.nf\n.RS\n%s\n.RE\n.fi\n"
                      .formatted(roff(e.words()), roff(e.command()))));
    }
    var others = new ArrayList<>(List.of("locomo"));
    others.addAll(
        first.path().isEmpty()
            ? first.verbs().stream().map(v -> "locomo-" + v).toList()
            : List.of());
    others.remove(name);
    text.append(".SH SEE ALSO\n");
    text.append(
        others.stream().map(o -> ".BR " + roff(o) + " (1)").collect(Collectors.joining("\n")));
    return text.append('\n').toString();
  }

  private static String manual(Setting<?> setting) {
    String byDefault = setting.defaultWords();
    return ".TP\n.B %s\n%s%s\n"
        .formatted(
            roff((setting.option() + " " + setting.label()).strip()),
            roff(setting.words().replace("\n", " ")),
            byDefault.isEmpty() ? "" : roff(" Default: " + byDefault + "."));
  }

  /** A text that roff takes as it is. */
  private static String roff(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replaceAll("(?m)^([.'])", "\\\\&$1");
  }
}
