package dev.locomo.gen.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.safety.Moderation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Picture services on the loopback address: licence recorded, nothing unlicensed, asked once. */
class WebImagesTest {
  private static final String PICTURE = "GIF89a not really";

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
    return WebImages.openverse(URI.create(server.url() + "/openverse"));
  }

  @Test
  void openverseGivesTheFirstPictureWithALicence() throws InterruptedException {
    Picture found = openverse().find("sleeping dog", Set.of()).orElseThrow();
    assertThat(found.caption()).isEqualTo("A dog asleep");
    assertThat(found.licence()).isEqualTo("by 4.0");
    assertThat(found.credit()).isEqualTo("Kim");
    assertThat(found.ending()).isEqualTo("gif");
    assertThat(openverse().find("dog", Set.of(server.url() + "/b.gif"))).isEmpty();
  }

  @Test
  void wikimediaNamesItsPageAndPlainAuthor() throws InterruptedException {
    var source = WebImages.wikimedia(URI.create(server.url() + "/commons"));
    Picture found = source.find("red bike", Set.of()).orElseThrow();
    assertThat(found.url()).isEqualTo(server.url() + "/about-c");
    assertThat(found.caption()).isEqualTo("Red bike");
    assertThat(found.credit()).isEqualTo("Lee");
    assertThat(found.licence()).isEqualTo("CC0");
  }

  @Test
  void aServiceThatFailsIsAnError() {
    server.answers(500, "busy");
    assertThatThrownBy(() -> openverse().find("dog", Set.of())).isInstanceOf(ProviderError.class);
  }

  @Test
  void theAlbumLooksOnceAndWritesDownWhatItFound() throws InterruptedException {
    var supply =
        new Album.Supply(
            openverse(), Captioner.NONE, new Filter(List.of("unicorn"), Moderation.NONE));
    Path record = folder.resolve("images.jsonl");
    var place = new Album.Place("gen-1/D1:2", folder, "session_1/a/0002");
    Photo first;
    try (var album = Album.open(record, supply)) {
      first = album.find("dog", Set.of(), place).orElseThrow();
    }
    int asked = server.requests().size();
    try (var album = Album.open(record, supply)) {
      assertThat(album.find("dog", Set.of(), place)).contains(first);
      assertThat(album.licences()).containsEntry("by 4.0", 1);
    }
    assertThat(server.requests()).hasSize(asked);
    assertThat(folder.resolve(first.file())).hasContent(PICTURE);
    assertThat(first.sha256()).hasSize(64);
    assertThat(Files.exists(folder.resolve("session_1/a/0002.gif"))).isTrue();
  }
}
