package dev.locomo.services.trace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.stack.CallListener.Result;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Locale;

/**
 * Requests under the names of OpenTelemetry's semantic conventions for generative AI; the system
 * both under its old and its new name.
 */
final class GenAi {
  private static final AttributeKey<List<String>> FINISH =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

  private GenAi() {}

  static void describe(Span span, ModelSpec model, Ask ask, boolean texts) {
    span.setAttribute("gen_ai.operation.name", "chat");
    span.setAttribute("gen_ai.system", model.provider().traceName());
    span.setAttribute("gen_ai.provider.name", model.provider().traceName());
    span.setAttribute("gen_ai.request.model", ask.model());
    if (ask.temperature() != null) {
      span.setAttribute("gen_ai.request.temperature", ask.temperature());
    }
    if (ask.topP() != null) {
      span.setAttribute("gen_ai.request.top_p", ask.topP());
    }
    if (ask.maxTokens() != null) {
      span.setAttribute("gen_ai.request.max_tokens", (long) ask.maxTokens());
    }
    if (ask.seed() != null) {
      span.setAttribute("gen_ai.request.seed", ask.seed());
    }
    if (texts) {
      ArrayNode messages = JsonFiles.MAPPER.createArrayNode();
      ask.messages().forEach(m -> message(messages, m.role().name(), m.text()));
      span.setAttribute("gen_ai.input.messages", messages.toString());
    }
  }

  static void describe(Span span, Result result, boolean texts) {
    Reply reply = result.reply();
    ProviderError error = result.error();
    if (error != null) {
      span.setAttribute("error.type", type(error));
      span.setStatus(StatusCode.ERROR, type(error));
    } else if (reply == null) {
      span.setAttribute("error.type", "abandoned");
      span.setStatus(StatusCode.ERROR, "abandoned");
    } else {
      describe(span, reply, texts);
    }
    if (result.cost() != null) {
      span.setAttribute("locomo.cost_usd", result.cost());
    }
  }

  private static void describe(Span span, Reply reply, boolean texts) {
    span.setAttribute(FINISH, List.of(finish(reply.finish())));
    if (reply.providerModel() != null) {
      span.setAttribute("gen_ai.response.model", reply.providerModel());
    }
    if (reply.requestId() != null) {
      span.setAttribute("gen_ai.response.id", reply.requestId());
    }
    if (reply.inputTokens() != null) {
      span.setAttribute("gen_ai.usage.input_tokens", (long) reply.inputTokens());
    }
    if (reply.outputTokens() != null) {
      span.setAttribute("gen_ai.usage.output_tokens", (long) reply.outputTokens());
    }
    if (texts) {
      ArrayNode messages = JsonFiles.MAPPER.createArrayNode();
      message(messages, "assistant", reply.text());
      span.setAttribute("gen_ai.output.messages", messages.toString());
    }
  }

  private static void message(ArrayNode messages, String role, String text) {
    var message = messages.addObject().put("role", role.toLowerCase(Locale.ROOT));
    message.putArray("parts").addObject().put("type", "text").put("content", text);
  }

  private static String finish(Reply.Finish finish) {
    return switch (finish) {
      case STOP, THOUGHT -> "stop";
      case LENGTH -> "length";
      case FILTERED -> "content_filter";
      case OTHER -> "unknown";
    };
  }

  /** For example {@code rate_limited}. */
  static String type(ProviderError error) {
    return error.kind().name().toLowerCase(Locale.ROOT);
  }
}
