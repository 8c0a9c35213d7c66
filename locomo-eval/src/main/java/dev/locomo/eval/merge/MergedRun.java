package dev.locomo.eval.merge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.report.StoredRun;
import dev.locomo.eval.task.QaRecord;
import dev.locomo.eval.task.QaResults;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question answering run put together from its parts: predictions in the order of the data set,
 * scores and report as one process would have written them. Other verbs do their run again from
 * {@link Records}.
 *
 * @param shards the parts
 * @param data what was asked about
 * @param results what came of it
 */
public record MergedRun(Shards shards, Dataset data, QaResults results) {
  private static final int NAMED = 5;

  /**
   * Joins the predictions and scores them.
   *
   * @param dataFile the data set, or null for the file that the first part's manifest names
   * @throws UserError when the parts are no question answering run, or a question is in none
   * @throws DataError when a question is in two of them, or the data is another
   */
  public static MergedRun of(Shards shards, @Nullable Path dataFile) {
    var first = shards.folders().getFirst();
    RunSpec whole = shards.whole();
    var data = StoredRun.data(first.path(), whole, dataFile);
    var questions = StoredRun.selection(first.path(), whole).of(data);
    var predictions = predictions(shards);
    refuseGaps(questions, predictions);
    return new MergedRun(shards, data, QaResults.of(questions, predictions, StoredRun.rule(whole)));
  }

  private static Map<Prediction.Key, Prediction> predictions(Shards shards) {
    var all = new LinkedHashMap<Prediction.Key, Prediction>();
    var from = new LinkedHashMap<Prediction.Key, ShardFolder>();
    for (ShardFolder folder : shards.folders()) {
      for (Prediction prediction : StoredRun.predictions(folder.path()).values()) {
        ShardFolder other = from.put(prediction.key(), folder);
        if (other != null) {
          throw new DataError(
              folder.path().resolve(RunFolder.PREDICTIONS).toString(),
              prediction.question().toString(),
              "is answered in " + other.path() + " too; expected each question in one shard");
        }
        all.put(prediction.key(), prediction);
      }
    }
    return all;
  }

  private static void refuseGaps(
      List<Question> questions, Map<Prediction.Key, Prediction> predictions) {
    var open =
        questions.stream()
            .map(Question::id)
            .filter(id -> !predictions.containsKey(new Prediction.Key(id, "free")))
            .toList();
    if (!open.isEmpty()) {
      String some =
          open.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
      throw new UserError(
          Printable.counted(open.size(), "question has", "questions have")
              + " no prediction in any shard: "
              + some
              + (open.size() > NAMED ? ", ..." : ""),
          "the commands of the shards again");
    }
  }

  /** Writes all files of the run. */
  public void write(RunFolder folder) {
    folder.settle(QaRecord.lines(results));
    QaRecord.write(folder, results, data, protocol());
    var manifest = Manifest.open(folder.file(RunFolder.MANIFEST), manifest(), Instant.now());
    manifest.write(Manifest.Status.COMPLETE, Instant.now());
  }

  private ObjectNode manifest() {
    ObjectNode content = JsonFiles.MAPPER.createObjectNode();
    for (String member : List.of("program", "java")) {
      content.put(member, shards.common(member));
    }
    content.put("data_file", data.file()).put("data_sha256", data.sha256());
    content.put("model", shards.common("model")).put("protocol", protocol());
    content.put("asking", shards.common("asking"));
    shards.describe(content);
    content.setAll(usage());
    return content;
  }

  private ObjectNode usage() {
    var price = Prices.builtIn().of(shards.common("model"));
    return QaRecord.usage(results.predictions().values(), price);
  }

  private String protocol() {
    return StoredRun.rule(shards.whole()).label();
  }

  /** Model and protocol, as {@code eval-qa} heads its tables. */
  public String title() {
    return shards.common("model") + ", protocol " + protocol();
  }

  /** The document of {@code merge --json}: that of {@code eval-qa --json}. */
  public ObjectNode document(RunFolder folder) {
    ObjectNode document = QaRecord.report(results, data, protocol());
    document.put("model", shards.common("model")).put("asking", shards.common("asking"));
    document.put("run", folder.path().toString());
    document.set("usage", usage());
    return document;
  }
}
