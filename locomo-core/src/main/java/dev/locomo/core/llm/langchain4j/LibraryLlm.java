package dev.locomo.core.llm.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.http.HttpReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A model of the library behind our port. */
final class LibraryLlm implements ChatLlm {
  private final Dialect dialect;
  private final Dialect.Route route;
  private final Duration timeout;

  /**
   * One model of the library for each set of parameters, by a request without messages: making one
   * looks through every jar for extensions, which takes longer than a request.
   */
  private final Map<Ask, ChatModel> models = new ConcurrentHashMap<>();

  LibraryLlm(Dialect dialect, Dialect.Route route, Duration timeout) {
    this.dialect = dialect;
    this.route = route;
    this.timeout = timeout;
  }

  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    var texts = new LongTexts();
    var wire = new Wire(route, timeout, texts);
    var model = models.computeIfAbsent(parameters(ask), a -> dialect.model(route, a, Wire.CURRENT));
    var messages = ask.messages().stream().map(m -> message(m, texts)).toList();
    try {
      var response = wire.carrying(() -> model.chat(messages));
      return reply(response, Objects.requireNonNull(wire.reply()));
    } catch (Wire.Interrupted e) {
      throw interrupted(e);
    } catch (RuntimeException e) {
      return withoutResponse(wire, e);
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
      case SYSTEM -> SystemMessage.from(texts.standIn(text));
      case ASSISTANT -> AiMessage.from(texts.standIn(text));
      case USER ->
          dialect.marksShared()
                  && message.shared() >= LongTexts.LONG
                  && message.shared() < text.length()
              ? UserMessage.from(
                  TextContent.from(texts.markedStandIn(text.substring(0, message.shared()))),
                  TextContent.from(texts.standIn(text.substring(message.shared()))))
              : UserMessage.from(texts.standIn(text));
    };
  }

  private static InterruptedException interrupted(Throwable cause) {
    var interrupted = new InterruptedException();
    interrupted.initCause(cause);
    return interrupted;
  }

  private Reply reply(ChatResponse response, HttpReply raw) {
    var usage = response.tokenUsage();
    var prefix = dialect.prefix(raw.json());
    return new Reply(
        Objects.requireNonNullElse(response.aiMessage().text(), ""),
        FinishReasons.of(raw, dialect.finishPointers()),
        usage == null ? null : dialect.inputTokens(usage, prefix),
        usage == null ? null : dialect.outputTokens(usage),
        response.modelName(),
        requestId(raw, response.id()),
        raw.latency(),
        false,
        prefix);
  }

  /**
   * The library gave up: because nothing came back, or because of what did. It has no response for
   * a prompt that was blocked.
   */
  private Reply withoutResponse(Wire wire, RuntimeException thrown) {
    if (wire.failure() != null) {
      throw wire.failure();
    }
    var raw = wire.reply();
    if (raw == null) {
      throw notSent(thrown);
    }
    if (FinishReasons.of(raw, dialect.finishPointers()) == Finish.FILTERED) {
      return new Reply(
          "", Finish.FILTERED, null, null, null, raw.requestId(), raw.latency(), false);
    }
    throw new ProviderError(
        ProviderError.Kind.MALFORMED_REPLY,
        "a reply that is not the provider's protocol: " + thrown.getMessage(),
        null,
        thrown);
  }

  /** The library refuses some requests by itself, one without messages for instance. */
  private static RuntimeException notSent(RuntimeException thrown) {
    return thrown instanceof IllegalArgumentException
        ? new ProviderError(
            ProviderError.Kind.REJECTED, "not sent: " + thrown.getMessage(), null, thrown)
        : thrown;
  }

  private static @Nullable String requestId(HttpReply raw, @Nullable String inBody) {
    String inHeader = raw.requestId();
    return inHeader == null ? inBody : inHeader;
  }
}
