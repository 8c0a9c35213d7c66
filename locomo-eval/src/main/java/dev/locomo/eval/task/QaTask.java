package dev.locomo.eval.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.RunHost;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.eval.memory.MemoryFigures;
import dev.locomo.eval.memory.MemoryRun;
import dev.locomo.eval.memory.MemoryStage;
import dev.locomo.eval.memory.MemoryTools;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionStage;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import dev.locomo.eval.score.ScoringRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Question answering: every question asked as a protocol plans it, and scored. */
public final class QaTask implements Task<QaResults> {
  private final Asking asking;
  private final RunSpec spec;
  private final Shard shard;
  private final @Nullable OutFile outFile;
  private Set<QuestionId> taken = Set.of();
  private Map<Prediction.Key, Prediction> predictions = Map.of();
  private ObjectNode used = JsonFiles.MAPPER.createObjectNode();
  private @Nullable String originalReport;

  /**
   * What is asked of whom, and how answers are scored.
   *
   * @param data the data set
   * @param questions what the whole run asks, in file order
   * @param model whom to ask
   * @param protocol how
   * @param retrieval finds passages by sample id, or null when the run does not retrieve
   * @param memory the memory system under test, or null
   * @param rule how answers are scored
   */
  public record Asking(
      Dataset data,
      List<Question> questions,
      ModelSpec model,
      Protocol protocol,
      @Nullable Function<String, Retrieval> retrieval,
      @Nullable MemoryRun memory,
      ScoringRule rule) {}

  /**
   * A run or a part of it.
   *
   * @param spec the settings of the whole run
   * @param shard which part of it is done here
   * @param outFile the original's output file, or null
   */
  public QaTask(Asking asking, RunSpec spec, Shard shard, @Nullable OutFile outFile) {
    this.asking = asking;
    this.spec = shard.spec(spec);
    this.shard = shard;
    this.outFile = outFile;
  }

  /** The data set. */
  public Dataset data() {
    return asking.data;
  }

  /** Which part of the run it is. */
  public Shard shard() {
    return shard;
  }

  /** The questions of this part, in file order. */
  public List<Question> asked() {
    if (shard.isWhole()) {
      return asking.questions;
    }
    var mine = mine();
    return asking.questions.stream().filter(q -> mine.contains(q.id())).toList();
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
    for (Call call : (Iterable<Call>) all().filter(c -> isFirst(c.form()))::iterator) {
      if (shard.has(place++)) {
        call.probes().forEach(probe -> mine.add(probe.id()));
      }
    }
    return mine;
  }

  private static boolean isFirst(String form) {
    return form.equals(Call.FREE) || form.equals(Call.free(1));
  }

  private Stream<Call> all() {
    Map<String, List<Probe>> bySample =
        asking.questions.stream()
            .filter(q -> !taken.contains(q.id()))
            .collect(
                Collectors.groupingBy(
                    q -> q.id().sample(),
                    LinkedHashMap::new,
                    Collectors.mapping(Probe::of, Collectors.toList())));
    var plan = new ArrayList<Asked>();
    for (var sample : asking.data.samples()) {
      var probes = bySample.get(sample.id());
      if (probes != null) {
        var found = asking.retrieval == null ? null : asking.retrieval.apply(sample.id());
        plan.add(new Asked(sample.id(), sample.conversation(), probes, found));
      }
    }
    return asking.protocol.calls(plan);
  }

  @Override
  public RunSpec spec() {
    return spec;
  }

  @Override
  public String subject() {
    return asking.memory == null
        ? asking.model.id()
        : asking.memory.subject(asking.model.asksNobody() ? "extractive" : asking.model.id());
  }

  /** A rehearsal opens the folder alone: it asks no memory system. */
  @Override
  public void open(RunFolder folder, RunHost host) {
    if (asking.memory != null) {
      asking.memory.open(folder.path(), spec.fingerprint(), host);
    }
    open(folder);
  }

  @Override
  public List<ModelSpec> models() {
    var reader = asking.model.asksNobody() ? Stream.<ModelSpec>empty() : Stream.of(asking.model);
    var others = asking.memory == null ? Stream.<ModelSpec>empty() : asking.memory.models();
    return Stream.concat(reader, others).distinct().toList();
  }

  @Override
  public boolean logsCalls() {
    return asking.protocol instanceof MemoryTools;
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("data_file", asking.data.file()).put("data_sha256", asking.data.sha256());
    manifest.put("protocol", asking.rule.label());
    manifest.put("asking", asking.protocol.id());
    if (!shard.isWhole()) {
      manifest.put(Shard.SETTING, shard.toString());
    }
  }

  /**
   * Takes over what the output file has: under the original's rule, questions that it has answers
   * for are left out of what is planned.
   *
   * @throws dev.locomo.core.error.UserError when the output file holds other predictions under the
   *     run's key
   */
  @Override
  public void open(RunFolder folder) {
    if (outFile != null) {
      outFile.take(folder, asking);
    }
    taken = OutFile.taken(folder);
  }

  @Override
  public int size(RunFolder folder) {
    return PredictionStage.open(calls(), folder);
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder folder) {
    ModelSpec model = asking.model.asksNobody() ? null : asking.model;
    var memory = asking.memory;
    if (memory == null) {
      return List.<Stage<?>>of(PredictionStage.of(model, calls(), folder)).iterator();
    }
    Set<String> open = new LinkedHashSet<>();
    PredictionStage.of(model, calls(), folder)
        .items()
        .forEachRemaining(call -> open.add(call.probes().getFirst().id().sample()));
    var groups = memory.oneAtATime() ? open.stream().map(Set::of) : Stream.of(open);
    return groups
        .flatMap(group ->
            Stream.<Stage<?>>of(
                new MemoryStage(memory, samples(group)),
                PredictionStage.of(model, calls().filter(c -> isOf(c, group)), folder)))
        .iterator();
  }

  private Iterator<Sample> samples(Set<String> group) {
    return asking.data.samples().stream().filter(s -> group.contains(s.id())).iterator();
  }

  private static boolean isOf(Call call, Set<String> group) {
    return group.contains(call.probes().getFirst().id().sample());
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {
    predictions = PredictionStage.predictions(folder);
    used = QaRecord.usage(predictions.values(), usage.prices().of(asking.model));
    manifest.setAll(used);
  }

  /** Puts the predictions in the order of the file, scores them and writes reports. */
  @Override
  public QaResults finish(RunFolder folder, Ending ending, ObjectNode manifest) {
    var results = QaResults.of(asked(), predictions, asking.rule);
    if (ending.all()) {
      folder.settle(QaRecord.lines(results));
    }
    QaRecord.write(folder, results, asking.data, asking.rule.label());
    if (outFile != null) {
      originalReport = outFile.write(results, asking);
    }
    if (asking.memory != null && ending.all() && results.unscored() == 0) {
      asking.memory.forget();
    }
    return results;
  }

  /** What the original prints at the end; null under another rule or without an output file. */
  public @Nullable String originalReport() {
    return originalReport;
  }

  /** The document of {@code eval-qa --json}. */
  public ObjectNode document(QaResults results, Path folder) {
    ObjectNode document = QaRecord.report(results, asking.data, asking.rule.label());
    document.put("model", asking.model.id()).put("asking", asking.protocol.id());
    document.put("run", folder.toString());
    document.set("usage", used);
    MemoryFigures.of(folder, results.sheet()).ifPresent(f -> document.set("memory", f.json()));
    return document;
  }
}
