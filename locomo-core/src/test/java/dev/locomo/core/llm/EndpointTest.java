package dev.locomo.core.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  private static Endpoint endpoint(String base) {
    var connection = new Connection(base, List.of(), Duration.ofSeconds(1));
    return connection.endpoint(Provider.named("openai"), "gpt-4o");
  }

  private static final String RESOURCE = "https://r.openai.azure.com";

  @ParameterizedTest
  @CsvSource({
    "http://h:8000/v1/, http://h:8000/v1/chat/completions",
    "http://h/v1/chat/completions, http://h/v1/chat/completions",
    "http://h/v1?tenant=a&x=%20, http://h/v1/chat/completions?tenant=a&x=%20",
    RESOURCE + "/openai/v1/, " + RESOURCE + "/openai/v1/chat/completions",
    RESOURCE + ", " + RESOURCE + "/openai/v1/chat/completions",
    RESOURCE
        + "/openai/deployments/d?api-version=1, "
        + RESOURCE
        + "/openai/deployments/d/chat/completions?api-version=1",
    RESOURCE
        + "/openai/deployments/d/chat/completions?api-version=1, "
        + RESOURCE
        + "/openai/deployments/d/chat/completions?api-version=1",
    RESOURCE
        + "?api-version=1, "
        + RESOURCE
        + "/openai/deployments/gpt-4o/chat/completions?api-version=1",
    "https://gw.corp/azure/openai/?api-version=1, "
        + "https://gw.corp/azure/openai/deployments/gpt-4o/chat/completions?api-version=1",
    "https://gw.corp/llm/v1?API-Version=1, https://gw.corp/llm/v1/chat/completions?API-Version=1"
  })
  void aBaseUrlBecomesTheWholeAddress(String base, String whole) throws URISyntaxException {
    var endpoint = endpoint(base);
    assertThat(endpoint.uri(endpoint.address() + "/chat/completions")).hasToString(whole);
  }

  @Test
  void whatHasAQueryAlreadyKeepsIt() throws URISyntaxException {
    var endpoint = endpoint("http://h/v1?a=1");
    assertThat(endpoint.uri("http://h/v1/x?b=2")).hasToString("http://h/v1/x?b=2&a=1");
  }

  @Test
  void azureGetsTheKeyInItsOwnHeaderAndATokenAsOthersDo() {
    var own = Map.entry("api-key", "k");
    var bearer = Map.entry("Authorization", "Bearer k");
    assertThat(endpoint(RESOURCE + "/openai/v1").authorization("k")).isEqualTo(own);
    assertThat(endpoint("http://gw.corp/x?api-version=1").authorization("k")).isEqualTo(own);
    assertThat(endpoint("http://h/v1?x=1").authorization("k")).isEqualTo(bearer);
    assertThat(endpoint("https://api.openai.com/v1").authorization("k")).isEqualTo(bearer);
    assertThat(endpoint(RESOURCE).authorization("eyJhbGciOi.eyJpc3Mi.c2ln").getKey())
        .isEqualTo("Authorization");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "api-key", "subscription-key", "access_token", "sig", "code"})
  void aKeyInTheQueryIsRefusedAndNotShown(String name) {
    assertThatThrownBy(() -> endpoint("https://h/v1?a=b&" + name + "=private"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(name + "=...")
        .message()
        .doesNotContain("private");
  }
}
