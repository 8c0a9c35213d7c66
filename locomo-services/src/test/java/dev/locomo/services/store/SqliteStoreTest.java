package dev.locomo.services.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.run.RunFolder;
import dev.locomo.services.store.StoreAddress.Connecting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A store that is a file. */
class SqliteStoreTest extends StoreContract {
  @Override
  StoreAddress address() {
    return new StoreAddress.Sqlite(root.resolve("store/results.db"));
  }

  @Test
  void aFileThatOthersHoldIsReportedAndLeftAsItIs() throws Exception {
    Path run = folders().questions("a", "extractive", NOON);
    Store.open(address()).close();
    try (var other = Connecting.to(address(), 0, false);
        var statement = other.createStatement();
        Store store = Store.open(address(), 1)) {
      other.setAutoCommit(false);
      statement.executeUpdate("DELETE FROM runs");
      assertThatThrownBy(() -> store.add(run, new FolderReader(null)))
          .isInstanceOf(ProviderError.class)
          .hasMessageContaining("in use by another program");
      other.setAutoCommit(true);
      assertThat(store.add(run, new FolderReader(null)).change()).isEqualTo(Store.Change.ADDED);
    }
  }

  @Test
  void aStoreOfAStrangerWritesNoFileOutsideTheFolderForItsRuns() throws Exception {
    Path run = folders().questions("a", "extractive", NOON);
    add(run);
    Files.move(run, root.resolve("moved"));
    try (var connection = Connecting.to(address(), 0, false);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA foreign_keys = OFF");
      statement.executeUpdate("UPDATE runs SET id = '../escaped', name = '../../a'");
    }
    Path made = RunIndex.folders(address()).getFirst();
    assertThat(made.normalize()).isEqualTo(made);
    assertThat(made.getName(made.getNameCount() - 4).toString()).startsWith("locomo-");
    assertThat(made.resolve(RunFolder.SPEC)).exists();
  }

  @Test
  void aRunThatFindsNoRoomIsNotThereByHalf() throws Exception {
    Path run = folders().questions("a", "extractive", NOON);
    var lines = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      lines.append(
          "{\"question_id\":\"talk-1/%d\",\"metric\":\"f\",\"value\":1}%n"
              .formatted(i)
              .replace("\r", ""));
    }
    RunFolders.write(run.resolve("scores.jsonl"), lines.toString());
    try (Store store = Store.open(address());
        var statement = store.connection().createStatement()) {
      statement.execute("PRAGMA max_page_count = 60");
      assertThatThrownBy(() -> store.add(run, new FolderReader(null)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("cannot write");
    }
    assertThat(query("SELECT COUNT(*) FROM runs")).containsExactly(List.of(0L));
    assertThat(query("SELECT COUNT(*) FROM conversations")).containsExactly(List.of(0L));
  }

  @Test
  void otherFilesAreNotTouched() throws Exception {
    Path text = root.resolve("notes.txt");
    Files.writeString(
        text, "these are notes and by no means a database, however long they are\n".repeat(40));
    assertThatThrownBy(() -> Store.open(new StoreAddress.Sqlite(text)))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("is no SQLite database");
    var foreign = new StoreAddress.Sqlite(root.resolve("foreign.db"));
    try (var connection = Connecting.to(foreign, 0, false);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE recipes (name TEXT)");
    }
    assertThatThrownBy(() -> Store.open(foreign))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("found 'recipes'");
  }

  @Test
  void aStoreThatIsNotThereIsNotMadeByLooking() {
    assertThatThrownBy(() -> Store.existing(address()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no store");
    assertThat(root.resolve("store")).doesNotExist();
  }

  @Test
  void runsBesideAStoreThatIsNotThereAreNamed() throws IOException {
    Path file = root.resolve("runs/results.db");
    Files.createDirectories(file.resolveSibling("no-run"));
    Files.writeString(
        Files.createDirectories(file.resolveSibling("one")).resolve("spec.json"), "{}");
    assertThatThrownBy(() -> Store.existing(new StoreAddress.Sqlite(file)))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> assertThat(error.remedy()).contains("locomo runs import " + file.getParent()))
        .hasMessageEndingWith("the folder " + file.getParent() + " has 1 run, not yet in one");
  }

  @Test
  void documentsAreQueriedAsTheDocumentationSays() {
    add(folders().questions("a", "extractive", NOON));
    assertThat(
            query(
                "SELECT sample, turn.value ->> 'dia_id' FROM conversations,"
                    + " json_each(document, '$.conversation') AS session,"
                    + " json_each(session.value) AS turn"
                    + " WHERE session.type = 'array' AND turn.value ->> 'text' LIKE '%dog%'"))
        .containsExactly(List.of("talk-1", "D1:1"));
    assertThat(query("SELECT name, report ->> '$.metrics.token-f1.overall.mean' FROM runs"))
        .containsExactly(List.of("a", 0.75));
  }

  @Test
  void addressesAreReadAndPasswordsNotShown() throws Exception {
    assertThat(StoreAddress.parse("runs/x.db", Map.of()))
        .isEqualTo(StoreAddress.parse("jdbc:sqlite:runs/x.db", Map.of()));
    Path secret = root.resolve("secret");
    Files.writeString(secret, "s3cret\n");
    var server =
        (StoreAddress.Postgresql)
            StoreAddress.parse(
                "jdbc:postgresql://h/d?password=hidden",
                Map.of(
                    "LOCOMO_STORE_USER", "ida", "LOCOMO_STORE_PASSWORD_FILE", secret.toString()));
    assertThat(server.login()).containsEntry("user", "ida").containsEntry("password", "s3cret");
    assertThat(server.toString()).doesNotContain("hidden").doesNotContain("s3cret");
    for (String wrong :
        List.of("jdbc:mysql://h/d", "postgresql://u:pw@h/d", "", "s3://b/k", root.toString())) {
      assertThatThrownBy(() -> StoreAddress.parse(wrong, Map.of()))
          .isInstanceOf(UserError.class)
          .hasMessageNotContaining("pw");
    }
  }
}
