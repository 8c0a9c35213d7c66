package dev.locomo.rag.causal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.rag.causal.jinja.JinjaError;
import dev.locomo.rag.causal.jinja.Template;
import dev.locomo.rag.checkpoint.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a checkpoint wants a conversation written down, as its authors publish it: a Jinja template
 * in {@code chat_template.jinja}, or under {@code chat_template} of {@code tokenizer_config.json}.
 */
record ChatTemplate(Path file, @Nullable Template template, Map<String, String> tokens) {
  /** The template of a model folder; one without is a base model, which goes on with plain text. */
  static ChatTemplate read(Path folder) {
    Path own = folder.resolve("chat_template.jinja");
    Path config = folder.resolve("tokenizer_config.json");
    JsonNode json = ModelConfig.optional(config);
    Path file = Files.exists(own) ? own : config;
    String text =
        file.equals(own) ? UserFile.text(own, 1 << 22) : named(json.path("chat_template"));
    try {
      var template = text == null ? null : Template.parse(text);
      return new ChatTemplate(file, template, tokens(json));
    } catch (JinjaError e) {
      throw wrong(file, e);
    }
  }

  /** A template, or the one called {@code default} among several. */
  private static @Nullable String named(JsonNode json) {
    for (JsonNode one : json) {
      if (one.path("name").asText().equals("default")) {
        return one.path("template").asText();
      }
    }
    return json.isTextual() ? json.asText() : null;
  }

  private static Map<String, String> tokens(JsonNode config) {
    var tokens = new HashMap<String, String>();
    for (String name : List.of("bos_token", "eos_token", "unk_token", "pad_token")) {
      JsonNode token = config.path(name);
      String text = token.isObject() ? token.path("content").asText("") : token.asText("");
      tokens.put(name, token.isNull() ? "" : text);
    }
    return tokens;
  }

  /** Whether texts are plain: the tokenizer has then to add what begins one. */
  boolean plain() {
    return template == null;
  }

  /**
   * Writes a conversation down, ready for the reply. A template that refuses a system message gets
   * its text at the head of the first other one; one that refuses all else is a {@link DataError}.
   */
  String written(List<Message> messages) {
    if (template == null) {
      return String.join("\n\n", messages.stream().map(Message::text).toList());
    }
    try {
      return filled(template, messages);
    } catch (JinjaError e) {
      if (messages.size() > 1 && messages.getFirst().role() == Role.SYSTEM) {
        return written(withoutSystem(messages));
      }
      throw wrong(file, e);
    }
  }

  private String filled(Template template, List<Message> messages) {
    var given = new HashMap<String, Object>(tokens);
    given.put("messages", messages.stream().map(ChatTemplate::message).toList());
    given.put("add_generation_prompt", true);
    given.put("enable_thinking", false); // A reply has little room, and thoughts are no answer.
    return template.filled(given);
  }

  private static List<Message> withoutSystem(List<Message> messages) {
    Message next = messages.get(1);
    var all = new ArrayList<>(messages.subList(1, messages.size()));
    all.set(0, new Message(next.role(), messages.getFirst().text() + "\n\n" + next.text()));
    return all;
  }

  private static DataError wrong(Path file, JinjaError e) {
    return new DataError(file.toString(), "", "its chat template: " + e.getMessage(), e);
  }

  private static Map<String, Object> message(Message message) {
    return Map.of(
        "role", message.role().name().toLowerCase(Locale.ROOT), "content", message.text());
  }
}
