package dev.locomo.rag.caption;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.rag.caption.PublicWeb.Limits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images from a server on this machine, which stands for a public one, into a folder. */
class PictureFetchingTest {
  @TempDir Path folder;

  private HttpServer server;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          asked.add(path);
          byte[] body = path.endsWith("page.png") ? "<html>".getBytes() : png();
          exchange.sendResponseHeaders(path.contains("gone") ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static byte[] png() throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  private String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  private PictureFetching.Result fetch(String... addresses) throws InterruptedException {
    var web =
        new PublicWeb(
            new Limits(10_000, Duration.ofMinutes(5)), a -> a.getHostAddress().equals("127.0.0.1"));
    var store = new PictureStore(folder);
    var pictures = new ArrayList<Picture>();
    for (String address : addresses) {
      var image = new SharedImage(null, null, List.of(address));
      pictures.add(new Picture(address, store.find(image).orElse(null), image.urls()));
    }
    return new PictureFetching(web, store).run(pictures, () -> false, _ -> {});
  }

  @Test
  void whatCanBeDecodedIsKeptUnderItsAddressAndNotGotAgain() throws Exception {
    var first = fetch(at("a.jpg"), at("gone.png"), at("page.png"), at("a.jpg"));
    assertThat(first.fetched()).isEqualTo(1);
    assertThat(first.problems()).containsOnlyKeys(at("gone.png"), at("page.png"));
    assertThat(first.problems().get(at("gone.png"))).contains("404");
    assertThat(first.problems().get(at("page.png"))).startsWith("is no image");
    Path kept = new PictureStore(folder).find(image("a.jpg")).orElseThrow();
    assertThat(kept.getFileName().toString()).matches("[0-9a-f]{32}\\.png");
    assertThat(new PictureStore(folder).picture(kept).width()).isEqualTo(3);
    asked.clear();
    var second = fetch(at("a.jpg"), at("b.png"));
    assertThat(second.there()).isEqualTo(1);
    assertThat(second.fetched()).isEqualTo(1);
    assertThat(asked).containsExactly("/b.png");
  }

  private SharedImage image(String path) {
    return new SharedImage(null, null, List.of(at(path)));
  }

  @Test
  void aNameThatLeadsOutOfTheFolderIsNotRead() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Files.write(folder.resolve("out.png"), png());
    Files.write(inside.resolve("in.png"), png());
    var store = new PictureStore(inside);
    var image = new SharedImage(null, null, List.of(), List.of("../out.png", "\0", "in.png"));
    assertThat(store.find(image)).contains(inside.resolve("in.png"));
    assertThat(store.find(new SharedImage(null, null, List.of(), List.of("../out.png")))).isEmpty();
  }
}
