package dev.locomo.eval.predict;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.text.LongTexts;
import dev.locomo.core.text.Thoughts;
import dev.locomo.eval.protocol.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a protocol, each of which gives a prediction for everything it asks about; every outcome
 * is in the run's {@code predictions.jsonl} before it counts.
 *
 * @param model whom to ask; null for calls that ask nobody
 * @param items what is still to be asked, built as it is taken
 * @param journal where outcomes go
 * @param asked the hash of the last request of each call in work, for those that fail
 * @param failed what is asked again although it has an outcome; its replies are not taken again
 */
public record PredictionStage(
    @Nullable ModelSpec model,
    Iterator<Call> items,
    Journal journal,
    Map<Call, String> asked,
    Map<Prediction.Key, Prediction> failed)
    implements Stage<Call> {
  /** An answer like any other. */
  private static final String SAID_NOTHING = "the reply was empty";

  /**
   * The calls that a folder has no final outcome for; where it retries, no good one.
   *
   * @param calls all calls, planned lazily
   */
  public static PredictionStage of(
      @Nullable ModelSpec model, Stream<Call> calls, RunFolder folder) {
    var there = predictions(folder);
    return new PredictionStage(
        model,
        calls.filter(call -> isOpen(call, there, folder)).iterator(),
        folder.predictions(),
        Collections.synchronizedMap(new IdentityHashMap<>()),
        folder.retriesFailed() ? there : Map.of());
  }

  /** How many predictions these calls would still give; plans every call, builds none. */
  public static int open(Stream<Call> calls, RunFolder folder) {
    var there = predictions(folder);
    return calls.mapToInt(call -> isOpen(call, there, folder) ? call.probes().size() : 0).sum();
  }

  private static boolean isOpen(
      Call call, Map<Prediction.Key, Prediction> there, RunFolder folder) {
    boolean retries = folder.retriesFailed();
    return call.probes().stream()
        .map(probe -> there.get(new Prediction.Key(probe.id(), call.form())))
        .anyMatch(p ->
            p == null
                || !p.outcome().isFinal(retries)
                || (retries && !call.isReadable(p.answer())));
  }

  /** What a folder's journal holds: the last line for each question and form, in its order. */
  public static Map<Prediction.Key, Prediction> predictions(RunFolder folder) {
    var byKey = new LinkedHashMap<Prediction.Key, Prediction>();
    int number = 0;
    String file = folder.file(RunFolder.PREDICTIONS).toString();
    for (String line : folder.predictions().lines()) {
      var prediction = PredictionJson.parse(line, file, ++number);
      byKey.put(prediction.key(), prediction);
    }
    return byKey;
  }

  @Override
  public String name(Call call) {
    return call.step();
  }

  @Override
  public @Nullable String shared(Call call) {
    return call.shared();
  }

  /** Choices apart, for each is asked by itself, whatever the batch size. */
  @Override
  public String part(Call call) {
    return call.form().startsWith(Call.CHOICE) ? "choices" : "";
  }

  @Override
  public Done run(Call call, Calls calls) throws InterruptedException {
    List<Prediction> predictions;
    try {
      var answers = call.answer(calls.with((step, ask) -> reply(call, calls, step, ask)));
      predictions = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        predictions.add(prediction(call, i, answers.get(i)));
      }
    } catch (Unreadable e) {
      predictions = failures(call, Outcome.FAILED, e.reply(), "unreadable reply: " + e.wrong());
    }
    asked.remove(call);
    return write(predictions);
  }

  private Reply reply(Call call, Calls calls, String step, Ask ask) throws InterruptedException {
    asked.put(call, hash(ask));
    Reply reply = calls.ask(step, ask);
    var before = failed.get(new Prediction.Key(call.probes().getFirst().id(), call.form()));
    boolean again =
        before != null
            && reply.cached()
            && reply.text().equals(before.exchange().raw())
            && calls.useless(List.of(new Calls.Made(ask, reply)));
    return again ? calls.ask(step, ask) : reply;
  }

  @Override
  public Done failed(Call call, ProviderError error) {
    boolean filtered = error.kind() == ProviderError.Kind.FILTERED;
    var predictions =
        failures(call, filtered ? Outcome.FILTERED : Outcome.FAILED, null, error.reason());
    asked.remove(call);
    return write(predictions);
  }

  @Override
  public Done notTried(Call call, ProviderError error) {
    Done done = write(failures(call, Outcome.FAILED, null, NOT_TRIED + ": " + error.reason()));
    return new Done(done.pieces(), done.without(), Collections.nCopies(done.pieces(), NOT_TRIED));
  }

  private Prediction prediction(Call call, int i, Call.Answer answer) {
    Outcome outcome =
        switch (answer.reply().finish()) {
          case FILTERED -> Outcome.FILTERED;
          case LENGTH -> Outcome.CUT_OFF;
          case STOP, THOUGHT, OTHER -> answer.text().isBlank() ? Outcome.EMPTY : Outcome.ANSWERED;
        };
    String reason =
        switch (outcome) {
          case ANSWERED, FAILED -> "";
          case EMPTY -> empty(answer.reply());
          case CUT_OFF -> "the reply was cut off at the token limit";
          case FILTERED -> "a content filter stopped the reply";
        };
    return new Prediction(
        call.probes().get(i).id(),
        call.form(),
        outcome,
        answer.text(),
        answer.context(),
        exchange(call, answer.reply(), i == 0),
        reason);
  }

  private static String empty(Reply reply) {
    if (!reply.calls().isEmpty()) {
      return "the model called tools instead of answering";
    }
    boolean marked = !reply.text().isBlank() && Thoughts.without(reply.text()).isBlank();
    return marked || reply.finish() == Reply.Finish.THOUGHT
        ? "the reply was all thought "
            + (marked ? "(between marks such as <think>)" : "(in reasoning_content or the like)")
        : SAID_NOTHING;
  }

  private List<Prediction> failures(
      Call call, Outcome outcome, @Nullable Reply reply, String reason) {
    var predictions = new ArrayList<Prediction>();
    for (var probe : call.probes()) {
      var exchange =
          reply == null
              ? Prediction.Exchange.none(asked.getOrDefault(call, ""))
              : exchange(call, reply, predictions.isEmpty());
      predictions.add(
          new Prediction(probe.id(), call.form(), outcome, "", List.of(), exchange, reason));
    }
    return predictions;
  }

  /** Tokens of several questions are written on the first alone, so that sums are right. */
  private Prediction.Exchange exchange(Call call, Reply reply, boolean first) {
    return new Prediction.Exchange(
        asked.getOrDefault(call, ""),
        reply.text(),
        reply.cached(),
        first ? reply.inputTokens() : null,
        first ? reply.outputTokens() : null,
        reply.latency().toMillis(),
        reply.providerModel(),
        reply.requestId(),
        first ? reply.prefix() : Tokens.Prefix.NONE,
        reply.batch());
  }

  /** SHA-256 of a request's messages and pictures. */
  public static String hash(Ask ask) {
    var text = new StringBuilder();
    int shared = 0;
    for (var message : ask.messages()) {
      shared = shared == 0 && message.shared() > 0 ? text.length() + message.shared() : shared;
      text.append(message.text()).append('\0');
    }
    ask.pictures().forEach(picture -> text.append(picture.sha256()).append('\0'));
    return LongTexts.sha256(text.substring(0, text.length() - 1), shared);
  }

  private Done write(List<Prediction> predictions) {
    journal.append(predictions.stream().map(PredictionJson::line).toList());
    long without = predictions.stream().filter(p -> p.outcome() == Outcome.FAILED).count();
    var reasons =
        predictions.stream()
            .map(Prediction::reason)
            .filter(reason -> !reason.isEmpty() && !reason.equals(SAID_NOTHING))
            .toList();
    return new Done(predictions.size(), (int) without, reasons);
  }
}
