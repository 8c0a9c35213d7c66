package dev.locomo.eval.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionJson;
import dev.locomo.eval.predict.PredictionStage;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile;
import dev.locomo.eval.protocol.reference.output.ReferenceStatistics;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Question answering: every question asked as a protocol plans it, and scored. */
public final class QaTask implements Task<QaResults> {
  /**
   * Reason of a prediction that an output file held already: the original leaves such questions
   * alone.
   */
  private static final String TAKEN = "taken from the output file";

  private final Asking asking;
  private final RunSpec spec;
  private final Shard shard;
  private final @Nullable OutFile outFile;
  private Set<QuestionId> taken = Set.of();
  private Map<Prediction.Key, Prediction> predictions = Map.of();
  private @Nullable String originalReport;

  /**
   * What is asked of whom, and how answers are scored.
   *
   * @param data the data set
   * @param questions what the whole run asks, in file order
   * @param model whom to ask
   * @param protocol how
   * @param retrieval finds passages by sample id, or null when the run does not retrieve
   * @param rule how answers are scored
   */
  public record Asking(
      Dataset data,
      List<Question> questions,
      ModelSpec model,
      Protocol protocol,
      @Nullable Function<String, Retrieval> retrieval,
      ScoringRule rule) {}

  /**
   * The original's output file, as far as the run writes one.
   *
   * @param file where
   * @param modelKey start of its keys
   * @param rag whether ids and recall are stored
   * @param overwrite whether predictions that are there already are asked again
   */
  public record OutFile(Path file, String modelKey, boolean rag, boolean overwrite) {}

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

  /**
   * The requests of this part when no reply has to be asked for again; none of the built-in reader.
   */
  public Stream<Ask> asks() {
    return models().isEmpty() ? Stream.empty() : calls().map(Call::ask);
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
    return asking.model.id();
  }

  @Override
  public List<ModelSpec> models() {
    return asking.model.asksNobody() ? List.of() : List.of(asking.model);
  }

  @Override
  public boolean logsCalls() {
    return false;
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
   * @throws UserError when the output file holds other predictions under the run's key
   */
  @Override
  public void open(RunFolder folder) {
    takeFromOutFile(folder);
    taken =
        PredictionStage.predictions(folder).values().stream()
            .filter(p -> p.reason().equals(TAKEN))
            .map(Prediction::question)
            .collect(Collectors.toSet());
  }

  private void takeFromOutFile(RunFolder folder) {
    if (outFile == null) {
      return;
    }
    AtomicFile.requireWritable(outFile.file());
    if (outFile.overwrite()) {
      return;
    }
    var answered = PredictionStage.predictions(folder);
    var asked = asking.questions.stream().map(Question::id).collect(Collectors.toSet());
    var lines = new ArrayList<String>();
    ReferenceOutFile.open(outFile.file())
        .predictions(outFile.modelKey())
        .forEach((question, entry) -> {
          var ours = answered.get(new Prediction.Key(question, "free"));
          boolean known = ours != null && ours.answer().equals(entry.prediction());
          if (asked.contains(question) && !known) {
            refuseUnlessReference(question);
            lines.add(PredictionJson.line(taken(question, entry)));
          }
        });
    if (!lines.isEmpty()) {
      folder.predictions().append(lines);
    }
  }

  private void refuseUnlessReference(QuestionId question) {
    if (asking.rule != ScoringRule.REFERENCE && outFile != null) {
      throw new UserError(
          outFile.file()
              + " holds an answer of another run to "
              + question
              + " under "
              + outFile.modelKey()
              + "_prediction",
          "another --out-file, or --overwrite");
    }
  }

  private static Prediction taken(QuestionId question, ReferenceOutFile.Entry entry) {
    String text = entry.prediction() == null ? "" : entry.prediction();
    List<String> context = entry.context() == null ? List.of() : entry.context();
    var exchange = new Prediction.Exchange("", text, true, null, null, 0, null, null);
    return new Prediction(question, "free", Outcome.ANSWERED, text, context, exchange, TAKEN);
  }

  @Override
  public int size(RunFolder folder) {
    return PredictionStage.open(calls(), folder);
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder folder) {
    ModelSpec model = models().isEmpty() ? null : asking.model;
    return List.<Stage<?>>of(PredictionStage.of(model, calls(), folder)).iterator();
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {
    predictions = PredictionStage.predictions(folder);
    manifest.setAll(QaRecord.usage(predictions.values()));
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
      writeOutFile(results, outFile);
    }
    return results;
  }

  private void writeOutFile(QaResults results, OutFile to) {
    var answers = StoredAnswer.of(results.predictions());
    var output = new OriginalOutput(Path.of(asking.data.file()), to.modelKey(), to.rag());
    var file = output.add(ReferenceOutFile.open(to.file()), asking.questions, answers);
    file.write(to.file());
    if (asking.rule == ScoringRule.REFERENCE) {
      var statistics = output.statistics(file);
      statistics.writeInto(ReferenceStatistics.file(to.file()));
      originalReport = statistics.report();
    }
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
    document.set("usage", QaRecord.usage(results.predictions().values()));
    return document;
  }
}
