package dev.locomo.eval.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.TurnId;
import dev.locomo.eval.context.Pictures;
import dev.locomo.eval.dialog.PictureForm.Candidates;
import dev.locomo.eval.dialog.Target.TurnSelection;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.Bm25Method;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which turns, and what may be seen when they are generated. */
class DialogPartsTest {
  private static List<String> names(TurnSelection selection) {
    return selection.of(List.of(Chat.SAMPLE)).stream().map(Target::name).toList();
  }

  @Test
  void theSampleDependsOnTheSeedAndASmallOneIsPartOfALargeOne() {
    var all = names(new TurnSelection(100, 1, false));
    assertThat(all)
        .containsExactly("s/D1:2", "s/D1:3", "s/D2:1", "s/D2:2", "s/D3:1", "s/D3:2", "s/D3:3");
    var four = names(new TurnSelection(4, 1, false));
    assertThat(four).hasSize(4).isSubsetOf(all).isEqualTo(names(new TurnSelection(4, 1, false)));
    assertThat(names(new TurnSelection(2, 1, false))).isSubsetOf(four);
    var samples = new HashSet<List<String>>();
    for (long seed = 0; seed < 20; seed++) {
      samples.add(names(new TurnSelection(3, seed, false)));
    }
    assertThat(samples).hasSizeGreaterThan(5);
    assertThat(names(new TurnSelection(100, 1, true)))
        .containsExactly("s/D1:3", "s/D2:2", "s/D3:2");
  }

  @Test
  void onlyWhatComesBeforeIsSeen() {
    var target = Chat.target(3, 2);
    assertThat(target.other()).isEqualTo("Ann");
    assertThat(target.turnsBefore()).last().isEqualTo(Chat.THIRD.turns().getFirst());
    assertThat(new History(1000, text -> 1, Pictures.CAPTIONS).of(target).text())
        .startsWith("## Session 1, 9:00 am on 1 May, 2023\nAnn: Have you")
        .contains("Ann: I bought a blue boat. [picture: a blue boat]")
        .endsWith("## Session 3, 9:00 am on 3 May, 2023\nAnn: Did you walk the dog today?");
  }

  @Test
  void theNewestHistoryIsKeptAndTheWholeIsCounted() {
    var shown = new History(5, text -> 1, Pictures.CAPTIONS).of(Chat.target(3, 2));
    assertThat(shown.text())
        .isEqualTo(
            """
            ## Session 2, 9:00 am on 2 May, 2023
            Ben: How is the boat?
            Ann: It leaks, so I am painting it. [picture: a boat being painted]

            ## Session 3, 9:00 am on 3 May, 2023
            Ann: Did you walk the dog today?\
            """);
    assertThat(shown.shown()).isEqualTo(5);
    assertThat(shown.tokens()).as("three headers and six turns").isEqualTo(9);
    assertThat(new History(9, text -> 1, Pictures.CAPTIONS).of(Chat.target(3, 1)).text())
        .as("a session that begins with the turn")
        .endsWith("## Session 3, 9:00 am on 3 May, 2023");
  }

  @Test
  void lengthsFallIntoTheBucketsOfThePaper() {
    assertThat(History.bucket(0)).isEqualTo("0k");
    assertThat(History.bucket(999)).isEqualTo("0k");
    assertThat(History.bucket(1000)).isEqualTo("1k");
    assertThat(History.bucket(25_000)).isEqualTo("11k+");
    assertThat(History.buckets()).hasSize(12).startsWith("0k").endsWith("11k+");
  }

  @Test
  void whatIsKnownIsOfEarlierSessionsAlone() {
    var target = Chat.target(3, 2);
    var targets = List.of(Chat.target(1, 2), target);
    var known =
        Knowledge.retrieve(
            s -> Corpus.of(Chat.DATA, s, Database.OBSERVATION), targets, new Bm25Method(), 5);
    assertThat(known.of(target))
        .extracting(Passage::text)
        .startsWith("Ben walks the dog Comet.")
        .hasSize(3)
        .doesNotContain("The dog Comet is ill today.");
    assertThat(known.of(Chat.target(1, 2))).isEmpty();
    var summaries =
        Knowledge.retrieve(
            s -> Corpus.of(Chat.DATA, s, Database.SUMMARY), targets, new Bm25Method(), 1);
    assertThat(summaries.of(target))
        .extracting(Passage::text)
        .containsExactly("Ben walked the dog Comet and Ann bought a boat.");
  }

  private static List<String> captions(Candidates candidates, Target target) {
    return candidates.of(target).stream().map(Candidates.Candidate::caption).toList();
  }

  @Test
  void candidatesAreOfOtherConversationsButTheTrueOneInAnOrderThatSaysNothing() {
    var places = new HashSet<Integer>();
    for (long seed = 0; seed < 20; seed++) {
      var among = new Candidates(3, seed, Chat.TWO, Pictures.CAPTIONS);
      var captions = captions(among, Chat.target(3, 2));
      assertThat(captions)
          .hasSize(3)
          .contains("a dog on a sofa")
          .isSubsetOf("a dog on a sofa", "a red car", "a cake", "a hill");
      assertThat(among.byElimination(Chat.target(3, 2))).isEqualTo(1.0 / 3);
      places.add(captions.indexOf("a dog on a sofa"));
    }
    assertThat(places).containsExactlyInAnyOrder(0, 1, 2);
    var two = new Candidates(2, 1, Chat.TWO, Pictures.CAPTIONS);
    assertThat(captions(two, Chat.target(3, 1))).hasSize(2).doesNotContain("a blue boat");
  }

  @Test
  void noCandidateIsShownThatTheHistoryHolds() {
    var all = captions(new Candidates(9, 1, Chat.TWO, Pictures.CAPTIONS), Chat.target(2, 2));
    assertThat(all).contains("a cake").doesNotContain("a blue boat", "a dog on a sofa");
  }

  @Test
  void goldPicturesHaveTheirForm() {
    var turn = Chat.target(3, 2).turn();
    assertThat(turn.id()).isEqualTo(new TurnId(3, 2));
    assertThat(PictureForm.CAPTION.of(turn)).isEqualTo("a dog on a sofa");
    assertThat(PictureForm.QUERY.of(turn)).isEqualTo("a dog on a sofa photo");
    assertThat(PictureForm.NONE.of(turn)).isNull();
    assertThat(PictureForm.CANDIDATES.of(Chat.target(3, 1).turn())).isNull();
  }
}
