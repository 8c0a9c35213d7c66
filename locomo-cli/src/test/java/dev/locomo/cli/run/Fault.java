package dev.locomo.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.cli.run.FaultyProvider.Dialect;
import dev.locomo.core.llm.FakeServer;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/** What a provider does to every request of a run, and what the run is to make of it. */
enum Fault {
  USAGE_MISSING(Means.ANSWERED, (d, text) -> without(d, d.reply(d.done, text))),
  USAGE_NEGATIVE(Means.ANSWERED, (d, text) -> d.count(d.reply(d.done, text), "-1", "-5")),
  USAGE_OF_STRINGS(Means.ANSWERED, (d, text) -> d.count(d.reply(d.done, text), "\"10\"", "\"2\"")),
  USAGE_NULL_AND_HUGE(Means.ANSWERED, (d, text) -> d.count(d.reply(d.done, text), "null", "1e40")),
  THOUGHT_IN_MARKS(
      Means.ANSWERED, (d, text) -> d.reply(d.done, "<think>\nhm, {no}\n</think>\n" + text)),
  THOUGHT_CLOSED_ALONE(
      Means.ANSWERED, (d, text) -> d.reply(d.done, "hm, {no}\n</think>\n\n" + text)),
  THOUGHT_IN_ITS_PLACE(Means.ANSWERED, (d, text) -> d.thinking(d.reply(d.done, text), "hm, {no}")),
  CONTENT_IN_PARTS(
      Means.ANSWERED, (d, text) -> d.reply(d.done, text.substring(0, 2), text.substring(2))),
  UNKNOWN_WORD_AND_TEXT(Means.ANSWERED, (d, text) -> d.reply("weird", text)),
  ALL_THOUGHT_AND_CUT(Means.CUT, (d, _) -> d.reply(d.cut, "<think>hm, is it the")),
  CUT_BEFORE_ANYTHING(Means.CUT, (d, _) -> d.reply(d.cut, "")),
  ALL_THOUGHT(Means.EMPTY, (d, _) -> d.thinking(d.reply(d.done, ""), "it is blue")),
  NOTHING_SAID(Means.EMPTY, (d, _) -> d.reply(d.done, "")),
  FILTERED_REPLY(Means.FILTERED, (d, _) -> d.reply(d.filtered, "")),
  ENDED_IN_ERROR(Means.FAILED, "ended with 'error'", (d, _) -> d.reply("error", "a bl")),
  ENDED_IN_NETWORK_ERROR(
      Means.FAILED, "ended with 'network_error'", (d, _) -> d.reply("network_error", "a bl")),
  UNKNOWN_WORD_AND_NO_TEXT(Means.FAILED, "ended with 'weird'", (d, _) -> d.reply("weird", "")),
  ANOTHER_PROTOCOL(Means.FAILED, "not of the provider's protocol", 200, "{\"hello\": \"KEY\"}"),
  PAGE_AS_SUCCESS(Means.FAILED, "an HTML page: <html>Log in", 200, "<html>Log in KEY</html>"),
  PAGE_OF_A_PROXY(
      Means.FAILED, "answered 403: an HTML page: ", 403, "<html>api key KEY invalid</html>"),
  BAD_GATEWAY(Means.FAILED, "answered 502: an HTML page: ", 502, "<html>Bad gateway</html>"),
  OVERLOADED(
      Means.FAILED,
      "Overloaded",
      529,
      "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded"
          + " KEY\"}}"),
  RATE_LIMITED(Means.FAILED, "slow down", 429, "{\"error\":{\"message\":\"slow down KEY\"}}"),
  UPSTREAM_INSIDE_A_SUCCESS(
      Means.FAILED,
      "answered 200, error 502: upstream",
      200,
      "{\"error\":{\"code\":502,\"message\":\"upstream KEY\"}}"),
  CLOSED(Means.FAILED, "no connection", 0, ""),
  CONTEXT_TOO_LONG(
      Means.FAILED,
      "context-too-long",
      400,
      "{\"object\":\"error\",\"message\":\"maximum context length is 200 tokens,"
          + " KEY\",\"code\":400}"),
  MODERATED(
      Means.FILTERED,
      "filtered: ",
      403,
      "{\"error\":{\"code\":403,\"message\":\"m requires moderation. Your input was flagged. No"
          + " credits were charged. KEY\"}}"),
  CONTENT_FILTER(
      Means.FILTERED,
      "filtered: ",
      400,
      "{\"error\":{\"code\":\"content_filter\",\"message\":\"KEY\"}}"),
  MODEL_UNKNOWN(
      Means.REFUSED,
      "is the model's name right?",
      404,
      "{\"error\":{\"message\":\"The model m does not exist. KEY\",\"code\":\"model_not_found\"}}"),
  WRONG_ADDRESS(
      Means.REFUSED,
      "does the base URL end in the version",
      200,
      "{\"error\":\"Unexpected endpoint or method. KEY\"}"),
  REJECTED(Means.REFUSED, "not like this", 422, "{\"detail\":[{\"msg\":\"not like this KEY\"}]}"),
  KEY_REFUSED(
      Means.STOPPED,
      "Incorrect API key",
      401,
      "{\"error\":{\"message\":\"Incorrect API key provided: KEY\"}}"),
  KEY_REFUSED_IN_AN_ARRAY(
      Means.STOPPED,
      "API key not valid",
      400,
      "[{\"error\":{\"code\":400,\"message\":\"API key not valid. KEY\"}}]"),
  NO_MONEY(
      Means.STOPPED,
      "Insufficient Balance",
      402,
      "{\"error\":{\"message\":\"Insufficient Balance KEY\"}}"),
  NO_QUOTA(
      Means.STOPPED,
      "exceeded your quota",
      429,
      "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"exceeded your quota KEY\"}}"),
  NO_MONEY_BY_A_CODE(
      Means.STOPPED, "余额不足", 429, "{\"error\":{\"code\":\"1113\",\"message\":\"余额不足 KEY\"}}"),
  NO_MONEY_AS_A_BREAKDOWN(
      Means.STOPPED,
      "insufficient balance",
      500,
      "{\"error\":{\"message\":\"insufficient balance KEY\"}}"),
  NO_MONEY_INSIDE_A_SUCCESS(
      Means.STOPPED,
      "Insufficient credits",
      200,
      "{\"error\":{\"code\":402,\"message\":\"Insufficient credits KEY\"}}");

  /** What becomes of what is asked. */
  enum Means {
    /** It is answered as well as without the fault. */
    ANSWERED,
    /** It is answered with nothing. */
    EMPTY,
    /** The reply broke off at the limit before it said anything. */
    CUT,
    /** A filter stopped it, and the run goes on. */
    FILTERED,
    /** It failed, and the run goes on for a while. */
    FAILED,
    /** It is refused, and after five equal refusals the run stops. */
    REFUSED,
    /** Nothing can be had any more: the run stops at once. */
    STOPPED
  }

  final Means means;
  final String reason;
  final FaultyProvider.Answer answer;

  Fault(Means means, BiFunction<Dialect, String, ObjectNode> reply) {
    this(means, "", reply);
  }

  Fault(Means means, String reason, BiFunction<Dialect, String, ObjectNode> reply) {
    this.means = means;
    this.reason = reason;
    this.answer =
        (dialect, text, exchange) ->
            FakeServer.send(exchange, 200, reply.apply(dialect, text).toString());
  }

  /** With a body in which the key of the request stands for KEY; status 0 for no answer at all. */
  Fault(Means means, String reason, int status, String body) {
    this.means = means;
    this.reason = reason;
    this.answer =
        (_, _, exchange) -> {
          if (status > 0) {
            FakeServer.send(exchange, status, body.replace("KEY", key(exchange)));
          } else {
            exchange.close();
          }
        };
  }

  /** As the request has it. */
  private static String key(HttpExchange exchange) {
    return List.of("Authorization", "x-api-key", "x-goog-api-key").stream()
        .map(exchange.getRequestHeaders()::getFirst)
        .filter(Objects::nonNull)
        .map(header -> header.replace("Bearer ", ""))
        .findFirst()
        .orElse("no key");
  }

  private static ObjectNode without(Dialect dialect, ObjectNode reply) {
    reply.remove(List.of("usage", "usageMetadata", "prompt_eval_count", "eval_count"));
    return reply;
  }
}
