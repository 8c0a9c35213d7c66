package dev.locomo.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Catches a page that looks right as text and does not work: blocked by its own policy, too wide.
 */
class HtmlReportInBrowserTest {
  private static final String SHOWN =
      "[...document.querySelectorAll('.q')].filter(q => !q.hidden).length";
  private static final String WAITED = "new Promise(done => setTimeout(() => done(%s), 300))";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {390, 1280})
  void thePageOpensWithoutErrorOrRequestAndItsChartsFit(int width) throws Exception {
    Path page = page();
    try (var browser = Browser.start(folder.resolve("profile"))) {
      browser.open(page, width);
      assertThat(browser.evaluate("document.querySelectorAll('figure svg').length").asInt())
          .isEqualTo(4);
      assertThat(
              browser
                  .evaluate(
                      "[...document.querySelectorAll('figure svg')].every(s => {"
                          + "const b = s.getBoundingClientRect();"
                          + "return b.width > 250 && b.height > 100 && b.right <= innerWidth})")
                  .asBoolean())
          .isTrue();
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
      assertThat(browser.evaluate("getComputedStyle(document.querySelector('.bar')).fill").asText())
          .as("the style sheet is in force")
          .isEqualTo("rgb(47, 126, 163)");
      assertThat(browser.evaluate("document.title").asText()).startsWith("LoCoMo: ");
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.requests()).isEqualTo(List.of(page.toUri().toString()));
    }
  }

  @Test
  void searchingAndFilteringNarrowTheList() throws Exception {
    Path page = page();
    try (var browser = Browser.start(folder.resolve("profile"))) {
      browser.open(page, 1280);
      assertThat(browser.evaluate(SHOWN).asInt()).isEqualTo(6);
      type(browser, "sailed TODAY");
      assertThat(browser.evaluate(WAITED.formatted(SHOWN)).asInt()).isEqualTo(2);
      assertThat(browser.evaluate("document.getElementById('count').textContent").asText())
          .isEqualTo("2 of 6 questions");
      type(browser, "");
      browser.evaluate(
          "category.value = 'adversarial'; category.dispatchEvent(new Event('change'))");
      assertThat(browser.evaluate(WAITED.formatted(SHOWN)).asInt()).isEqualTo(2);
      browser.evaluate("outcome.value = 'not-asked'; outcome.dispatchEvent(new Event('change'))");
      assertThat(browser.evaluate(SHOWN).asInt()).isOne();
      browser.evaluate("order.value = 'best'; order.dispatchEvent(new Event('change'))");
      assertThat(browser.evaluate("questions.children[0].dataset.value").asText()).isEqualTo("1.0");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static RunReport.Wanted wanted(List<Path> baselines) {
    return new RunReport.Wanted(null, null, baselines, true, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1280})
  void theOtherTasksOpenToo(int width) throws Exception {
    try (var browser = Browser.start(folder.resolve("profile"))) {
      Path events = folder.resolve("events.html");
      Files.writeString(events, RunReport.read(OtherRuns.events(folder), wanted(List.of())).page());
      browser.open(events, width);
      assertThat(texts(browser, ".mark")).isEqualTo("+ - ?");
      assertThat(texts(browser, "li li"))
          .isEqualTo("+ Ann sails. [event 1] - <b>Ann</b> flies. [hallucination] ? Ann ran.");
      assertThat(browser.evaluate("getComputedStyle(document.querySelector('.no')).color").asText())
          .isEqualTo("rgb(180, 35, 24)");
      assertSound(browser, width);

      Path dialog = folder.resolve("dialog.html");
      Path run = OtherRuns.dialog(folder);
      Files.writeString(dialog, RunReport.read(run, wanted(List.of(run))).page());
      browser.open(dialog, width);
      assertThat(browser.evaluate("document.querySelectorAll('figure svg .ref').length").asInt())
          .as("another run's line, and its place in the legend")
          .isEqualTo(2);
      assertThat(texts(browser, ".two p")).isEqualTo("<i>Hi</i> Picture: a cat Hello");
      assertThat(texts(browser, ".chip"))
          .isEqualTo("rouge-l 25.0 mm-relevance-minigpt5: picture-missing is not there");
      assertSound(browser, width);
    }
  }

  private static void assertSound(Browser browser, int width) {
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    assertThat(browser.complaints()).isEmpty();
  }

  private static String texts(Browser browser, String selector) {
    return browser
        .evaluate(
            "[...document.querySelectorAll('"
                + selector
                + "')].map(e => e.textContent.trim()).join(' ')")
        .asText();
  }

  private static void type(Browser browser, String text) {
    browser.evaluate("search.value = '" + text + "'; search.dispatchEvent(new Event('input'))");
  }

  private Path page() throws Exception {
    var run = StoredRun.read(SmallRun.write(folder), null);
    var baselines = ReportCharts.Baseline.all(run, "token-f1", List.of());
    return Files.writeString(
        folder.resolve("report.html"),
        new QuestionReport(
                run,
                "token-f1",
                baselines,
                ReportCharts.of(run, "token-f1", baselines),
                List.of(),
                List.of())
            .page());
  }
}
