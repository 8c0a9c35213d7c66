package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caption}, with a tiny random BLIP. */
class CaptionCommandTest {
  private static final String MODEL =
      Path.of("../locomo-rag/src/test/resources/dev/locomo/rag/vision/blip").toString();

  @TempDir Path folder;

  @BeforeEach
  void draw() throws IOException {
    Files.createDirectories(folder.resolve("images"));
    for (int i = 1; i <= 3; i++) {
      var image = new BufferedImage(20 * i, 30, BufferedImage.TYPE_INT_RGB);
      image.createGraphics().fillOval(0, 0, 15 * i, 20);
      ImageIO.write(image, i == 2 ? "jpg" : "png", path("images/" + i + ".png").toFile());
    }
    Files.writeString(
        path("talk.json"),
        """
        [{"sample_id": "c1", "extra": 1.50, "qa": [], "conversation": {
          "speaker_a": "Ann", "speaker_b": "Bob",
          "session_1_date_time": "1:00 pm on 1 May, 2023", "session_1": [
           {"speaker": "Ann", "dia_id": "D1:1", "text": "Hi", "img_file": ["images/1.png"]},
           {"speaker": "Bob", "dia_id": "D1:2", "text": "Oh", "blip_caption": "a cat",
            "img_url": ["http://127.0.0.1:1/a.png"]},
           {"speaker": "Ann", "dia_id": "D1:3", "text": "Ah",
            "img_url": ["http://127.0.0.1:1/b.png"]}]}}]
        """);
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private Cli.Result caption(String... args) {
    var all = new ArrayList<>(List.of("caption", "--run", path("run").toString()));
    all.addAll(List.of("--caption-model", MODEL));
    all.addAll(List.of(args));
    return Cli.at(folder).run(all.toArray(String[]::new));
  }

  private Cli.Result ofFolder(String... args) {
    var all = new ArrayList<>(List.of("--images", path("images").toString()));
    all.addAll(List.of("--out-file", path("captions.jsonl").toString(), "--json"));
    all.addAll(List.of(args));
    return caption(all.toArray(String[]::new));
  }

  @Test
  void aFolderBecomesLinesAndASecondCallCaptionsOnlyWhatIsNew() throws IOException {
    Files.writeString(path("images/4.jpg"), "<html>");
    var first = ofFolder();
    assertThat(first.code()).as(first.err()).isEqualTo(1);
    assertThat(first.err())
        .contains("4.jpg is no image; expected JPEG, PNG, GIF, WebP, BMP, TIFF or AVIF");
    assertThat(first.json().path("captioned").asInt()).isEqualTo(3);
    assertThat(first.json().path("kept").asInt()).isZero();
    assertThat(first.json().at("/failed/0/image").asText()).isEqualTo("4.jpg");
    List<String> lines = Files.readAllLines(path("captions.jsonl"));
    assertThat(lines).hasSize(4);
    JsonNode line = JsonFiles.MAPPER.readTree(lines.getFirst());
    assertThat(line.path("image").asText()).isEqualTo("1.png");
    assertThat(line.path("caption").asText()).startsWith("a photo of");
    assertThat(lines.getLast()).contains("\"problem\"");

    Files.copy(path("images/3.png"), path("images/5.png"));
    Files.delete(path("images/4.jpg"));
    var second = ofFolder();
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.json().path("kept").asInt()).isEqualTo(3);
    assertThat(second.json().path("misnamed").toString())
        .isEqualTo("[{\"image\":\"2.png\",\"format\":\"JPEG\"}]");
    assertThat(second.err()).contains("2.png is a JPEG and was read as one");
    assertThat(Files.readAllLines(path("captions.jsonl"))).hasSize(4).startsWith(lines.getFirst());
  }

  @Test
  void partsAreMergedIntoTheCaptionsOfOneRun() throws IOException {
    assertThat(ofFolder().code()).isZero();
    var merge = new ArrayList<>(List.of("merge", "--out", path("whole").toString()));
    for (int i = 1; i <= 2; i++) {
      var part = new ArrayList<>(List.of("caption", "--images", path("images").toString()));
      part.addAll(List.of("--caption-model", MODEL, "--shard", i + "/2"));
      part.addAll(List.of("--run", path("part-" + i).toString()));
      var result = Cli.at(folder).run(part.toArray(String[]::new));
      assertThat(result.code()).as(result.err()).isZero();
      merge.add(path("part-" + i).toString());
    }
    merge.addAll(List.of("--out-file", path("merged.jsonl").toString(), "--json"));
    var merged = Cli.at(folder).run(merge.toArray(String[]::new));
    assertThat(merged.code()).as(merged.err()).isZero();
    assertThat(merged.json().path("kept").asInt()).isEqualTo(3);
    assertThat(path("merged.jsonl")).hasSameBinaryContentAs(path("captions.jsonl"));
  }

  @Test
  void anotherSettingIsAnotherRun() {
    assertThat(ofFolder().code()).isZero();
    var other = ofFolder("--beams", "2");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("beams: was 1, now 2");
  }

  @Test
  void aDataSetIsGivenCaptionsAndIsOtherwiseLeftAsItIs() throws IOException {
    var result =
        caption("--data-file", path("talk.json").toString(), "--out-file", path("out.json") + "");
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("http://127.0.0.1:1/b.png leads to 127.0.0.1, which is not public")
        .doesNotContain("a.png");
    String out = Files.readString(path("out.json"));
    JsonNode turns = JsonFiles.MAPPER.readTree(out).at("/0/conversation/session_1");
    assertThat(turns.at("/0/blip_caption").asText()).startsWith("a photo of");
    assertThat(turns.at("/0/img_file/0").asText()).isEqualTo("images/1.png");
    assertThat(turns.at("/1/blip_caption").asText()).isEqualTo("a cat");
    assertThat(turns.at("/2").has("blip_caption")).isFalse();
    assertThat(out).contains("1.50");

    var again =
        caption("--data-file", path("talk.json").toString(), "--out-file", path("out.json") + "");
    assertThat(again.code()).isEqualTo(1);
    assertThat(Files.readString(path("out.json"))).isEqualTo(out);
  }

  @Test
  void aDataSetCanBecomeLinesAsWell() throws IOException {
    var result =
        caption("--data-file", path("talk.json").toString(), "--out-file", path("out.jsonl") + "");
    assertThat(result.code()).isEqualTo(1);
    List<String> lines = Files.readAllLines(path("out.jsonl"));
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .startsWith("{\"sample\":\"c1\",\"turn\":\"D1:1\",\"image\":\"images/1.png\",\"caption\":");
  }

  @Test
  void wrongUseSaysWhatIsExpected() throws IOException {
    String images = path("images").toString();
    String data = path("talk.json").toString();
    String out = path("x.jsonl").toString();
    assertUsage("which images?", "--out-file", out);
    assertUsage("which images?", "--images", images, "--data-file", data, "--out-file", out);
    assertUsage("where are the captions to go?", "--images", images);
    assertUsage("are for a data set", "--images", images, "--overwrite", "--out-file", out);
    assertUsage("ends in .jsonl", "--images", images, "--out-file", path("x.json") + "");
    assertUsage("--beams is 0", "--images", images, "--out-file", out, "--beams", "0");
    assertUsage("no sample 'c9'", "--data-file", data, "--samples", "c9", "--out-file", out);
    assertUsage(
        "given twice", "--images", images, "--out-file", out, "--beams", "1", "--beams", "2");
    Files.createDirectory(path("empty"));
    assertUsage("no file that is named", "--images", path("empty") + "", "--out-file", out);
  }

  private void assertUsage(String message, String... args) {
    var result = caption(args);
    assertThat(result.err()).contains(message);
    assertThat(result.code()).as(result.err()).isEqualTo(2);
  }

  @Test
  void aModelOfAnotherKindIsBadData() throws IOException {
    Path other = Files.createDirectory(path("model"));
    try (var files = Files.list(Path.of(MODEL))) {
      for (Path file : files.toList()) {
        Files.copy(file, other.resolve(file.getFileName()));
      }
    }
    String config = Files.readString(other.resolve("config.json"));
    Files.writeString(other.resolve("config.json"), config.replace("\"blip\"", "\"blip-2\""));
    var result =
        Cli.at(folder)
            .run(
                "caption",
                "--images",
                path("images").toString(),
                "--out-file",
                path("x.jsonl").toString(),
                "--caption-model",
                other.toString());
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("config.json at /model_type: found \"blip-2\"");
  }
}
