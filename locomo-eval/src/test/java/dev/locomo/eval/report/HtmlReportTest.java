package dev.locomo.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.score.Summary;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  @TempDir private Path folder;

  @Test
  void textsAreShownAsTextWhateverTheyHold() {
    String page = page(StoredRun.read(SmallRun.write(folder), null));
    assertThat(page.split("<script")).as("our own script is the only one").hasSize(2);
    assertThat(page)
        .doesNotContain("<img", "<u>model", "<i>Oslo", "\u202E", "word <b>")
        .contains("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;")
        .contains("&lt;/span&gt;&lt;/script&gt;&lt;script&gt;")
        .contains("\\u202eevil\\u202c \u05e9\u05dc\u05d5\u05dd")
        .contains("I am in &lt;i&gt;Oslo&lt;/i&gt;.");
  }

  @Test
  void aLongAnswerIsFoldedAndWhole() {
    String page = page(StoredRun.read(SmallRun.write(folder), null));
    assertThat(page).contains("<details class=\"long\">", "all 1080000 characters");
    assertThat(page).contains("word &lt;b&gt; ".repeat(120_000));
  }

  @Test
  void thePageAsksForNothingAndAllowsItsOwnScriptAlone() {
    String page = page(StoredRun.read(SmallRun.write(folder), null));
    assertThat(page).doesNotContain(" src=\"", "href=", "url(", "@import", " style=\"", "onclick");
    String script = page.substring(page.indexOf("<script>") + 8, page.lastIndexOf("</script>"));
    byte[] hash = Sha256.digest().digest(script.getBytes(StandardCharsets.UTF_8));
    assertThat(page)
        .contains("default-src 'none'")
        .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
  }

  @Test
  void everyQuestionHasGoldEvidenceReplyContextAndScores() {
    String page = page(StoredRun.read(SmallRun.write(folder), null));
    assertThat(page.split("<details class=\"q ")).hasSize(7);
    assertThat(page)
        .contains("data-outcome=\"not-asked\"")
        .contains("<b>Ben</b>: I sailed today.")
        .contains("<span class=\"chip hit\">D2:1</span>")
        .contains("<dt>Lure</dt>")
        .contains("n = 4 scored of 4 asked");
  }

  @Test
  void furtherSheetsOfScoresAreMetricsToo() throws IOException {
    Path run = SmallRun.write(folder);
    Files.writeString(
        run.resolve("scores-judge.jsonl"),
        "{\"question_id\":\"a/0\",\"category\":\"single-hop\",\"metric\":\"judge-strict\",\"value\":1,\"why\":\"says"
            + " <Oslo>\"}\n");
    var stored = StoredRun.read(run, null);
    assertThat(report(stored, "token-f1").summaries())
        .extracting(Summary::metric)
        .contains("judge-strict");
    assertThat(page(stored)).contains("judge-strict", "says &lt;Oslo&gt;");
    assertThat(
            new QuestionReport(stored, "judge-strict", List.of(), List.of(), List.of(), List.of())
                .page())
        .contains("n = 1 scored of 1 asked");
  }

  @Test
  void otherDataThanTheRunsIsRefusedWithBothHashes() throws IOException {
    Path run = SmallRun.write(folder);
    Path other = folder.resolve("other.json");
    Files.writeString(other, Files.readString(folder.resolve("data.json")) + "\n");
    assertThatThrownBy(() -> StoredRun.read(run, other))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("found sha256")
        .hasMessageContaining("expected");
    Files.delete(folder.resolve("data.json"));
    assertThatThrownBy(() -> StoredRun.read(run, null))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("--data-file");
  }

  @Test
  void theOtherTasksPagesShowTextsAsTexts() throws IOException {
    var wanted = new RunReport.Wanted(null, null, List.of(), true, false);
    assertThat(RunReport.read(OtherRuns.events(folder), wanted).page())
        .contains("<span class=\"mark no\">-</span> &lt;b&gt;Ann&lt;/b&gt; flies. [hallucination]")
        .contains("Ann sails &amp; flies.", "script-src 'none'", "25.0 \u2013 75.0");
    assertThat(RunReport.read(OtherRuns.dialog(folder), wanted).page())
        .contains("&lt;i&gt;Hi&lt;/i&gt;", "Picture: a cat", "script-src 'none'");
  }

  @Test
  void moreQuestionsThanAPageMayHaveAreOnPagesOfTheirOwn() throws IOException {
    var report = report(StoredRun.read(SmallRun.write(folder), null), "token-f1");
    var pages = QuestionPage.pages(report, "a b.html", 2);
    assertThat(pages.keySet()).startsWith("a b.html", "a b-1.html", "a b-2.html");
    String first = written(pages.get("a b.html"));
    assertThat(first)
        .contains("<a href=\"a%20b-1.html\">2 questions, a/0 to ")
        .contains("Every metric")
        .doesNotContain("<details class=\"q ");
    assertThat(written(pages.get("a b-1.html")))
        .contains(
            "<a href=\"a%20b.html\">The whole run</a>", "<details class=\"q ", "2 questions</p>")
        .contains("<meta name=\"part-of\" content=\"a b.html\">")
        .doesNotContain("Every metric");
    assertThat(QuestionPage.pages(report, "x.html", QuestionPage.MOST)).containsOnlyKeys("x.html");
    assertThat(written(report.pages("x.html").get("x.html"))).isEqualTo(report.page());
  }

  private static String written(Page.@Nullable Writing writing) throws IOException {
    var text = new StringWriter();
    Objects.requireNonNull(writing).write(text);
    return text.toString();
  }

  @Test
  void aTornLastPredictionIsLeftOut() throws IOException {
    Path run = SmallRun.write(folder);
    Path file = run.resolve("predictions.jsonl");
    Files.writeString(file, Files.readString(file) + "{\"question_id\":\"b/2\",\"outc");
    assertThat(StoredRun.read(run, null).results().predictions()).hasSize(5);
  }

  private static String page(StoredRun run) {
    return report(run, "token-f1").page();
  }

  private static QuestionReport report(StoredRun run, String metric) {
    var baselines = ReportCharts.Baseline.all(run, metric, List.of());
    var charts = ReportCharts.of(run, metric, baselines);
    return new QuestionReport(run, metric, baselines, charts, Judgement.of(run), List.of());
  }
}
