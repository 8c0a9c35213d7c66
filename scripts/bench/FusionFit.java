package dev.locomo.rag.retrieve;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.rag.embed.VectorStore;
import dev.locomo.rag.embed.djl.BuiltIn;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.FusionMethod.Feature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the weights of {@link FusionMethod} are found and what they are worth: {@code FusionFit DATA
 * VECTORS [dialog|observation|summary [2|3]]}. A listwise softmax over the passages of a question
 * (the evidence is to be likely), with a penalty of half the squared weights, is minimised by
 * Newton's method on some conversations; recall is counted on others, as the original counts it. In
 * its own package because it reads features. Everything is deterministic.
 */
public final class FusionFit {
  private static final Set<String> CHOSEN =
      Set.of("conv-26", "conv-30", "conv-41", "conv-42", "conv-43");
  private static final int STEPS = 10;

  /** A question: a row of features for each passage, and the passages of each evidence string. */
  private record Asked(String sample, float[][] rows, List<int[]> evidence) {
    int[] wanted() {
      return evidence.stream().flatMapToInt(Arrays::stream).distinct().toArray();
    }
  }

  private final Database database;
  private final int version;
  private final int[] depths;
  private final List<Asked> all = new ArrayList<>();
  private final List<String> samples = new ArrayList<>();

  private FusionFit(Database database, int version) {
    this.database = database;
    this.version = version;
    depths = database == Database.SUMMARY ? new int[] {2, 5, 10} : new int[] {5, 10, 25, 50};
  }

  public static void main(String[] args) {
    var fit =
        new FusionFit(
            Database.of(args.length > 2 ? args[2] : "dialog").orElseThrow(),
            args.length > 3 ? Integer.parseInt(args[3]) : FusionMethod.VERSION);
    Dataset data = DatasetReader.read(Path.of(args[0]));
    try (var method =
        new FusionMethod(
            new DenseMethod(BuiltIn.MINILM.deferred(), new VectorStore(Path.of(args[1]))),
            fit.version)) {
      data.samples().forEach(sample -> fit.add(data, sample, method));
    }
    fit.report();
  }

  private void add(Dataset data, Sample sample, FusionMethod method) {
    var corpus = Corpus.of(data, sample, database);
    samples.add(sample.id());
    List<Question> questions = sample.questions();
    var features =
        method
            .features(corpus)
            .of(questions.stream().map(q -> Query.of(Probe.of(q))).toList())
            .toList();
    for (int q = 0; q < questions.size(); q++) {
      float[][] rows = new float[corpus.passages().size()][Feature.values().length];
      features
          .get(q)
          .forEach((feature, values) -> {
            for (int i = 0; i < rows.length; i++) {
              rows[i][feature.ordinal()] = (float) values[i];
            }
          });
      all.add(new Asked(sample.id(), rows, evidence(corpus, questions.get(q))));
    }
  }

  private List<int[]> evidence(Corpus corpus, Question question) {
    return question.evidence().stream()
        .map(e -> database == Database.SUMMARY ? e.split(":", 2)[0].replaceFirst("^.", "S") : e)
        .map(id -> positions(corpus, id))
        .toList();
  }

  private static int[] positions(Corpus corpus, String id) {
    return java.util.stream.IntStream.range(0, corpus.passages().size())
        .filter(i -> corpus.passages().get(i).ids().contains(id))
        .toArray();
  }

  private void report() {
    Set<Feature> used = EnumSet.noneOf(Feature.class);
    double[] weights = new double[Feature.values().length];
    for (Feature feature : Feature.values()) {
      weights[feature.ordinal()] = feature.weight(database, version);
      if (feature.weight(database, version) != 0) {
        used.add(feature);
      }
    }
    var held = samples.stream().filter(s -> !CHOSEN.contains(s)).toList();
    line("weights of the program: all", weights, samples);
    line("  the five that they were chosen on", weights, CHOSEN);
    line("  the five held out", weights, held);
    double[] fitted = fitted(CHOSEN, used);
    System.out.println(
        used.stream()
            .map(f -> String.format(Locale.ROOT, "%s %.2f", f, fitted[f.ordinal()]))
            .collect(Collectors.joining(", ", "fitted on the five: ", "")));
    line("  on the five", fitted, CHOSEN);
    line("  on the others", fitted, held);
    for (int seed = 1; seed <= 5; seed++) {
      var shuffled = new ArrayList<>(samples);
      Collections.shuffle(shuffled, new Random(seed));
      var half = shuffled.subList(0, samples.size() / 2);
      var rest = shuffled.subList(samples.size() / 2, samples.size());
      line("halving " + seed + ", fitted on the other half: first", fitted(rest, used), half);
      line("  second", fitted(half, used), rest);
    }
    for (Feature left : used) {
      var rest = EnumSet.copyOf(used);
      rest.remove(left);
      line("without " + left + ", fitted on the five: the others", fitted(CHOSEN, rest), held);
    }
  }

  private void line(String what, double[] weights, Collection<String> on) {
    double[] sums = new double[depths.length];
    var asked = all.stream().filter(a -> on.contains(a.sample)).toList();
    for (Asked question : asked) {
      double[] scores = scores(question, weights);
      for (int d = 0; d < depths.length; d++) {
        sums[d] += recall(question, scores, depths[d]);
      }
    }
    System.out.println(
        Arrays.stream(sums)
            .mapToObj(sum -> String.format(Locale.ROOT, "%.1f", 100 * sum / asked.size()))
            .collect(Collectors.joining(" / ", "%-62s".formatted(what), "")));
  }

  private static double recall(Asked question, double[] scores, int depth) {
    return question.evidence.stream()
        .mapToInt(e -> Arrays.stream(e).anyMatch(i -> rank(scores, i) < depth) ? 1 : 0)
        .average()
        .orElse(1);
  }

  private static int rank(double[] scores, int of) {
    int before = 0;
    for (int i = 0; i < scores.length; i++) {
      before += scores[i] > scores[of] || (scores[i] == scores[of] && i < of) ? 1 : 0;
    }
    return before;
  }

  private static double[] scores(Asked question, double[] weights) {
    double[] scores = new double[question.rows.length];
    for (int i = 0; i < scores.length; i++) {
      for (int f = 0; f < weights.length; f++) {
        scores[i] += weights[f] * question.rows[i][f];
      }
    }
    return scores;
  }

  private double[] fitted(Collection<String> on, Set<Feature> used) {
    var asked = all.stream().filter(a -> on.contains(a.sample) && a.wanted().length > 0).toList();
    int[] at = used.stream().mapToInt(Feature::ordinal).toArray();
    double[] weights = new double[Feature.values().length];
    double loss = Double.MAX_VALUE;
    double[] step = new double[at.length];
    for (int i = 0; i < STEPS; i++) {
      double[] gradient = new double[at.length];
      double[][] curvature = new double[at.length][at.length];
      double now = loss(asked, weights, at, gradient, curvature);
      for (int halved = 0; now > loss && halved < 20; halved++) {
        for (int a = 0; a < at.length; a++) {
          step[a] /= 2;
          weights[at[a]] += step[a];
        }
        gradient = new double[at.length];
        curvature = new double[at.length][at.length];
        now = loss(asked, weights, at, gradient, curvature);
      }
      loss = now;
      step = solved(curvature, gradient);
      for (int a = 0; a < at.length && i < STEPS - 1; a++) {
        weights[at[a]] -= step[a];
      }
    }
    return weights;
  }

  private static double loss(
      List<Asked> asked, double[] weights, int[] at, double[] gradient, double[][] curvature) {
    double loss = 0;
    for (int a = 0; a < at.length; a++) {
      loss += weights[at[a]] * weights[at[a]] / 2;
      gradient[a] = weights[at[a]];
      curvature[a][a] = 1;
    }
    for (Asked question : asked) {
      double[] scores = scores(question, weights);
      double most = Arrays.stream(scores).max().orElse(0);
      double[] likely = Arrays.stream(scores).map(s -> Math.exp(s - most)).toArray();
      double total = Arrays.stream(likely).sum();
      double[] mean = new double[at.length];
      for (int i = 0; i < likely.length; i++) {
        double p = likely[i] / total;
        for (int a = 0; a < at.length && p > 1e-9; a++) {
          double x = p * question.rows[i][at[a]];
          mean[a] += x;
          for (int b = 0; b <= a; b++) {
            curvature[a][b] += x * question.rows[i][at[b]];
          }
        }
      }
      int[] wanted = question.wanted();
      loss += Math.log(total);
      for (int i : wanted) {
        loss -= (scores[i] - most) / wanted.length;
      }
      for (int a = 0; a < at.length; a++) {
        gradient[a] += mean[a];
        for (int i : wanted) {
          gradient[a] -= question.rows[i][at[a]] / wanted.length;
        }
        for (int b = 0; b <= a; b++) {
          curvature[a][b] -= mean[a] * mean[b];
        }
      }
    }
    return loss;
  }

  /** Of a symmetric positive matrix, given by its lower half: Cholesky. */
  private static double[] solved(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] root = new double[n][n];
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= root[i][k] * root[j][k];
        }
        root[i][j] = i == j ? Math.sqrt(sum) : sum / root[j][j];
      }
      x[i] = right[i];
      for (int k = 0; k < i; k++) {
        x[i] -= root[i][k] * x[k];
      }
      x[i] /= root[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= root[k][i] * x[k];
      }
      x[i] /= root[i][i];
    }
    return x;
  }
}
