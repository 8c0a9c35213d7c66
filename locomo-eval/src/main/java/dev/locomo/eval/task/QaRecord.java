package dev.locomo.eval.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.pipeline.ReplyFlaws;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.Prediction.Exchange;
import dev.locomo.eval.predict.PredictionJson;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.stats.Noise;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes what can be rebuilt from a run's predictions: scores, report, and the predictions in the
 * order of the file.
 */
public final class QaRecord {
  private QaRecord() {}

  /**
   * Writes {@code scores.jsonl} and {@code report.json}.
   *
   * @param protocol name of the protocol for the report
   */
  public static void write(RunFolder folder, QaResults results, Dataset data, String protocol) {
    results.sheet().write(folder.file(RunFolder.SCORES));
    AtomicFile.writeText(
        folder.file("report.json"), report(results, data, protocol).toPrettyString() + "\n");
  }

  /** The scores with what became of the questions. */
  public static ObjectNode report(QaResults results, Dataset data, String protocol) {
    ObjectNode report = ScoreJson.document(results.summaries(), data.sha256(), protocol);
    if (results.repeats() > 1) {
      report.put("repeats", results.repeats());
      ObjectNode noise = report.putObject("noise");
      results.noise().forEach((metric, of) -> noise.set(metric, noise(of)));
    }
    ObjectNode outcomes = report.putObject("outcomes");
    results.outcomes().forEach((outcome, count) -> outcomes.put(outcome.label(), count));
    outcomes.put(
        "not-asked",
        results.questions().size() - results.outcomes().values().stream().mapToInt(i -> i).sum());
    var words = results.answerWords();
    if (!words.isEmpty()) {
      report
          .putObject("answer_words")
          .put("mean", words.stream().mapToInt(n -> n).average().orElseThrow())
          .put("median", words.get(words.size() / 2))
          .put("most", words.getLast());
    }
    return report;
  }

  private static ObjectNode noise(Noise of) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode().put("questions", of.questions());
    var means = node.putArray("repeat_means");
    of.means().forEach(mean -> means.add(ScoreJson.number(mean)));
    node.put("standard_deviation", ScoreJson.number(of.spread()));
    node.putObject("flips")
        .put("repeated", of.flips().repeated())
        .put("flipped", of.flips().flipped())
        .put("rate", ScoreJson.number(of.flips().rate()));
    return node.put("standard_error", of.whole())
        .put("standard_error_sampling", of.sampling())
        .put("standard_error_repeats", of.repeats());
  }

  /**
   * Answers, tokens and models, summed over the whole run, and what was paid for those that no
   * cache gave; a resumed run counts every answer once.
   */
  public static ObjectNode usage(Collection<Prediction> predictions, Optional<Price> price) {
    ObjectNode usage = JsonFiles.MAPPER.createObjectNode();
    var exchanges = predictions.stream().map(Prediction::exchange).toList();
    usage.put("answers", exchanges.size());
    usage.put("cached", exchanges.stream().filter(Exchange::cached).count());
    Tokens.sum(exchanges.stream().map(Exchange::tokens)).describe(usage);
    var live = exchanges.stream().filter(x -> !x.cached()).toList();
    usage.put("cost_usd", price.map(p -> Exchange.cost(live, p)).orElse(null));
    exchanges.stream()
        .map(Exchange::providerModel)
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .forEach(usage.putArray("provider_models")::add);
    ReplyFlaws.of(exchanges.stream().map(Exchange::raw).toList()).describe(usage);
    return usage;
  }

  /**
   * The predictions as lines in the order of the questions, so that two complete runs can be
   * compared line by line.
   */
  public static Stream<String> lines(QaResults results) {
    var free = IntStream.rangeClosed(1, results.repeats()).mapToObj(Call::free);
    var forms = Stream.concat(free, Stream.of("trap-first", "trap-last")).toList();
    return results.questions().stream()
        .flatMap(question ->
            forms.stream()
                .map(form -> results.predictions().get(new Prediction.Key(question.id(), form)))
                .filter(Objects::nonNull)
                .map(PredictionJson::line));
  }
}
