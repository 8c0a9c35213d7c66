package dev.locomo.rag.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalChatModelTest {
  @TempDir Path folder = Path.of("");

  @BeforeEach
  void copy() throws IOException {
    TinyChat.copy(folder);
  }

  private LocalChatModel load() {
    return LocalChatModel.load(folder, LocalChatModel.identity(folder));
  }

  private static Ask ask(
      List<Message> messages, @Nullable Double temperature, @Nullable Integer most) {
    return new Ask("tiny", messages, temperature, null, most, 7L, false, 0);
  }

  private static List<Message> user(String text) {
    return List.of(new Message(Role.USER, text));
  }

  @Test
  void repliesAreThoseOfTransformers() throws Exception {
    try (var model = load()) {
      for (JsonNode expected : TinyChat.golden("replies.json")) {
        Reply reply = model.ask(ask(messages(expected), null, null));
        assertThat(reply.text()).isEqualTo(expected.get("reply").asText());
        assertThat(reply.inputTokens()).isEqualTo(expected.get("tokens").asInt());
        assertThat(reply.providerModel()).isEqualTo(model.id());
      }
    }
  }

  private static List<Message> messages(JsonNode expected) {
    var messages = new ArrayList<Message>();
    for (JsonNode message : expected.get("messages")) {
      String role = message.get("role").asText().toUpperCase(Locale.ROOT);
      messages.add(new Message(Role.valueOf(role), message.get("content").asText()));
    }
    return messages;
  }

  @Test
  void aReplyIsCutAtTheLimitOfTheRequest() throws Exception {
    try (var model = load()) {
      Reply reply = model.ask(ask(user("When?"), null, 3));
      assertThat(reply.outputTokens()).isEqualTo(3);
      assertThat(reply.finish()).isEqualTo(Reply.Finish.LENGTH);
    }
  }

  @Test
  void theSameRequestIsAnsweredTheSameAndAnotherRepetitionAnother() throws Exception {
    try (var model = load()) {
      var once = ask(user("When?"), 1.5, 20);
      var again = new Ask("tiny", user("When?"), 1.5, null, 20, 7L, false, 1);
      assertThat(model.ask(once).text()).isEqualTo(model.ask(once).text());
      assertThat(model.ask(again).text()).isNotEqualTo(model.ask(once).text());
    }
  }

  @Test
  void aPromptBeyondTheWindowIsRefusedByTheModelAlone() {
    try (var model = load()) {
      assertThatThrownBy(() -> model.ask(ask(user("dog ".repeat(2000)), null, 5)))
          .isInstanceOfSatisfying(
              ProviderError.class,
              e -> assertThat(e.kind()).isEqualTo(ProviderError.Kind.CONTEXT_TOO_LONG))
          .hasMessageContaining("the model places 1024");
    }
  }

  @Test
  void aModelWithoutATemplateGoesOnWithPlainText() throws Exception {
    Files.delete(folder.resolve("tokenizer_config.json"));
    try (var model = load()) {
      assertThat(model.ask(ask(user("When did"), null, 4)).inputTokens()).isLessThan(9);
    }
  }

  @Test
  void aTemplateWithoutSystemMessagesGetsTheirTextFromTheUser() throws IOException {
    Files.writeString(
        folder.resolve("chat_template.jinja"),
        "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('none') }}{% endif %}"
            + "[{{ m.role }}] {{ m.content }}{% endfor %}");
    var messages = List.of(new Message(Role.SYSTEM, "Be brief."), new Message(Role.USER, "When?"));
    assertThat(ChatTemplate.read(folder).written(messages)).isEqualTo("[user] Be brief.\n\nWhen?");
  }

  @Test
  void whateverCanChangeAReplyChangesTheIdentity() throws IOException {
    var seen = new HashSet<String>();
    seen.add(LocalChatModel.identity(folder));
    for (String name :
        List.of(
            "tokenizer.json", "tokenizer_config.json", "generation_config.json", "config.json")) {
      Files.writeString(folder.resolve(name), Files.readString(folder.resolve(name)) + " ");
      assertThat(seen.add(LocalChatModel.identity(folder))).as(name).isTrue();
    }
    Files.writeString(folder.resolve("chat_template.jinja"), "{{ messages }}");
    assertThat(seen.add(LocalChatModel.identity(folder))).isTrue();
    Files.writeString(folder.resolve("README.md"), "other words");
    assertThat(seen.add(LocalChatModel.identity(folder))).isFalse();
  }

  @Test
  void thinkingIsSwitchedOffWhereTheTemplateCan() throws IOException {
    String template = "{% if enable_thinking is false %}no{% else %}yes{% endif %}";
    Files.writeString(folder.resolve("chat_template.jinja"), template);
    assertThat(ChatTemplate.read(folder).written(user("a"))).isEqualTo("no");
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws IOException {
    Files.writeString(folder.resolve("chat_template.jinja"), "{% frobnicate %}");
    assertThatThrownBy(this::load)
        .isInstanceOf(DataError.class)
        .hasMessageContainingAll("chat_template.jinja", "frobnicate");
    Files.delete(folder.resolve("model.safetensors"));
    assertThatThrownBy(this::load)
        .isInstanceOf(DataError.class)
        .hasMessageContaining("model.safetensors");
  }
}
