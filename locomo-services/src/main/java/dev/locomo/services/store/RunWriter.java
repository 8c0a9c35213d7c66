package dev.locomo.services.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetWriter;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.services.store.StoredFolder.Answer;
import dev.locomo.services.store.StoredFolder.Result;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes one run into the tables, within a transaction that is open. Questions and conversations
 * are shared by all runs about the same data; what one run knew of them, the next does not undo.
 */
final class RunWriter {
  private static final int DATA_DIGITS = 12;

  /**
   * Conversations of more turns have no document: PostgreSQL takes no {@code jsonb} of 256 MB, and
   * a document is in memory several times on its way.
   */
  static final int MOST_TURNS = 100_000;

  private final Connection connection;
  private final StoredFolder run;
  private final RunFacts facts;

  RunWriter(Connection connection, StoredFolder run) {
    this.connection = connection;
    this.run = run;
    this.facts = new RunFacts(run);
  }

  /** Replaces whatever is there of the run. */
  void write() throws SQLException {
    try (PreparedStatement old = connection.prepareStatement("DELETE FROM runs WHERE id = ?")) {
      old.setString(1, facts.id());
      old.executeUpdate();
    }
    Dataset data = run.data();
    if (data != null) {
      known(data);
    }
    mentioned();
    runRow();
    answers();
    results();
    new SummaryRows(run.report()).write(connection, facts.id());
  }

  private void known(Dataset data) throws SQLException {
    Batch.into(
        connection,
        "conversations",
        Batch.REPLACE,
        rows -> {
          for (Sample sample : data.samples()) {
            add(rows, data, sample);
          }
        });
    Batch.into(
        connection,
        "qa_annotations",
        Batch.REPLACE,
        rows -> {
          for (Question question : data.questions().toList()) {
            add(rows, question);
          }
        });
  }

  private void add(Batch conversations, Dataset data, Sample sample) throws SQLException {
    var talk = sample.conversation();
    var times =
        talk.sessions().stream().map(s -> s.time()).filter(t -> t != null).sorted().toList();
    conversations.add(
        inData(sample.id()),
        data.sha256(),
        sample.id(),
        data.file(),
        talk.speakerA(),
        talk.speakerB(),
        talk.sessions().size(),
        talk.turns().size(),
        sample.questions().size(),
        times.isEmpty() ? null : times.getFirst().toString(),
        times.isEmpty() ? null : times.getLast().toString(),
        talk.turns().size() > MOST_TURNS
            ? null
            : Batch.storableJson(DatasetWriter.json(sample).toString()));
  }

  private void add(Batch questions, Question question) throws SQLException {
    @Nullable String answer = null;
    @Nullable String lure = null;
    switch (question.gold()) {
      case Gold.Answer(var text) -> answer = text;
      case Gold.Unanswerable(var wrong, _) -> lure = wrong;
    }
    questions.add(
        inData(question.id().toString()),
        inData(question.id().sample()),
        question.id().toString(),
        question.category().label(),
        question.text(),
        answer,
        lure,
        JsonFiles.MAPPER.valueToTree(question.evidence()).toString());
  }

  /** What lines name and no data set told of. */
  private void mentioned() throws SQLException {
    if (facts.dataSha256() == null) {
      return;
    }
    var categories = new TreeMap<String, String>();
    var samples = new TreeMap<String, String>();
    run.answers().stream().filter(Answer::isQuestion).forEach(a -> categories.put(a.item(), ""));
    run.results().values().stream()
        .flatMap(List::stream)
        .forEach(r -> {
          samples.put(sample(r), "");
          if (r.isQuestion()) {
            categories.put(r.item(), r.line().path("category").asText(""));
          }
        });
    categories.keySet().forEach(id -> samples.put(sampleOf(id), ""));
    Batch.into(
        connection,
        "conversations",
        Batch.KEEP,
        rows -> {
          for (String sample : samples.keySet()) {
            rows.add(inData(sample), facts.dataSha256(), sample);
          }
        });
    Batch.into(
        connection,
        "qa_annotations",
        "ON CONFLICT (id) DO UPDATE SET category ="
            + " COALESCE(qa_annotations.category, excluded.category)",
        rows -> {
          for (var question : categories.entrySet()) {
            String id = question.getKey();
            String category = question.getValue();
            rows.add(inData(id), inData(sampleOf(id)), id, category.isEmpty() ? null : category);
          }
        });
  }

  private void runRow() throws SQLException {
    facts.writeModel(connection);
    facts.writeRun(connection);
    Batch.into(
        connection,
        "run_settings",
        "",
        rows -> {
          for (var setting : run.spec().onResult().entrySet()) {
            rows.add(facts.id(), setting.getKey(), setting.getValue());
          }
        });
  }

  private void answers() throws SQLException {
    Batch.into(
        connection,
        "answers",
        "",
        rows -> {
          for (Answer answer : run.answers()) {
            add(rows, answer);
          }
        });
  }

  private void add(Batch rows, Answer answer) throws SQLException {
    JsonNode line = answer.line();
    boolean timed = line.path("latency_ms").isNumber();
    rows.add(
        facts.id(),
        answer.item(),
        answer.form(),
        answer.isQuestion() ? inData(answer.item()) : null,
        line.path("outcome").asText("answered"),
        text(line, "reason"),
        answer.answer(),
        line.has("context") ? line.path("context").toString() : null,
        line.has("source") ? (Boolean) line.path("source").asText().equals("cached") : null,
        number(line, "input_tokens"),
        number(line, "output_tokens"),
        timed ? (Long) line.path("latency_ms").asLong() : null,
        facts.cost(line),
        text(line, "model"));
  }

  private void results() throws SQLException {
    Batch.into(
        connection,
        "evaluation_results",
        "",
        rows -> {
          for (var metric : run.results().entrySet()) {
            for (Result result : metric.getValue()) {
              add(rows, metric.getKey(), result);
            }
          }
        });
  }

  private void add(Batch rows, String metric, Result result) throws SQLException {
    JsonNode line = result.line();
    rows.add(
        facts.id(),
        result.item(),
        metric,
        result.isQuestion() ? inData(result.item()) : null,
        inData(sample(result)),
        line.path("value").isNumber() ? (Double) line.path("value").asDouble() : null,
        text(line, "unscored"),
        text(line, "why"));
  }

  private static String sample(Result result) {
    String named = result.line().path("sample").asText("");
    return named.isEmpty() ? sampleOf(result.item()) : named;
  }

  /** Of {@code conv-26/37} and {@code conv-26/D3:5}. */
  private static String sampleOf(String item) {
    return QuestionId.parse(item)
        .map(QuestionId::sample)
        .orElseGet(() -> item.substring(0, Math.max(0, item.lastIndexOf('/'))));
  }

  /** A name that is unique over all data sets; null when nobody knows which data it is of. */
  private @Nullable String inData(String name) {
    String data = facts.dataSha256();
    return data == null ? null : data.substring(0, DATA_DIGITS) + "/" + name;
  }

  private static @Nullable String text(JsonNode line, String member) {
    String value = line.path(member).asText("");
    return value.isEmpty() ? null : value;
  }

  private static @Nullable Integer number(JsonNode line, String member) {
    return line.path(member).isInt() ? Integer.valueOf(line.path(member).asInt()) : null;
  }
}
