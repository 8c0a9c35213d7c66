package dev.locomo.services.log;

import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.pipeline.RunListener;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * How a run goes on, as events: its beginning and end, pieces that failed, and (at {@code debug})
 * every attempt at a provider. Events of a piece carry its name.
 */
public final class RunLog implements RunListener {
  private static final String PIECE = "piece";

  private final Logger log = LoggerFactory.getLogger("locomo.run");
  private final AtomicInteger pieces = new AtomicInteger();
  private final AtomicInteger without = new AtomicInteger();

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case Run run -> log.info("{} of {} begins in {}", run.verb(), run.model(), run.folder());
      case Planned(int count) -> log.info("{} to do", count);
      case Entered(var piece) -> MDC.put(PIECE, piece);
      case Left(var _, var failure) -> left(failure);
      case Done(int count, int failed) -> {
        pieces.addAndGet(count);
        without.addAndGet(failed);
      }
      case Call(Back(var model, var result)) -> back(model, result);
      case Call _ -> {}
      case Ended _ -> log.info("ended: {} done, {} of them without a result", pieces, without);
    }
  }

  private void left(@Nullable Throwable failure) {
    if (failure instanceof ProviderError error) {
      log.warn("no result: {}", error.getMessage());
    } else if (failure != null) {
      log.error("the work stopped", failure);
    }
    MDC.remove(PIECE);
  }

  private void back(ModelSpec model, Result result) {
    if (!log.isDebugEnabled()) {
      return;
    }
    var error = result.error();
    var reply = result.reply();
    String how =
        reply != null
            ? String.format(
                Locale.ROOT, "%s tokens in, %s out", reply.inputTokens(), reply.outputTokens())
            : error != null ? error.kind() + ": " + error.getMessage() : "abandoned";
    log.debug("{} after {} ms: {}", model.id(), result.took().toMillis(), how);
  }
}
