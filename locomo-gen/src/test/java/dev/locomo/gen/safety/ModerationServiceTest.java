package dev.locomo.gen.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.ask.CallLog;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ProviderError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts of a moderation service, read from its replies and kept on record. */
class ModerationServiceTest {
  @TempDir private Path folder;
  private FakeServer server;
  private ModerationService service;
  private ChatLlm llm;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    service = new ModerationService(URI.create(server.url() + "/v1/moderations"));
    llm = service.open(service.model(), Connection.to(List.of(new ApiKey("secret-key-of-mine"))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CallLog log() {
    return CallLog.open(folder.resolve(Moderation.FILE), llm);
  }

  @Test
  void theCategoriesThatAreTrueAreNamedInOrder() throws Exception {
    server.answers(
        200,
        "{\"results\": [{\"flagged\": true, \"categories\": {\"violence\": true, \"sexual\": false,"
            + " \"hate\": true}}]}");
    try (var log = log()) {
      assertThat(Moderation.recorded(log, service.model()).flagged("words"))
          .contains("hate, violence");
    }
    var request = server.requests().getFirst();
    assertThat(request.json().path("input").asText()).isEqualTo("words");
    assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer secret-key-of-mine");
  }

  @Test
  void aVerdictIsOnRecordAndNotAskedForAgain() throws Exception {
    server.answers(200, "{\"results\": [{\"flagged\": false}]}");
    try (var log = log()) {
      assertThat(Moderation.recorded(log, service.model()).flagged("words")).isEmpty();
    }
    server.answers(500, "gone");
    try (var log = log()) {
      var moderation = Moderation.recorded(log, service.model());
      assertThat(moderation.flagged("words")).isEmpty();
      assertThatThrownBy(() -> moderation.flagged("other words"))
          .isInstanceOf(ProviderError.class)
          .hasMessageStartingWith("moderation: ");
    }
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aReplyWithoutAVerdictIsNone() {
    server.answers(200, "{\"results\": []}");
    try (var log = log()) {
      assertThatThrownBy(() -> Moderation.recorded(log, service.model()).flagged("words"))
          .isInstanceOf(ProviderError.class)
          .hasMessageContaining("without results[0].flagged");
    }
  }
}
