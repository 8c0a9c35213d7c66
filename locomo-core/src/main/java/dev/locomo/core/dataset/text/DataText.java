package dev.locomo.core.dataset.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Dataset.SampleStatistics;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.check.CheckReport;
import dev.locomo.core.dataset.check.CheckReport.Finding;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.dataset.check.Oddity.Severity;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.SampleJson;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.Wrapping;
import java.util.List;
import java.util.Objects;

/**
 * Checks and numbers of a data set: the document of {@code --json}; a check also for people, one
 * line for each kind of finding, then the places.
 */
public final class DataText {
  private static final int WIDTH = 80;

  private DataText() {}

  /**
   * The report, each line ended by a line feed.
   *
   * @param shown places to show of each kind, at least 0
   */
  public static String of(CheckReport report, int shown) {
    var text = new StringBuilder(head(report)).append('\n');
    if (!report.findings().isEmpty()) {
      text.append('\n').append(summary(report).fit(WIDTH)).append('\n');
      report.counts().keySet().forEach(oddity -> places(text, report, oddity, shown));
    }
    return text.append(verdict(report)).append('\n').toString();
  }

  private static String head(CheckReport report) {
    String file =
        Printable.line(report.file()) + ": " + Printable.counted(report.samples(), "sample");
    return switch (report.sha256()) {
      case "" -> file;
      case Dataset.PUBLISHED_SHA256 -> file + ", the published locomo10.json";
      default -> file + "\nSHA-256 " + report.sha256();
    };
  }

  private static TextTable summary(CheckReport report) {
    var table = TextTable.of("severity", "code", ">count", "~what it is");
    report
        .counts()
        .forEach((oddity, count) ->
            table.row(oddity.severity().label(), oddity.code(), count, oddity.meaning()));
    return table;
  }

  private static void places(StringBuilder text, CheckReport report, Oddity oddity, int shown) {
    text.append(oddity.severity().label()).append(' ').append(oddity.code()).append('\n');
    var these = report.findings().stream().filter(f -> f.oddity() == oddity).toList();
    these.stream().limit(shown).forEach(f -> text.append(place(f)).append('\n'));
    if (these.size() > shown) {
      text.append("  and ")
          .append(these.size() - shown)
          .append(" more (--all-places shows them)\n");
    }
    text.append('\n');
  }

  private static String place(Finding f) {
    String sample = f.sample().isEmpty() ? "" : " (" + Printable.line(f.sample()) + ")";
    String what = "found " + f.found() + "; expected " + f.expected();
    String line = Printable.line(f.place()) + sample + ": " + Printable.line(what);
    return "  " + String.join("\n    ", Wrapping.lines(line, WIDTH - 4));
  }

  private static String verdict(CheckReport report) {
    return Printable.counted(report.count(Severity.ERROR), "error")
        + ", "
        + Printable.counted(report.count(Severity.WARNING), "warning")
        + ", "
        + Printable.counted(report.count(Severity.NOTE), "note")
        + (report.usable() ? ": the file can be used" : ": the file cannot be used");
  }

  /** A check's report. */
  public static String json(CheckReport report) {
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
    return root.toPrettyString();
  }

  /** A data set's numbers. */
  public static String json(Dataset data, Dataset.Statistics statistics) {
    var root = head(data.file(), data.sha256());
    var samples = root.putArray("samples");
    for (var s : statistics.samples()) {
      var sample = samples.addObject().put("sample_id", s.id());
      sample.put("speaker_a", s.speakerA()).put("speaker_b", s.speakerB());
      numbers(sample, s, data.profile());
    }
    numbers(root.putObject("all"), statistics.all(), data.profile());
    return root.toPrettyString();
  }

  /**
   * Parts of a sample, in the members that data sets have.
   *
   * @param sessions to be shown, in order
   * @param questions to be shown, each with the turns that prove it
   */
  public static ObjectNode json(
      Dataset data, Sample sample, List<Session> sessions, List<Question> questions) {
    var root = head(data.file(), data.sha256()).put("sample_id", sample.id());
    var conversation = sample.conversation();
    root.put("speaker_a", conversation.speakerA()).put("speaker_b", conversation.speakerB());
    var shown = root.putArray("sessions");
    for (Session session : sessions) {
      var one = shown.addObject().put("session", session.number());
      one.put("date_time", session.dateText());
      one.set("turns", SampleJson.turns(session.turns()));
    }
    var asked = root.putArray("questions");
    var byId = conversation.turnsById();
    for (Question question : questions) {
      var one = asked.addObject().put("question_id", question.id().toString());
      ObjectNode members = SampleJson.question(question);
      members.remove("question_id");
      one.setAll(members);
      one.put("category", question.category().label());
      var proof = TurnId.namedIn(question.evidence()).stream().map(byId::get);
      one.set("turns", SampleJson.turns(proof.filter(Objects::nonNull).toList()));
    }
    return root;
  }

  private static ObjectNode head(String file, String sha256) {
    return JsonFiles.MAPPER
        .createObjectNode()
        .put("file", file)
        .put("data_sha256", sha256)
        .put("published", sha256.equals(Dataset.PUBLISHED_SHA256));
  }

  private static void numbers(ObjectNode into, SampleStatistics s, BenchmarkProfile profile) {
    into.put("sessions", s.sessions())
        .put("dates", s.dates())
        .put("turns", s.turns())
        .put("captions", s.captions())
        .put("questions", s.questions());
    var byCategory = into.putObject("by_category");
    profile.categories().forEach(c -> byCategory.put(c.label(), s.byCategory().getOrDefault(c, 0)));
    into.put("observations", s.observations());
  }
}
