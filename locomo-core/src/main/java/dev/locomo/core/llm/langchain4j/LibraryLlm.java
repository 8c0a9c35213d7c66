package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.llm.batch.BatchApi;
import dev.locomo.core.llm.http.HttpCall;
import dev.locomo.core.llm.http.HttpReply;
import dev.locomo.core.llm.http.Refusal;
import dev.locomo.core.text.LongTexts;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A model of the library behind our port. */
final class LibraryLlm implements ChatLlm, BatchApi.Source {
  private final Dialect dialect;
  private final Dialect.Route route;
  private final Dialect.@Nullable Mark mark;
  private final Duration timeout;

  /**
   * One model of the library for each set of parameters, by a request without messages: making one
   * looks through every jar for extensions, which takes longer than a request.
   */
  private final Map<Ask, ChatModel> models = new ConcurrentHashMap<>();

  LibraryLlm(Dialect dialect, Dialect.Route route, Dialect.@Nullable Mark mark, Duration timeout) {
    this.dialect = dialect;
    this.route = route;
    this.mark = mark;
    this.timeout = timeout;
  }

  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    var texts = new LongTexts();
    var wire = new Wire(route, timeout, texts, patches(ask));
    var request = request(ask, texts);
    HttpReply raw;
    try {
      raw = wire.carry(request);
    } catch (IllegalArgumentException e) {
      throw notSent(e);
    }
    return read(wire.call(), raw);
  }

  /** What would be sent. */
  HttpCall call(Ask ask) {
    var texts = new LongTexts();
    try {
      return new Wire(route, timeout, texts, patches(ask)).made(request(ask, texts));
    } catch (IllegalArgumentException e) {
      throw notSent(e);
    }
  }

  private Runnable request(Ask ask, LongTexts texts) {
    var model = models.computeIfAbsent(parameters(ask), a -> dialect.model(route, a, Wire.CURRENT));
    var messages = ask.messages().stream().map(m -> message(m, texts)).toList();
    return () -> model.chat(messages);
  }

  /** The library refuses some requests by itself, one without messages for instance. */
  private static ProviderError notSent(IllegalArgumentException e) {
    return new ProviderError(ProviderError.Kind.REJECTED, "not sent: " + e.getMessage(), null, e);
  }

  /**
   * What came back to a call.
   *
   * @throws ProviderError when it holds no reply
   */
  Reply read(HttpCall call, HttpReply raw) {
    var shape = dialect.replies();
    if (!shape.isIn(raw.json())) {
      throw Refusal.inside(call, raw, raw.json());
    }
    JsonNode choice = raw.json().at("/choices/0");
    if (Refusal.isIn(choice)) {
      throw Refusal.inside(call, raw, choice);
    }
    return call.withoutKeys(shape.read(raw));
  }

  @Override
  public @Nullable BatchApi batches() {
    return dialect.batches(this);
  }

  /** A call beside those for replies. */
  HttpCall beside(String path, String body) {
    var headers = new HashMap<>(dialect.headers(route));
    if (!body.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    try {
      URI address = route.endpoint().uri(route.address() + path);
      return new HttpCall(address, headers, body, timeout);
    } catch (URISyntaxException e) {
      throw new ProviderError(
          ProviderError.Kind.MALFORMED_REPLY, "not an address: " + path, null, e);
    }
  }

  private static Ask parameters(Ask ask) {
    return new Ask(
        ask.model(),
        List.of(),
        ask.temperature(),
        ask.topP(),
        ask.maxTokens(),
        ask.seed(),
        ask.json(),
        0);
  }

  private ChatMessage message(Ask.Message message, LongTexts texts) {
    String text = message.text();
    return switch (message.role()) {
      case SYSTEM -> SystemMessage.from(texts.standIn(text, message.shared()));
      case ASSISTANT ->
          AiMessage.builder()
              .text(
                  text.isEmpty() && !message.calls().isEmpty()
                      ? null
                      : texts.standIn(text, message.shared()))
              .toolExecutionRequests(message.calls().stream().map(LibraryLlm::request).toList())
              .build();
      case TOOL -> {
        var call = message.calls().getFirst();
        yield ToolExecutionResultMessage.from(
            call.id(), call.name(), texts.standIn(text, message.shared()));
      }
      case USER -> user(message, texts);
    };
  }

  private static String beside(Ask.Message message) {
    String beside = message.calls().isEmpty() ? "" : message.calls().getFirst().beside();
    return beside.isEmpty() ? "{}" : beside;
  }

  /** Pictures come before the text that speaks of them, each after its label. */
  private UserMessage user(Ask.Message message, LongTexts texts) {
    String text = message.text();
    int shared = message.shared();
    var contents = new ArrayList<Content>();
    for (var picture : message.pictures()) {
      contents.add(TextContent.from(picture.label() + ":"));
      String base64 = texts.standIn(picture.base64(), 0);
      contents.add(ImageContent.from(base64, picture.type(), ImageContent.DetailLevel.HIGH));
    }
    if (mark != null && isMarked(message)) {
      contents.add(TextContent.from(texts.standIn(shared(message), mark.member())));
      text = text.substring(message.shared());
      shared = 0;
    } else if (contents.isEmpty()) {
      return UserMessage.from(texts.standIn(text, shared));
    }
    contents.add(TextContent.from(texts.standIn(text, shared)));
    return UserMessage.from(contents);
  }

  private static ToolExecutionRequest request(Tool.Call call) {
    return ToolExecutionRequest.builder()
        .id(call.id())
        .name(call.name())
        .arguments(call.arguments())
        .build();
  }

  /** A shorter text is kept by no provider. */
  private static boolean isMarked(Ask.Message message) {
    return message.shared() >= LongTexts.LONG && message.shared() < message.text().length();
  }

  private static String shared(Ask.Message message) {
    return message.text().substring(0, message.shared());
  }

  /** What the user wants in the body wins. */
  private List<String> patches(Ask ask) {
    var patches = new ArrayList<String>();
    if (mark != null) {
      ask.messages().stream()
          .filter(LibraryLlm::isMarked)
          .forEach(m -> patches.add(mark.patch().apply(shared(m))));
    }
    if (!ask.tools().isEmpty()) {
      patches.add(dialect.tools(ask.tools()).toString());
    }
    if (ask.messages().stream().anyMatch(m -> !m.calls().isEmpty())) {
      var said = ask.messages().stream().filter(m -> m.role() == Ask.Role.ASSISTANT);
      patches.add(said.map(LibraryLlm::beside).collect(Collectors.joining(",", "[", "]")));
    }
    patches.add(ask.patch());
    return patches;
  }
}
