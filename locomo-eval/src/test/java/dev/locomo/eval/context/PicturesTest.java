package dev.locomo.eval.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.llm.picture.PictureTokens;
import dev.locomo.core.llm.picture.ShownPicture;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.text.TurnText;
import dev.locomo.eval.context.Pictures.Form;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.rag.caption.PictureStore;
import dev.locomo.rag.passage.Passage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader is shown of pictures, in each form and by each context. */
class PicturesTest {
  private static final Turn BOAT = turn(1, "Look.", "a boat", "boat.png");
  private static final Turn GONE = turn(2, "And this.", "a cat", "gone.png");
  private static final Turn TREE = turn(3, "There.", "a tree", "tree.png");
  private static final Conversation TALK =
      new Conversation(
          "Ann",
          "Ben",
          List.of(new Session(1, "9:00 am on 1 May, 2023", null, List.of(BOAT, GONE, TREE))));
  private static final Probe PROBE =
      new Probe(
          new QuestionId("s", 0), "What is it?", BenchmarkProfile.LOCOMO.category(4), null, null);

  @TempDir private Path folder;

  private static Turn turn(int place, String text, String caption, String file) {
    var image = new SharedImage(caption, null, List.of(), List.of(file));
    return new Turn(new TurnId(1, place), "Ann", text, image);
  }

  @BeforeEach
  void putPicturesThere() throws IOException {
    ImageIO.write(
        new BufferedImage(60, 30, BufferedImage.TYPE_INT_RGB),
        "png",
        folder.resolve("boat.png").toFile());
    ImageIO.write(
        new BufferedImage(400, 200, BufferedImage.TYPE_INT_RGB),
        "png",
        folder.resolve("tree.png").toFile());
  }

  private Pictures pictures(Form form, int atOnce) {
    var cost = new PictureTokens("area", 0.0, 100.0, null, atOnce);
    return new Pictures(form, new PictureStore(folder), new Pictures.Sending(100, cost));
  }

  private static Asked asked(List<Passage> passages) {
    return new Asked("s", TALK, List.of(PROBE), _ -> passages);
  }

  @ParameterizedTest
  @CsvSource({
    "CAPTIONS, Ann: Look. [picture: a boat], Ann: And this. [picture: a cat]",
    "FILES, Ann: Look. [picture: image D1:1], Ann: And this. [picture: not available]",
    "BOTH, 'Ann: Look. [picture: image D1:1, a boat]', Ann: And this. [picture: a cat]",
    "NONE, Ann: Look., Ann: And this.",
  })
  void aTurnNamesItsPictureAsItIsShown(Form form, String there, String gone) {
    var pictures = pictures(form, 9);
    assertThat(TurnText.line(pictures.shown(TALK, BOAT))).isEqualTo(there);
    assertThat(TurnText.line(pictures.shown(TALK, GONE))).isEqualTo(gone);
  }

  @Test
  void aLargePictureIsScaledAndASmallOneStaysAsItIs() throws IOException {
    var sent = pictures(Form.FILES, 9).of(TALK, TALK.turns());
    assertThat(sent).extracting(ShownPicture::label).containsExactly("image D1:1", "image D1:3");
    assertThat(sent).extracting(ShownPicture::width).containsExactly(60, 100);
    assertThat(sent).extracting(ShownPicture::height).containsExactly(30, 50);
    assertThat(sent).extracting(ShownPicture::type).containsExactly("image/png", "image/jpeg");
    assertThat(java.util.Base64.getDecoder().decode(sent.getFirst().base64()))
        .isEqualTo(Files.readAllBytes(folder.resolve("boat.png")));
  }

  @Test
  void theNewestAreShownWhereARequestTakesFewer() {
    var pictures = pictures(Form.FILES, 1);
    assertThat(pictures.of(TALK, TALK.turns()))
        .extracting(ShownPicture::label)
        .containsExactly("image D1:3");
    assertThat(TurnText.line(pictures.shown(TALK, BOAT))).endsWith("[picture: not available]");
  }

  @Test
  void picturesTakeRoomInAWindowAndComeWithTheTurnsThatFit() {
    var pictures = pictures(Form.FILES, 9);
    // The newest turn has 2 words of its own and 50 tokens of its picture.
    var whole = new NewestThatFits(1000, _ -> 1, pictures).build(asked(List.of()), PROBE, 0);
    assertThat(whole.pictures()).hasSize(2);
    var cut = new NewestThatFits(60, _ -> 1, pictures).build(asked(List.of()), PROBE, 0);
    assertThat(cut.text()).contains("There.").contains("And this.").doesNotContain("Look.");
    assertThat(cut.pictures()).extracting(ShownPicture::label).containsExactly("image D1:3");
  }

  @Test
  void passagesThatAreTurnsBringTheirPictures() {
    var quoted = new Passage(TurnText.quoted(BOAT), "", 1, List.of("D1:1"));
    var note = new Passage("Ann has a tree.", "", 1, List.of("D1:3"));
    var context =
        ContextBuilder.retrieved(pictures(Form.FILES, 9))
            .build(asked(List.of(quoted, note)), PROBE, 0);
    assertThat(context.text()).contains("shared image D1:1").contains("Ann has a tree.");
    assertThat(context.pictures()).extracting(ShownPicture::label).containsExactly("image D1:1");
    var evidence =
        new Oracle(new Sample("s", TALK, List.of(), List.of(), new TreeMap<>(), List.of()))
            .passages(PROBE);
    assertThat(evidence).isEmpty();
  }

  @Test
  void anotherPictureIsAnotherIdentity() throws IOException {
    var sample = new Sample("s", TALK, List.of(), List.of(), new TreeMap<>(), List.of());
    var before = pictures(Form.FILES, 9).coverage(List.of(sample));
    assertThat(before.turns()).isEqualTo(3);
    assertThat(before.sent()).isEqualTo(2);
    Files.copy(
        folder.resolve("tree.png"),
        folder.resolve("boat.png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    var after = pictures(Form.FILES, 9).coverage(List.of(sample));
    assertThat(after.sha256()).isNotEqualTo(before.sha256());
  }
}
