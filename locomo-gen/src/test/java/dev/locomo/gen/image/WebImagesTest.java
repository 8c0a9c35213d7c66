package dev.locomo.gen.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.stack.Time;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.safety.Moderation;
import dev.locomo.gen.sample.SharedPhoto;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * FoundPicture services on the loopback address: licence recorded, nothing unlicensed, asked once.
 */
class WebImagesTest {
  private static final String PICTURE = "GIF89a not really";
  private static final Time NO_WAITING =
      new Time() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public void sleep(Duration wait) {}
      };

  @TempDir private Path folder;
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    server.answersEach(request -> {
      if (request.path().startsWith("/openverse")) {
        return """
        {"results": [
          {"title": "no licence", "url": "URL/a.gif"},
          {"title": "a page", "url": "URL/page", "license": "by"},
          {"title": "A dog\\n asleep", "url": "URL/b.gif", "license": "by", "license_version": "4.0",
           "creator": "Kim"}]}
        """
            .replace("URL", server.url());
      }
      if (request.path().startsWith("/commons")) {
        return """
        {"query": {"pages": [{"title": "File:Red_bike.jpg", "imageinfo": [{"thumburl": "URL/c.gif",
          "descriptionurl": "URL/about-c", "extmetadata": {"LicenseShortName": {"value": "CC0"},
          "Artist": {"value": "<a href='x'>Lee</a>"}}}]}]}}
        """
            .replace("URL", server.url());
      }
      return request.path().endsWith(".gif") ? PICTURE : "<html></html>";
    });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private WebImages openverse() {
    return images(SearchService.OPENVERSE, "/openverse", Duration.ofMinutes(5));
  }

  private WebImages images(SearchService service, String path, Duration most) {
    var patience = new WebImages.Patience(most, NO_WAITING);
    return new WebImages(service, URI.create(server.url() + path), patience);
  }

  @Test
  void openverseGivesTheFirstPictureWithALicence() throws InterruptedException {
    FoundPicture found = openverse().find("sleeping dog", Set.of()).orElseThrow();
    assertThat(found.caption()).isEqualTo("A dog asleep");
    assertThat(found.licence()).isEqualTo("by 4.0");
    assertThat(found.credit()).isEqualTo("Kim");
    assertThat(found.ending()).isEqualTo("gif");
    assertThat(openverse().find("dog", Set.of(server.url() + "/b.gif"))).isEmpty();
  }

  @Test
  void wikimediaNamesItsPageAndPlainAuthor() throws InterruptedException {
    var source = images(SearchService.WIKIMEDIA, "/commons", Duration.ofMinutes(5));
    FoundPicture found = source.find("red bike", Set.of()).orElseThrow();
    assertThat(found.url()).isEqualTo(server.url() + "/about-c");
    assertThat(found.caption()).isEqualTo("Red bike");
    assertThat(found.credit()).isEqualTo("Lee");
    assertThat(found.licence()).isEqualTo("CC0");
  }

  @Test
  void aServiceThatFailsIsAnError() {
    server.answers(500, "busy");
    assertThatThrownBy(() -> openverse().find("dog", Set.of())).isInstanceOf(ProviderError.class);
    assertThat(server.requests()).hasSize(3);
    server.answers(200, "<html>not JSON</html>");
    assertThatThrownBy(() -> openverse().find("dog", Set.of())).isInstanceOf(ProviderError.class);
  }

  @Test
  void aServiceThatSaysNothingIsGivenUp() {
    var end = new CountDownLatch(1);
    server.answers(exchange -> {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    var source = images(SearchService.OPENVERSE, "/openverse", Duration.ofMillis(50));
    assertThatThrownBy(() -> source.find("dog", Set.of())).isInstanceOf(ProviderError.class);
    end.countDown();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.7/a.gif",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "URL/redirect",
        "URL/dead.gif",
        "URL/large.gif",
        "no address",
      })
  void aPictureAtAnAddressOfNobodysBusinessIsPassedOver(String address)
      throws InterruptedException {
    server.reacts((exchange, request) -> {
      switch (request.path().replaceFirst("\\?.*", "")) {
        case "/openverse" ->
            FakeServer.send(
                exchange,
                200,
                "{\"results\": [{\"title\": \"x\", \"license\": \"by\", \"url\": \"FIRST\"},"
                        .replace("FIRST", address.replace("URL", server.url()))
                    + "{\"title\": \"y\", \"license\": \"by\", \"url\": \"SECOND\"}]}"
                        .replace("SECOND", server.url() + "/b.gif"));
        case "/redirect" ->
            FakeServer.send(exchange, 302, "", "Location", "http://192.168.0.1/secret.gif");
        case "/dead.gif" -> FakeServer.send(exchange, 404, "gone");
        case "/large.gif" ->
            FakeServer.send(exchange, 200, "GIF8".repeat(FoundPicture.LARGEST / 4 + 1));
        default -> FakeServer.send(exchange, 200, PICTURE);
      }
    });
    FoundPicture found = openverse().find("dog", Set.of()).orElseThrow();
    assertThat(found.caption()).isEqualTo("y");
    assertThat(new String(found.bytes(), StandardCharsets.UTF_8)).isEqualTo(PICTURE);
  }

  @Test
  void aPictureWhoseCaptionCannotBeJudgedNowIsLookedForAgainLater() throws InterruptedException {
    var down = new AtomicBoolean(true);
    Moderation moderation =
        _ -> {
          if (down.get()) {
            throw new ProviderError(ProviderError.Kind.UNAVAILABLE, "down", null, null);
          }
          return Optional.empty();
        };
    var supply = new PictureStore.Supply(openverse(), null, new Filter(List.of(), moderation));
    var place = new PictureStore.Place("gen-1", folder, new TurnId(1, 2), true);
    try (var store = PictureStore.open(folder.resolve("images.jsonl"), supply)) {
      assertThatThrownBy(() -> store.find("dog", Set.of(), place))
          .isInstanceOf(ProviderError.class);
      down.set(false);
      assertThat(store.find("dog", Set.of(), place)).isPresent();
      assertThat(store.missing()).isEmpty();
    }
  }

  @Test
  void theAlbumLooksOnceAndWritesDownWhatItFound() throws InterruptedException {
    var supply =
        new PictureStore.Supply(openverse(), null, new Filter(List.of("unicorn"), Moderation.NONE));
    Path record = folder.resolve("images.jsonl");
    var place = new PictureStore.Place("gen-1", folder, new TurnId(1, 2), true);
    SharedPhoto first;
    try (var store = PictureStore.open(record, supply)) {
      first = store.find("dog", Set.of(), place).orElseThrow();
    }
    int asked = server.requests().size();
    try (var store = PictureStore.open(record, supply)) {
      assertThat(store.find("dog", Set.of(), place)).contains(first);
      assertThat(store.licences()).containsEntry("by 4.0", 1);
    }
    assertThat(server.requests()).hasSize(asked);
    assertThat(folder.resolve(first.file())).hasContent(PICTURE);
    assertThat(first.sha256()).hasSize(64);
    assertThat(Files.exists(folder.resolve("session_1/a/0002.gif"))).isTrue();
  }
}
