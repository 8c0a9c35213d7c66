package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.text.Cl100k;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CutPromptsTest {
  private static final String ENGLISH =
      "Anna said that she had bought a blue bicycle on Saturday, and Bram told her of his cat. ";

  private final List<String> notices = new ArrayList<>();

  private static ChatLlm counting(@Nullable Integer tokens) {
    return _ -> new Reply("x", Reply.Finish.STOP, tokens, 1, "m", null, Duration.ZERO, false);
  }

  private int cut(@Nullable Integer counted, String... prompts) throws InterruptedException {
    var cut = new CutPrompts(notices::add);
    for (String prompt : prompts) {
      cut.of(counting(counted)).ask(Asks.user(prompt));
    }
    ObjectNode manifest = JsonFiles.MAPPER.createObjectNode();
    cut.describe(manifest);
    return manifest.path("prompts_cut").asInt();
  }

  @Test
  void aPromptOfWhichFarFewerTokensAreCountedWasCut() throws InterruptedException {
    String prompt = ENGLISH.repeat(300);
    int whole = new Cl100k().count(prompt);
    assertThat(cut(whole, prompt)).isZero();
    assertThat(cut(whole * 4 / 5, prompt)).as("another tokenizer").isZero();
    assertThat(notices).isEmpty();
    assertThat(cut(whole / 2, prompt, prompt)).isEqualTo(2);
    assertThat(notices).singleElement().asString().contains("cut the prompt");
  }

  @Test
  void whatPromptsShareCountsInEach() throws InterruptedException {
    String shared = ENGLISH.repeat(300);
    int whole = new Cl100k().count(shared);
    var cut = new CutPrompts(notices::add);
    for (String question : List.of(ENGLISH, ENGLISH.repeat(200), ENGLISH)) {
      cut.of(counting(whole)).ask(Asks.user(shared + question).sharing(shared.length()));
    }
    ObjectNode manifest = JsonFiles.MAPPER.createObjectNode();
    cut.describe(manifest);
    assertThat(manifest.path("prompts_cut").asInt()).as("the longest").isEqualTo(1);
  }

  @Test
  void chineseHasMoreTokensThanEnglishOfThatLength() throws InterruptedException {
    String prompt =
        "\u6211\u6628\u5929\u4e70\u4e86\u4e00\u8f86\u84dd\u8272\u7684\u81ea".repeat(300);
    assertThat(cut(prompt.length() / 2, prompt)).isZero();
    assertThat(cut(prompt.length() / 3, prompt)).isEqualTo(1);
  }

  @Test
  void whatIsNotCountedOrShortIsNotAccused() throws InterruptedException {
    assertThat(cut(null, ENGLISH.repeat(300))).isZero();
    assertThat(cut(0, ENGLISH.repeat(300))).isZero();
    assertThat(cut(5, ENGLISH)).isZero();
    assertThat(cut(5, " ".repeat(100_000))).isZero();
  }

  @Test
  void aManifestWithoutCutPromptsSaysNothing() {
    ObjectNode manifest = JsonFiles.MAPPER.createObjectNode();
    CutPrompts.describe(manifest, 0);
    assertThat(manifest).isEmpty();
    assertThat(CutPrompts.note(manifest)).isEmpty();
    CutPrompts.describe(manifest, 1);
    CutPrompts.describe(manifest, 2);
    assertThat(CutPrompts.note(manifest).orElseThrow()).startsWith("The server cut 3 prompts");
  }
}
