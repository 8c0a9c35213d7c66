package dev.locomo.rag.retrieve;

import dev.locomo.core.text.Sentences;
import dev.locomo.rag.index.PassageIndex;
import dev.locomo.rag.index.WordCounts;
import dev.locomo.rag.index.WordEvidence;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.FusionMethod.Dots;
import dev.locomo.rag.retrieve.FusionMethod.Feature;
import dev.locomo.rag.retrieve.FusionMethod.VectorMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link FusionMethod} adds up: a number for every passage of a corpus and every {@link
 * Feature}. A feature that a passage cannot have, as the one before it where it is the first, is
 * left to what it can have, so that the edges of a session cost nothing.
 */
final class FusionFeatures {
  private static final int TOPIC = 3;

  private final Corpus corpus;
  private final Optional<PassageIndex> index;
  private final Dots vectors;
  private final double[] common;
  private final DateScorer dates;
  private final PassageSigns signs;
  private @Nullable Counted counted;

  /**
   * What is counted when the first question comes.
   *
   * @param sentences of summaries, with the passage of each; null for other passages
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Counted(
      WordEvidence words, double[] length, @Nullable WordEvidence sentences, int[] of) {}

  /**
   * Counts nothing yet.
   *
   * @param beyond whether {@link Feature#BEYOND} is wanted
   */
  FusionFeatures(Corpus corpus, VectorMethod method, boolean beyond) {
    this.corpus = corpus;
    index = method.index(corpus);
    vectors = method.scorer(corpus, index);
    common = beyond ? vectors.toMean() : new double[0];
    dates = new DateScorer(corpus);
    signs = new PassageSigns(corpus);
  }

  /**
   * A map for each question, in order; each value has a number for each passage. They are worked
   * out on all processors, as they are asked for.
   */
  Stream<Map<Feature, double[]>> of(List<Query> queries) {
    var dots = vectors.scores(queries);
    var by = counted();
    return IntStream.range(0, queries.size())
        .parallel()
        .mapToObj(q -> {
          var features = words(by, queries.get(q).text());
          addVectors(features, dots.get(q));
          features.put(Feature.DATE, dates.scores(queries.get(q)));
          addSigns(features, queries.get(q).text());
          return features;
        });
  }

  private synchronized Counted counted() {
    var known = counted;
    if (known == null) {
      known = count();
      counted = known;
    }
    return known;
  }

  private Counted count() {
    var counts = index.map(PassageIndex::counts).orElseGet(() -> WordCounts.of(corpus.texts()));
    int[] sessions = corpus.passages().stream().mapToInt(Passage::session).toArray();
    double[] length = Arrays.stream(counts.lengths()).mapToDouble(StrictMath::log1p).toArray();
    var words = new WordEvidence(counts, sessions);
    if (corpus.database() != Database.SUMMARY) {
      return new Counted(words, standardised(signs.beyondHabit(length)), null, new int[0]);
    }
    var sentences = new ArrayList<String>();
    var of = new ArrayList<Integer>();
    for (int i = 0; i < sessions.length; i++) {
      for (String sentence : Sentences.of(corpus.passages().get(i).text())) {
        sentences.add(sentence);
        of.add(i);
      }
    }
    int[] passage = of.stream().mapToInt(Integer::intValue).toArray();
    var parts = new WordEvidence(WordCounts.of(sentences), passage);
    return new Counted(words, standardised(signs.beyondHabit(length)), parts, passage);
  }

  private static Map<Feature, double[]> words(Counted by, String question) {
    var features = new EnumMap<Feature, double[]>(Feature.class);
    var found = by.words.of(question);
    double[] share = found.share();
    if (by.sentences != null) {
      double[] parts = by.sentences.of(question).share();
      share = new double[share.length];
      for (int s = 0; s < parts.length; s++) {
        share[by.of[s]] = Math.max(share[by.of[s]], parts[s]);
      }
    }
    features.put(Feature.SHARE, share);
    features.put(Feature.NEAR, standardised(found.near()));
    features.put(Feature.SESSION, standardised(found.session()));
    features.put(Feature.LENGTH, by.length);
    return features;
  }

  private void addVectors(Map<Feature, double[]> features, double[] dots) {
    double[] pair = new double[dots.length];
    Arrays.setAll(
        pair,
        i -> PassageSigns.followsInSession(corpus, i) ? (dots[i] + dots[i - 1]) / 2 : dots[i]);
    features.put(Feature.VECTOR, standardised(dots));
    if (common.length > 0) {
      double[] beyond = new double[dots.length];
      Arrays.setAll(beyond, i -> dots[i] - common[i]);
      features.put(Feature.BEYOND, standardised(beyond));
    }
    features.put(Feature.PAIR, standardised(pair));
    features.put(Feature.TOPIC, standardised(topic(dots)));
  }

  private double[] topic(double[] dots) {
    double[] topic = new double[dots.length];
    for (int from = 0, to; from < dots.length; from = to) {
      to = from + 1;
      while (to < dots.length && PassageSigns.followsInSession(corpus, to)) {
        to++;
      }
      double[] session = Arrays.copyOfRange(dots, from, to);
      Arrays.sort(session);
      int few = Math.min(TOPIC, session.length);
      double sum = 0;
      for (int i = 1; i <= few; i++) {
        sum += session[session.length - i];
      }
      Arrays.fill(topic, from, to, sum / few);
    }
    return topic;
  }

  private void addSigns(Map<Feature, double[]> features, String question) {
    features.put(Feature.SPEAKER, signs.spoken(question));
    features.put(Feature.NAMED, signs.named(question));
    features.put(Feature.ASKS, signs.asks);
    features.put(Feature.REPLIES, signs.replies);
    features.put(Feature.WHEN, signs.when(question));
    features.put(Feature.TIME, signs.time);
    features.put(Feature.DIGIT, signs.digit);
  }

  /** Mean 0 and deviation 1; all 0 where all are equal. */
  static double[] standardised(double[] scores) {
    double mean = 0;
    for (double score : scores) {
      mean += score / scores.length;
    }
    double variance = 0;
    for (double score : scores) {
      variance += (score - mean) * (score - mean) / scores.length;
    }
    double[] standardised = new double[scores.length];
    for (int i = 0; i < scores.length && variance > 0; i++) {
      standardised[i] = (scores[i] - mean) / Math.sqrt(variance);
    }
    return standardised;
  }
}
