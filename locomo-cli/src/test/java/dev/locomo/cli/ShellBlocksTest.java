package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shell block of the pages is run by bash as written, those of a page one after the other, in
 * a folder with the demonstration data. Where the published data is named, the demonstration data
 * lies; models are played by {@code scripts/check/ScriptedModels.java}, also the one at {@code
 * http://localhost:8000/v1}, and the servers of {@link PageServers} are real. A block of the
 * language {@code text} right below shows what is printed: its lines come in that order, {@code
 * ...} stands for anything.
 */
class ShellBlocksTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  @TempDir private static Path folder;
  private static Process models;
  private static String url;

  static List<DocsPage> pages() {
    return DocsPage.all().stream().filter(page -> !run(page).isEmpty()).toList();
  }

  private static List<DocsPage.Block> run(DocsPage page) {
    return page.blocks().stream().filter(b -> b.shell() && b.whyNot().isEmpty()).toList();
  }

  @BeforeAll
  static void start() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    url = "http://127.0.0.1:" + port + "/plain/v1";
    String script = DocsPage.ROOT.resolve("scripts/check/ScriptedModels.java").toString();
    models =
        new ProcessBuilder(JAVA, "-XX:TieredStopAtLevel=1", script, Integer.toString(port))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("models.err").toFile())
            .start();
    while (!answers(port)) {
      assertThat(models.isAlive()).as(Files.readString(folder.resolve("models.err"))).isTrue();
      Thread.sleep(100);
    }
  }

  /** The program, which puts the real addresses in the place of those that a page names. */
  private static void program(Path file, Map<String, String> addresses) throws IOException {
    var script = new StringBuilder("#!/bin/bash\n");
    addresses.forEach(
        (named, real) -> script.append("set -- \"${@/#'%s'/%s}\"\n".formatted(named, real)));
    script.append(
        """
        exec '%s' '@%s' -cp '%s' %s "$@"
        """
            .formatted(
                JAVA,
                DocsPage.ROOT.resolve("scripts/java.options"),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
    Files.createDirectories(file.getParent());
    Files.writeString(file, script.toString());
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() {
    models.destroy();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatAPageTellsToTypeWorks(DocsPage page) throws Exception {
    List<DocsPage.Block> blocks = run(page);
    String commands =
        blocks.stream().flatMap(block -> block.text().stream()).collect(Collectors.joining("\n"));
    Path work = folder.resolve(page.toString().replace('/', '-'));
    try (var servers = new PageServers(commands, work)) {
      checkout(work);
      var addresses = new LinkedHashMap<>(servers.addresses());
      addresses.put("http://localhost:8000/v1", url);
      program(work.resolve("bin/locomo"), addresses);
      typed(page, blocks, work, servers.environment());
    }
  }

  private static void typed(
      DocsPage page, List<DocsPage.Block> blocks, Path work, Map<String, String> more)
      throws Exception {
    var script = new StringBuilder("set -eu\n");
    for (DocsPage.Block block : blocks) {
      script
          .append("exec >.out-" + block.line() + "\n")
          .append(String.join("\n", block.text()))
          .append('\n');
    }
    Files.writeString(work.resolve(".page"), script);
    Path err = work.resolve(".err");
    Process bash =
        environment(new ProcessBuilder("bash", ".page"), work, more)
            .directory(work.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    assertThat(bash.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(bash.exitValue()).as(page + ", " + work + ": " + Files.readString(err)).isZero();
    for (DocsPage.Block block : page.blocks()) {
      shown(page, block, work);
    }
  }

  /** The block that ends right above shows what it shows. */
  private static void shown(DocsPage page, DocsPage.Block text, Path work) throws IOException {
    var above =
        run(page).stream().filter(b -> b.line() + b.text().size() + 3 == text.line()).findAny();
    if (!text.language().equals("text") || above.isEmpty()) {
      return;
    }
    List<String> printed = Files.readAllLines(work.resolve(".out-" + above.get().line()));
    int at = 0;
    boolean anything = false;
    for (String line : text.text()) {
      if (line.equals("...")) {
        anything = true;
        continue;
      }
      int found = anything ? at + printed.subList(at, printed.size()).indexOf(line) : at;
      assertThat(found < at || found >= printed.size() ? "nothing" : printed.get(found))
          .as("%s:%d, of %s", page, text.line(), printed)
          .isEqualTo(line);
      at = found + 1;
      anything = false;
    }
    assertThat(anything || at == printed.size())
        .as("%s:%d, more is printed: %s", page, text.line(), printed.subList(at, printed.size()))
        .isTrue();
  }

  private static ProcessBuilder environment(
      ProcessBuilder builder, Path work, Map<String, String> more) {
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("LOCOMO_") || name.endsWith("_API_KEY"));
    environment.put("PATH", work.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("HOME", folder.toString());
    environment.put("LOCOMO_HOME", folder.resolve("home").toString());
    environment.put("LOCOMO_BASE_URL", url);
    for (String provider : Set.of("OPENAI", "ANTHROPIC")) {
      environment.put(provider + "_API_KEY", "key-of-the-test");
    }
    environment.putAll(more);
    return builder;
  }

  /** A folder like a checkout, for one page. */
  private static void checkout(Path work) throws IOException {
    Path data = Files.createDirectories(work.resolve("data"));
    Path demo = DocsPage.ROOT.resolve("data/locomo-demo.json");
    Files.copy(demo, data.resolve("locomo-demo.json"));
    Files.copy(demo, data.resolve("locomo10.json"));
    Files.createSymbolicLink(work.resolve("locomo"), Path.of("bin/locomo"));
  }
}
