package dev.locomo.eval.predict;

import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.Tokens;
import dev.locomo.eval.protocol.Call;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code predictions.jsonl}: what was asked about a question in one form, and what came
 * of it.
 *
 * @param question which question
 * @param form form of the question ({@code free}; adversarial ones also {@code trap-first}, {@code
 *     trap-last}); of a run that asks several times with the repeat, {@code free#1}
 * @param outcome what became of it
 * @param answer the parsed answer; empty when there is none
 * @param context ids of what the reader was shown, best first; empty when the protocol records none
 * @param exchange the request and the reply, as far as there was one
 * @param reason why it is not {@link Outcome#ANSWERED}; else empty
 */
public record Prediction(
    QuestionId question,
    String form,
    Outcome outcome,
    String answer,
    List<String> context,
    Exchange exchange,
    String reason) {
  public Prediction {
    context = List.copyOf(context);
  }

  /** What identifies a prediction within a run; the first repeat is the free form itself. */
  public record Key(QuestionId question, String form) {
    public Key {
      form = form.equals(Call.free(1)) ? Call.FREE : form;
    }
  }

  /** Its key. */
  public Key key() {
    return new Key(question, form);
  }

  /**
   * The request and the reply.
   *
   * @param askSha256 SHA-256 of the request's messages; empty when none was built
   * @param raw the reply's text before parsing
   * @param cached whether it came from the cache
   * @param inputTokens as the provider counted them, or null; in batch mode of the whole call, on
   *     its first question
   * @param outputTokens likewise
   * @param latencyMillis of the call that produced the reply
   * @param providerModel the model id that the provider reported, or null
   * @param requestId the provider's id of the request, or null
   * @param prefix which of the input tokens the provider's cache of prefixes held or took up
   * @param batch whether it came in a batch, at half the price
   */
  public record Exchange(
      String askSha256,
      String raw,
      boolean cached,
      @Nullable Integer inputTokens,
      @Nullable Integer outputTokens,
      long latencyMillis,
      @Nullable String providerModel,
      @Nullable String requestId,
      Tokens.Prefix prefix,
      boolean batch) {
    /** In no batch. */
    public Exchange(
        String askSha256,
        String raw,
        boolean cached,
        @Nullable Integer inputTokens,
        @Nullable Integer outputTokens,
        long latencyMillis,
        @Nullable String providerModel,
        @Nullable String requestId,
        Tokens.Prefix prefix) {
      this(
          askSha256,
          raw,
          cached,
          inputTokens,
          outputTokens,
          latencyMillis,
          providerModel,
          requestId,
          prefix,
          false);
    }

    /** What all of these cost at a price, in US dollars. */
    public static double cost(Collection<Exchange> all, Price price) {
      double cost = 0;
      for (boolean batch : new boolean[] {false, true}) {
        var of = all.stream().filter(x -> x.batch == batch).map(Exchange::tokens);
        cost += price.cost(Tokens.sum(of), batch);
      }
      return cost;
    }

    /** What it took; in batch mode all of it on the first question. */
    public Tokens tokens() {
      return Tokens.of(inputTokens, outputTokens, prefix);
    }

    /** When there was no reply. */
    static Exchange none(String askSha256) {
      return new Exchange(askSha256, "", false, null, null, 0, null, null, Tokens.Prefix.NONE);
    }
  }
}
