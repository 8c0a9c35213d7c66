package dev.locomo.eval.view.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.eval.report.SmallRun;
import dev.locomo.eval.view.Library;
import dev.locomo.rag.options.ModelLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"data", "index", "report"})
  void aRunThatIsNamedLikeAPageHasItsOwnPageAndKeepsThatOne(String name) throws IOException {
    Path run = SmallRun.write(folder);
    Files.move(run, Files.createDirectory(folder.resolve("runs")).resolve(name));
    var models = new ModelLookup(Map.of(), true, _ -> {}, _ -> Optional.empty());
    var data = List.of(folder.resolve("data.json"));
    int named = 0;
    Path site = folder.resolve("site");
    SiteFiles.write(Library.of(List.of(folder.resolve("runs")), data, models), site);
    assertThat(site.resolve("index.html")).content().contains("<h1>Runs</h1>", ">" + name + "</a>");
    assertThat(site.resolve("data.html")).content().contains("<h1>Data sets</h1>");
    try (var files = Files.list(site)) {
      for (Path page : files.filter(file -> file.toString().endsWith(".html")).toList()) {
        String text = Files.readString(page);
        if (!page.getFileName().toString().contains("_report")) {
          assertThat(text).as("%s", page).contains("<nav").doesNotContain("href=\"/");
        }
        named += text.contains("<h1>" + name + "</h1>") ? 1 : 0;
      }
    }
    assertThat(named).isPositive();
  }
}
