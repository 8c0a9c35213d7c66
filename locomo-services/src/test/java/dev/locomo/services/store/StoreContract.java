package dev.locomo.services.store;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.services.store.Store.Change;
import dev.locomo.services.store.StoreAddress.Connecting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of every store. */
abstract class StoreContract {
  static final String NOON = "2026-01-01T12:00:00Z";

  @TempDir Path root;

  private @Nullable RunFolders made;

  /** A new, empty store. */
  abstract StoreAddress address();

  /** Run folders of this test. */
  final RunFolders folders() {
    if (made == null) {
      made = new RunFolders(root.resolve("runs"));
    }
    return made;
  }

  final Store.Imported add(Path folder) {
    try (Store store = Store.open(address())) {
      return store.add(folder, new FolderReader(null));
    }
  }

  final List<List<@Nullable Object>> query(String sql) {
    var rows = new ArrayList<List<@Nullable Object>>();
    Query.run(
        address(),
        sql,
        new Query.Rows() {
          @Override
          public void columns(List<String> names) {}

          @Override
          public void row(List<@Nullable Object> values) {
            rows.add(values);
          }
        });
    return rows;
  }

  private List<List<@Nullable Object>> everything() {
    var all = new ArrayList<List<@Nullable Object>>();
    for (String table :
        List.of(
            "runs",
            "run_settings",
            "model_configs",
            "conversations",
            "qa_annotations",
            "answers",
            "evaluation_results",
            "metric_summaries")) {
      all.addAll(query("SELECT * FROM " + table + " ORDER BY 1, 2, 3"));
    }
    return all;
  }

  @Test
  void aScoreIsFoundByModelCategoryAndRetrievalSetting() {
    add(folders().questions("a", "openai:gpt-4o-mini", NOON));
    assertThat(
            query(
                "SELECT model, category, context, top_k, question, gold, answer, outcome, value,"
                    + " unscored FROM results WHERE metric = 'token-f1' ORDER BY item"))
        .containsExactly(
            asList(
                "openai:gpt-4o-mini",
                "single-hop",
                "retrieved",
                5L,
                "What is the dog called?",
                "Biscuit",
                "Biscuit",
                "answered",
                1.0,
                null),
            asList(
                "openai:gpt-4o-mini",
                "temporal",
                "retrieved",
                5L,
                "When did Ida move?",
                "May 2023",
                "2023",
                "answered",
                0.5,
                null),
            asList(
                "openai:gpt-4o-mini",
                "adversarial",
                "retrieved",
                5L,
                "What is the cat called?",
                null,
                null,
                "failed",
                null,
                "provider-failed"));
  }

  @Test
  void costIsThatOfTheCallsThatWereMade() {
    add(folders().questions("a", "openai:gpt-4o-mini", NOON));
    double live = (100 * 0.15 + 5 * 0.6) / 1e6;
    assertThat((Double) query("SELECT cost_usd FROM runs").getFirst().getFirst())
        .isCloseTo(live, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(query("SELECT COUNT(*) FROM answers WHERE cost_usd IS NOT NULL"))
        .containsExactly(List.of(2L));
  }

  @Test
  void aRunWhoseFolderIsGoneIsMadeAgainOfWhatTheStoreHolds() throws IOException {
    Path run = folders().questions("a", "openai:gpt-4o-mini", NOON);
    add(run);
    assertThat(RunIndex.folders(address())).containsExactly(run.toAbsolutePath());
    RunSpec before = RunSpec.read(run.resolve(RunFolder.SPEC));
    long scores = Files.readAllLines(run.resolve(RunFolder.SCORES)).size();
    Path moved = Files.move(run, root.resolve("moved"));
    Path made = RunIndex.folders(address()).getFirst();
    assertThat(made).isNotEqualTo(run.toAbsolutePath());
    assertThat(made.getFileName()).hasToString("a");
    assertThat(RunSpec.read(made.resolve(RunFolder.SPEC)).fingerprint())
        .isEqualTo(before.fingerprint());
    assertThat(Files.readAllLines(made.resolve(RunFolder.SCORES))).hasSize((int) scores);
    assertThat(Files.readString(made.resolve(RunFolder.SCORES)))
        .contains("\"category\":\"single-hop\"");
    JsonNode report = json(made.resolve("report.json"));
    assertThat(report).isEqualTo(json(moved.resolve("report.json")));
    JsonNode manifest = json(made.resolve(RunFolder.MANIFEST));
    assertThat(manifest.path("store").asText()).isEqualTo(address().shown());
    assertThat(manifest.path("status").asText()).isEqualTo("complete");
    for (String line : Files.readAllLines(made.resolve(RunFolder.PREDICTIONS))) {
      assertThat(line).contains("\"question_id\":", "\"outcome\":");
    }
  }

  private static JsonNode json(Path file) {
    return JsonFiles.read(file, JsonFiles.MAPPER::readTree);
  }

  @Test
  void importingTheSameRunAgainChangesNothing() {
    Path run = folders().questions("a", "extractive", NOON);
    var first = add(run);
    var before = everything();
    var second = add(run);
    assertThat(first.change()).isEqualTo(Change.ADDED);
    assertThat(second).isEqualTo(new Store.Imported(first.id(), Change.UNCHANGED));
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aRunThatWentOnIsBroughtUpToDate() {
    Path run = folders().begun("a", "eval-qa", "extractive", NOON);
    String id = add(run).id();
    folders().questions("a", "extractive", NOON);
    assertThat(add(run)).isEqualTo(new Store.Imported(id, Change.UPDATED));
    assertThat(query("SELECT status FROM runs")).containsExactly(List.of("complete"));
    assertThat(query("SELECT COUNT(*) FROM evaluation_results")).containsExactly(List.of(3L));
  }

  @Test
  void theSameSettingsBegunAnotherTimeAreAnotherRun() {
    add(folders().questions("a", "extractive", NOON));
    add(folders().questions("b", "extractive", "2026-01-02T12:00:00Z"));
    assertThat(query("SELECT COUNT(*) FROM runs")).containsExactly(List.of(2L));
    assertThat(query("SELECT COUNT(*) FROM qa_annotations")).containsExactly(List.of(3L));
    assertThat(query("SELECT COUNT(*) FROM model_configs")).containsExactly(List.of(1L));
  }

  @Test
  void questionsGetTheirTextsOnceTheDataIsAtHand() throws IOException {
    Path run = folders().questions("a", "extractive", NOON);
    String data = Files.readString(folders().data());
    Files.delete(folders().data());
    add(run);
    assertThat(
            query("SELECT question_id, category, question FROM qa_annotations ORDER BY 1")
                .getFirst())
        .isEqualTo(asList("talk-1/0", "single-hop", null));
    RunFolders.write(folders().data(), data);
    assertThat(add(run).change()).isEqualTo(Change.UPDATED);
    assertThat(query("SELECT question FROM qa_annotations ORDER BY question_id").getFirst())
        .containsExactly("What is the dog called?");
    assertThat(query("SELECT speaker_a, turns, questions, first_session FROM conversations"))
        .containsExactly(List.of("Ida", 2L, 3L, "2023-05-08T13:56"));
  }

  @Test
  void turnsSummariesAndVerdictsAreTakenToo() {
    Path dialog = folders().begun("d", "eval-dialog", "extractive", NOON);
    RunFolders.write(
        dialog.resolve("turns.jsonl"),
        "{\"turn\":\"talk-1/D1:2\",\"outcome\":\"generated\",\"text\":\"hello\"}\n");
    RunFolders.write(
        dialog.resolve(RunFolder.SCORES),
        "{\"turn\":\"talk-1/D1:2\",\"metric\":\"rouge-l\",\"value\":0.25}\n");
    Path events = folders().begun("e", "eval-events", "extractive", NOON);
    RunFolders.write(
        events.resolve("events.jsonl"),
        "{\"unit\":\"talk-1/Ida\",\"sample\":\"talk-1\",\"outcome\":\"answered\",\"reason\":\"\","
            + "\"events\":[{\"date\":\"8 May 2023\",\"event\":\"Ida moves.\"}]}\n");
    RunFolders.write(
        events.resolve(RunFolder.SCORES),
        "{\"unit\":\"talk-1/Ida\",\"sample\":\"talk-1\",\"metric\":\"fact-f1\",\"value\":0.5}\n");
    Path judge = folders().begun("j", "judge", "extractive", NOON);
    RunFolders.write(
        judge.resolve("scores-judge-x.jsonl"),
        "{\"question_id\":\"talk-1/0\",\"category\":\"single-hop\",\"metric\":\"judge(x)\",\"value\":1.0}\n");
    RunFolders.write(
        judge.resolve("report.json"),
        "{\"judges\":[{\"judge\":\"judge(x)\",\"overall\":{\"asked\":1,\"answered\":1,\"scored\":1,\"mean\":1.0}}]}");
    List.of(dialog, events, judge).forEach(this::add);
    assertThat(query("SELECT task, conversation, item, answer, value FROM results ORDER BY task"))
        .containsExactly(
            asList("eval-dialog", "talk-1", "talk-1/D1:2", "hello", 0.25),
            asList("eval-events", "talk-1", "talk-1/Ida", "8 May 2023: Ida moves.", 0.5),
            asList("judge", "talk-1", "talk-1/0", null, 1.0));
    assertThat(query("SELECT metric, mean FROM metric_summaries"))
        .containsExactly(List.of("judge(x)", 1.0));
  }

  @Test
  void aTornLastLineDoesNotCount() throws IOException {
    Path run = folders().questions("a", "extractive", NOON);
    Path file = run.resolve(RunFolder.PREDICTIONS);
    String lines = Files.readString(file);
    Files.writeString(file, lines.substring(0, lines.length() - 5));
    add(run);
    assertThat(query("SELECT COUNT(*) FROM answers")).containsExactly(List.of(2L));
  }

  @Test
  void damagedFoldersAreRefusedWithTheirPlaceAndLeaveNothing() throws IOException {
    Path line = folders().questions("line", "extractive", NOON);
    RunFolders.write(
        line.resolve(RunFolder.SCORES),
        "{\"question_id\":\"talk-1/0\",\"metric\":\"f\",\"value\":1}\n{\"metric\n");
    Path twice = folders().questions("twice", "extractive", NOON);
    String score = "{\"question_id\":\"talk-1/0\",\"metric\":\"f\",\"value\":1}\n";
    RunFolders.write(twice.resolve(RunFolder.SCORES), score + score);
    Path neither = folders().questions("neither", "extractive", NOON);
    RunFolders.write(
        neither.resolve(RunFolder.SCORES),
        "{\"question_id\":\"talk-1/0\",\"metric\":\"f\",\"value\":NaN}\n");
    Path never = folders().questions("never", "extractive", NOON);
    Files.delete(never.resolve(RunFolder.MANIFEST));
    assertThatThrownBy(() -> add(line))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("scores.jsonl at line 2: not valid JSON");
    assertThatThrownBy(() -> add(twice))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("line 2: talk-1/0 is scored under f again");
    assertThatThrownBy(() -> add(neither))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("neither a value nor a reason");
    assertThatThrownBy(() -> add(never))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("manifest.json: no such file");
    assertThatThrownBy(() -> FolderReader.folders(root))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("holds no run");
    assertThat(query("SELECT COUNT(*) FROM runs")).containsExactly(List.of(0L));
    assertThat(query("SELECT COUNT(*) FROM qa_annotations")).containsExactly(List.of(0L));
  }

  @Test
  void charactersThatADatabaseCannotHoldAreReplaced() {
    Path run = folders().questions("a", "extractive", NOON);
    RunFolders.write(
        run.resolve(RunFolder.PREDICTIONS),
        "{\"question_id\":\"talk-1/0\",\"form\":\"free\",\"outcome\":\"answered\",\"prediction\":\"a\\u0000b\\ud800c\\ud83d\\ude00\"}\n");
    add(run);
    assertThat(query("SELECT answer FROM answers"))
        .containsExactly(List.of("a\ufffdb\ufffdc\ud83d\ude00"));
  }

  @Test
  void severalImportsAtOnceLeaveEachRunOnce() throws Exception {
    var runs = new ArrayList<Path>();
    for (int i = 0; i < 3; i++) {
      runs.add(folders().questions("r" + i, "extractive", "2026-01-0" + (i + 1) + "T12:00:00Z"));
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      var done = new ArrayList<Future<?>>();
      for (int i = 0; i < 4; i++) {
        done.add(threads.submit(() -> runs.forEach(this::add)));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    assertThat(query("SELECT COUNT(*) FROM runs")).containsExactly(List.of(3L));
    assertThat(query("SELECT COUNT(*) FROM evaluation_results")).containsExactly(List.of(9L));
  }

  @Test
  void aRunIsFoundByIdNameAndFolderAndTakenOutAlone() {
    Path a = folders().questions("a", "openai:gpt-4o-mini", NOON);
    String id = add(a).id();
    add(folders().questions("b", "extractive", NOON));
    try (Store store = Store.existing(address())) {
      var index = new RunIndex(store);
      assertThat(index.find("a", "token-f1")).isEqualTo(index.find(id.substring(0, 6), "token-f1"));
      assertThat(index.find(a.toString(), "token-f1").mean()).isEqualTo(0.75);
      assertThat(index.list(new RunIndex.Filter("GPT-4o", null, "token-f1")))
          .extracting(RunEntry::id)
          .containsExactly(id);
      assertThat(index.list(new RunIndex.Filter(null, "judge", "token-f1"))).isEmpty();
      assertThat(index.settings(id)).containsEntry("top_k", "5");
      assertThat(index.outcomes(id)).containsEntry("answered", 2L).containsEntry("failed", 1L);
      assertThat(index.means(id)).hasSize(3);
      store.remove(id);
      assertThatThrownBy(() -> index.find("a", ""))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("has no run 'a'");
    }
    assertThat(query("SELECT name FROM runs")).containsExactly(List.of("b"));
    assertThat(query("SELECT COUNT(*) FROM evaluation_results")).containsExactly(List.of(3L));
    assertThat(query("SELECT COUNT(*) FROM qa_annotations")).containsExactly(List.of(3L));
  }

  @Test
  void aNameOfSeveralRunsIsRefusedWithTheirIds() {
    String first = add(folders().questions("x/a", "extractive", NOON)).id();
    add(folders().questions("y/a", "openai:m", NOON));
    try (Store store = Store.existing(address())) {
      assertThatThrownBy(() -> new RunIndex(store).find("a", ""))
          .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.remedy()).contains(first));
    }
  }

  @Test
  void conversationsAreDocumentsAlsoInAStoreOfAnEarlierProgram() throws Exception {
    add(folders().questions("a", "extractive", NOON));
    try (var connection = Connecting.to(address(), 1_000, false);
        var statement = connection.createStatement()) {
      statement.executeUpdate("ALTER TABLE conversations DROP COLUMN document");
      statement.executeUpdate("DELETE FROM locomo_schema_history WHERE version = '2'");
    }
    RunFolders.write(
        folders().data(),
        Files.readString(folders().data())
            .replace(
                "\"event_summary\": {}",
                "\"event_summary\": {\"events_session_1\": {\"Ida\": [\"Ida moves\\\\u0000"
                    + " a\\u0000b.\"], \"Ole\": [], \"date\": \"8 May\"}}"));
    add(folders().questions("b", "extractive", NOON));
    String found =
        String.valueOf(
            query("SELECT document FROM conversations WHERE document IS NOT NULL")
                .getFirst()
                .getFirst());
    JsonNode document = JsonFiles.MAPPER.readTree(found);
    assertThat(document.path("sample_id").asText()).isEqualTo("talk-1");
    assertThat(document.at("/conversation/session_1/1/text").asText()).contains("You moved");
    assertThat(document.at("/event_summary/events_session_1/Ida/0").asText())
        .isEqualTo("Ida moves\\u0000 a\ufffdb.");
  }

  @Test
  void aConversationOfVeryManyTurnsHasNoDocumentAndAllElse() throws Exception {
    var turns = new StringJoiner(",");
    for (int i = 3; i <= RunWriter.MOST_TURNS + 1; i++) {
      turns.add("{\"speaker\": \"Ole\", \"dia_id\": \"D1:%d\", \"text\": \"Yes.\"}".formatted(i));
    }
    String month = "You moved this month!\"}";
    RunFolders.write(
        folders().data(), Files.readString(folders().data()).replace(month, month + "," + turns));
    add(folders().questions("a", "extractive", NOON));
    assertThat(query("SELECT sample, turns FROM conversations WHERE document IS NULL"))
        .hasSize(1)
        .first()
        .satisfies(row -> assertThat(row.getFirst()).isEqualTo("talk-1"))
        .satisfies(row ->
            assertThat(((Number) row.getLast()).intValue()).isEqualTo(RunWriter.MOST_TURNS + 1));
    assertThat(query("SELECT item FROM answers")).hasSize(3);
  }

  @Test
  void aQueryReadsAndCannotWrite() {
    add(folders().questions("a", "extractive", NOON));
    assertThatThrownBy(() -> query("DELETE FROM runs")).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> query("SELECT FROM WHERE")).isInstanceOf(UserError.class);
    assertThat(query("SELECT COUNT(*) FROM runs")).containsExactly(List.of(1L));
  }

  @Test
  void tablesOfANewerProgramAreLeftAlone() throws Exception {
    add(folders().questions("a", "extractive", NOON));
    try (var connection = Connecting.to(address(), 1_000, false);
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE locomo_schema_history SET version = '999' WHERE version = '1'");
    }
    assertThatThrownBy(() -> Store.open(address()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("version 999");
  }
}
