package dev.locomo.eval.task;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.Shard;
import dev.locomo.eval.predict.Asking;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionJson;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Question answering: plans the calls, leaves out what the run folder has answers for, asks the
 * rest.
 *
 * @param data the data set
 * @param questions what the whole run asks, in file order
 * @param protocol how
 * @param retrieval finds passages by sample id, or null when the run does not retrieve
 * @param shard which part of it is done here
 */
public record QuestionAnswering(
    Dataset data,
    List<Question> questions,
    Protocol protocol,
    @Nullable Function<String, Retrieval> retrieval,
    Shard shard) {

  /** The whole run. */
  public QuestionAnswering(
      Dataset data,
      List<Question> questions,
      Protocol protocol,
      @Nullable Function<String, Retrieval> retrieval) {
    this(data, questions, protocol, retrieval, Shard.WHOLE);
  }

  /** The questions of this part, in file order. */
  public List<Question> asked() {
    if (shard.isWhole()) {
      return questions;
    }
    var mine = mine();
    return questions.stream().filter(q -> mine.contains(q.id())).toList();
  }

  /**
   * All calls of this part, asked already or not, lazily. They are those of the whole run's plan:
   * what a call asks may depend on all that are planned, as batches and random draws do.
   */
  public Stream<Call> calls() {
    if (shard.isWhole()) {
      return all();
    }
    var mine = mine();
    return all().filter(call -> mine.contains(call.probes().getFirst().id()));
  }

  /** Questions that are asked freely in one call stay together, with all their other forms. */
  private Set<QuestionId> mine() {
    var mine = new HashSet<QuestionId>();
    int place = 0;
    for (Call call : (Iterable<Call>) all().filter(c -> c.form().equals("free"))::iterator) {
      if (shard.has(place++)) {
        call.probes().forEach(probe -> mine.add(probe.id()));
      }
    }
    return mine;
  }

  private Stream<Call> all() {
    Map<String, List<Probe>> bySample =
        questions.stream()
            .collect(
                Collectors.groupingBy(
                    q -> q.id().sample(),
                    LinkedHashMap::new,
                    Collectors.mapping(Probe::of, Collectors.toList())));
    var plan = new ArrayList<Asked>();
    for (var sample : data.samples()) {
      var probes = bySample.get(sample.id());
      if (probes != null) {
        var found = retrieval == null ? null : retrieval.apply(sample.id());
        plan.add(new Asked(sample.id(), sample.conversation(), probes, found));
      }
    }
    return protocol.calls(plan);
  }

  /** The same without some questions. */
  public QuestionAnswering without(Set<QuestionId> some) {
    var rest = questions.stream().filter(q -> !some.contains(q.id())).toList();
    return new QuestionAnswering(data, rest, protocol, retrieval, shard);
  }

  /** How many answers are still to be had; plans every call, builds none. */
  public int open(RunFolder folder) {
    var answered = answered(folder);
    return calls().mapToInt(call -> isOpen(call, answered) ? call.probes().size() : 0).sum();
  }

  /**
   * Asks what is unanswered.
   *
   * @param folder the run's folder; every outcome is written there before it counts
   * @param llm whom to ask
   * @param concurrency most calls in flight, at least 1
   * @param watch told of progress
   */
  public Ending ask(RunFolder folder, ChatLlm llm, int concurrency, Asking.Watch watch)
      throws InterruptedException {
    var answered = answered(folder);
    var open = calls().filter(call -> isOpen(call, answered));
    return new Asking(llm, concurrency, folder.predictions(), watch).run(open);
  }

  private static boolean isOpen(Call call, Map<Prediction.Key, Prediction> answered) {
    return call.probes().stream()
        .map(probe -> new Prediction.Key(probe.id(), call.form()))
        .anyMatch(key -> !isFinal(answered.get(key)));
  }

  private static boolean isFinal(@Nullable Prediction prediction) {
    return prediction != null && prediction.outcome().isFinal();
  }

  /**
   * What a folder's journal holds, the last line for each question and form, in the order of the
   * journal.
   */
  public static Map<Prediction.Key, Prediction> answered(RunFolder folder) {
    var byKey = new LinkedHashMap<Prediction.Key, Prediction>();
    int number = 0;
    String file = folder.file(RunFolder.PREDICTIONS).toString();
    for (String line : folder.predictions().lines()) {
      var prediction = PredictionJson.parse(line, file, ++number);
      byKey.put(prediction.key(), prediction);
    }
    return byKey;
  }
}
