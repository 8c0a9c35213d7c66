package dev.locomo.eval.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of lines of a run say of its items. */
class ItemListTest {
  @TempDir private Path run;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(
        run.resolve("calls.jsonl"),
        """
        {"step": "persona/1", "input_tokens": 5}
        {"step": "verify/demo-1/Ann/gold/1", "input_tokens": 10}
        {"step": "verify/demo-1/Ann/gold/2", "input_tokens": 30}
        {"step": "demo-1/D2:18/1", "input_tokens": 7}
        """);
    Files.writeString(
        run.resolve("scores.jsonl"),
        """
        {"unit": "demo-1/Ann", "metric": "rouge-1", "value": 0.5}
        {"turn": "demo-1/D2:18", "metric": "bleu-1", "value": 0.25}
        """);
  }

  @Test
  void aCallBelongsToTheItemWhoseKeyIsAPartOfItsStep() {
    var items = ItemList.read(run).items();
    assertThat(items).containsOnlyKeys("demo-1/Ann", "demo-1/D2:18", "persona/1");
    assertThat(items.values())
        .filteredOn(item -> !item.scores().isEmpty())
        .extracting(ItemList.Entry::values)
        .containsExactly(
            Map.of("rouge-1", 0.5, "input_tokens", 40.0),
            Map.of("bleu-1", 0.25, "input_tokens", 7.0));
  }

  @Test
  void itemsWithScoresComeFirst() throws Exception {
    Files.writeString(run.resolve("a.jsonl"), "{\"sample\": \"demo-1\", \"op\": \"begun\"}\n");
    assertThat(ItemList.read(run).rows(Params.of("")))
        .extracting(ItemList.Entry::key)
        .containsExactly("demo-1/Ann", "demo-1/D2:18", "demo-1", "persona/1");
  }

  @Test
  void aPictureIsAnItemThatItsCaptionTellsOf() throws Exception {
    Files.writeString(
        run.resolve("captions.jsonl"), "{\"image\": \"dog.png\", \"caption\": \"a brown dog\"}\n");
    assertThat(ItemList.read(run).items().values())
        .filteredOn(item -> item.key().equals("dog.png"))
        .extracting(ItemList.Entry::text)
        .containsExactly("a brown dog");
  }
}
