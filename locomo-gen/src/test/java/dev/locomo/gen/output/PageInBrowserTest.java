package dev.locomo.gen.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Browser;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedTurn;
import dev.locomo.gen.sample.LifeEvent;
import dev.locomo.gen.sample.Pair;
import dev.locomo.gen.sample.Persona;
import dev.locomo.gen.sample.SharedPhoto;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a conversation opens as it is meant, whatever a model wrote into it. */
class PageInBrowserTest {
  private static final String HOSTILE =
      "<script>window.hacked=1</script><img src=x onerror='hacked=1'>\"'&amp; </style></title>";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {390, 1280})
  void hostileWordsAreShownAndNothingElseHappens(int width) throws Exception {
    Files.createDirectories(folder.resolve("session_1/a"));
    var picture = new BufferedImage(2000, 30, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "png", folder.resolve("session_1/a/0001.png").toFile());
    var label = new Label("locomo " + HOSTILE, "model " + HOSTILE, "p");
    Path file = Files.writeString(folder.resolve("page.html"), Page.of(sample(), folder, label));
    try (var browser = Browser.start(folder.resolve("profile"))) {
      browser.open(file, width);
      assertThat(browser.evaluate("typeof window.hacked").asText()).isEqualTo("undefined");
      assertThat(browser.evaluate("document.querySelectorAll('script').length").asInt()).isZero();
      assertThat(browser.evaluate("document.querySelectorAll('img').length").asInt()).isOne();
      assertThat(browser.evaluate("document.images[0].naturalWidth").asInt()).isEqualTo(2000);
      assertThat(browser.evaluate("document.querySelector('#D1\\\\:2').textContent").asText())
          .contains(HOSTILE);
      assertThat(browser.evaluate("document.title").asText()).contains("<script>");
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
      assertThat(browser.evaluate("getComputedStyle(document.querySelector('.a')).backgroundColor"))
          .as("the style sheet is in force")
          .hasToString("\"rgb(220, 239, 220)\"");
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.requests())
          .allMatch(url -> url.equals(file.toUri().toString()) || url.startsWith("data:image/png"));
    }
  }

  private static GeneratedSample sample() {
    String wide = "x".repeat(400);
    var pair =
        new Pair<>(
            new Persona("Ada", HOSTILE, List.of()), new Persona("<script>", wide, List.of()));
    var event = new LifeEvent("E1", HOSTILE, LocalDate.of(2023, 5, 1), List.of());
    var photo =
        new SharedPhoto(
            HOSTILE,
            HOSTILE,
            "javascript:hacked=1",
            "session_1/a/0001.png",
            HOSTILE,
            "by",
            HOSTILE,
            "test",
            "");
    var outside = new SharedPhoto("", "", "u", "../../secret.png", "c", "l", "", "test", "");
    var meeting =
        new GeneratedSession(
            1,
            LocalDate.of(2023, 5, 2).atTime(12, 0),
            new Pair<>(List.of(event), List.of()),
            List.of(
                new GeneratedTurn(new TurnId(1, 1), "Ada", "raw", wide, photo),
                new GeneratedTurn(new TurnId(1, 2), "<script>", "raw", HOSTILE, null),
                new GeneratedTurn(new TurnId(1, 3), "Ada", "raw", HOSTILE, outside)),
            List.of(),
            null,
            null,
            new GeneratedSession.Summaries(HOSTILE, HOSTILE));
    return GeneratedSample.of("gen-1", pair).with(List.of(meeting));
  }
}
