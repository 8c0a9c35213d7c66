package dev.locomo.eval.protocol.reference.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptImportTest {
  @TempDir Path folder;

  @Test
  void everyTextOfTheCheckoutIsFoundAndVerified() {
    var prompts = Checkout.prompts();
    assertThat(prompts.keys()).hasSize(58).contains("qa.gpt.QA_PROMPT", "gen.html.footer");
  }

  @Test
  void whatIsStoredIsWhatIsLoaded() {
    var prompts = Checkout.prompts();
    Path file = folder.resolve("a/b/prompts.json");
    prompts.save(file);
    var loaded = ReferencePrompts.load(file);
    assertThat(loaded.keys()).isEqualTo(prompts.keys());
    assertThat(loaded.keys())
        .allSatisfy(k -> assertThat(loaded.text(k)).isEqualTo(prompts.text(k)));
  }

  @Test
  void aChangedTextIsNamed() throws IOException {
    Path copy = copyOf(Checkout.folder());
    Path file = copy.resolve("task_eval/claude_utils.py");
    Files.writeString(file, Files.readString(file).replace("wriiten", "written"));
    assertThatThrownBy(() -> PromptImport.fromCheckout(copy))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("qa.claude.CONV_START_PROMPT (task_eval/claude_utils.py)")
        .hasMessageContaining("3eb6f2c");
  }

  @Test
  void windowsLineEndsDoNotMatter() throws IOException {
    Path copy = copyOf(Checkout.folder());
    for (String name : Catalogue.get().files()) {
      Path file = copy.resolve(name);
      Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
    }
    assertThat(PromptImport.fromCheckout(copy).keys()).hasSize(58);
  }

  @Test
  void aFolderThatIsNoCheckoutIsADataError() {
    assertThatThrownBy(() -> PromptImport.fromCheckout(folder))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("gpt_utils.py");
  }

  @Test
  void aTamperedStoreIsRefused() throws IOException {
    Path file = folder.resolve("prompts.json");
    Files.writeString(file, "{\"texts\": {\"qa.gpt.CONV_START_PROMPT\": \"mine {} {}\"}}");
    assertThatThrownBy(() -> ReferencePrompts.load(file))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("qa.gpt.CONV_START_PROMPT");
  }

  @Test
  void withoutAnImportTheRemedyIsTheImport() {
    assertThatThrownBy(() -> ReferencePrompts.load(folder.resolve("none.json")))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.remedy()).contains("protocol import"));
  }

  @Test
  void theStoreIsInLocomoHome() {
    assertThat(ReferencePrompts.file(folder.toString()))
        .isEqualTo(folder.resolve("protocols/reference-3eb6f2c.json"));
    assertThat(ReferencePrompts.file(null).toString()).contains(".locomo");
  }

  @Test
  void theFilesAreFetchedFromTheCommitsFolder() throws Exception {
    Path checkout = Checkout.folder();
    var server = serve(checkout);
    try {
      assertThat(PromptDownload.from(base(server)).keys()).hasSize(58);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aFileThatIsNotThereStopsTheDownload() throws Exception {
    var server = serve(folder);
    try {
      assertThatThrownBy(() -> PromptDownload.from(base(server)))
          .isInstanceOf(DataError.class)
          .hasMessageContaining("404");
    } finally {
      server.stop(0);
    }
  }

  private static URI base(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/original/");
  }

  private static HttpServer serve(Path root) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String prefix = "/original/" + Catalogue.get().commit() + "/";
    server.createContext(
        "/",
        exchange -> {
          Path file = root.resolve(exchange.getRequestURI().getPath().replaceFirst(prefix, ""));
          boolean found = Files.isRegularFile(file);
          byte[] body = found ? Files.readAllBytes(file) : new byte[] {'?'};
          exchange.sendResponseHeaders(found ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Path copyOf(Path checkout) throws IOException {
    for (String name : Catalogue.get().files()) {
      Path to = folder.resolve("copy").resolve(name);
      Files.createDirectories(to.getParent());
      Files.copy(checkout.resolve(name), to);
    }
    return folder.resolve("copy");
  }
}
