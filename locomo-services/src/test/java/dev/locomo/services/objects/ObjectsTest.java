package dev.locomo.services.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.services.objects.RunObjects.Moved;
import dev.locomo.services.objects.S3Server.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Object storage against a server of our own that looks at every signature. */
class ObjectsTest {
  @TempDir Path root;

  private final S3Server server = new S3Server();
  private final ObjectStore store = S3Store.of(server.environment());

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  private static ObjectAddress at(String key) {
    return ObjectAddress.parse("s3://" + S3Server.BUCKET + "/" + key);
  }

  private Path run() throws IOException {
    Path folder = root.resolve("here/my-run");
    Files.createDirectories(folder.resolve("sub"));
    var spec =
        new RunSpec("eval-qa", List.of(), new TreeMap<>(Map.of("model", "m")), new TreeMap<>());
    Files.writeString(folder.resolve(RunFolder.SPEC), spec.toJson());
    Files.writeString(folder.resolve(RunFolder.MANIFEST), "{}");
    Files.writeString(folder.resolve(RunFolder.PREDICTIONS), "{\"a\":1}\n".repeat(5_000));
    Files.writeString(folder.resolve("sub/empty file+ü.txt"), "");
    return folder;
  }

  private ObjectCopies copies() {
    return new ObjectCopies(store, root.resolve("copies"), _ -> {});
  }

  private RunObjects runs() {
    return new RunObjects(store, _ -> {});
  }

  @Test
  void aRunComesBackAsItWasAndIsNotSentTwice() throws IOException {
    Path folder = run();
    assertThat(runs().push(folder, at("runs/my-run"))).isEqualTo(new Moved(4, 4));
    assertThat(server.keys())
        .contains("runs/my-run/sub/empty file+ü.txt", "runs/my-run/locomo-files.json")
        .doesNotContain("runs/my-run/.lock");
    assertThat(runs().push(folder, at("runs/my-run"))).isEqualTo(new Moved(4, 0));
    Path back = root.resolve("there/my-run");
    assertThat(runs().pull(at("runs/my-run"), back)).isEqualTo(new Moved(4, 4));
    for (String file : List.of(RunFolder.SPEC, RunFolder.PREDICTIONS, "sub/empty file+ü.txt")) {
      assertThat(back.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
    }
    Files.delete(back.resolve(RunFolder.PREDICTIONS));
    assertThat(runs().pull(at("runs/my-run"), back)).isEqualTo(new Moved(4, 1));
  }

  @Test
  void aPushThatWasCutOffIsNoRunUntilItIsRepeated() throws IOException {
    Path folder = run();
    runs().push(folder, at("r"));
    server.remove("r/locomo-files.json");
    assertThatThrownBy(() -> runs().pull(at("r"), root.resolve("x")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("holds no whole run");
    runs().push(folder, at("r"));
    server.put("r/" + RunFolder.PREDICTIONS, "{\"b\":2}\n");
    assertThatThrownBy(() -> runs().pull(at("r"), root.resolve("x")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("expected");
    assertThat(root.resolve("x/" + RunFolder.SPEC)).doesNotExist();
    runs().push(folder, at("r"));
    assertThat(runs().pull(at("r"), root.resolve("x")).files()).isEqualTo(4);
  }

  @Test
  void whatIsInAFolderAlreadyIsNotOverwritten() throws IOException {
    Path folder = run();
    runs().push(folder, at("r"));
    Files.writeString(folder.resolve(RunFolder.PREDICTIONS), "newer\n");
    assertThatThrownBy(() -> runs().pull(at("r"), folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("another one than in the store");
    assertThat(folder.resolve(RunFolder.PREDICTIONS)).hasContent("newer");
  }

  @Test
  void aRunInUseIsNotPushed() throws IOException {
    Path folder = run();
    try (var _ = RunFolder.hold(folder)) {
      assertThatThrownBy(() -> runs().push(folder, at("r")))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("in use");
    }
    assertThatThrownBy(() -> runs().push(root, at("r")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds no run");
  }

  @Test
  void namesThatLeadOutOfTheFolderAreRefused() {
    server.put(
        "r/locomo-files.json",
        "{\"format\":1,\"sha256\":{\"spec.json\":\"%s\",\"../evil\":\"%s\"}}"
            .formatted("0".repeat(64), "0".repeat(64)));
    assertThatThrownBy(() -> runs().pull(at("r"), root.resolve("x")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("../evil");
    for (String wrong : List.of("s3://", "s3://UP/x", "s3://lab/../x", "s3://lab/a//b", "lab/x")) {
      assertThatThrownBy(() -> ObjectAddress.parse(wrong)).isInstanceOf(UserError.class);
    }
    assertThat(ObjectAddress.parse("s3:/lab/a/")).isEqualTo(ObjectAddress.parse("s3://lab/a"));
  }

  @Test
  void aBusyOrFailingStoreIsAskedAgain() {
    server.put("data.json", "[]");
    server.next(Fault.SLOW_DOWN, Fault.INTERNAL_ERROR);
    assertThat(copies().file(at("data.json"))).hasContent("[]");
  }

  @Test
  void aStoreThatKeepsFailingIsAProblemOfTheStore() {
    server.put("data.json", "[]");
    server.next(
        Fault.SLOW_DOWN, Fault.SLOW_DOWN, Fault.SLOW_DOWN, Fault.SLOW_DOWN, Fault.SLOW_DOWN);
    assertThatThrownBy(() -> copies().file(at("data.json")))
        .isInstanceOf(ProviderError.class)
        .hasMessageContaining("503");
  }

  @Test
  void anObjectIsReadOnFromWhereTheConnectionBrokeOff() {
    String text = "0123456789".repeat(50_000);
    server.put("data.json", text);
    server.next(Fault.CUT_OFF, Fault.CUT_OFF);
    assertThat(copies().file(at("data.json"))).hasContent(text);
    assertThat(server.requests("GET")).isEqualTo(3);
  }

  @Test
  void aCopyIsFetchedOnceAndAgainWhenTheObjectChanged() {
    server.put("data.json", "[1]");
    Path copy = copies().file(at("data.json"));
    copies().file(at("data.json"));
    assertThat(server.requests("GET")).isEqualTo(1);
    server.put("data.json", "[2]");
    assertThat(copies().file(at("data.json"))).isEqualTo(copy).hasContent("[2]");
  }

  @Test
  void aFolderIsAllThatIsBelowIt() {
    for (String name :
        List.of("config.json", "model.safetensors", "sub/a", "sub/b", "tokenizer.json")) {
      server.put("models/m/" + name, name);
    }
    server.put("models/mm/config.json", "another");
    Path folder = copies().folder(at("models/m"));
    assertThat(folder.resolve("sub/b")).hasContent("sub/b");
    assertThat(folder.resolve("tokenizer.json")).exists();
    assertThat(folder.resolveSibling("mm")).doesNotExist();
    assertThatThrownBy(() -> copies().folder(at("nothing")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("holds no object");
  }

  @Test
  void whatIsMissingOrForbiddenIsNamed() {
    assertThatThrownBy(() -> copies().file(at("no.json")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("s3://lab/no.json: there is no such object");
    var elsewhere = new ObjectAddress(ObjectAddress.Scheme.S3, "other", "x");
    assertThatThrownBy(() -> copies().folder(elsewhere))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("no such bucket");
    var wrong = new HashMap<>(server.environment());
    wrong.put("AWS_SECRET_ACCESS_KEY", "wrong");
    try (var refused = S3Store.of(wrong)) {
      assertThatThrownBy(() -> refused.list(at("x")))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("403 SignatureDoesNotMatch");
    }
    server.close();
    assertThatThrownBy(() -> store.list(at("x")))
        .isInstanceOf(ProviderError.class)
        .hasMessageContaining("cannot be reached");
  }
}
