package dev.locomo.core.llm.batch;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A provider's interface for batches. Each method sends at most one request and fails with a {@link
 * ProviderError}, whose kind says whether the same can succeed later.
 */
public interface BatchApi {
  /**
   * What one batch may hold.
   *
   * @param requests at most
   * @param bytes of all lines at most
   */
  record Limits(int requests, long bytes) {}

  /** A model that may be asked in batches. */
  interface Source {
    /** How; null when its provider has none. */
    @Nullable BatchApi batches();
  }

  /** What one batch may hold. */
  Limits limits();

  /** What stands between two lines. */
  String separator();

  /**
   * A request as a line of a batch.
   *
   * @param id no two requests of a batch have the same
   */
  String line(String id, Ask ask) throws InterruptedException;

  /**
   * Hands the lines over, where the provider wants them before it makes a batch of them.
   *
   * @return its name for them; empty where it takes them with the batch
   */
  String upload(Path lines) throws InterruptedException;

  /**
   * Makes a batch; from now on it costs.
   *
   * @param upload what {@link #upload} gave
   * @return its id
   */
  String create(Path lines, String upload) throws InterruptedException;

  /**
   * The batch that was made by an attempt whose answer never came; empty when none was.
   *
   * @param known ids of the run's other batches
   */
  Optional<String> find(Attempt attempt, Set<String> known) throws InterruptedException;

  /** How a batch stands. */
  State state(String batch) throws InterruptedException;

  /** Gives what came of the requests of a batch that ended; those without a word are left out. */
  void results(State ended, Consumer<Result> each) throws InterruptedException;

  /**
   * An attempt to make a batch.
   *
   * @param requests how many it has
   * @param at when it was begun
   * @param upload what {@link #upload} gave; null when it was not done
   */
  record Attempt(int requests, Instant at, @Nullable String upload) {}

  /**
   * How a batch stands.
   *
   * @param ended whether no more replies will come
   * @param word the provider's word for it
   * @param complaint why it failed as a whole; empty when it did not
   * @param places where its results are; the provider's own
   */
  record State(boolean ended, String word, String complaint, List<String> places) {}

  /**
   * What came of one request.
   *
   * @param reply null when there is an error
   * @param error null when there is a reply
   */
  record Result(String id, @Nullable Reply reply, @Nullable ProviderError error) {}
}
