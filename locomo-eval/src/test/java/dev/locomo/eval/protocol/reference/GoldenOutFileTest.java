package dev.locomo.eval.protocol.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Metric.Answered;
import dev.locomo.core.metric.ReferenceRecall;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.core.metric.text.ReferenceRounding;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile.Entry;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile.Run;
import dev.locomo.eval.protocol.reference.prompt.InventedPrompts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From recorded replies to the output file of all 24 configurations. How replies are read does not
 * depend on the wording of the prompts, so they are not needed here.
 */
class GoldenOutFileTest {
  @TempDir Path folder;

  static List<String> runs() throws Exception {
    return GoldenRun.names().toList();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void recordedRepliesLeadToTheOriginalsFileByteForByte(String name) throws Exception {
    var run = GoldenRun.read(name);
    Path expected = Golden.file("oracle/e2e/" + name + "_qa.json");
    String key =
        ReferenceOutFile.modelKey(
            run.modelName(),
            run.ragMode() == null ? null : run.ragMode().label(),
            run.rag() ? run.topK() : 0);
    var results = new HashMap<QuestionId, Entry>();
    var calls = run.calls(InventedPrompts.all());
    for (int i = 0; i < calls.size(); i++) {
      String reply = run.requests().get(i).get("response").textValue();
      var answers = calls.get(i).answer(GoldenRun.saying(reply));
      for (int k = 0; k < answers.size(); k++) {
        var id = calls.get(i).probes().get(k).id();
        results.put(id, entry(id, answers.get(k), run.rag()));
      }
    }
    Path file = folder.resolve("qa.json");
    var out = ReferenceOutFile.open(file);
    out.add(Golden.locomo10(), new Run(key, Set.of("conv-26", "conv-30"), results));
    out.write(file);
    assertThat(Files.mismatch(file, expected)).as(name).isEqualTo(-1);
  }

  private static Entry entry(QuestionId id, Call.Answer answer, boolean rag) {
    var question =
        GoldenRun.data().questions().filter(q -> q.id().equals(id)).findFirst().orElseThrow();
    var context = rag ? answer.context() : null;
    var answered = new Answered(question, answer.text(), context);
    double f1 = value(TokenF1.BY_CATEGORY.score(answered));
    double recall = value(new ReferenceRecall().score(answered));
    return new Entry(
        answer.text(),
        context,
        ReferenceRounding.f1(question.category(), f1),
        rag ? ReferenceRounding.recall(question, context, recall) : null);
  }

  private static double value(Score score) {
    return ((Score.Scored) score).value();
  }
}
