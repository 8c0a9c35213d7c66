package dev.locomo.cli.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.cli.Cli;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.verb.Verb;
import dev.locomo.cli.verb.VerbLine;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.example.ExampleFormat;
import dev.locomo.core.example.ExampleMetric;
import dev.locomo.core.example.ExampleProvider;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.metric.Metrics;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.report.RunReport;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What it takes to add something: each example is added from outside, through public ports alone,
 * and works like what is built in. To build one in takes its files and a line in one list.
 */
class CostOfAdditionsTest {
  private static final Path ROOT = Path.of(System.getProperty("locomo.root", ".."));
  private static final String TALK = "talk\nI have a cat.\n? What has Ann? = a cat\n";

  @TempDir Path folder;

  /** A file a row and its list; a verb with settings has their help in one file more. */
  @ParameterizedTest
  @CsvSource({
    "ExampleMetric, 1",
    "ExampleFormat, 1",
    "ExampleProvider, 1",
    "ExampleRenderer, 1",
    "ExampleVerb, 2"
  })
  void anAdditionTakesFewFiles(String name, int most) throws IOException {
    var taken = new ArrayList<String>(List.of(name));
    for (int i = 0; i < taken.size(); i++) {
      String text = Files.readString(source(taken.get(i)));
      var others = Pattern.compile("\\bExample[A-Z]\\w*").matcher(text);
      while (others.find()) {
        if (!taken.contains(others.group())) {
          taken.add(others.group());
        }
      }
      assertThat(text).as("needs nothing of other tests").doesNotContain("org.junit", "assertj");
    }
    assertThat(taken).hasSizeLessThanOrEqualTo(most);
  }

  private static Path source(String example) throws IOException {
    for (String module : List.of("core", "cli")) {
      Path file =
          ROOT.resolve("locomo-%s/src/test/java/dev/locomo/%s/example".formatted(module, module))
              .resolve(example + ".java");
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new IOException("no such example: " + example);
  }

  /** The one list of each port names every class that implements it. */
  @ParameterizedTest
  @CsvSource({
    "core, 'implements (Text)?Metric\\b', core/metric,"
        + " src/main/java/dev/locomo/core/metric/Metrics.java",
    "core, '(implements Dataset|extends Element)Format\\b', core,"
        + " src/main/java/dev/locomo/core/dataset/json/DatasetReader.java",
    "core, 'extends (Dialect|OpenAi)\\b', core,"
        + " src/main/resources/META-INF/services/dev.locomo.core.llm.Provider",
    "eval, 'implements Renderer\\b', eval,"
        + " src/main/java/dev/locomo/eval/report/text/ReportFormat.java"
  })
  void theListOfAPortNamesAllOfThem(String module, String port, String under, String list)
      throws IOException {
    Path home = ROOT.resolve("locomo-" + module);
    String text = Files.readString(home.resolve(list));
    var implementing = Pattern.compile("(?<!abstract )(class|enum) (\\w+)(<.*>)?[^{;]* " + port);
    int found = 0;
    for (Path file : sources(home.resolve("src/main/java/dev/locomo").resolve(under))) {
      var types = implementing.matcher(Files.readString(file));
      while (types.find()) {
        found++;
        assertThat(text).as(list).containsPattern("\\b" + types.group(2) + "\\b");
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void theListOfVerbsOrAVerbAboveNamesAllThatAreDeclared() throws IOException {
    Path home = ROOT.resolve("locomo-cli/src/main/java/dev/locomo/cli");
    var declared = Pattern.compile("static Verb verb\\(\\)");
    var lists = new StringBuilder(Files.readString(home.resolve("Verbs.java")));
    for (Path file : sources(home.resolve("command"))) {
      lists.append(Files.readString(file));
    }
    int found = 0;
    for (Path file : sources(home.resolve("command"))) {
      if (declared.matcher(Files.readString(file)).find()) {
        found++;
        String name = file.getFileName().toString().replace(".java", "");
        assertThat(lists.indexOf(name + "::verb")).as("%s in a list", name).isPositive();
      }
    }
    assertThat(found).isGreaterThan(15);
  }

  private static List<Path> sources(Path under) throws IOException {
    try (Stream<Path> all = Files.walk(under)) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  @Test
  void aFormatIsReadAndAMetricScoresItsQuestions() throws IOException {
    var formats = new ArrayList<>(DatasetReader.FORMATS);
    formats.add(new ExampleFormat());
    var data =
        DatasetReader.read(Files.writeString(folder.resolve("talk.txt"), TALK), null, formats);
    assertThat(DatasetReader.read(Path.of(Cli.DEMO), null, formats).samples()).hasSize(2);
    var questions = data.questions().toList();
    var key = new Prediction.Key(questions.getFirst().id(), "free");
    var known = Metrics.standard().with(List.of(new ExampleMetric()));
    for (String answer : List.of("the dog", "dog")) {
      Map<Prediction.Key, StoredAnswer> answers = Map.of(key, new StoredAnswer.Given(answer, null));
      var metrics = ScoringRule.LOCOMO.metrics(List.of("token-f1", "as-many-words"), known);
      var sheet = ScoreSheet.of(questions, answers, metrics);
      var summary = sheet.summaries().getLast();
      assertThat(summary.metric()).isEqualTo("as-many-words");
      assertThat(summary.overall().mean()).hasValue(answer.equals("dog") ? 0 : 1);
    }
  }

  /** The whole program once more, with a line of a list beside it. */
  @Test
  void aProviderIsAskedAndARendererShowsItsRun() throws Exception {
    Path list = folder.resolve("META-INF/services").resolve(Provider.class.getName());
    Files.createDirectories(list.getParent());
    Files.writeString(list, ExampleProvider.class.getName() + "\n");
    Path run = folder.resolve("run");
    String said =
        alone(
            "eval-qa",
            "--data-file=" + Path.of(Cli.DEMO),
            "--model=example:m",
            "--no-cache",
            "--limit=3",
            "--run=" + run);
    assertThat(said).contains("example:m", "3 questions: 3 answered");
    assertThat(Files.readString(run.resolve("manifest.json"))).contains("\"example:m\"");
    var wanted = new RunReport.Wanted(Path.of(Cli.DEMO), null, List.of(), false, false);
    assertThat(new ExampleRenderer().render(RunReport.read(run, wanted)))
        .contains("token-f1 multi-hop 3\n");
  }

  private String alone(String... args) throws Exception {
    var urls = new ArrayList<>(List.of(folder.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    var out = new StringWriter();
    var parent = ClassLoader.getPlatformClassLoader();
    try (var loader = new URLClassLoader(urls.toArray(URL[]::new), parent)) {
      var thread = Thread.currentThread();
      var before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        var run =
            loader
                .loadClass("dev.locomo.cli.Main")
                .getMethod("run", PrintWriter.class, PrintWriter.class, Map.class, String[].class);
        var home = Map.of("LOCOMO_HOME", folder.toString(), "EXAMPLE_KEY", "k");
        Object code = run.invoke(null, new PrintWriter(out), new PrintWriter(out), home, args);
        assertThat(code).as(out.toString()).isEqualTo(0);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
    return out.toString();
  }

  @Test
  void aVerbRunsItsTaskThroughTheEngine() throws IOException {
    Path run = folder.resolve("run");
    var out = new StringWriter();
    String[] typed = {"count-long", "--data-file=" + Path.of(Cli.DEMO), "--least=60", run + ""};
    var program = Verb.named("locomo", "Example.").verb("count-long", ExampleVerb::verb);
    var line = new VerbLine(program, List.of(), Map.of(), () -> new String[] {"1"});
    for (int times = 0; times < 2; times++) {
      int code =
          line.of(Arrays.asList(typed), false)
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(out))
              .setDefaultValueProvider(SettingSources.load(Map.of(), typed))
              .execute(typed);
      assertThat(code).as(out.toString()).isZero();
    }
    assertThat(out.toString()).contains("{demo-1=", "demo-2=");
    assertThat(Files.readString(run.resolve("counts.txt"))).startsWith("{demo-1=");
    assertThat(Files.readString(run.resolve("manifest.json")))
        .contains("\"conversations\" : 2", "\"status\" : \"complete\"");
    assertThat(Files.readString(run.resolve("settings.json"))).contains("60");
  }
}
