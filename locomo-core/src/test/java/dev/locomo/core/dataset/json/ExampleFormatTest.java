package dev.locomo.core.dataset.json;

import dev.locomo.core.example.ExampleFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What another format costs: one class, and its line in the list. */
class ExampleFormatTest extends DatasetFormatContract {
  @Override
  DatasetFormat format() {
    return new ExampleFormat();
  }

  @Override
  Path example() throws IOException {
    return Files.writeString(
        folder.resolve("talk.txt"), "talk\nI have a cat.\n? What has Ann? = a cat\n");
  }
}
