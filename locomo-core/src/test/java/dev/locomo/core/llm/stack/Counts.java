package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.ProviderError.Kind;
import java.util.EnumMap;
import java.util.Map;

/** Counts what it is told of. */
final class Counts implements CallListener {
  int sent;
  int retries;
  int answered;
  int cached;
  double cost;
  final Map<Kind, Integer> failed = new EnumMap<>(Kind.class);

  @Override
  public synchronized void called(CallEvent event) {
    switch (event) {
      case Sent _ -> sent++;
      case Retried _ -> retries++;
      case Answered(_, Result result) -> {
        if (result.error() != null) {
          failed.merge(result.error().kind(), 1, Integer::sum);
        } else {
          cached += result.reply() != null && result.reply().cached() ? 1 : 0;
          answered += result.reply() != null && !result.reply().cached() ? 1 : 0;
        }
        cost += result.cost() == null ? 0 : result.cost();
      }
      default -> {}
    }
  }
}
