package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.CallLog;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.pipeline.Stage.Done;
import dev.locomo.core.queue.HeldPieces;
import dev.locomo.core.queue.PieceRecord;
import dev.locomo.core.queue.PulledPieces;
import dev.locomo.core.queue.PulledPieces.Piece;
import dev.locomo.core.queue.WorkQueue;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.Recording;
import dev.locomo.core.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run that any number of processes do together. Each has a folder of its own; the pieces of a
 * stage are taken from a queue, what came of each is left there, and when all of a stage are done
 * every process takes in what the others did. So each ends with the whole run.
 */
final class SharedRun implements AutoCloseable {
  /** Of this process or its account, not of the piece. */
  private static final Set<Kind> OWN =
      Set.of(Kind.KEY_REFUSED, Kind.QUOTA_EXHAUSTED, Kind.COST_LIMIT, Kind.NOT_CACHED);

  private final HeldPieces queue;
  private final String address;
  private final RunFolder folder;
  private final Set<String> restored = new HashSet<>();
  private int stage = -1;
  private int worked;

  /**
   * A stage as processes do it together.
   *
   * @param task whose stage it is
   * @param log the run's record of calls; null when it has none
   * @param atOnce most pieces in work here
   * @param attendance looks on
   */
  record Work(Task<?> task, @Nullable CallLog log, int atOnce, RunHost.Attendance attendance) {}

  /**
   * Makes the folder's record that of the queue: what was done here and never got there is another
   * process's by now.
   *
   * @param notices told when the queue is lost and when it is back
   * @throws UserError when the queue cannot be reached, or knows nothing of a run that the folder
   *     has a record of
   */
  SharedRun(WorkQueue queue, RunFolder folder, Consumer<String> notices) {
    this.folder = folder;
    this.address = queue.address();
    try {
      restore(queue);
    } catch (IOException e) {
      queue.close();
      throw new UserError(
          "the queue " + address + " cannot be used (" + e.getMessage() + ")",
          "start it, or correct --queue",
          e);
    }
    this.queue = new HeldPieces(queue, notices);
  }

  private void restore(WorkQueue queue) throws IOException {
    int stages = queue.stages();
    var record = new LinkedHashMap<String, List<String>>();
    for (String file : RunFolder.RECORD) {
      if (Files.exists(folder.file(file)) && Journal.count(folder.file(file)) > 0) {
        record.put(file, new ArrayList<>());
      }
    }
    if (stages == 0 && !record.isEmpty()) {
      throw new UserError(
          folder.path() + " has a record that the queue " + address + " knows nothing of",
          "another --run folder; what the cache has is not paid for again");
    }
    for (int of = 0; of < stages; of++) {
      for (var piece : queue.records(of).entrySet()) {
        restored.add(of + "/" + piece.getKey());
        add(record, PieceRecord.parse(piece.getValue(), address));
      }
    }
    record.forEach((file, lines) -> AtomicFile.writeLines(folder.file(file), lines.stream()));
  }

  private static void add(Map<String, List<String>> all, PieceRecord record) {
    record
        .lines()
        .forEach((file, lines) -> all.computeIfAbsent(file, _ -> new ArrayList<>()).addAll(lines));
  }

  /** Adds to a manifest where the queue is, and how many pieces were done here. */
  void describe(ObjectNode manifest) {
    manifest.putObject("queue").put("address", address).put("pieces_done_here", worked);
  }

  /** Does what falls to this process, then takes in what the others did. */
  <I> Ending run(Stage<I> of, Calls calls, Work work) throws InterruptedException {
    var mine = new LinkedHashMap<String, I>();
    of.items()
        .forEachRemaining(item -> {
          if (mine.put(of.name(item), item) != null) {
            throw new IllegalStateException("two pieces have the name " + of.name(item));
          }
        });
    int number = ++stage;
    var names = List.copyOf(mine.keySet());
    queue.with(q -> {
      q.offer(number, names);
      return names;
    });
    var pulled = new PulledPieces<>(queue, number, mine);
    Set<String> here = ConcurrentHashMap.newKeySet();
    Ending ending =
        new Workers(work.atOnce, work.attendance)
            .run(
                pulled,
                Piece::name,
                piece ->
                    work(
                        of,
                        piece,
                        calls,
                        done -> {
                          here.add(piece.name());
                          work.attendance.done(done);
                        }));
    worked += here.size();
    if (!ending.all() || !pulled.over()) {
      return new Ending(false, ending.provider());
    }
    var records = queue.with(q -> q.records(number));
    if (!records.keySet().containsAll(names)) {
      throw new UserError("the queue " + address + " has lost records", "another --run folder");
    }
    return others(of, here, records, work);
  }

  /**
   * Does a piece and leaves what came of it.
   *
   * @param done told when that is what counts
   */
  private <I> void work(Stage<I> of, Piece<I> piece, Calls calls, Consumer<Done> done)
      throws InterruptedException {
    var recording = new Recording();
    try {
      Done good = recording.of(() -> of.run(piece.item(), calls));
      leave(piece, record(recording, good, null), done);
    } catch (ProviderError e) {
      if (OWN.contains(e.kind()) || (e.kind().retryable() && piece.time() == 1)) {
        queue.giveBack(piece.name());
      } else {
        Done bad = recording.of(() -> of.failed(piece.item(), e));
        leave(piece, record(recording, bad, e), done);
      }
      throw e;
    } catch (InterruptedException | Stop.Stopped e) {
      queue.giveBack(piece.name());
      throw e;
    }
  }

  private void leave(Piece<?> piece, PieceRecord record, Consumer<Done> done)
      throws InterruptedException {
    if (queue.complete(piece.name(), record)) {
      done.accept(done(record));
    }
  }

  private static PieceRecord record(Recording of, Done done, @Nullable ProviderError error) {
    return new PieceRecord(
        of.lines(),
        done.pieces(),
        done.without(),
        done.reasons(),
        error == null ? null : error.kind().name(),
        error == null ? "" : String.valueOf(error.getMessage()));
  }

  private static Done done(PieceRecord record) {
    return new Done(record.pieces(), record.without(), record.reasons());
  }

  /** Takes in what others have on record, and does again, from the record, what follows from it. */
  private <I> Ending others(Stage<I> of, Set<String> here, Map<String, String> texts, Work work)
      throws InterruptedException {
    var records = new LinkedHashMap<String, PieceRecord>();
    texts.forEach((name, text) -> {
      if (!here.contains(name)) {
        records.put(name, PieceRecord.parse(text, address));
      }
    });
    var lines = new LinkedHashMap<String, List<String>>();
    records.forEach((name, record) -> {
      if (!restored.contains(key(name))) {
        add(lines, record);
      }
    });
    lines.forEach((file, some) -> take(file, some, work.log));
    work.task.open(folder);
    var again = new LinkedHashMap<String, I>();
    of.items().forEachRemaining(item -> again.put(of.name(item), item));
    again.keySet().removeAll(here);
    records.forEach((name, record) -> {
      if (!again.containsKey(name) && !restored.contains(key(name))) {
        work.attendance.done(done(record));
      }
    });
    Calls recorded =
        work.log == null ? Calls.of(SharedRun::refuse) : work.log.of(SharedRun::refuse);
    return new Workers(work.atOnce, work.attendance)
        .run(
            again.values().iterator(),
            of::name,
            item -> {
              PieceRecord record = records.get(of.name(item));
              ProviderError error = record == null ? null : record.toError();
              work.attendance.done(error == null ? of.run(item, recorded) : of.failed(item, error));
            });
  }

  /** The piece of this stage among those of all. */
  private String key(String name) {
    return stage + "/" + name;
  }

  private void take(String file, List<String> lines, @Nullable CallLog log) {
    if (file.equals(CallLog.FILE) && log != null) {
      log.take(lines);
    } else if (file.equals(RunFolder.PREDICTIONS)) {
      folder.predictions().append(lines);
    } else {
      try (var journal = Journal.open(folder.file(file))) {
        journal.append(lines);
      }
    }
  }

  private static Reply refuse(Ask ask) {
    throw new ProviderError(Kind.NOT_CACHED, "not on the record of the queue", null, null);
  }

  @Override
  public void close() {
    queue.close();
  }
}
