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
        "403|{\"statusCode\":403,\"message\":\"Out of call volume quota. Quota will be replenished in 2.06:55:18.\"}",
        "400|{\"error\":{\"message\":\"Budget has been exceeded! Current cost: 10.2, Max budget: 10.0\",\"type\":\"budget_exceeded\",\"param\":null,\"code\":\"400\"}}",
        "429|{\"error\":{\"message\":\"Your account [2100] has reached the set inference limit for the [doubao-pro] model, and the model service has been paused. To continue using this model, please visit the Model Activation page to adjust or close the \\\"Safe Experience Mode\\\"\",\"code\":\"SetLimitExceeded\"}}",
        "400|{\"error_code\":17,\"error_msg\":\"Open api daily request limit reached\"}",
        "429|{\"error\":\"you (bob) have reached your weekly usage limit, upgrade for higher limits: https://ollama.com/upgrade\"}",
        "429|{\"error\":{\"message\":\"您的账户已达到每周使用上限，限额将在 2026-12-05 重置\",\"code\":\"1310\"}}",
        "429|{\"detail\":\"You have exhausted your free credits. Please add a payment method.\"}",
        "400|{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Youre out of extra usage. Add more at claude.ai/settings/usage and keep going.\"}}",
        "429|{\"error\":{\"message\":\"Monthly quota exceeded for this API key\"}}",
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
        "400|{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"This organization has been disabled.\"}}",
        "400|{\"base_resp\":{\"status_code\":1004,\"status_msg\":\"login fail: Please carry the API secret key in the Authorization field of the request header\"}}",
        "400|{\"error_code\":110,\"error_msg\":\"Access token invalid or no longer valid\"}",
        "429|{\"error\":{\"message\":\"您的账户已被锁定，请联系客服解锁\",\"code\":\"1112\"}}",
        "429|{\"error\":{\"message\":\"账户因违规使用已被锁定，请联系客服\",\"code\":\"1121\"}}",
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
        "400|{\"error\":{\"message\":\"The content you provided is blocked.\"}}",
        "400|{\"error\":{\"code\":\"1301\",\"message\":\"系统检测到输入或生成内容可能包含不安全或敏感内容\"}}",
        "500|{\"error\":{\"message\":\"sensitive words detected\"}}",
        "200|{\"error\":{\"code\":403,\"message\":\"Your input was flagged\"}}",
        "400|{\"error\":{\"message\":\"The request was rejected because it was considered high"
            + " risk\"}}",
        "400|{\"base_resp\":{\"status_code\":1026,\"status_msg\":\"input new_sensitive\"},\"choices\":null}",
        "400|{\"error\":{\"message\":\"the content is unsafe\",\"code\":\"unsafe_input\"}}",
        "400|{\"error\":{\"message\":\"Request blocked by guardrail: prompt injection detected\",\"type\":\"guardrail_violation\"}}",
        "446|{\"error\":{\"message\":\"Blocked by Prompt Guard\",\"code\":\"446\"}}",
        "200|{\"error\":{\"message\":\"Provider returned error\",\"code\":403,\"metadata\":{\"raw\":\"Input flagged by moderation\"}}}",
        "400|{\"error\":{\"message\":\"Invalid prompt: weve limited access to this content for safety reasons.\",\"code\":\"invalid_prompt\"}}",
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
        "400|{\"error\":{\"message\":\"prompt length 9000 exceeds model limit 8192\"}}",
        "400|{\"detail\":\"Input token length 9000 > max_seq_len 8192\"}",
        "400|{\"error\":{\"code\":\"1261\",\"message\":\"Prompt 超长\"}}",
        "429|{\"error\":{\"message\":\"Request too large for gpt-4 on tokens per min"
            + " (TPM)\",\"code\":\"rate_limit_exceeded\"}}",
        "400|{\"error\":{\"message\":\"'max_tokens' is too large: 5000. This model's maximum"
            + " context length is 4096 tokens\"}}",
        "400|{\"object\":\"error\",\"message\":\"The decoder prompt (length 40960) is longer than the maximum model length of 32768. Make sure that `max_model_len` is no smaller than the number of text tokens.\",\"type\":\"BadRequestError\",\"code\":400}",
        "500|{\"error\":{\"message\":\"input (600 tokens) is too large to process. increase the physical batch size (current batch size: 512)\",\"code\":500,\"type\":\"server_error\"}}",
        "400|{\"error\":{\"message\":\"Your request exceeded model token limit: 131072 (requested: 140000)\",\"type\":\"invalid_request_error\"}}",
        "400|{\"code\":\"Client specified an invalid argument\",\"error\":\"This models maximum prompt length is 131072 but the request contains 140000 tokens.\"}",
        "422|{\"error\":\"Input validation error: `inputs` must have less than 4095 tokens. Given: 5000\",\"error_type\":\"validation\"}",
        "400|{\"error_code\":336007,\"error_msg\":\"the max length of current question is 2000\"}",
        "400|{\"error\":{\"message\":\"inputs tokens + max_new_tokens must be <= 8193. Given: 9000 inputs tokens and 32 max_new_tokens\",\"type\":\"invalid_request_error\"}}",
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
        "403|{\"code\":30003,\"message\":\"Model disabled.\",\"data\":null}",
        "403|{\"error\":{\"message\":\"Access to model denied. Please make sure you are eligible for using the model.\",\"code\":\"Model.AccessDenied\",\"type\":\"Model.AccessDenied\"}}",
        "400|{\"message\":\"The provided model identifier is invalid.\"}",
        "403|{\"message\":\"You don’t have access to the model with the specified model ID.\"}",
        "503|{\"error\":{\"message\":\"当前分组 default 下对于模型 xx 无可用渠道\",\"type\":\"new_api_error\",\"code\":\"model_not_found\"}}",
        "404|{\"id\":\"x\",\"error\":{\"message\":\"Unable to access model xx. Please visit https://api.together.ai/models to view the list of supported models.\",\"type\":\"invalid_request_error\",\"code\":\"model_not_available\"}}",
        "404|{\"error\":{\"message\":\"Not found the model kimi-x or Permission denied\",\"type\":\"resource_not_found_error\"}}",
        "400|{\"error\":{\"message\":\"The model is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?\",\"param\":\"model\",\"code\":null}}",
        "400|{\"error\":{\"message\":\"当前订阅套餐暂未开放GLM-5权限\",\"code\":\"1311\"}}",
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
        "400|{\"error\":{\"message\":\"the maximum input images are 5\"}}",
        "400|{\"error\":{\"message\":\"max length of the field user is 64, names are case_sensitive\"}}",
        "400|{\"error\":{\"message\":\"this model has pictures disabled\"}}",
        "422|{\"detail\":[{\"msg\":\"field required\",\"input\":\"insufficient balance, invalid api"
            + " key\"}]}",
        "404|{\"error\":{\"message\":\"Invalid URL (POST /chat/completions)\"}}",
        "404|{\"detail\":\"Not Found\"}",
        "405|",
        "200|{\"error\":\"Unexpected endpoint or method. (POST /chat/completions)\"}",
        "200|{\"error\":{\"message\":\"invalid params, chat content is empty (2013)\"}}",
        "400|{\"error\":{\"message\":\"The thinking budget exceeded 100\"}}",
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
        "424|{\"error\":\"Request failed during generation: Server error: CUDA out of memory\",\"error_type\":\"generation\"}|UNAVAILABLE",
        "400|{\"error\":\"The model has crashed without additional information. (Exit code: 18446744072635812000)\"}|UNAVAILABLE",
        "400|{\"error\":\"Model unloaded.\"}|UNAVAILABLE",
        "400|{\"error_code\":18,\"error_msg\":\"Open api qps request limit reached\"}|RATE_LIMITED",
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
          "{\"error\":false,\"a\":1}", "{\"error\":[],\"a\":1}", "{\"error\":{\"code\":null}}",
          "{\"error\":0,\"a\":1}", "{\"error\":{\"code\":0,\"message\":\"Success\"},\"a\":1}"
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
