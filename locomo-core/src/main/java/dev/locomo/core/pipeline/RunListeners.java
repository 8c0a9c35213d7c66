package dev.locomo.core.pipeline;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells several listeners everything, in order. */
public record RunListeners(List<RunListener> all) implements RunListener {
  public RunListeners {
    all = List.copyOf(all);
  }

  @Override
  public void begun(Run run) {
    all.forEach(l -> l.begun(run));
  }

  @Override
  public void planned(int pieces) {
    all.forEach(l -> l.planned(pieces));
  }

  @Override
  public void entered(String piece) {
    all.forEach(l -> l.entered(piece));
  }

  @Override
  public void left(String piece, @Nullable Throwable failure) {
    all.forEach(l -> l.left(piece, failure));
  }

  @Override
  public void done(int pieces, int without) {
    all.forEach(l -> l.done(pieces, without));
  }

  @Override
  public void ended() {
    all.forEach(RunListener::ended);
  }

  @Override
  public void asked(ModelSpec model, Ask ask) {
    all.forEach(l -> l.asked(model, ask));
  }

  @Override
  public void done(ModelSpec model, Result result) {
    all.forEach(l -> l.done(model, result));
  }

  @Override
  public void sent(ModelSpec model, Ask ask) {
    all.forEach(l -> l.sent(model, ask));
  }

  @Override
  public void back(ModelSpec model, Result result) {
    all.forEach(l -> l.back(model, result));
  }

  @Override
  public void retried(ModelSpec model, ProviderError error) {
    all.forEach(l -> l.retried(model, error));
  }
}
