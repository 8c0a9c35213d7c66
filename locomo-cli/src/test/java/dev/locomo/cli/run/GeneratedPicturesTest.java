package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.JsonLines;
import dev.locomo.core.dataset.json.JsonFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures of generated conversations are read by the verbs that come after. */
@Timeout(120)
class GeneratedPicturesTest extends WithWriter {
  private static final Path MODELS =
      Path.of("../locomo-rag/src/test/resources/dev/locomo/rag/vision");

  private JsonNode told(String... args) {
    var result = run(List.of(args));
    assertThat(result.code()).as(result.err()).isZero();
    return result.json();
  }

  @Test
  void theyAreCaptionedAndComparedWhereTheDataSetSaysTheyAre() throws IOException {
    var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    image.setRGB(7, 7, 0xffffff);
    ImageIO.write(image, "png", pictures.resolve("a.png").toFile());
    var made = run(args("out", "--count", "2", "--image-dir", pictures.toString()));
    assertThat(made.code()).as(made.err()).isZero();
    Path out = folder.resolve("out");
    String data = out.resolve("dataset.json").toString();
    var files = new ArrayList<String>();
    dataset("out").findValues("img_file").forEach(named -> files.add(named.path(0).asText()));
    assertThat(files).hasSizeGreaterThan(1).allMatch(file -> Files.exists(out.resolve(file)));
    assertThat(files.getLast()).startsWith("gen-2/session_");
    assertThat(told("data", "check", data, "--json").path("errors").asInt()).isZero();

    String captioned = folder.resolve("captioned.json").toString();
    JsonNode captions =
        told(
            "caption",
            "--data-file",
            data,
            "--overwrite",
            "--json",
            "--caption-model",
            MODELS.resolve("blip").toString(),
            "--out-file",
            captioned,
            "--run",
            folder.resolve("captions").toString());
    assertThat(captions.path("failed").asInt()).as(captions.toString()).isZero();
    JsonNode talk = JsonFiles.read(Path.of(captioned), JsonFiles.MAPPER::readTree);
    assertThat(talk.findValuesAsText("blip_caption"))
        .hasSameSizeAs(files)
        .noneMatch(caption -> caption.contains("brown dog"));

    // All captions are alike, so a turn without a picture of its own has nothing to choose among.
    server.answers(prompt ->
        "{\"text\": \"Look at that.\", \"image\": %s}"
            .formatted(prompt.contains("\n1. ") ? "1" : "null"));
    told(
        "eval-dialog",
        "--data-file",
        captioned,
        "--image-dir",
        out.toString(),
        "--json",
        "--model",
        "openai:m",
        "--base-url",
        server.url(),
        "--no-cache",
        "--picture",
        "candidates",
        "--relevance-encoder",
        "clip:" + MODELS.resolve("clip"),
        "--run",
        folder.resolve("dialog").toString());
    var compared =
        JsonLines.read(folder.resolve("dialog/scores.jsonl")).stream()
            .filter(line -> line.path("metric").asText().equals("mm-relevance-mmdialog"))
            .toList();
    assertThat(compared).isNotEmpty();
    assertThat(compared)
        .as("no picture is missing")
        .noneMatch(line -> line.path("unscored").asText().equals("picture-missing"));
  }

  @Test
  void aModelChoosesThemByWhatTheyShowAndWhatIsResumedHasTheSame() throws IOException {
    for (int i = 0; i < 6; i++) {
      var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
      for (int x = 0; x < 40; x++) {
        image.setRGB(x, x % (5 * i + 2), 0x3f3f3f << i);
      }
      ImageIO.write(image, "png", pictures.resolve("photo_" + i + ".png").toFile());
    }
    String[] more = {
      "--image-dir", pictures.toString(), "--image-encoder", "clip:" + MODELS.resolve("clip")
    };
    var made = run(args("out", more));
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.err()).contains("left out: ").contains("a.png");
    var files = dataset("out").findValues("img_file");
    assertThat(files).isNotEmpty();
    try (var all = Files.walk(folder.resolve("out"))) {
      assertThat(all.filter(file -> file.endsWith("spec.json")))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Files.readString(file)).contains("clip("));
    }
    int requests = server.received();
    String before = Files.readString(folder.resolve("out/dataset.json"));
    var again = run(args("out", more));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(server.received()).isEqualTo(requests);
    assertThat(folder.resolve("out/dataset.json")).hasContent(before);
  }

  @Test
  void aModelWithoutPicturesToChooseAmongIsAnErrorBeforeAnythingIsAsked() {
    var alone = run(args("out", "--image-encoder", "clip:" + MODELS.resolve("clip")));
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("--image-encoder").contains("--image-dir DIR");
    var other = run(args("out", "--image-dir", pictures.toString(), "--image-encoder", "minilm"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("clip:DIR-or-NAME");
    var nowhere = run(args("out", "--image-dir", pictures.toString(), "--image-encoder", "clip:"));
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
