package dev.locomo.core.llm.batch;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.AskJson;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.batch.BatchApi.Result;
import dev.locomo.core.llm.batch.BatchApi.State;
import dev.locomo.core.text.Printable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model that is asked in batches. A request without a result is put into the next batch; when the
 * batch has ended, it has its reply or the reason why it has none. Nothing is sent twice: what an
 * earlier start has sent is taken up again from the run's folder. For one thread.
 */
public final class BatchLlm {
  private static final int ID_DIGITS = 40;

  private final BatchApi api;
  private final String scope;
  private final @Nullable Budget budget;
  private final Consumer<String> notices;
  private final Map<String, Result> results = new HashMap<>();
  private final Deque<BatchPart> parts = new ArrayDeque<>();

  /**
   * Requests that are collected or sent and have no result yet, with what is set aside for each.
   */
  private final Map<String, Double> waiting = new HashMap<>();

  private @Nullable BatchRecord record;
  private Path folder = Path.of("");

  /** What may be spent. */
  public interface Budget {
    /**
     * Sets aside the most that a request can cost in a batch.
     *
     * @return that, in US dollars
     * @throws ProviderError of kind {@code COST_LIMIT} when there is not so much left
     */
    double reserve(Ask ask);

    /** Puts what was paid in place of what was set aside; nothing without a reply. */
    void settle(double reserved, @Nullable Reply reply);
  }

  /**
   * @param scope who is asked, and where
   * @param budget null for no limit
   * @param notices told in one line what a user should know
   */
  public BatchLlm(BatchApi api, String scope, @Nullable Budget budget, Consumer<String> notices) {
    this.api = api;
    this.scope = scope;
    this.budget = budget;
    this.notices = notices;
  }

  /**
   * Opens the record of the run's batches; to be done before anything is asked.
   *
   * @param file need not exist
   * @param model whose batches are taken up
   */
  public void open(Path file, String model) {
    close();
    folder = Objects.requireNonNull(file.getParent());
    BatchPart.deleteAll(folder);
    record = BatchRecord.open(file, model);
  }

  private BatchRecord record() {
    if (record == null) {
      throw new IllegalStateException("batches without a record");
    }
    return record;
  }

  /** The same request has the same name in every start of a run. */
  private String id(Ask ask) {
    return "r-" + Sha256.of(scope + AskJson.of(ask)).substring(0, ID_DIGITS);
  }

  /**
   * Makes sure that a request has a result.
   *
   * @throws Pending when it has none yet
   * @throws ProviderError of kind {@code COST_LIMIT} when it could pass the limit and is not sent
   */
  public void require(Ask ask) throws InterruptedException {
    String id = id(ask);
    if (results.containsKey(id)) {
      return;
    }
    if (!waiting.containsKey(id)) {
      double reserved = budget == null ? 0 : budget.reserve(ask);
      String line = api.line(id, ask);
      if (parts.isEmpty() || parts.getLast().entry != null || !parts.getLast().add(id, line)) {
        parts.add(new BatchPart(api, folder));
        parts.getLast().add(id, line);
      }
      waiting.put(id, reserved);
    }
    throw new Pending();
  }

  /**
   * The reply to a request that has a result.
   *
   * @throws ProviderError when the result is none
   */
  public Reply reply(Ask ask) {
    Result result = results.get(id(ask));
    if (result == null || result.error() != null) {
      throw result == null ? new Pending() : result.error();
    }
    return Objects.requireNonNull(result.reply());
  }

  /** Whether requests are collected that were not sent. */
  public boolean hasCollected() {
    return !parts.isEmpty();
  }

  /**
   * Makes batches of what is collected. To be called again after a failure that may pass.
   *
   * @throws ProviderError when the provider takes one of them not, or not now
   */
  public void send() throws InterruptedException {
    while (!parts.isEmpty()) {
      BatchPart part = parts.getFirst();
      var entry = part.entry;
      if (entry == null) {
        entry = record().begin(part.ids.size());
        part.entry = entry;
      }
      String id = part.tried ? api.find(entry.attempt(), record().ids()).orElse(null) : null;
      if (id == null) {
        id = made(part, entry);
      }
      record().made(entry, id);
      entry.sent = Set.copyOf(part.ids);
      notices.accept(
          "batch "
              + id
              + " has "
              + Printable.counted(part.ids.size(), "request")
              + "; a batch may take a day, and the"
              + " same command takes it up again after a stop");
      parts.removeFirst().close();
    }
  }

  private String made(BatchPart part, BatchRecord.Entry entry) throws InterruptedException {
    String upload = entry.upload();
    if (upload == null) {
      upload = api.upload(part.file);
      record().uploaded(entry, upload);
    }
    part.tried = true;
    return api.create(part.file, upload);
  }

  /**
   * Looks after all batches that were sent, and reads the results of those that ended.
   *
   * @return whether all have ended
   */
  public boolean poll() throws InterruptedException {
    boolean all = true;
    for (var entry : record().open()) {
      String id = entry.id() == null ? lost(entry) : entry.id();
      if (id != null && entry.ended == null) {
        State state = api.state(id);
        all &= state.ended();
        if (state.ended()) {
          read(entry, id, state);
        }
      }
    }
    return all;
  }

  /** An earlier start did not live to see whether it was made. */
  private @Nullable String lost(BatchRecord.Entry entry) throws InterruptedException {
    String id = api.find(entry.attempt(), record().ids()).orElse(null);
    if (id == null) {
      record().close(entry, "never made");
    } else {
      record().made(entry, id);
    }
    return id;
  }

  private void read(BatchRecord.Entry entry, String id, State state) throws InterruptedException {
    api.results(state, this::take);
    String why = state.complaint().isEmpty() ? state.word() : state.complaint();
    Kind kind = state.complaint().isEmpty() ? Kind.UNAVAILABLE : Kind.REJECTED;
    for (String request : entry.sent) {
      if (!results.containsKey(request)) {
        String what = "batch " + id + " ended without a reply to it: " + why;
        take(new Result(request, null, new ProviderError(kind, what, null, null)));
      }
    }
    entry.ended = state.word();
    notices.accept("batch " + id + " has ended: " + why);
  }

  private void take(Result result) {
    Reply reply = result.reply() == null ? null : result.reply().ofBatch();
    results.put(result.id(), new Result(result.id(), reply, result.error()));
    Double reserved = waiting.remove(result.id());
    if (budget != null && (reserved != null || reply != null)) {
      budget.settle(reserved == null ? 0 : reserved, reply);
    }
  }

  /** What was read is in the run: those batches are not taken up again. */
  public void settle() {
    for (var entry : record().open()) {
      if (entry.ended != null) {
        record().close(entry, entry.ended);
      }
    }
  }

  /** Lets go of files; what was sent stays sent. */
  public void close() {
    parts.forEach(BatchPart::close);
    parts.clear();
    if (record != null) {
      record.close();
    }
  }
}
