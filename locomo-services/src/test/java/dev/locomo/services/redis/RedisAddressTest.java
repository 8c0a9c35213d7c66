package dev.locomo.services.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @Test
  void hasParts() {
    assertThat(RedisAddress.parse("redis://cache"))
        .isEqualTo(new RedisAddress(false, "cache", 6379, 0, null, null));
    assertThat(RedisAddress.parse("rediss://ann:p%40ss@10.0.0.1:7000/3"))
        .isEqualTo(new RedisAddress(true, "10.0.0.1", 7000, 3, "ann", "p@ss"));
    assertThat(RedisAddress.parse("redis://:secret@h/").password()).isEqualTo("secret");
    assertThat(RedisAddress.parse("redis://:secret@h/").user()).isNull();
  }

  @Test
  void isShownWithoutThePassword() {
    assertThat(RedisAddress.parse("rediss://ann:secret@h:1/2")).hasToString("rediss://h:1/2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://",
        "redis://u:secret@",
        "redis://u:secret@h/x",
        "redis://u:secret@h:port",
        "redis://u:secret@h/1?x=2",
        "redis://u:secret@h /1"
      })
  void whatIsNoneIsSaidWithoutThePassword(String text) {
    assertThatThrownBy(() -> RedisAddress.parse(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("redis://")
        .hasMessageNotContaining("secret");
  }
}
