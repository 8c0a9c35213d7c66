package dev.locomo.rag.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that say how an image becomes the input of a network. */
class ImageProcessorTest {
  private static final String OLD = "preprocessor_config.json";
  private static final String NEW = "processor_config.json";

  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text.replace('\'', '"'));
  }

  private ImageProcessor read() {
    return ImageProcessor.of(folder, ImageProcessor.clip(32));
  }

  @Test
  void theFileOfTransformers5IsRead() throws IOException {
    write(
        NEW,
        "{'processor_class': 'CLIPProcessor', 'image_processor': {'image_processor_type':"
            + " 'CLIPImageProcessorFast', 'do_center_crop': true, 'size': {'shortest_edge': 40},"
            + " 'crop_size': {'height': 32, 'width': 32}, 'resample': 2,"
            + " 'image_mean': [0.5, 0.5, 0.5], 'image_std': [0.25, 0.25, 0.25]}}");
    var processor = read();
    assertThat(processor.size()).isEqualTo(new ImageProcessor.Size(40, 40, true));
    assertThat(processor.crop()).isEqualTo(new ImageProcessor.Size(32, 32, false));
    assertThat(processor.filter()).isEqualTo(PillowResize.Resampling.BILINEAR);
    assertThat(processor.mean()).containsExactly(0.5, 0.5, 0.5);
    assertThat(processor.deviation()).containsExactly(0.25, 0.25, 0.25);
  }

  @Test
  void aProcessorFileWithoutImagesLeavesTheOtherOneInForce() throws IOException {
    write(NEW, "{'processor_class': 'CLIPProcessor'}");
    assertThat(read()).isEqualTo(read()).extracting(ImageProcessor::crop).isNotNull();
    write(OLD, "{'resample': 1}");
    assertThat(read().filter()).isEqualTo(PillowResize.Resampling.LANCZOS);
  }

  @Test
  void twoFilesThatDisagreeAreRefusedAndTwoThatAgreeAreNot() throws IOException {
    write(OLD, "{'resample': 3, 'image_mean': [0.1, 0.2, 0.3]}");
    write(NEW, "{'image_processor': {'resample': 3, 'image_mean': [0.1, 0.2, 0.3]}}");
    assertThat(read().mean()).containsExactly(0.1, 0.2, 0.3);
    write(NEW, "{'image_processor': {'resample': 2, 'image_mean': [0.1, 0.2, 0.3]}}");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataError.class)
        .hasMessageContaining(NEW)
        .hasMessageContaining("BILINEAR")
        .hasMessageContaining("BICUBIC");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'image_processor_type': 'PixtralImageProcessor'|PixtralImageProcessor",
        "'do_pad': true|do_pad",
        "'do_normalize': false|do_normalize",
        "'resample': 'nearest'|resample",
        "'image_mean': [1]|three numbers",
      })
  void whatIsNotDoneHereIsRefusedByName(String setting, String named) throws IOException {
    write(NEW, "{'image_processor': {" + setting + "}}");
    assertThatThrownBy(this::read).isInstanceOf(DataError.class).hasMessageContaining(named);
  }
}
