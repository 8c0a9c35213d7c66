package dev.locomo.eval.errata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.errata.Correction.Action;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.report.text.ErrataText;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrataTest {
  @TempDir Path folder;
  private Dataset data = new Dataset("", "", List.of());

  @BeforeEach
  void write() throws IOException {
    data =
        DatasetReader.read(
            Files.writeString(
                folder.resolve("data.json"),
                """
                [{"sample_id": "c-7", "conversation": {"speaker_a": "A", "speaker_b": "B",
                   "session_1": [{"speaker": "A", "dia_id": "D1:1", "text": "x"},
                                 {"speaker": "B", "dia_id": "D1:2", "text": "y"}]},
                  "qa": [{"question": "Prize?", "answer": "cup", "evidence": ["D1:1"], "category": 4},
                         {"question": "Prize?", "answer": "cup", "evidence": ["D1:2"], "category": 4},
                         {"question": "Prize?", "answer": "medal", "evidence": ["D1:1"], "category": 4},
                         {"question": "Prize?", "adversarial_answer": "cup", "evidence": ["D1:1"], "category": 5},
                         {"question": "Why?", "answer": 7, "evidence": ["D1:1; D1:02", "D", "D9:9"], "category": 1},
                         {"question": "Who?", "answer": "A", "evidence": [], "category": 3}]}]
                """));
  }

  @Test
  void whatIsProvablyWrongIsFoundByRule() {
    assertThat(ProvableErrata.of(data).corrections())
        .extracting(c -> c.question().index(), Correction::action, Correction::evidence)
        .containsExactly(
            tuple(1, Action.VOID, null),
            tuple(3, Action.VOID, null),
            tuple(4, Action.EVIDENCE, List.of("D1:1", "D1:2")));
  }

  @Test
  void ofThePublishedDataTheKnownDefectsAreFound() {
    var errata = ProvableErrata.of(DatasetReader.read(Golden.locomo10()));
    assertThat(errata.count(Action.VOID)).isEqualTo(11 + 1);
    assertThat(errata.count(Action.EVIDENCE)).isEqualTo(9);
  }

  @Test
  void aFileReadsBackAsItWasWritten() throws IOException {
    var errata = ProvableErrata.of(data);
    Path file = Files.writeString(folder.resolve("errata.json"), ErrataFile.write(errata));
    assertThat(ErrataFile.read(file)).isEqualTo(errata);
  }

  @Test
  void theCorrectedKeyReplacesVoidsAndLeavesTheRest() throws IOException {
    var key =
        key(
            """
            {"question_id": "c-7/4", "question": "Why?", "action": "replace", "answer": "8", "evidence": ["D1:2"]},
            {"question_id": "c-7/5", "question": "Who?", "action": "void", "reason": "both"}
            """);
    var questions = key.apply(data.questions().toList());
    assertThat(questions).hasSize(5);
    assertThat(questions.getLast().gold()).isEqualTo(new Gold.Answer("8"));
    assertThat(questions.getLast().evidence()).containsExactly("D1:2");
    assertThat(questions.getFirst()).isEqualTo(data.questions().findFirst().orElseThrow());
    var ceiling = key.ceiling(data.questions().filter(q -> !q.unanswerable()));
    assertThat(ceiling).isEqualTo(new CorrectedKey.Ceiling(5, 2));
    assertThat(ceiling.share()).hasValue(0.6);
    assertThat(key.ceiling(Stream.of()).share()).isEmpty();
  }

  @Test
  void aQuestionAskedTwiceCostsARightSystemNothingAndOneAskedBothWaysDoes() {
    var key = new CorrectedKey(data, ProvableErrata.of(data));
    assertThat(key.ceiling(data.questions())).isEqualTo(new CorrectedKey.Ceiling(6, 1));
    assertThat(key.ceiling(data.questions().filter(q -> q.category().number() == 4)))
        .isEqualTo(new CorrectedKey.Ceiling(3, 0));
  }

  @Test
  void aCeilingStandsBesideAnswersAloneAndNoLureIsInATotal() {
    var questions = data.questions().toList();
    var answers = new HashMap<Prediction.Key, StoredAnswer>();
    questions.forEach(q ->
        answers.put(
            new Prediction.Key(q.id(), "free"), new StoredAnswer.Given("cup", List.of("D1:1"))));
    var ids = List.of("exact-match", "evidence-recall");
    var metrics = ScoringRule.LOCOMO.metrics(ids);
    var key = new CorrectedKey(data, new Errata("none", "1", "", null, List.of()));
    var original = ScoreSheet.of(questions, answers, metrics).summaries();
    var corrected = ScoreSheet.of(key.apply(questions), answers, metrics).summaries();
    var text = new StringWriter();
    var out = new PrintWriter(text);
    new ErrataText(out, key, questions).print(original, corrected);
    out.flush();
    var tables = List.of(text.toString().split("evidence-recall", -1));
    assertThat(tables.getFirst()).contains("ceiling %").doesNotContain("categories 1-5");
    assertThat(tables.getFirst().lines().filter(l -> l.startsWith("adversarial")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .endsWith("-");
    assertThat(tables.getLast().lines().findFirst().orElseThrow()).doesNotContain("ceiling");
    var document = ErrataJson.document(key, corrected, questions);
    assertThat(document.path("ceiling_of").toString()).isEqualTo("[\"exact-match\"]");
    assertThat(ErrataJson.document(key, corrected.subList(1, 2), questions).has("ceiling"))
        .isFalse();
  }

  @Test
  void anOverlayMadeForOtherDataIsRefusedThoughItsQuestionsReadTheSame() {
    var other = new Errata("mine", "1", "", "0".repeat(64), List.of());
    assertThatThrownBy(() -> new CorrectedKey(data, other))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("errata mine at /data_sha256: made for other data than")
        .hasMessageContaining("expected " + data.sha256());
  }

  @Test
  void correctionsOfOtherQuestionsAreRefused() {
    assertThatThrownBy(() ->
            key("{\"question_id\": \"c-7/4\", \"question\": \"When?\", \"action\": \"void\"}"))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("c-7/4: the correction is not about the question of that id");
    assertThatThrownBy(() ->
            key(
                "{\"question_id\": \"c-7/3\", \"question\": \"Prize?\", \"action\": \"replace\","
                    + " \"answer\": \"x\"}"))
        .hasMessageContaining("it can only be voided");
    assertThatThrownBy(() ->
            key("{\"question_id\": \"c-7/4\", \"question\": \"Why?\", \"action\": \"replace\"}"))
        .hasMessageContaining("/corrections/0/answer: found nothing; expected a string");
    assertThatThrownBy(() ->
            key(
                "{\"question_id\": \"c-7/4\", \"question\": \"Why?\", \"action\": \"evidence\","
                    + " \"evidence\": [], \"gold_right\": true}"))
        .hasMessageContaining("/corrections/0/gold_right: found true; expected true or false");
  }

  @Test
  void anAuditFindingReplacesTheGoldVoidsTheQuestionOrCorrectsTheEvidence() throws IOException {
    Files.writeString(
        folder.resolve("errors.json"),
        """
        [{"question_id": "locomo_0_qa0", "question": "Prize?", "error_type": "HALLUCINATION",
          "correct_answer": "a bowl", "correct_evidence": ["D1:2"], "reasoning": "r"},
         {"question_id": "locomo_0_qa2", "question": "Prize?", "error_type": "TEMPORAL_ERROR",
          "correct_answer": "medal (but the question has the wrong year)", "correct_evidence": []},
         {"question_id": "locomo_0_qa4", "question": "Why?", "error_type": "WRONG_CITATION",
          "correct_answer": "7", "correct_evidence": ["D1:1"]},
         {"question_id": "locomo_0_qa5", "question": "Who?", "error_type": "AMBIGUOUS",
          "correct_answer": "A or B", "correct_evidence": ["D1:1"]}]
        """);
    assertThat(new AuditImport(data, folder).read().corrections())
        .extracting(c -> c.question().index(), Correction::action, Correction::answer)
        .containsExactly(
            tuple(0, Action.REPLACE, "a bowl"),
            tuple(2, Action.VOID, null),
            tuple(4, Action.EVIDENCE, null),
            tuple(5, Action.VOID, null));
    Files.writeString(
        folder.resolve("errors.json"),
        "[{\"question_id\": \"locomo_0_qa0\", \"question\": \"?\"}]");
    assertThatThrownBy(() -> new AuditImport(data, folder).read())
        .hasMessageContaining("/0/question_id: found \"locomo_0_qa0\", which is not that question");
  }

  private CorrectedKey key(String corrections) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("errata.json"),
            "{\"format\": 1, \"name\": \"n\", \"version\": \"1\", \"source\": \"s\","
                + " \"corrections\": ["
                + corrections
                + "]}");
    return new CorrectedKey(data, ErrataFile.read(file));
  }
}
