package dev.locomo.core.llm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What providers and gateways answer when they refuse, and what it means. */
class RefusalTest {
  private static final String KEY = "sk-very-secret-1234567890";
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ProviderError refusal(int status, String body, String... headers) {
    server.answers(status, body, headers);
    var call =
        new HttpCall(
            URI.create(server.url() + "/v1/x"),
            Map.of("Authorization", "Bearer " + KEY),
            "{}",
            Duration.ofSeconds(20));
    var error = catchThrowableOfType(ProviderError.class, () -> Http.post(call));
    assertThat(error).as(body).isNotNull();
    assertThat(error.toString()).doesNotContain(KEY).hasLineCount(1);
    return error;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The account
        "402|{\"error\":{\"message\":\"Insufficient Balance\",\"code\":\"invalid_request_error\"}}",
        "429|{\"error\":{\"message\":\"You exceeded your current"
            + " quota\",\"code\":\"insufficient_quota\"}}",
        "401|{\"error\":{\"type\":\"insufficient_quota\",\"message\":\"plan and billing\"}}",
        "400|{\"type\":\"error\",\"error\":{\"message\":\"Your credit balance is too low to"
            + " access\"}}",
        "400|{\"error\":{\"message\":\"You have reached your specified API usage limits.\"}}",
        "429|{\"error\":{\"code\":\"1113\",\"message\":\"余额不足或无可用资源包,请充值。\"}}",
        "429|{\"error\":{\"code\":1113,\"message\":\"?\"}}",
        "500|{\"error\":{\"message\":\"Insufficient balance or no resource package.\"}}",
        "403|{\"error\":{\"message\":\"用户额度不足\",\"code\":\"insufficient_user_quota\"}}",
        "403|{\"code\":30001,\"message\":\"Sorry, your account balance is"
            + " insufficient\",\"data\":null}",
        "200|{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}",
        "200|{\"error\":{\"code\":\"402\",\"message\":\"?\"}}",
        "200|{\"choices\":null,\"base_resp\":{\"status_code\":1008,\"status_msg\":\"insufficient"
            + " balance\"},\"error\":\"insufficient balance\"}",
        "400|{\"code\":\"Arrearage\",\"message\":\"make sure your account is in good standing\"}",
        "429|{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]}]}}",
        "429|[{\"error\":{\"code\":429,\"message\":\"Quota exceeded for metric: x, limit: 0, model:"
            + " y\"}}]",
        "429|{\"error\":{\"message\":\"Rate limit exceeded: free-models-per-day\",\"code\":429}}",
        "429|{\"error\":{\"type\":\"exceeded_current_quota_error\",\"message\":\"Your account is"
            + " suspended, please check your plan and billing details\"}}",
        "403|{\"error\":\"Your team has either used all available credits or reached its monthly"
            + " spending limit\"}",
        "402|{\"error\":\"You have exceeded your monthly included credits\"}",
        "403|not enough credits",
      })
  void moneyOrQuotaSpent(int status, String body) {
    assertThat(refusal(status, body).kind()).isEqualTo(Kind.QUOTA_EXHAUSTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|{\"error\":{\"message\":\"Incorrect API key provided\",\"code\":\"invalid_api_key\"}}",
        "401|{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid"
            + " x-api-key\"}}",
        "401|",
        "401|Unauthorized",
        "400|[{\"error\":{\"code\":400,\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}]",
        "400|{\"error\":{\"message\":\"API key expired. Please renew the API key.\"}}",
        "400|{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key"
            + " provided: xa***\"}",
        "403|{\"error\":{\"code\":403,\"message\":\"Your API key was reported as leaked.\"}}",
        "403|{\"error\":{\"status\":\"PERMISSION_DENIED\",\"message\":\"no\"}}",
        "200|{\"error\":{\"code\":401,\"message\":\"No auth credentials found\"}}",
        "200|{\"error\":\"Invalid API key\"}",
        "500|{\"error\":{\"message\":\"Invalid API Key\"}}",
        "400|{\"detail\":\"Invalid authentication credentials\"}",
        "401|{\"message\":\"Unauthorized\",\"request_id\":\"r\"}",
        "401|{\"detail\":[{\"msg\":\"no key\"}]}",
        "401|{\"error\":{\"message\":\"无效的令牌\",\"type\":\"new_api_error\"}}",
        "403|{\"error\":{\"message\":\"Your account has been deactivated\"}}",
      })
  void keyRefused(int status, String body) {
    assertThat(refusal(status, body == null ? "" : body).kind()).isEqualTo(Kind.KEY_REFUSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|{\"error\":{\"code\":403,\"message\":\"x requires moderation. Your input was flagged"
            + " for \\\"violence\\\". No credits were"
            + " charged.\",\"metadata\":{\"reasons\":[\"violence\"],\"flagged_input\":\"my api key"
            + " expired\"}}}",
        "400|{\"error\":{\"code\":\"content_filter\",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}",
        "400|{\"error\":{\"message\":\"Output blocked by content filtering policy\"}}",
        "400|{\"error\":{\"message\":\"Invalid prompt: your prompt was flagged as potentially"
            + " violating our usage policy\"}}",
        "400|{\"error\":{\"message\":\"Content Exists Risk\"}}",
        "400|{\"code\":\"DataInspectionFailed\",\"message\":\"Input data may contain inappropriate"
            + " content.\"}",
        "400|{\"error\":{\"code\":\"1301\",\"message\":\"系统检测到输入或生成内容可能包含不安全或敏感内容\"}}",
        "500|{\"error\":{\"message\":\"sensitive words detected\"}}",
        "200|{\"error\":{\"code\":403,\"message\":\"Your input was flagged\"}}",
        "400|{\"error\":{\"message\":\"The request was rejected because it was considered high"
            + " risk\"}}",
      })
  void onePromptRefused(int status, String body) {
    assertThat(refusal(status, body).kind()).isEqualTo(Kind.FILTERED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{\"object\":\"error\",\"message\":\"This model's maximum context length is 200 tokens."
            + " However, your request has 203 input tokens.\",\"code\":400}",
        "400|{\"error\":{\"code\":\"context_length_exceeded\"}}",
        "400|{\"type\":\"error\",\"error\":{\"message\":\"prompt is too long: 208310 tokens >"
            + " 200000 maximum\"}}",
        "400|{\"error\":{\"message\":\"The input token count (1200000) exceeds the maximum number"
            + " of tokens allowed (1048576).\"}}",
        "413|{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\"}}",
        "422|{\"error\":\"Input validation error: `inputs` tokens + `max_new_tokens` must be <="
            + " 4097\"}",
        "500|{\"error\":{\"message\":\"the request exceeds the available context size\"}}",
        "400|{\"error\":{\"code\":\"1261\",\"message\":\"Prompt 超长\"}}",
        "429|{\"error\":{\"message\":\"Request too large for gpt-4 on tokens per min"
            + " (TPM)\",\"code\":\"rate_limit_exceeded\"}}",
        "400|{\"error\":{\"message\":\"'max_tokens' is too large: 5000. This model's maximum"
            + " context length is 4096 tokens\"}}",
      })
  void theContextIsTooLong(int status, String body) {
    var error = refusal(status, body);
    assertThat(error.kind()).isEqualTo(Kind.CONTEXT_TOO_LONG);
    assertThat(error).hasMessageContaining("the prompt does not fit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|{\"object\":\"error\",\"message\":\"The model `wrong-name` does not"
            + " exist.\",\"type\":\"NotFoundError\",\"code\":404}",
        "404|{\"error\":{\"code\":\"model_not_found\",\"message\":\"?\"}}",
        "403|{\"error\":{\"code\":\"model_not_found\",\"message\":\"Project `p` does not have"
            + " access to model `m`\"}}",
        "400|{\"error\":{\"message\":\"Model Not Exist\"}}",
        "400|{\"error\":{\"message\":\"x/y is not a valid model ID\",\"code\":400}}",
        "404|{\"error\":{\"message\":\"No endpoints found for x/y.\",\"code\":404}}",
        "404|{\"error\":\"model 'x' not found, try pulling it first\"}",
        "404|{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model:"
            + " claude-x\"}}",
        "404|{\"error\":{\"code\":404,\"message\":\"models/x is not found for API version"
            + " v1beta\"}}",
        "404|{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"The API deployment for this"
            + " resource does not exist.\"}}",
        "400|{\"error\":{\"message\":\"The model x has been"
            + " decommissioned\",\"code\":\"model_decommissioned\"}}",
        "200|{\"error\":{\"code\":404,\"message\":\"The model x does not exist\"}}",
      })
  void theModelIsUnknown(int status, String body) {
    var error = refusal(status, body);
    assertThat(error.kind()).isEqualTo(Kind.MODEL_UNKNOWN);
    assertThat(error).hasMessageContaining("is the model's name right?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{\"error\":{\"message\":\"Unsupported value: 'temperature' does not support 0 with"
            + " this model\",\"code\":\"unsupported_value\"}}",
        "400|{\"error\":{\"message\":\"temperature is not supported by model"
            + " x\",\"param\":\"temperature\"}}",
        "400|{\"error\":{\"message\":\"max_tokens is too large: 9000. This model supports at most"
            + " 4096 completion tokens\"}}",
        "400|{\"error\":{\"message\":\"not today\"}}",
        "422|{\"detail\":[{\"msg\":\"field required\",\"input\":\"insufficient balance, invalid api"
            + " key\"}]}",
        "404|{\"error\":{\"message\":\"Invalid URL (POST /chat/completions)\"}}",
        "404|{\"detail\":\"Not Found\"}",
        "405|",
        "200|{\"error\":\"Unexpected endpoint or method. (POST /chat/completions)\"}",
      })
  void theRequestIsRejected(int status, String body) {
    assertThat(refusal(status, body == null ? "" : body).kind()).isEqualTo(Kind.REJECTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|{\"error\":{\"message\":\"Rate limit reached. Add a payment method at"
            + " .../account/billing\"}}|RATE_LIMITED",
        "429|{\"error\":{\"message\":\"You exceeded your current"
            + " quota\",\"details\":[{\"violations\":[{\"quotaId\":\"RequestsPerMinute\"}]}]}}|RATE_LIMITED",
        "429|<html>slow down</html>|RATE_LIMITED",
        "200|{\"error\":{\"code\":429,\"message\":\"busy\"}}|RATE_LIMITED",
        "400|{\"error\":{\"message\":\"Too many requests, throttled\"}}|RATE_LIMITED",
        "200|{\"error\":{\"message\":\"upstream is down\"}}|UNAVAILABLE",
        "200|{\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}|UNAVAILABLE",
        "200|{\"error\":\"upstream is down\"}|UNAVAILABLE",
        "200|{\"error\":[{\"message\":\"upstream is down\"}]}|UNAVAILABLE",
        "200|[{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\",\"message\":\"later\"}}]|UNAVAILABLE",
        "529|{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}|UNAVAILABLE",
        "400|{\"error\":{\"message\":\"The model is currently overloaded\"}}|UNAVAILABLE",
        "503|{\"error\":\"Model x is currently loading and not available\"}|UNAVAILABLE",
        "409|{\"error\":{\"message\":\"conflict\"}}|UNAVAILABLE",
        "403|<html><title>Just a moment: api key invalid</title></html>|UNAVAILABLE",
        "401|<!DOCTYPE html><p>Log in to the proxy|UNAVAILABLE",
        "400|<html>Bad request</html>|UNAVAILABLE",
        "502|<html>Bad gateway</html>|UNAVAILABLE",
        "200|<html>Login</html>|MALFORMED_REPLY",
      })
  void whatMayPassIsAskedAgainAndTheKeyStays(int status, String body, Kind kind) {
    assertThat(refusal(status, body).kind()).isEqualTo(kind);
    assertThat(kind.retryable()).isTrue();
  }

  @Test
  void theMessageHasTheProvidersWordsAndWhatToDo() {
    assertThat(refusal(404, "{\"detail\":\"Not Found\"}"))
        .hasMessageEndingWith(
            "answered 404: Not Found (is the model's name right, and does the base URL end in the"
                + " version, as /v1?)");
    assertThat(refusal(200, "{\"error\":\"Unexpected endpoint or method.\"}"))
        .hasMessageEndingWith(
            "answered 200: Unexpected endpoint or method. (does the base URL end in the version, as"
                + " /v1?)");
    assertThat(refusal(200, "{\"error\":{\"code\":\"502\",\"message\":\"no\\n luck\"}}"))
        .hasMessageEndingWith("answered 200, error 502: no luck");
    assertThat(
            refusal(
                400,
                "{\"error\":{\"message\":\"Provider returned"
                    + " error\",\"metadata\":{\"raw\":\"boo\"}}}"))
        .hasMessageEndingWith("answered 400: Provider returned error: boo");
    assertThat(refusal(500, "<html>\n<b>Oops</b>"))
        .hasMessageEndingWith("answered 500: an HTML page: <html> <b>Oops</b>");
  }

  @Test
  void anErrorThatSaysNothingIsNone() throws InterruptedException {
    for (String body :
        new String[] {
          "{\"error\":null,\"a\":1}", "{\"error\":\"\",\"a\":1}", "{\"error\":{},\"a\":1}",
          "{\"error\":false,\"a\":1}", "{\"error\":[],\"a\":1}", "{\"error\":{\"code\":null}}"
        }) {
      server.answers(200, body);
      var call = new HttpCall(URI.create(server.url()), Map.of(), "{}", Duration.ofSeconds(20));
      assertThat(Http.post(call).body()).isEqualTo(body);
    }
  }

  @Test
  void aKeyIsMaskedAlsoWhereTheMessageIsCutInTheMiddleOfIt() {
    for (int length = 270; length < 300; length++) {
      String message = "x".repeat(length) + KEY;
      for (String body :
          new String[] {
            message,
            "{\"error\":\"" + message + "\"}",
            "{\"error\":{\"message\":\"" + message + "\"}}"
          }) {
        for (int status : new int[] {200, 400}) {
          assertThat(refusal(status, body)).hasMessageNotContaining("sk-v");
        }
      }
    }
  }

  @Test
  void aKeyThatIsAWordForAServerThatWantsAnyIsNoSecret() {
    server.answers(400, "{\"error\":{\"message\":\"next: x is 1\",\"code\":1}}");
    for (String key : new String[] {"x", "1", "none", "error"}) {
      var headers = Map.of("Authorization", "Bearer " + key);
      var call = new HttpCall(URI.create(server.url()), headers, "{}", Duration.ofSeconds(20));
      var error = catchThrowableOfType(ProviderError.class, () -> Http.post(call));
      assertThat(error).hasMessageEndingWith("answered 400: next: x is 1");
    }
  }

  @Test
  void theWaitOfAnErrorInsideASuccessIsKept() {
    assertThat(
            refusal(200, "{\"error\":{\"code\":429,\"message\":\"slow\"}}", "Retry-After", "7")
                .retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
  }
}
