package dev.locomo.rag.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.core.run.Journal;
import dev.locomo.rag.caption.PublicWeb.Limits;
import dev.locomo.rag.image.Orientation;
import dev.locomo.rag.image.RgbImage;
import dev.locomo.rag.vision.ChatCaptioner;
import dev.locomo.rag.vision.ImageCaptioner;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches, failures and resuming, with a captioner that tells an image's width. */
class CaptioningTest {
  @TempDir Path folder;

  private final List<Integer> asked = new ArrayList<>();
  private int batches = Integer.MAX_VALUE;
  private boolean stop;

  private final ImageCaptioner widths =
      new ImageCaptioner() {
        @Override
        public String id() {
          return "widths";
        }

        @Override
        public Input input(String name, String sha256, RgbImage image) {
          return new Input(name, new float[] {image.width()}, null);
        }

        @Override
        public List<String> captions(List<Input> inputs, Calls calls) {
          if (batches-- == 0) {
            throw new IllegalStateException("killed");
          }
          var widths = inputs.stream().map(i -> (int) i.pixels()[0]).toList();
          asked.addAll(widths);
          return widths.stream().map(width -> "width " + width).toList();
        }

        @Override
        public void close() {}
      };

  @BeforeEach
  void draw() throws IOException {
    Files.createDirectories(folder.resolve("images/b/.hidden"));
    for (int width = 1; width <= 5; width++) {
      draw("images/" + width + ".png", width);
    }
    draw("images/b/6.PNG", 6);
    draw("images/b/.hidden/7.png", 7);
    Files.writeString(folder.resolve("images/notes.txt"), "no image");
    Files.writeString(folder.resolve("images/3.svg"), "<svg/>");
  }

  private void draw(String name, int width) throws IOException {
    var image = new BufferedImage(width, 2, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private Captioning.Result run(int batch) throws InterruptedException {
    return run(Picture.in(folder.resolve("images")), batch);
  }

  private Captioning.Result run(List<Picture> pictures, int batch) throws InterruptedException {
    try (var journal = Journal.open(folder.resolve("captions.jsonl"))) {
      var web = new PublicWeb(new Limits(100_000, Duration.ofMinutes(5)));
      try (var captioning = new Captioning(widths, web, batch, Orientation.STORED)) {
        captioning.begin(pictures, journal);
        new Workers(1, () -> stop)
            .run(
                captioning,
                (_, _) -> {
                  throw new IllegalStateException("nobody to ask");
                },
                _ -> {});
        return captioning.result();
      }
    }
  }

  @Test
  void imagesOfAFolderAreCaptionedInTheOrderOfTheirNames() throws Exception {
    var result = run(2);
    assertThat(result.captions().keySet())
        .containsExactly("1.png", "2.png", "3.png", "4.png", "5.png", "b/6.PNG");
    assertThat(result.captions()).containsEntry("b/6.PNG", "width 6");
    assertThat(result.problems()).containsOnlyKeys("3.svg");
    assertThat(result.problems().get("3.svg")).contains("no image; expected JPEG");
    assertThat(result.all()).isTrue();
  }

  @Test
  void aLinkOutOfTheFolderIsNotFollowed() throws Exception {
    draw("out.png", 9);
    Files.createSymbolicLink(folder.resolve("images/link.png"), folder.resolve("out.png"));
    Files.createSymbolicLink(folder.resolve("images/inside.png"), folder.resolve("images/1.png"));
    var result = run(2);
    assertThat(result.captions()).containsEntry("inside.png", "width 1");
    assertThat(result.problems().get("link.png")).contains("neither a file in its folder");
    var store = new PictureStore(folder.resolve("images"));
    var image = new SharedImage(null, null, List.of(), List.of("link.png"));
    assertThat(store.find(image)).isEmpty();
  }

  @Test
  void aChatModelIsShownEachImageAndItsFailuresAreNamed() throws Exception {
    var model = ModelSpec.parse("openai:gpt-4o");
    var shown = new ArrayList<Ask>();
    var web = new PublicWeb(new Limits(100_000, Duration.ofMinutes(5)));
    try (var journal = Journal.open(folder.resolve("chat.jsonl"));
        var captioning =
            new Captioning(new ChatCaptioner(model, "", 4, 50), web, 8, Orientation.EXIF)) {
      captioning.begin(Picture.in(folder.resolve("images")), journal);
      for (var batches = captioning.items(); batches.hasNext(); ) {
        var batch = batches.next();
        try {
          captioning.run(
              batch,
              (step, ask) -> {
                shown.add(ask);
                if (step.equals("2.png")) {
                  throw new ProviderError(ProviderError.Kind.REJECTED, "no images", null, null);
                }
                return new Reply(
                    "a photo of " + step,
                    Reply.Finish.STOP,
                    1,
                    1,
                    null,
                    null,
                    Duration.ZERO,
                    false);
              });
        } catch (ProviderError e) {
          captioning.failed(batch, e);
        }
      }
      var result = captioning.result();
      assertThat(result.captions()).containsEntry("5.png", "a photo of 5.png").hasSize(5);
      assertThat(result.problems().get("2.png")).contains("no images");
      assertThat(shown).allSatisfy(ask -> assertThat(ask.pictures()).hasSize(1));
      assertThat(shown)
          .allSatisfy(ask -> assertThat(ask.pictures().getFirst().width()).isLessThanOrEqualTo(4));
    }
  }

  @Test
  void afterAKillNothingIsCaptionedTwice() throws Exception {
    batches = 2;
    assertThatThrownBy(() -> run(2)).hasMessageContaining("killed");
    assertThat(asked).hasSize(3);
    Files.writeString(
        folder.resolve("captions.jsonl"),
        Files.readString(folder.resolve("captions.jsonl")) + "{\"image\": \"5.p");
    batches = Integer.MAX_VALUE;
    var result = run(2);
    assertThat(result.kept()).isEqualTo(3);
    assertThat(result.captions()).hasSize(6);
    assertThat(asked).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
    assertThat(run(2).kept()).isEqualTo(6);
    assertThat(asked).hasSize(6);
  }

  @Test
  void aFileThatHasChangedIsCaptionedAgain() throws Exception {
    run(8);
    draw("images/1.png", 11);
    var result = run(8);
    assertThat(result.kept()).isEqualTo(5);
    assertThat(result.captions()).containsEntry("1.png", "width 11");
    assertThat(run(8).captions()).containsEntry("1.png", "width 11");
    assertThat(asked).containsOnlyOnce(11);
  }

  @Test
  void aFileThatIsGoneIsNamed() throws Exception {
    var pictures = Picture.in(folder.resolve("images"));
    Files.delete(folder.resolve("images/2.png"));
    assertThat(run(pictures, 3).problems()).containsEntry("2.png", "no such file");
  }

  @Test
  void aWishToStopIsHeardBetweenBatches() throws Exception {
    stop = true;
    assertThat(run(2).all()).isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void aJournalOfSomethingElseIsNotRead() throws Exception {
    Files.writeString(folder.resolve("captions.jsonl"), "{\"a\": 1}\n");
    assertThatThrownBy(() -> run(2)).isInstanceOf(DataError.class);
    assertThatThrownBy(() -> Picture.in(folder.resolve("none")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("is no folder");
  }

  private Dataset talk() throws IOException {
    Path file = folder.resolve("talk.json");
    Files.writeString(
        file,
        """
        [{"sample_id": "c1", "qa": [], "conversation": {"speaker_a": "Ann", "speaker_b": "Bob",
          "session_1_date_time": "1:00 pm on 1 May, 2023", "session_1": [
           {"speaker": "Ann", "dia_id": "D1:1", "text": "Hi", "img_file": ["1.png"]},
           {"speaker": "Bob", "dia_id": "D1:2", "text": "Oh", "img_file": ["none.png", "2.png"],
            "img_url": ["http://127.0.0.1/two.png"]},
           {"speaker": "Ann", "dia_id": "D1:3", "text": "Ah", "img_file": ["3.png"],
            "blip_caption": "a cat"},
           {"speaker": "Bob", "dia_id": "D1:4", "text": "Ho", "img_file": ["../talk.json"]},
           {"speaker": "Ann", "dia_id": "D1:5", "text": "Hm", "img_file": ["1.png"]},
           {"speaker": "Bob", "dia_id": "D1:6", "text": "Bye",
            "img_url": ["http://127.0.0.1/a.png"], "blip_caption": null},
           {"speaker": "Ann", "dia_id": "D1:7", "text": "Bye"}]}}]
        """);
    return DatasetReader.read(file);
  }

  @Test
  void imagesOfTurnsAreFilesInTheirFolderElseAddresses() throws Exception {
    var turns = new PictureTurns(talk(), Set.of("c1"), folder.resolve("images"), false);
    var pictures = turns.places().stream().map(PictureTurns.Place::picture).toList();
    var result = run(pictures, 8);
    assertThat(result.captions())
        .containsExactly(
            Map.entry("1.png", "width 1"), Map.entry("http://127.0.0.1/two.png", "width 2"));
    assertThat(result.problems().get("../talk.json")).contains("neither a file");
    assertThat(result.problems().get("http://127.0.0.1/a.png")).contains("not public");
    assertThat(asked).containsExactly(1, 2);
    var captions =
        turns.captioned(result.captions()).samples().getFirst().conversation().turns().stream()
            .map(t -> t.caption() == null ? "none" : t.caption())
            .toList();
    assertThat(captions)
        .containsExactly("width 1", "width 2", "a cat", "none", "width 1", "none", "none");
  }

  @Test
  void captionsThatAreThereAreReplacedOnlyWhenToldTo() throws Exception {
    var again = new PictureTurns(talk(), Set.of("c1"), folder.resolve("images"), true);
    assertThat(again.places()).hasSize(6);
    assertThat(new PictureTurns(talk(), Set.of(), folder, true).places()).isEmpty();
    var image = new SharedImage("a", "b", List.of("c"), List.of("d"));
    assertThat(image.withCaption("e"))
        .isEqualTo(new SharedImage("e", "b", List.of("c"), List.of("d")));
  }
}
