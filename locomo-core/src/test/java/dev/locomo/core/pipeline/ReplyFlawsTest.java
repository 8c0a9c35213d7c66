package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.json.JsonFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyFlawsTest {
  @Test
  void repliesAreCountedByWhatTheyHold() {
    var flaws =
        ReplyFlaws.of(
            List.of(
                "tea",
                "two\nlines\tand a family \uD83D\uDC68\u200D\uD83D\uDC69",
                "\u001b[31mred",
                "\u202Eturned",
                "caf\uFFFD",
                "sk-abcdefghijklmnopqrstuvwxyz",
                "x".repeat(100_001)));
    assertThat(flaws).isEqualTo(new ReplyFlaws(2, 1, 1, 1));
  }

  @Test
  void repliesWithoutAnyAreNotSpokenOf() {
    var usage = JsonFiles.MAPPER.createObjectNode();
    ReplyFlaws.of(List.of("tea", "")).describe(usage);
    assertThat(usage.isEmpty()).isTrue();
    new ReplyFlaws(1, 0, 0, 0).describe(usage);
    assertThat(usage.at("/reply_flaws/hidden_characters").asLong()).isEqualTo(1);
  }
}
