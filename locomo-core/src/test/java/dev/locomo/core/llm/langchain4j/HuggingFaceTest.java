package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server of one's own that speaks OpenAI's chat completions. */
class HuggingFaceTest extends OpenAiTest {
  @Override
  String id() {
    return "huggingface";
  }

  @Test
  void aCompatibleServerNeedsNoKeyAndMaySayLittle() throws InterruptedException {
    server.answers(
        200, "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"yes\"}}]}");
    var spec = ModelSpec.parse("huggingface:org/model");
    var llm =
        spec.provider()
            .open(spec, new Connection(server.url() + "/v1/", List.of(), Duration.ofSeconds(20)));
    var reply = llm.ask(Asks.user("q"));
    assertThat(server.request().path()).isEqualTo("/v1/chat/completions");
    assertThat(server.request().headers().containsKey("Authorization")).isFalse();
    assertThat(reply)
        .isEqualTo(new Reply("yes", Finish.OTHER, null, null, null, null, reply.latency(), false));
  }
}
