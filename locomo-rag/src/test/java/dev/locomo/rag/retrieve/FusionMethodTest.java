package dev.locomo.rag.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.rag.FakeEmbedder;
import dev.locomo.rag.Samples;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.FusionMethod.Feature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FusionMethodTest extends RetrieverContract {
  @Override
  FusionMethod method() {
    return new FusionMethod(new DenseMethod(new FakeEmbedder(), PassageVectors.IN_MEMORY));
  }

  private static Passage turn(int session, String id, String speaker, String text) {
    String date = "9:00 am on %d May, 2023".formatted(session);
    return new Passage(text, date, session, List.of(id), speaker, text.endsWith("?"));
  }

  private static Corpus dialog(Passage... passages) {
    return new Corpus("data", "conv-1", Database.DIALOG, List.of(passages));
  }

  private Map<Feature, double[]> features(Corpus corpus, String question) {
    return method()
        .features(corpus)
        .of(List.of(new Query("conv-1/0", question)))
        .findFirst()
        .orElseThrow();
  }

  private List<Integer> ranked(Corpus corpus, String question) {
    return method().over(corpus).retrieve(new Query("conv-1/0", question), 9).stream()
        .map(Hit::position)
        .toList();
  }

  @Test
  void theReplyToAQuestionIsBeforeTheQuestion() {
    var corpus =
        dialog(
            turn(1, "D1:1", "Ann", "nothing"),
            turn(1, "D1:2", "Ann", "Which zebra did you see?"),
            turn(1, "D1:3", "Bob", "The striped one."),
            turn(1, "D1:4", "Ann", "Bye"),
            turn(1, "D1:5", "Bob", "So long."));
    var features = features(corpus, "zebra");
    assertThat(features.get(Feature.ASKS))
        .containsExactly(new double[] {-1 / 3.0, 2 / 3.0, 0, -1 / 3.0, 0}, within(1e-12));
    assertThat(features.get(Feature.REPLIES)).containsExactly(0, 0, 0.5, 0, -0.5);
    assertThat(ranked(corpus, "zebra").subList(0, 2)).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void whatSomebodyAlwaysDoesSaysNothing() {
    var corpus =
        dialog(
            turn(1, "D1:1", "User", "My dog is a corgi. Can you write a note?"),
            turn(1, "D1:2", "Assistant", "Of course, here is the note that you asked me for."),
            turn(1, "D1:3", "User", "And a poem?"),
            turn(1, "D1:4", "Assistant", "Of course, here is the poem that you asked me for."));
    var features = features(corpus, "Which dog do I have?");
    assertThat(features.get(Feature.ASKS)).containsOnly(0);
    assertThat(features.get(Feature.REPLIES)).containsOnly(0);
    assertThat(ranked(corpus, "Which dog do I have?")).startsWith(0);
  }

  @Test
  void aNamedDayBringsItsSessionForward() {
    var corpus =
        dialog(
            turn(1, "D1:1", "Ann", "dogs"),
            turn(12, "D2:1", "Ann", "dogs"),
            turn(18, "D3:1", "Ann", "dogs"));
    assertThat(ranked(corpus, "Dogs on May 11, 2023?")).containsExactly(1, 2, 0);
  }

  @Test
  void theTurnsOfTheOneSpeakerThatAQuestionNamesAreItsOwn() {
    var corpus =
        dialog(
            turn(1, "D1:1", "Jo", "tea"),
            turn(1, "D1:2", "Joanna", "tea"),
            turn(1, "D1:3", "Jo", "tea"));
    assertThat(features(corpus, "What does JO's mother drink?").get(Feature.SPEAKER))
        .containsExactly(1, 0, 1);
    assertThat(features(corpus, "What do Jo and Joanna drink?").get(Feature.SPEAKER))
        .containsOnly(0);
    assertThat(features(corpus, "Who drinks tea?").get(Feature.SPEAKER)).containsOnly(0);
  }

  @Test
  void aTimeCountsMoreWhereTheQuestionIsAboutOne() {
    var corpus =
        dialog(turn(1, "D1:1", "Ann", "I ran last week"), turn(1, "D1:2", "Ann", "I ran fast"));
    assertThat(features(corpus, "When did Ann run?").get(Feature.WHEN)).containsExactly(1, 0);
    assertThat(features(corpus, "Why did Ann run?").get(Feature.WHEN)).containsOnly(0);
    assertThat(features(corpus, "Why did Ann run?").get(Feature.TIME)).containsExactly(1, 0);
    assertThat(ranked(corpus, "When did Ann run?")).startsWith(0);
  }

  @Test
  void nothingIsTakenFromTheSessionBeside() {
    var corpus =
        dialog(
            turn(1, "D1:1", "Ann", "zebra?"),
            turn(2, "D2:1", "Ann", "cat"),
            turn(2, "D2:2", "Ann", "cat"));
    var features = features(corpus, "zebra");
    assertThat(features.get(Feature.REPLIES)).containsOnly(0);
    double[] near = Objects.requireNonNull(features.get(Feature.NEAR));
    assertThat(near[1]).isEqualTo(near[2]).isNegative();
    assertThat(Objects.requireNonNull(features.get(Feature.SESSION))[0]).isPositive();
  }

  @Test
  void aSummaryHasTheShareOfItsBestSentence() {
    var corpus =
        new Corpus(
            "data",
            "conv-1",
            Database.SUMMARY,
            List.of(
                new Passage("Ann has a red boat. Bob sleeps.", "", 1, List.of("S1")),
                new Passage("Ann has a red car. Bob has a boat.", "", 2, List.of("S2"))));
    double[] share = Objects.requireNonNull(features(corpus, "red boat").get(Feature.SHARE));
    assertThat(share[0]).isEqualTo(1);
    assertThat(share[1]).isBetween(0.1, 0.9);
  }

  @Test
  void scoresWithoutAScaleOfTheirOwnAreStandardised() {
    var corpus = Samples.turns(List.of("a red dog", "a red cat", "blue", "a dog and a dog"));
    var features = features(corpus, "red dog");
    for (var feature : List.of(Feature.NEAR, Feature.VECTOR, Feature.PAIR)) {
      double[] values = Objects.requireNonNull(features.get(feature));
      assertThat(Arrays.stream(values).sum()).as("%s", feature).isCloseTo(0, within(1e-9));
      assertThat(Arrays.stream(values).map(x -> x * x).average().orElseThrow())
          .as("%s", feature)
          .isCloseTo(1, within(1e-9));
    }
    assertThat(features.get(Feature.SESSION)).containsOnly(0);
  }

  @Test
  void aPassageWithoutAnythingIsNoError() {
    var corpus = dialog(turn(1, "D1:1", "", ""));
    assertThat(ranked(corpus, "")).containsExactly(0);
    assertThat(method().over(corpus).retrieve(new Query("q", "zebra"), 1).getFirst().score())
        .isFinite();
  }

  @Test
  void wordsThatSayATimeAreWholeWords() {
    for (String text :
        List.of("Next week!", "on MONDAY", "in 1999.", "this evening", "two days", "(summer)")) {
      var corpus = dialog(turn(1, "D1:1", "Ann", text));
      assertThat(features(corpus, "?").get(Feature.TIME)).as(text).containsExactly(1);
    }
    for (String text :
        List.of("Weekly", "at 19999", "this, evening", "this  evening", "good evening", "mayor")) {
      var corpus = dialog(turn(1, "D1:1", "Ann", text));
      assertThat(features(corpus, "?").get(Feature.TIME)).as(text).containsExactly(0);
    }
  }

  @Test
  void suppliedVectorsAreFusedWithWords(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("v.jsonl"),
        """
        {"id": "conv-1/D1:1", "vector": [1, 0]}
        {"id": "conv-1/D1:2", "vector": [0, 1]}
        {"id": "conv-1/D1:3", "vector": [0, 1]}
        {"id": "conv-1/0", "vector": [0, 1]}
        """);
    var method = new FusionMethod(new SuppliedVectors(folder));
    var hits =
        method
            .over(Samples.turns(List.of("one", "two", "zebra")))
            .retrieve(new Query("conv-1/0", "zebra"), 3);
    assertThat(hits).extracting(Hit::position).containsExactly(2, 1, 0);
    assertThat(method.id()).startsWith("hybrid@3(vectors(");
  }

  @Test
  void versionThreeTakesAwayWhatAPassageHasInCommonWithAllOfThem(@TempDir Path folder)
      throws Exception {
    Files.writeString(
        folder.resolve("vectors.jsonl"),
        """
        {"id": "conv-1/D1:1", "vector": [1, 0]}
        {"id": "conv-1/D1:2", "vector": [1, 0.1]}
        {"id": "conv-1/D1:3", "vector": [0.5, 0.5]}
        {"id": "conv-1/0", "vector": [1, 1]}
        """);
    var corpus = Samples.turns(List.of("one", "two", "three"));
    var query = List.of(new Query("conv-1/0", "zebra"));
    var method = new FusionMethod(new SuppliedVectors(folder));
    assertThat(method.id()).startsWith("hybrid@3(vectors(");
    var features = method.features(corpus).of(query).findFirst().orElseThrow();
    double[] dots = {1, 1.1, 1};
    double[] mean = {2.5 / 3, 0.6 / 3};
    double[] beyond = {
      dots[0] - mean[0], dots[1] - mean[0] - 0.1 * mean[1], dots[2] - 0.5 * (mean[0] + mean[1])
    };
    double[] expected = FusionFeatures.standardised(beyond);
    for (int i = 0; i < 3; i++) {
      assertThat(Objects.requireNonNull(features.get(Feature.BEYOND))[i])
          .isCloseTo(expected[i], within(1e-5));
    }
    assertThat(new FusionMethod(new SuppliedVectors(folder), 2).features(corpus).of(query))
        .allSatisfy(f -> assertThat(f).doesNotContainKey(Feature.BEYOND));
  }
}
