package dev.locomo.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.eval.report.chart.Chart;
import dev.locomo.eval.report.chart.LengthBin;
import dev.locomo.eval.report.chart.SvgChart;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.stats.Clustered;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportChartsTest {
  @TempDir private Path folder;

  @Test
  void chartsCountWhatTheySay() {
    var run = StoredRun.read(SmallRun.write(folder), null);
    var charts =
        ReportCharts.of(run, "token-f1", ReportCharts.Baseline.all(run, "token-f1", List.of()));
    assertThat(charts)
        .extracting(Chart::id)
        .containsExactly("categories", "evidence-distance", "context-length", "recall-at-k");
    // Both evidence sessions lie within the last five; adversarial questions are left out.
    assertThat(charts.get(1).points()).singleElement().extracting(Chart.Point::n).isEqualTo(4);
    assertThat(charts.get(2).points()).extracting(Chart.Point::label).containsExactly("100", "101");
    // Of the first context turn, half of the four questions find their evidence; of both, all do.
    assertThat(charts.get(3).points()).extracting(Chart.Point::value).containsExactly(0.5, 1.0);
    assertThat(charts.getFirst().references())
        .extracting(Chart.Reference::name)
        .containsExactly("always abstain");
  }

  @Test
  void binsHoldAboutAsManyQuestionsEachAndNeverTearALengthApart() {
    var sized =
        IntStream.range(0, 100)
            .mapToObj(i -> new LengthBin.Sized(i < 50 ? 7 : 1000 + i, new Clustered("c", 1)))
            .toList();
    var bins = LengthBin.of(sized);
    assertThat(bins.getFirst().label()).isEqualTo("7");
    assertThat(bins.getFirst().values()).hasSize(50);
    assertThat(bins).extracting(b -> b.values().size()).containsExactly(50, 10, 20, 20);
    assertThat(LengthBin.of(List.of())).isEmpty();
  }

  @Test
  void aPictureIsTheSameInEveryLocaleAndNamesItsNumbers() {
    var chart =
        new Chart(
            "x",
            "<Title>",
            "axis & so on",
            Chart.Kind.POINTS,
            List.of(new Chart.Point("a", 0.25, null, 3)),
            List.of());
    String svg = SvgChart.file(chart);
    assertThat(svg).contains("aria-label=\"&lt;Title&gt;: a 25.0 %;\"", "axis &amp; so on");
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(SvgChart.file(chart)).isEqualTo(svg);
    } finally {
      Locale.setDefault(before);
    }
  }

  /** A report with nothing but tables and a note. */
  private record Titled(String title, List<Summary> summaries) implements RunReport {
    @Override
    public String items() {
      return "questions";
    }

    @Override
    public List<String> notes() {
      return List.of("a judge_1: 5 %");
    }

    @Override
    public JsonNode document() {
      return MissingNode.getInstance();
    }

    @Override
    public List<Chart> charts() {
      return List.of();
    }

    @Override
    public String page() {
      return "";
    }
  }

  @Test
  void flatTablesEscapeForTheirFormat() {
    var run = StoredRun.read(SmallRun.write(folder), null);
    var report = new Titled(run.title() + " 50 % a|b", run.results().summaries());
    assertThat(new CsvRenderer().render(report))
        .startsWith("metric,slice,asked,answered,scored,mean,low,high,method\r\n")
        .contains("token-f1,\"temporal, single-hop\",4,4,4,0.25,");
    assertThat(new MarkdownRenderer().render(report))
        .contains(
            "\\<u\\>model",
            "a\\|b",
            "| token-f1 | adversarial | 2 | 1 | 1 |",
            "- a judge\\_1: 5 %\n");
    assertThat(new LatexRenderer().render(report))
        .contains("50 \\% a|b", "\\toprule", ". a judge\\_1: 5 \\%.}");
  }
}
