package dev.locomo.eval.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * How often nominal 95 % intervals hold the truth when conversations differ in difficulty, for
 * every kind of interval that is printed. Not a test: it takes minutes and its numbers are for
 * {@code docs/statistics.md}; {@code scripts/check/coverage.sh} runs it.
 */
final class CoverageSimulation {
  private static final int ROUNDS = 4_000;
  private static final double TRUE_MEAN = 0.6;

  /** Questions by category of LoCoMo's ten conversations, in all and for one conversation. */
  private static final int[] SIZES = {28, 32, 10, 84, 45};

  private static final double[] EASE = {0, -0.1, -0.2, 0.1, 0.15};

  private CoverageSimulation() {}

  /** Prints one line per number of conversations and spread of their difficulty. */
  static void main() {
    IO.println("conversations | spread | category | micro | macro | difference | macro difference");
    for (int conversations : List.of(2, 3, 5, 10, 30)) {
      for (double spread : List.of(0.0, 0.05, 0.1)) {
        IO.println(conversations + " | " + spread + means(conversations, spread));
      }
    }
    IO.println("conversations | spread | without bounds | F1 of pooled facts");
    for (int conversations : List.of(2, 3, 5, 10, 30)) {
      for (double spread : List.of(0.0, 0.05, 0.1)) {
        IO.println(conversations + " | " + spread + others(conversations, spread));
      }
    }
    IO.println("questions | one conversation | difference within it | rate of 5 % | rate of 63 %");
    for (int questions : List.of(20, 50, 199)) {
      IO.println(questions + alone(questions));
    }
    IO.println("labels | judge | this run | conversations");
    for (int labels : List.of(50, 100, 200)) {
      for (double accepts : List.of(0.63, 0.97)) {
        IO.println(
            labels + " | accepts " + accepts + " of wrong answers" + corrected(labels, accepts));
      }
    }
  }

  private static String means(int conversations, double spread) {
    var random = new Random(17_753);
    int[] hits = new int[5];
    double truth = 0;
    double macroTruth = 0;
    int all = 0;
    for (int k = 0; k < SIZES.length; k++) {
      truth += SIZES[k] * (TRUE_MEAN + EASE[k]);
      macroTruth += (TRUE_MEAN + EASE[k]) / SIZES.length;
      all += SIZES[k];
    }
    truth /= all;
    for (int round = 0; round < ROUNDS; round++) {
      var values = new ArrayList<Clustered>();
      var differences = new ArrayList<Clustered>();
      for (int c = 0; c < conversations; c++) {
        double ease = spread * random.nextGaussian();
        double gain = spread / 2 * random.nextGaussian();
        for (int k = 0; k < SIZES.length; k++) {
          for (int q = 0; q < SIZES[k]; q++) {
            double p = Math.clamp(TRUE_MEAN + EASE[k] + ease, 0, 1);
            double value = random.nextDouble() < p ? 1 : 0;
            double other =
                random.nextDouble() < 0.85 ? value : random.nextDouble() < 0.5 + gain ? 1 : 0;
            values.add(new Clustered("c" + c, "g" + k, value));
            differences.add(
                new Clustered(
                    "c" + c,
                    "g" + k,
                    other - (random.nextDouble() < 0.85 ? value : random.nextInt(2))));
          }
        }
      }
      var category = values.stream().filter(v -> v.group().equals("g0")).toList();
      hits[0] += hit(ClusteredMean.micro(category).orElseThrow().scoreInterval(0.95), TRUE_MEAN);
      hits[1] += hit(ClusteredMean.micro(values).orElseThrow().scoreInterval(0.95), truth);
      hits[2] += hit(ClusteredMean.macro(values).orElseThrow().scoreInterval(0.95), macroTruth);
      hits[3] += hit(ClusteredMean.micro(differences).orElseThrow().differenceInterval(0.95), 0);
      hits[4] += hit(ClusteredMean.macro(differences).orElseThrow().differenceInterval(0.95), 0);
    }
    return shares(hits);
  }

  /** Lengths of 199 answers a conversation; facts told (120, 70 % right) and gold (80, half). */
  private static String others(int conversations, double spread) {
    var random = new Random(17_753);
    int[] hits = new int[2];
    int[] facts = {120, 80};
    double[] right = {0.7, 0.5};
    for (int round = 0; round < ROUNDS; round++) {
      var lengths = new ArrayList<Clustered>();
      var supported = new ArrayList<Clustered>();
      for (int c = 0; c < conversations; c++) {
        double ease = spread * random.nextGaussian();
        for (int q = 0; q < 199; q++) {
          double length = Math.exp(3 + 2 * ease + 0.5 * random.nextGaussian());
          lengths.add(new Clustered("c" + c, length));
        }
        for (int k = 0; k < facts.length; k++) {
          for (int f = 0; f < facts[k]; f++) {
            double value = random.nextDouble() < right[k] + ease ? 1 : 0;
            supported.add(new Clustered("c" + c, "g" + k, value));
          }
        }
      }
      double length = Math.exp(3 + (4 * spread * spread + 0.25) / 2);
      hits[0] +=
          hit(
              ClusteredMean.micro(lengths).orElseThrow().unboundedInterval(0.95).orElseThrow(),
              length);
      double f1 = 2 * right[0] * right[1] / (right[0] + right[1]);
      hits[1] += hit(ClusteredMean.f1(supported).orElseThrow().scoreInterval(0.95), f1);
    }
    return shares(hits);
  }

  /** Of one conversation alone, whose own accuracy is 0.6, and of rates. */
  private static String alone(int questions) {
    var random = new Random(17_753);
    int[] hits = new int[4];
    double[] rates = {0.05, 0.63};
    for (int round = 0; round < ROUNDS; round++) {
      var values = new ArrayList<Clustered>();
      var differences = new ArrayList<Clustered>();
      int[] errors = new int[rates.length];
      for (int q = 0; q < questions; q++) {
        double value = random.nextDouble() < TRUE_MEAN ? 1 : 0;
        double other = random.nextDouble() < 0.85 ? value : random.nextInt(2);
        values.add(new Clustered("c", value));
        differences.add(new Clustered("c", other - value));
        for (int r = 0; r < rates.length; r++) {
          errors[r] += random.nextDouble() < rates[r] ? 1 : 0;
        }
      }
      hits[0] += hit(ClusteredMean.micro(values).orElseThrow().scoreInterval(0.95), TRUE_MEAN);
      hits[1] +=
          hit(
              ClusteredMean.micro(differences).orElseThrow().differenceInterval(0.95),
              0.15 * (0.5 - TRUE_MEAN));
      for (int r = 0; r < rates.length; r++) {
        hits[2 + r] += hit(Wilson.interval(errors[r], questions, 0.95).orElseThrow(), rates[r]);
      }
    }
    return shares(hits);
  }

  /** Accuracy 0.75, 1,540 answers; the judge rejects 3 % of the right answers. */
  private static String corrected(int labels, double accepts) {
    var random = new Random(17_753);
    int[] hits = new int[2];
    for (int round = 0; round < ROUNDS; round++) {
      var answers = new ArrayList<JudgeCorrection.Answer>();
      double right = 0;
      for (int c = 0; c < 10; c++) {
        double ease = 0.75 + 0.04 * random.nextGaussian();
        for (int q = 0; q < 154; q++) {
          boolean isRight = random.nextDouble() < ease;
          right += isRight ? 1 : 0;
          boolean accepted = random.nextDouble() < (isRight ? 0.97 : accepts);
          answers.add(new JudgeCorrection.Answer("c" + c, accepted, Optional.of(isRight)));
        }
      }
      var order = new ArrayList<Integer>();
      for (int i = 0; i < answers.size(); i++) {
        order.add(i);
      }
      java.util.Collections.shuffle(order, random);
      for (int i : order.subList(labels, order.size())) {
        var a = answers.get(i);
        answers.set(i, new JudgeCorrection.Answer(a.cluster(), a.accepted(), Optional.empty()));
      }
      var correction = JudgeCorrection.of(answers).orElseThrow();
      hits[0] += hit(correction.thisRun(), right / answers.size());
      hits[1] += hit(correction.conversations().orElseThrow(), 0.75);
    }
    return shares(hits);
  }

  private static int hit(Interval interval, double truth) {
    return interval.contains(truth) ? 1 : 0;
  }

  private static String shares(int[] hits) {
    var line = new StringBuilder();
    for (int hit : hits) {
      line.append(" | ").append("%.1f".formatted(100.0 * hit / ROUNDS));
    }
    return line.toString();
  }
}
