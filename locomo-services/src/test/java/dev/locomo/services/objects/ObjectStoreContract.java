package dev.locomo.services.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.services.objects.BadWay.Fault;
import dev.locomo.services.objects.ObjectStore.Listed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of every object store, over a way on which connections get lost. */
abstract class ObjectStoreContract {
  private static final String LATE =
      "the store cannot be reached (nothing came in time (no whole answer in 0.2 s))";

  @TempDir Path root;

  /** Each test has a place of its own, for a server may keep what others put. */
  private final String place = "t" + UUID.randomUUID();

  private BadWay way;
  private ObjectStore store;

  /** Where the server is. */
  abstract int port();

  /** An address in a bucket that is there. */
  abstract ObjectAddress at(String key);

  /** An address in a bucket that is not there. */
  abstract ObjectAddress elsewhere();

  /** A client of the server at a port of this machine, which sends {@link #largest} at once. */
  abstract ObjectStore client(int port, Duration patience);

  private ObjectStore client(int port) {
    return client(port, RestClient.PATIENCE);
  }

  /** The same of somebody who may not. */
  abstract ObjectStore stranger(int port);

  /** Bytes that are sent at once; servers may take no smaller pieces. */
  int largest() {
    return 300_000;
  }

  @BeforeEach
  final void open() {
    way = new BadWay(port());
    store = client(way.port());
  }

  @AfterEach
  final void close() {
    store.close();
    way.close();
  }

  private ObjectAddress object(String name) {
    return at(place + "/" + name);
  }

  private Path file(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Files.write(root.resolve("f" + length), bytes);
  }

  private Path put(String name, int length) throws IOException {
    Path file = file(length);
    store.put(file, object(name), FileHash.sha256(file));
    return file;
  }

  private ObjectCopies copies(List<String> said) {
    return new ObjectCopies(store, root.resolve("copies"), said::add);
  }

  @Test
  void anObjectComesBackAsItWasWithItsHash() throws IOException {
    for (String name : List.of("a.json", "sub/ü +&%=~'b", "empty")) {
      Path file = put(name, name.equals("empty") ? 0 : 1000);
      var head = store.head(object(name)).orElseThrow();
      assertThat(head.size()).isEqualTo(Files.size(file));
      assertThat(head.sha256()).isEqualTo(FileHash.sha256(file));
      assertThat(copies(new ArrayList<>()).file(object(name))).hasSameBinaryContentAs(file);
    }
    assertThat(store.head(object("none"))).isEmpty();
    assertThat(store.list(at(place)))
        .extracting(Listed::name)
        .containsExactlyInAnyOrder("a.json", "empty", "sub/ü +&%=~'b");
  }

  @Test
  void aFolderIsListedByPagesWithoutItsNeighbours() throws IOException {
    for (int i = 0; i < 5; i++) {
      put("m/" + i, 10);
    }
    put("mm/0", 10);
    assertThat(store.list(object("m")))
        .extracting(Listed::name)
        .containsExactlyInAnyOrder("0", "1", "2", "3", "4");
    assertThat(store.list(object("nothing"))).isEmpty();
  }

  @Test
  void aLargeFileGoesInPiecesAndIsReadOnFromWhereTheConnectionBrokeOff() throws IOException {
    Path file = put("large", 3 * largest() + 1);
    assertThat(store.head(object("large")).orElseThrow().sha256()).isEqualTo(FileHash.sha256(file));
    way.next(Fault.CUT_OFF, Fault.CUT_OFF);
    assertThat(copies(new ArrayList<>()).file(object("large"))).hasSameBinaryContentAs(file);
  }

  @Test
  void whatIsReplacedIsFetchedAgainAndNeverMixed() throws IOException {
    Path first = put("x", 1000);
    var head = store.head(object("x")).orElseThrow();
    assertThat(copies(new ArrayList<>()).file(object("x"))).hasSameBinaryContentAs(first);
    Path second = put("x", 1001);
    assertThat(store.head(object("x")).orElseThrow().version()).isNotEqualTo(head.version());
    assertThatThrownBy(() -> store.read(object("x"), head, 0))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("was changed while it was read");
    assertThat(copies(new ArrayList<>()).file(object("x"))).hasSameBinaryContentAs(second);
  }

  @Test
  void aBusyStoreAndALostConnectionAreAskedAgain() throws IOException {
    put("x", 100);
    for (Fault fault : List.of(Fault.BUSY, Fault.CLOSED)) {
      // Connections are kept: a fault happens to new ones alone.
      try (var another = new BadWay(port());
          var fresh = client(another.port())) {
        another.next(fault, fault);
        assertThat(fresh.head(object("x"))).as(fault.toString()).isPresent();
        assertThat(another.left()).as(fault.toString()).isZero();
      }
      try (var another = new BadWay(port());
          var fresh = client(another.port())) {
        another.next(fault);
        fresh.put(file(200), object("y" + fault), FileHash.sha256(file(200)));
        assertThat(another.left()).as(fault.toString()).isZero();
      }
    }
    try (var another = new BadWay(port());
        var fresh = client(another.port())) {
      another.next(Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY);
      assertThatThrownBy(() -> fresh.head(object("x")))
          .isInstanceOf(ProviderError.class)
          .hasMessageContaining("503");
    }
  }

  @Test
  void aStoreThatIsGoneLeavesItsCopiesAndIsAskedAgainWhenItIsBack() throws IOException {
    Path file = put("m/a", 1000);
    put("m/b", 10);
    var said = new ConcurrentLinkedQueue<String>();
    var here = root.resolve("copies");
    new ObjectCopies(store, here, said::add).folder(object("m"));
    try (var gone = client(free())) {
      var copies = new ObjectCopies(gone, here, said::add);
      assertThat(copies.file(object("m/a"))).hasSameBinaryContentAs(file);
      assertThat(copies.folder(object("m")).resolve("a")).hasSameBinaryContentAs(file);
      assertThat(said.stream().filter(line -> line.contains("cannot be reached")))
          .hasSize(2)
          .allMatch(line -> line.endsWith("is used"));
      assertThatThrownBy(() -> gone.put(file, object("m/c"), ""))
          .isInstanceOf(ProviderError.class)
          .hasMessageContaining("cannot be reached");
      assertThatThrownBy(() -> copies.file(object("m/none"))).isInstanceOf(ProviderError.class);
      assertThatThrownBy(() -> copies.folder(object("none"))).isInstanceOf(ProviderError.class);
    }
    Path newer = put("m/a", 1001);
    assertThat(copies(new ArrayList<>()).file(object("m/a"))).hasSameBinaryContentAs(newer);
  }

  private static int free() {
    var closed = new BadWay(1);
    closed.close();
    return closed.port();
  }

  @Test
  void oneThatNeverAnswersIsLeftForTheCopyThatIsHere() throws IOException {
    Path file = put("x", 1000);
    copies(new ArrayList<>()).file(object("x"));
    slow(
        FakeServer.SILENT,
        silent -> {
          var said = new ArrayList<String>();
          var copies = new ObjectCopies(silent, root.resolve("copies"), said::add);
          assertThat(copies.file(object("x"))).hasSameBinaryContentAs(file);
          assertThat(said).singleElement().asString().contains(LATE).endsWith("is used");
        });
  }

  @Test
  void oneWhoseAnswerDripsIsNotWaitedForForEver() throws IOException {
    slow(FakeServer.DRIPPING, _ -> {});
  }

  /** With less patience than a user has. */
  private void slow(FakeServer.Answer answer, Consumer<ObjectStore> more) throws IOException {
    Path file = file(100);
    try (var server = new FakeServer().answers(answer);
        var slow = client(URI.create(server.url()).getPort(), Duration.ofMillis(200))) {
      assertThatThrownBy(() -> slow.list(at(place)))
          .isInstanceOf(ProviderError.class)
          .hasMessageContaining(LATE);
      assertThatThrownBy(() -> slow.put(file, object("y"), ""))
          .isInstanceOf(ProviderError.class)
          .hasMessageContaining(LATE);
      more.accept(slow);
    }
  }

  @Test
  void oneThatFallsSilentInTheMiddleOfAnObjectIsReadOnFromThere() throws IOException {
    Path file = put("large", 3 * largest() + 1);
    way.next(Fault.SILENT);
    try (var hasty = client(way.port(), Duration.ofSeconds(2))) {
      var copies = new ObjectCopies(hasty, root.resolve("copies"), _ -> {});
      assertThat(copies.file(object("large"))).hasSameBinaryContentAs(file);
    }
    assertThat(way.left()).isZero();
  }

  @Test
  void whoeverMayNotIsToldSoWithoutAKey() {
    try (var stranger = stranger(way.port())) {
      assertThatThrownBy(() -> stranger.list(at(place)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(at(place) + ": the store answered 403")
          .hasMessageNotContaining("wrong");
    }
    assertThatThrownBy(() -> store.list(elsewhere()))
        .isInstanceOf(DataError.class)
        .hasMessageContaining(elsewhere().toString());
  }

  /** Of an environment. */
  static Map<String, String> environment(String... pairs) {
    var environment = new HashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    return environment;
  }
}
