package dev.locomo.eval.predict;

import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.core.run.Journal;
import dev.locomo.eval.protocol.Call;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asks calls, many at once, and writes each outcome down before it counts as done.
 *
 * <p>Failures of a provider are outcomes. When going on is pointless the rest is written down as
 * failed without being sent; a cost limit or the user's wish ends it without a word about the rest.
 */
public final class Asking {
  private final ChatLlm llm;
  private final int concurrency;
  private final Journal journal;
  private final Watch watch;

  /** Is told of progress and can ask to stop; called from many threads. */
  public interface Watch extends Workers.Watch {
    /** Some predictions were written down. */
    void done(List<Prediction> predictions);
  }

  /**
   * @param llm whom to ask
   * @param concurrency most calls in flight at once, at least 1
   * @param journal where every outcome goes
   * @param watch told of progress
   */
  public Asking(ChatLlm llm, int concurrency, Journal journal, Watch watch) {
    this.llm = llm;
    this.concurrency = concurrency;
    this.journal = journal;
    this.watch = watch;
  }

  /**
   * Asks all calls; to be called once.
   *
   * @param calls lazily planned; each is built on the thread that asks it
   * @throws InterruptedException when the thread is interrupted; calls in flight are abandoned
   */
  public Ending run(Stream<Call> calls) throws InterruptedException {
    Iterator<Call> open = calls.iterator();
    var ending = new Workers(concurrency, watch).run(open, Call::step, this::ask);
    ProviderError error = ending.provider();
    if (error != null && error.kind() != Kind.COST_LIMIT) {
      open.forEachRemaining(call -> write(new Questioning(llm).notAsked(call, error)));
    }
    return ending;
  }

  private void ask(Call call) throws InterruptedException {
    var questioning = new Questioning(llm);
    try {
      write(questioning.predictions(call));
    } catch (ProviderError e) {
      if (e.kind() != Kind.COST_LIMIT) {
        write(questioning.failed(call, e));
      }
      throw e;
    }
  }

  private void write(List<Prediction> predictions) {
    journal.append(predictions.stream().map(PredictionJson::line).toList());
    watch.done(predictions);
  }
}
