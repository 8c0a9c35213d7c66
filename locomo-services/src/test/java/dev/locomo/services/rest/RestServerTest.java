package dev.locomo.services.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestServerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:9091",
        "ftp://host",
        "http://user:geheim@host",
        "http://host?key=geheim",
        "http://",
        "http://a b"
      })
  void whatIsNoAddressIsRefusedWithoutRepeatingIt(String typed) {
    assertThatThrownBy(() -> RestServer.of("--metrics-push", typed, "PUSH", Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--metrics-push must be an http or https address")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void pathsAreAddedToAnAddressThatHasOne() {
    var server = RestServer.of("", "https://host/below/", "PUSH", Map.of());
    assertThat(server.request("/metrics").build().uri()).hasToString("https://host/below/metrics");
    assertThat(server).hasToString("https://host/below");
  }
}
