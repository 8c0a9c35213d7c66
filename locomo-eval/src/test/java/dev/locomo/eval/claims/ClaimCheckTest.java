package dev.locomo.eval.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.eval.claims.Finding.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Published tables and what is known to be wrong with them. */
class ClaimCheckTest {
  @Test
  void rotatedLabelsAreFoundAndNamed() {
    var findings =
        check("single-hop,67.13 multi-hop,51.15 open-domain,72.93 temporal,55.51 overall,66.88");
    assertThat(kinds(findings)).containsExactly(Kind.MEAN_DIFFERS, Kind.RELABELLED);
    assertThat(only(findings, Kind.RELABELLED).sentence())
        .startsWith(
            "the labels are rotated: overall 66.88 is the question-weighted mean when"
                + " 67.13 (labelled single-hop) is multi-hop, 51.15 (labelled multi-hop) is"
                + " open-domain, 72.93 (labelled open-domain) is single-hop (1 of 24 labellings");
  }

  @Test
  void theGraphVariantIsRotatedTheSameWay() {
    var findings =
        check("single-hop,65.71 multi-hop,47.19 open-domain,75.71 temporal,58.13 overall,68.44");
    assertThat(only(findings, Kind.RELABELLED).details().get("actual"))
        .isEqualTo(
            Map.of(
                "single-hop",
                "multi-hop",
                "multi-hop",
                "open-domain",
                "open-domain",
                "single-hop"));
  }

  @Test
  void anOverallAboveEveryPartIsImpossible() {
    var findings =
        check("single-hop,91.2 multi-hop,91.3 open-domain,72.7 temporal,92.0 overall,92.5");
    assertThat(kinds(findings))
        .contains(Kind.OUTSIDE_PARTS, Kind.BEYOND_ANY_LABELLING)
        .doesNotContain(Kind.RELABELLED);
    assertThat(only(findings, Kind.BEYOND_ANY_LABELLING).details())
        .containsEntry("largest", new BigDecimal("90.5"));
  }

  @Test
  void countsOfRightAnswersBackARelabelling() {
    var findings =
        check("single-hop,89.36 multi-hop,75.00 open-domain,91.20 temporal,91.90 overall,90.0");
    assertThat(kinds(findings)).containsExactly(Kind.MEAN_DIFFERS, Kind.RELABELLED, Kind.AS_COUNTS);
    assertThat(only(findings, Kind.AS_COUNTS).details())
        .containsEntry("overall", "1386/1540")
        .containsEntry(
            "right",
            Map.of(
                "multi-hop", "252/282",
                "open-domain", "72/96",
                "single-hop", "767/841",
                "temporal", "295/321"));
  }

  @Test
  void aConsistentTableIsSaidToBe() {
    var findings =
        check("multi-hop,74.11 temporal,66.04 open-domain,67.71 single-hop,79.79 overall,75.13");
    assertThat(kinds(findings)).containsExactly(Kind.CONSISTENT, Kind.AS_COUNTS);
    assertThat(only(findings, Kind.AS_COUNTS).sentence()).endsWith("together 1157/1540 = 75.13");
    assertThat(ClaimCheck.contradicted(findings)).isFalse();
  }

  @Test
  void swappedLabelsAreFound() {
    var findings =
        check("multi-hop,74.11 open-domain,66.04 temporal,67.71 single-hop,79.79 overall,75.13");
    // The weights differ too little for the mean alone; the counts tell.
    assertThat(ClaimCheck.contradicted(findings)).isTrue();
    assertThat(only(findings, Kind.RELABELLED).sentence()).startsWith("the labels are swapped");
  }

  @Test
  void scoresAboveThePublishedKeysCeilingAreReported() {
    var findings = check("single-hop,95.96 multi-hop,91.37 overall,92.32");
    assertThat(kinds(findings))
        .containsExactlyInAnyOrder(
            Kind.PARTIAL, Kind.ABOVE_CEILING, Kind.ABOVE_CEILING, Kind.NEAR_CEILING);
    assertThat(findings.stream().map(Finding::sentence))
        .anyMatch(s -> s.startsWith("single-hop 95.96 is above the 95.72"))
        .anyMatch(s -> s.startsWith("multi-hop 91.37 is above the 90.07"))
        .anyMatch(s -> s.startsWith("overall 92.32 is within 1.25 of the 93.57"));
  }

  @Test
  void aMeanThatIsNeitherMicroNorMacroIsReported() {
    var findings =
        check(
            "single-hop,95.1 multi-hop,85.8 temporal,92.6 open-domain,75.4 adversarial,89.4"
                + " overall,87.9");
    assertThat(only(findings, Kind.MEAN_DIFFERS).details())
        .containsEntry("micro", new BigDecimal("91.1"))
        .containsEntry("macro", new BigDecimal("87.7"))
        .containsEntry("questions", 1986);
    assertThat(kinds(findings)).contains(Kind.LABELS_UNDECIDED).doesNotContain(Kind.RELABELLED);
  }

  @Test
  void aRepeatedCellIsReportedWithTheMeanItShouldBe() {
    var findings =
        check(
            "single-hop,63.0 multi-hop,33.0 temporal,57.7 open-domain,31.5 adversarial,65.9"
                + " overall,65.9");
    assertThat(only(findings, Kind.MEAN_DIFFERS).details())
        .containsEntry("micro", new BigDecimal("57.0"));
    assertThat(only(findings, Kind.REPEATED_CELL).details())
        .containsEntry("cells", List.of("adversarial", "overall"));
  }

  @Test
  void aMacroMeanIsCalledOne() {
    var findings = check("single-hop,80 multi-hop,60 temporal,50 open-domain,30 overall,55.0");
    assertThat(kinds(findings)).containsExactly(Kind.MACRO_MEAN);
    assertThat(findings.getFirst().kind().contradicts()).isTrue();
    assertThat(findings.getFirst().details()).containsEntry("micro", new BigDecimal("67.0"));
  }

  @Test
  void anOverallWithoutTheAdversarialRowIsNoContradiction() {
    var findings =
        check("single-hop,80 multi-hop,60 temporal,50 open-domain,30 adversarial,10 overall,67.0");
    assertThat(kinds(findings)).containsExactly(Kind.WITHOUT_ADVERSARIAL);
  }

  @Test
  void missingCategoriesMustStayBetweenZeroAndAHundred() {
    assertThat(kinds(check("single-hop,20.00 overall,90.00"))).contains(Kind.PARTIAL_IMPOSSIBLE);
    assertThat(kinds(check("single-hop,20.00 overall,30.00"))).containsExactly(Kind.PARTIAL);
  }

  @Test
  void otherCountsMoveTheMeanAndLiftTheCeiling() {
    var table = table("single-hop,99.0 multi-hop,50.0 temporal,50.0 open-domain,50.0 overall,51.0");
    var counts = Counts.published();
    for (var category :
        List.of(
            BenchmarkProfile.LOCOMO.category(1),
            BenchmarkProfile.LOCOMO.category(2),
            BenchmarkProfile.LOCOMO.category(3))) {
      counts = counts.with(category, 48);
    }
    var findings = new ClaimCheck(counts.with(BenchmarkProfile.LOCOMO.category(4), 3)).check(table);
    assertThat(kinds(findings)).startsWith(Kind.CONSISTENT);
    assertThat(kinds(findings)).doesNotContain(Kind.ABOVE_CEILING);
  }

  @Test
  void whatTheRoundingAllowsIsNotContradicted() {
    assertThat(kinds(check("single-hop,50 multi-hop,50 temporal,50 open-domain,50 overall,50.5")))
        .contains(Kind.CONSISTENT);
    assertThat(kinds(check("single-hop,50 multi-hop,50 temporal,50 open-domain,50 overall,50.56")))
        .contains(Kind.MEAN_DIFFERS);
  }

  private static List<Finding> check(String rows) {
    return new ClaimCheck(Counts.published()).check(table(rows));
  }

  private static ClaimTable table(String rows) {
    return ClaimTableReader.parse("t.csv", rows.replace(' ', '\n'), Optional.empty()).getFirst();
  }

  private static List<Kind> kinds(List<Finding> findings) {
    return findings.stream().map(Finding::kind).toList();
  }

  private static Finding only(List<Finding> findings, Kind kind) {
    var found = findings.stream().filter(finding -> finding.kind() == kind).toList();
    assertThat(found).as("%s in %s", kind, findings).hasSize(1);
    return found.getFirst();
  }
}
