package dev.locomo.core.llm.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.key.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyRotatingLlmTest {
  private static final ApiKey A = new ApiKey("sk-aaaaaaaaaaaaAAAA");
  private static final ApiKey B = new ApiKey("sk-bbbbbbbbbbbbBBBB");
  private final List<String> setAside = new ArrayList<>();

  private KeyRotatingLlm around(Script a, Script b) {
    return new KeyRotatingLlm(
        List.of(A, B), Map.of(A, a, B, b)::get, (key, why) -> setAside.add(key.toString()));
  }

  private ProviderError failure(KeyRotatingLlm llm) {
    return catchThrowableOfType(ProviderError.class, () -> llm.ask(Asks.user("q")));
  }

  @Test
  void keysTakeTurns() throws InterruptedException {
    var a = new Script("a");
    var b = new Script("b");
    var llm = around(a, b);
    for (int i = 0; i < 6; i++) {
      llm.ask(Asks.user("q"));
    }
    assertThat(a.asked).isEqualTo(3);
    assertThat(b.asked).isEqualTo(3);
  }

  @Test
  void aRefusedKeyIsSetAsideOnceAndTheRequestGoesToTheNext() throws InterruptedException {
    var a = new Script(Kind.KEY_REFUSED);
    var llm = around(a, new Script("b"));
    for (int i = 0; i < 4; i++) {
      assertThat(llm.ask(Asks.user("q")).text()).isEqualTo("b");
    }
    assertThat(a.asked).isEqualTo(1);
    assertThat(setAside).containsExactly("...AAAA");
  }

  @Test
  void withNoKeyLeftNothingIsSent() {
    var a = new Script(Kind.QUOTA_EXHAUSTED);
    var llm = around(a, new Script(Kind.KEY_REFUSED));
    assertThat(failure(llm).kind()).isEqualTo(Kind.KEY_REFUSED);
    assertThat(failure(llm)).hasMessageContaining("all 2 keys are refused or used up");
    assertThat(a.asked).isEqualTo(1);
    assertThat(setAside).hasSize(2);
  }

  @Test
  void keysThatOnlyLackQuotaAreCalledExhausted() {
    var llm = around(new Script(Kind.QUOTA_EXHAUSTED), new Script(Kind.QUOTA_EXHAUSTED));
    assertThat(failure(llm).kind()).isEqualTo(Kind.QUOTA_EXHAUSTED);
  }

  @Test
  void otherFailuresLeaveTheKeyAlone() {
    var a = new Script(Kind.RATE_LIMITED);
    var llm = around(a, a);
    assertThat(failure(llm).kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(a.asked).isEqualTo(1);
    assertThat(setAside).isEmpty();
  }
}
