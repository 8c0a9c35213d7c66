package dev.locomo.core.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer without a usable reply means: the one place that turns statuses and the providers'
 * own words into kinds of {@link ProviderError}. The words count more than the status, for gateways
 * pass on their upstream's refusals under statuses of their own.
 */
public final class Refusal {
  private static final Pattern QUOTA =
      words(
          "insufficient[\\s_-]*(?:user[\\s_-]*|account[\\s_-]*)*(?:quota|balance|credits?|funds)",
          "(?:balance|credits?|funds)\\s+(?:is\\s+|are\\s+|has\\s+|have\\s+)?(?:been\\s+)?"
              + "(?:too low|insufficient|not enough|exhausted|depleted|used up|run out|ran out)",
          "not enough (?:credits?|balance|quota|funds)|quota is not enough|out of credits?",
          "(?:all available|have any|more) credits|no (?:remaining |more )?credits (?:left|remain)",
          "payment[\\s_]required|billing[\\s_](?:hard[\\s_]limit|not[\\s_]active|error)",
          "account is not active|exceeded_current_quota|(?:spending|credit)[\\s_]limit",
          "monthly (?:included|spending|usage|credit)|specified api usage limits|calls / month",
          "per-?day|limit: 0(?![.\\d])|arrear|account[\\s_]?overdue|good standing",
          "free ?tier ?only|free allocated quota exceeded",
          "余额不足|额度不足|额度已|欠费|已欠|充值|残高|잔액|saldo insuficiente",
          "cr[eé]ditos insuficientes|solde insuffisant|cr[eé]dits? insuffisants?",
          "недостаточно средств|guthaben",
          "^(?:1113|1304|1308|1309)$");

  private static final Pattern KEY =
      words(
          "api_key_invalid|invalid[\\s_-]*(?:x-)?api[\\s_-]*key",
          "(?:incorrect|wrong|bad|unknown|revoked|missing|no) api[\\s_-]*key(?! limit)",
          "api[\\s_-]*key[^.\\n]{0,40}(?:not valid|invalid|expired|incorrect|not"
              + " found|revoked|disabled|leaked|required)",
          "invalid (?:api |auth\\w* |access |bearer )token|no auth credentials|access_terminated",
          "invalid[\\s_](?:authentication|credentials?|subscription key)",
          "authentication[\\s_]?(?:error|failed|fails)|unauthenticated|\\bunauthorized\\b",
          "account[^.\\n]{0,40}(?:suspended|deactivated|terminated|disabled|banned|blocked|locked)",
          "无效的令牌|令牌(?:无效|已过期|状态不可用)|身份验证失败|鉴权失败");

  private static final Pattern FILTER =
      words(
          "content[\\s_-]*(?:filter|policy|violat|management policy|moderation|exists risk)",
          "responsibleaipolicy|usage (?:policy|policies|guidelines)|safety[\\s_](?:check|system)",
          "requires moderation|moderation[\\s_](?:blocked|failed)|(?:was|were|been) flagged",
          "data_?inspection|sensitive[\\s_]*(?:content|words?|information)|considered high risk",
          "(?:inappropriate|harmful|prohibited|unsafe)[\\s_](?:content|material)",
          "不安全|敏感|违规|审核",
          "^1301$");

  private static final Pattern LONG =
      words(
          "context[\\s_-]*(?:length|window|size)|maximum context|(?:prompt|input)[^.\\n]{0,20}too"
              + " long",
          "too many (?:input |prompt )?tokens|input token count|reduce the length|prompt_too_long",
          "exceeds? the (?:model's )?(?:maximum|max|limit)[^.\\n]{0,40}tokens|string_above_max",
          "tokens[^.\\n]{0,40}exceed|inputs?`? tokens \\+|range of input length|maximum input"
              + " length",
          "(?:输入|提示|上下文)[^.\\n]{0,20}(?:过长|超)",
          "^1261$");

  /** Larger than all that is granted in a minute. */
  private static final Pattern LARGE = words("request[\\s_]too[\\s_]large");

  /** A reply that is to be longer than the model's replies can be. */
  private static final Pattern OUTPUT =
      words("max_(?:\\w+_)?tokens:? (?:is|exceed|must|should|\\d)");

  /** What is wrong is a parameter; the model may be named besides. */
  private static final Pattern PARAMETER =
      words(
          "unsupported_(?:value|parameter)|parameter|temperature|top_p|max_(?:\\w+_)?tokens",
          "response_format|json_(?:object|schema)|reasoning_effort|penalty|logprobs|\\bseed\\b");

  private static final Pattern MODEL =
      words(
          "model_?not_?found|deployment_?not_?found|model_?not_?open|model_decommissioned",
          "model[^\\n]{0,80}(?:not exist|not found|is not (?:supported|available|a valid)|not valid"
              + "|no longer|has been (?:retired|deprecated)|decommissioned)",
          "(?:invalid|unknown|no such|unsupported) model|not a valid model|no endpoints found",
          "not have access to (?:the )?model|^model: |模型[^\\n]{0,20}(?:不存在|未找到|不可用)",
          "^1211$");

  private static final Pattern ADDRESS =
      words(
          "(?:unexpected|unknown|invalid) (?:endpoint|url|path|route)|cannot (?:post|get) /",
          "no route|route not found|unrecognized request url|page not found|method not allowed",
          "no static resource");

  private static final Pattern RATE = words("rate[\\s_-]?limit|too many requests|throttl");
  private static final Pattern BUSY =
      words("overloaded|over capacity|temporarily unavailable|server is busy|try again later");

  /** Conflicts, locks and the like, which pass. */
  private static final Set<Integer> PASSING = Set.of(409, 423, 425, 498, 499);

  /** Statuses with which a page says more than that a proxy is in a bad way. */
  private static final Set<Integer> PAGES = Set.of(404, 405, 407, 408, 413, 414, 429);

  private static final String ADDRESS_HINT = "does the base URL end in the version, as /v1?";
  private static final String MODEL_HINT = "is the model's name right?";

  private Refusal() {}

  private static Pattern words(String... alternatives) {
    return Pattern.compile(String.join("|", alternatives), Pattern.MULTILINE);
  }

  /** The error for an answer whose status is not 2xx. */
  static ProviderError of(HttpCall call, HttpResponse<String> answer, Instant now) {
    var complaint = Complaint.of(call.withoutKeys(answer.body()));
    return error(call, complaint, answer.statusCode(), answer.headers(), now);
  }

  /**
   * The error for an answer that was called a success and holds no reply.
   *
   * @param part what of the body is about the error; the body itself when nothing is
   */
  public static ProviderError inside(HttpCall call, HttpReply reply, JsonNode part) {
    var complaint = Complaint.of(call.withoutKeys(part.toString()));
    var headers = HttpHeaders.of(reply.headers(), (_, _) -> true);
    return error(call, complaint, reply.status(), headers, Instant.now());
  }

  /** Whether a body that was called a success says that there was an error. */
  public static boolean isIn(JsonNode body) {
    JsonNode error = (body.isArray() ? body.path(0) : body).path("error");
    return error.asBoolean()
        || (error.isTextual() && !error.textValue().isBlank())
        || !Complaint.words(error).isBlank();
  }

  private static ProviderError error(
      HttpCall call, Complaint complaint, int status, HttpHeaders headers, Instant now) {
    int declared = complaint.status();
    boolean vague = status < 300 || status == 400 || status >= 500;
    int meant = vague && declared > 0 ? declared : status;
    Kind kind = kind(meant, complaint);
    String answered =
        kind == Kind.MALFORMED_REPLY
            ? ": a reply that is not of the provider's protocol: "
            : " answered " + status + (meant == status ? "" : ", error " + meant) + ": ";
    String message =
        call.host() + answered + complaint.line() + hint(kind, meant, complaint, headers);
    return new ProviderError(
            kind,
            call.withoutKeys(message),
            kind.retryable() ? RetryAfter.of(headers, complaint.json(), now) : null,
            null)
        .answering(complaint.json().toString());
  }

  private static Kind kind(int status, Complaint complaint) {
    if (complaint.page()) {
      return page(status);
    }
    String words = complaint.words();
    if (LARGE.matcher(words).find()) {
      return Kind.CONTEXT_TOO_LONG;
    }
    @Nullable Kind said = said(status, words);
    return said == null ? ofStatus(status, complaint) : said;
  }

  /** What the words say, if they do. */
  private static @Nullable Kind said(int status, String words) {
    if (status == 402 || QUOTA.matcher(words).find()) {
      return Kind.QUOTA_EXHAUSTED;
    }
    boolean rate = status == 429;
    if (!rate && KEY.matcher(words).find()) {
      return Kind.KEY_REFUSED;
    }
    if (FILTER.matcher(words).find()) {
      return Kind.FILTERED;
    }
    if (rate) {
      return null;
    }
    if (LONG.matcher(words).find() && !OUTPUT.matcher(words).find()) {
      return Kind.CONTEXT_TOO_LONG;
    }
    if (status < 500 && MODEL.matcher(words).find() && !PARAMETER.matcher(words).find()) {
      return Kind.MODEL_UNKNOWN;
    }
    if (status < 500 && ADDRESS.matcher(words).find()) {
      return Kind.REJECTED;
    }
    boolean refused = status == 401 || status == 404;
    if (!refused && RATE.matcher(words).find()) {
      return Kind.RATE_LIMITED;
    }
    return !refused && BUSY.matcher(words).find() ? Kind.UNAVAILABLE : null;
  }

  /** A proxy's words are not the provider's: of keys and accounts it knows nothing. */
  private static Kind page(int status) {
    boolean proxy = status >= 400 && status < 500 && !PAGES.contains(status);
    return proxy ? Kind.UNAVAILABLE : ofStatus(status, Complaint.of(""));
  }

  private static Kind ofStatus(int status, Complaint complaint) {
    return switch (status) {
      case 401, 403 -> Kind.KEY_REFUSED;
      case 408 -> Kind.TIMEOUT;
      case 413 -> Kind.CONTEXT_TOO_LONG;
      case 429 -> Kind.RATE_LIMITED;
      default -> {
        if (status < 300) {
          yield complaint.declared() ? Kind.UNAVAILABLE : Kind.MALFORMED_REPLY;
        }
        yield status >= 500 || PASSING.contains(status) ? Kind.UNAVAILABLE : Kind.REJECTED;
      }
    };
  }

  private static String hint(Kind kind, int status, Complaint complaint, HttpHeaders headers) {
    if (status == 407) {
      return " (the proxy wants to know who asks: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT)";
    }
    if (status >= 300 && status < 400) {
      return " (redirects are not followed, this one goes to "
          + headers.firstValue("location").orElse("nowhere")
          + ")";
    }
    boolean address = ADDRESS.matcher(complaint.words()).find();
    return switch (kind) {
      case MODEL_UNKNOWN -> " (" + MODEL_HINT + ")";
      case CONTEXT_TOO_LONG ->
          " (the prompt does not fit: a model with a larger window, or less in the prompt)";
      case REJECTED ->
          address
              ? " (" + ADDRESS_HINT + ")"
              : status == 404 || status == 405
                  ? " (is the model's name right, and " + ADDRESS_HINT + ")"
                  : "";
      default -> "";
    };
  }
}
