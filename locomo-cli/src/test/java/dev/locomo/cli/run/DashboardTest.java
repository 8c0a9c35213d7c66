package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.Exposition;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.stack.CallListener.Answered;
import dev.locomo.core.llm.stack.CallListener.Asked;
import dev.locomo.core.llm.stack.CallListener.Back;
import dev.locomo.core.llm.stack.CallListener.Result;
import dev.locomo.core.llm.stack.CallListener.Retried;
import dev.locomo.core.llm.stack.CallListener.Sent;
import dev.locomo.core.pipeline.RunListener.Ended;
import dev.locomo.core.pipeline.RunListener.Run;
import dev.locomo.services.metrics.Gpus;
import dev.locomo.services.metrics.RunMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the documentation name the metrics that there are. */
class DashboardTest {
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:locomo|jvm)_[a-z0-9_]+\\b(?!\\.\\.\\.)");

  @TempDir private Path folder;

  /** Every metric there is, once everything has happened. */
  private Set<String> all() throws IOException {
    Path program =
        Files.writeString(folder.resolve("smi"), "#!/bin/sh\necho '0, GPU-a, H100, 1, 2, 3'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    var gpus = new Gpus(program.toString(), Duration.ofHours(1), new Gpus.Choice("auto", null));
    try (var metrics = new RunMetrics(gpus)) {
      var model = ModelSpec.parse("openai:gpt-4o");
      var ask = new Ask("gpt-4o", List.of(), null, null, null, null, false, 0);
      metrics.on(new Run("id", "eval-qa", model.id(), folder));
      metrics.called(new Asked(model, ask));
      metrics.called(new Sent(model, ask));
      metrics.called(new Retried(model, new ProviderError(Kind.TIMEOUT, "late", null, null)));
      for (boolean cached : new boolean[] {false, true}) {
        var reply = new Reply("a", Finish.STOP, 1, 1, null, null, Duration.ZERO, cached);
        metrics.called(new Back(model, new Result(reply, null, Duration.ZERO, 0.1)));
        metrics.called(new Answered(model, new Result(reply, null, Duration.ZERO, 0.1)));
      }
      metrics.on(new Ended());
      return Exposition.parse(metrics.text()).names();
    }
  }

  private static Set<String> named(String text) {
    var named = new TreeSet<String>();
    METRIC.matcher(text).results().forEach(match -> named.add(match.group()));
    return named;
  }

  @Test
  void everyQueryNamesAMetricThatThereIs() throws IOException {
    var file = Path.of("../deploy/grafana-dashboard.json");
    JsonNode dashboard = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    var queries = dashboard.findValuesAsText("expr");
    assertThat(queries).hasSizeGreaterThan(15);
    assertThat(queries).allMatch(query -> !named(query).isEmpty());
    assertThat(named(String.join(" ", queries))).isSubsetOf(all());
    var ids = dashboard.path("panels").findValuesAsText("id");
    assertThat(ids).doesNotHaveDuplicates().hasSize(dashboard.path("panels").size());
  }

  @Test
  void everyAlertNamesMetricsThatThereAre() throws IOException {
    var named = named(Files.readString(Path.of("../deploy/alerts.yml")));
    assertThat(named).hasSizeGreaterThan(8).isSubsetOf(all());
  }

  @Test
  void theDocumentationNamesThemAll() throws IOException {
    var documented = named(Files.readString(Path.of("../docs/watching.md")));
    var ours = new TreeSet<>(all());
    ours.removeIf(name -> !name.startsWith("locomo_"));
    ours.removeIf(name -> name.startsWith("locomo_call_duration_seconds_"));
    ours.add("locomo_call_duration_seconds");
    assertThat(documented).isEqualTo(ours);
  }
}
