package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.JsonLines;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * MM-Relevance of real pictures from the command line to the scores: a tiny random CLIP, a scripted
 * server, and what PyTorch makes of the same turns ({@code scripts/golden/vision.py relevance}).
 */
@Timeout(120)
class DialogPicturesTest {
  private static final String CLIP =
      "clip:" + Path.of("../locomo-rag/src/test/resources/dev/locomo/rag/vision/clip");

  @TempDir private Path folder;
  private final JsonNode expected = expected();
  private FakeServer server;

  private static JsonNode expected() {
    try (var in = DialogPicturesTest.class.getResourceAsStream("relevance.json")) {
      return JsonFiles.MAPPER.readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    server.answersEach(request -> ChatServer.reply(reply(request.json()), "stop"));
    for (int i = 0; i < expected.path("pictures").size(); i++) {
      JsonNode size = expected.path("pictures").get(i);
      draw("p" + i + ".png", size.path(0).asInt(), size.path(1).asInt());
    }
    ArrayNode samples = JsonFiles.MAPPER.createArrayNode();
    for (int i = 0; i < expected.path("turns").size(); i++) {
      samples.add(sample(i, expected.path("turns").get(i)));
    }
    Files.writeString(folder.resolve("talk.json"), samples.toString());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** The pattern of the script. */
  private void draw(String name, int width, int height) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int band = 0; band < 3; band++) {
          rgb = rgb << 8 | ((x * x * (band + 3) + 7 * x * y + y * y) >> band) & 0xff;
        }
        image.setRGB(x, y, rgb);
      }
    }
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  /** Three turns with a picture each, which the others can choose, then the one that matters. */
  private static ObjectNode sample(int number, JsonNode turn) {
    ObjectNode sample = JsonFiles.MAPPER.createObjectNode().put("sample_id", "c" + number);
    sample.putArray("qa");
    ObjectNode talk = sample.putObject("conversation");
    talk.put("speaker_a", "Ann").put("speaker_b", "Ben" + number);
    ArrayNode said = talk.putArray("session_1");
    for (int i = 0; i < 3; i++) {
      said(said, i % 2 == 0 ? "Ann" : "Ben" + number, "Look at this.")
          .put("blip_caption", "no. " + i + ", c" + number);
      ((ObjectNode) said.get(i)).putArray("img_file").add("p" + i + ".png");
    }
    ObjectNode last = said(said, "Ben" + number, turn.path("real").asText());
    if (turn.path("picture").isInt()) {
      last.put("blip_caption", "the real one");
      last.putArray("img_file").add("p" + turn.path("picture").asInt() + ".png");
    }
    return sample;
  }

  private static ObjectNode said(ArrayNode turns, String speaker, String text) {
    String id = "D1:" + (turns.size() + 1);
    return turns.addObject().put("speaker", speaker).put("dia_id", id).put("text", text);
  }

  /** What the script says that was said, its picture by the number that the prompt gives it. */
  private String reply(JsonNode request) {
    String prompt =
        request.at("/messages/0/content").asText() + request.at("/messages/1/content").asText();
    int number = Integer.parseInt(prompt.replaceAll("(?s).*Ben(\\d+).*", "$1"));
    JsonNode turn = expected.path("turns").get(number);
    ObjectNode reply = JsonFiles.MAPPER.createObjectNode();
    JsonNode shown = turn.path("shown");
    reply.put("text", turn.path("said").asText()).set("image", shown);
    if (shown.isInt()) {
      reply.put("image", prompt.replaceAll("(?s).*?(\\d+)\\. no\\. " + shown + "\\b.*", "$1"));
    } else if (prompt.contains("at hand")) {
      reply.putNull("image");
    }
    return reply.toString();
  }

  private Cli.Result run(String run, String... more) {
    var args = new ArrayList<>(List.of("eval-dialog"));
    args.addAll(List.of("--data-file", folder.resolve("talk.json").toString()));
    args.addAll(List.of("--model", "openai:m", "--base-url", server.url() + "/v1", "--no-cache"));
    args.addAll(List.of("--run", folder.resolve(run).toString(), "--relevance-encoder", CLIP));
    args.addAll(List.of("--candidates", "100"));
    args.addAll(List.of("--image-dir", folder.toString(), "--json"));
    args.addAll(Arrays.asList(more));
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .run(args.toArray(String[]::new));
  }

  private JsonNode score(String run, int number, String metric) {
    return JsonLines.read(folder.resolve(run).resolve("scores.jsonl")).stream()
        .filter(line -> line.path("turn").asText().equals("c" + number + "/D1:4"))
        .filter(line -> line.path("metric").asText().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private void assertAgrees(String run, int number, String ending) {
    JsonNode turn = expected.path("turns").get(number);
    assertThat(score(run, number, "mm-relevance-minigpt5" + ending).path("value").asDouble())
        .as("%s", turn)
        .isCloseTo(turn.path("minigpt5").asDouble(), offset(1e-5));
    assertThat(score(run, number, "mm-relevance-mmdialog" + ending).path("value").asDouble() * 100)
        .as("%s", turn)
        .isCloseTo(turn.path("mmdialog").asDouble(), offset(1e-4));
  }

  @Test
  void aChosenPictureIsComparedWithTheRealOneAsPyTorchDoes() {
    var result = run("chosen", "--picture", "candidates");
    assertThat(result.code()).as(result.err()).isZero();
    for (int i = 0; i < expected.path("turns").size(); i++) {
      if (!expected.path("turns").get(i).path("shown").isTextual()) {
        assertAgrees("chosen", i, "");
      }
    }
    var overall = result.json().at("/metrics/mm-relevance-minigpt5/overall");
    assertThat(overall.path("scored")).isEqualTo(overall.path("asked"));
    assertThat(result.json().at("/scorers/mm-relevance-mmdialog").asText())
        .startsWith("clip(")
        .contains("scale 14.28");
  }

  @Test
  void wordsInPlaceOfAPictureAreANumberOfTheirOwn() {
    var result = run("words", "--picture", "caption");
    assertThat(result.code()).as(result.err()).isZero();
    assertAgrees("words", expected.path("turns").size() - 1, "-words");
    assertThat(result.json().path("metrics").has("mm-relevance-minigpt5")).isFalse();
    assertThat(result.json().path("metrics").has("mm-relevance-captions")).isTrue();
  }

  @Test
  void aPictureThatIsNotThereOrUnreadableIsNoZero() throws IOException {
    Files.delete(folder.resolve("p2.png"));
    Files.writeString(folder.resolve("p1.png"), "<html>");
    var result = run("gone", "--picture", "candidates");
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode unreadable = score("gone", 2, "mm-relevance-minigpt5");
    assertThat(unreadable.path("unscored").asText()).isEqualTo("picture-missing");
    assertThat(unreadable.path("why").asText()).startsWith("p1.png is no image");
    assertThat(score("gone", 1, "mm-relevance-mmdialog").path("why").asText())
        .isEqualTo("the picture of D1:4 is not there");
    assertThat(score("gone", 3, "mm-relevance-mmdialog").path("why").asText())
        .startsWith("the chosen picture is not there: no. 2");
    assertAgrees("gone", 0, "");
    assertThat(result.json().at("/metrics/mm-relevance-minigpt5/unscored/picture-missing").asInt())
        .isPositive();
    assertThat(result.json().at("/metrics/mm-relevance-captions/unscored")).isEmpty();
  }

  @Test
  void wrongUseIsNamed() {
    assertThat(run("a", "--picture", "none").err()).contains("nothing to compare");
    assertThat(run("a", "--image-dir", folder.resolve("none").toString()).err())
        .contains("given twice");
    var text =
        Cli.at(folder).run("eval-dialog", "--image-dir", ".", "--relevance-encoder", "minilm");
    assertThat(text.err())
        .contains("--image-dir is for --pictures files and for MM-Relevance by CLIP");
    assertThat(text.code()).isEqualTo(2);
  }
}
