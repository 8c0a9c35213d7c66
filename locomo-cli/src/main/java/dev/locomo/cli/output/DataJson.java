package dev.locomo.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.DatasetStatistics;
import dev.locomo.core.dataset.DatasetStatistics.SampleStatistics;
import dev.locomo.core.dataset.json.CheckReport;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Oddity.Severity;

/** The JSON documents of {@code data check} and {@code data stats}. */
public final class DataJson {
  private DataJson() {}

  /** A check's report. */
  public static String of(CheckReport report) {
    var root = head(report.file(), report.sha256());
    root.put("samples", report.samples()).put("usable", report.usable());
    var counts = root.putObject("counts");
    for (Severity severity : Severity.values()) {
      counts.put(severity.label(), report.count(severity));
    }
    var codes = root.putArray("codes");
    report
        .counts()
        .forEach((oddity, count) ->
            codes
                .addObject()
                .put("code", oddity.code())
                .put("severity", oddity.severity().label())
                .put("meaning", oddity.meaning())
                .put("count", count));
    var findings = root.putArray("findings");
    for (var f : report.findings()) {
      findings
          .addObject()
          .put("code", f.oddity().code())
          .put("severity", f.oddity().severity().label())
          .put("sample", f.sample())
          .put("place", f.place())
          .put("found", f.found())
          .put("expected", f.expected());
    }
    return pretty(root);
  }

  /** A data set's numbers. */
  public static String of(Dataset data, DatasetStatistics statistics) {
    var root = head(data.file(), data.sha256());
    var samples = root.putArray("samples");
    for (var s : statistics.samples()) {
      var sample = samples.addObject().put("sample_id", s.id());
      sample.put("speaker_a", s.speakerA()).put("speaker_b", s.speakerB());
      numbers(sample, s);
    }
    numbers(root.putObject("all"), statistics.all());
    return pretty(root);
  }

  private static ObjectNode head(String file, String sha256) {
    return JsonFiles.MAPPER
        .createObjectNode()
        .put("file", file)
        .put("data_sha256", sha256)
        .put("published", sha256.equals(Dataset.PUBLISHED_SHA256));
  }

  private static void numbers(ObjectNode into, SampleStatistics s) {
    into.put("sessions", s.sessions())
        .put("dates", s.dates())
        .put("turns", s.turns())
        .put("captions", s.captions())
        .put("questions", s.questions());
    var byCategory = into.putObject("by_category");
    s.byCategory().forEach((category, n) -> byCategory.put(category.label(), n));
    into.put("observations", s.observations());
  }

  private static String pretty(ObjectNode root) {
    try {
      return JsonFiles.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
