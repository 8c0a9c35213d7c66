package dev.locomo.eval.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Reply;
import dev.locomo.eval.context.ContextBuilder;
import dev.locomo.eval.context.Pictures;
import dev.locomo.eval.dialog.History;
import dev.locomo.eval.dialog.Knowledge;
import dev.locomo.eval.dialog.ModelWriter;
import dev.locomo.eval.dialog.PictureForm;
import dev.locomo.eval.dialog.PictureForm.Candidates;
import dev.locomo.eval.dialog.Target;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import dev.locomo.eval.events.ModelSummarizer;
import dev.locomo.eval.events.SessionRange;
import dev.locomo.eval.events.Unit;
import dev.locomo.eval.facts.Check;
import dev.locomo.eval.facts.Decomposer.Facts;
import dev.locomo.eval.facts.ErrorClass;
import dev.locomo.eval.facts.Fact;
import dev.locomo.eval.facts.Labeller.Label;
import dev.locomo.eval.facts.Labeller.Mistakes;
import dev.locomo.eval.facts.Labeller.Unfounded;
import dev.locomo.eval.facts.ModelDecomposer;
import dev.locomo.eval.facts.ModelLabeller;
import dev.locomo.eval.facts.ModelVerifier;
import dev.locomo.eval.facts.Verifier.Matter;
import dev.locomo.eval.judge.Verdict;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.locomo.LocomoProtocol;
import dev.locomo.rag.annotate.Annotator;
import dev.locomo.rag.annotate.OwnAnnotators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever reads replies reads past thoughts, in every spelling that models use: catches a reader
 * that takes replies as they come. The thoughts below hold what would be taken for an answer.
 */
class ThoughtsTest {
  private static final ModelSpec MODEL = ModelSpec.parse("openai:m");
  private static final String DATA =
      """
      [{"sample_id": "s-1",
        "conversation": {"speaker_a": "Ann", "speaker_b": "Ben",
          "session_1_date_time": "1:56 pm on 8 May, 2023",
          "session_1": [
            {"speaker": "Ann", "dia_id": "D1:1", "text": "I moved to Oslo yesterday."},
            {"speaker": "Ben", "dia_id": "D1:2", "text": "I collect stamps."}]},
        "event_summary": {"events_session_1": {"Ann": ["Ann moves."], "Ben": [], "date": "8 May"}},
        "qa": [
          {"question": "When did Ann move?", "answer": "7 May 2023", "evidence": ["D1:1"], "category": 2},
          {"question": "What did Ann sell?", "adversarial_answer": "a boat", "evidence": ["D1:2"], "category": 5}]
      }]
      """;

  /** {@code *} stands for the thought and {@code =} for what is said. */
  private static final class Spellings {
    static final String TAG = "<think>*</think>=";
    static final String LINES = "\n<thinking>\n*\n</thinking>\n\n=\n";
    static final String CAPITALS = "<THINK>*</THINK> =";
    static final String THOUGHT = "<thought>*</thought>=";
    static final String REASONING = "<reasoning>*</reasoning>\n=";
    static final String BRACKETS = "[THINK]*[/THINK]=";
    static final String CLOSING_ALONE = "*</think>\n=";
    static final String TWICE = "<think>*</think><think>*</think>=";
    static final String CHANNELS =
        "<|channel|>analysis<|message|>*<|end|><|start|>assistant<|channel|>final<|message|>=<|return|>";
    static final String BARE_CHANNELS = "analysis *assistantfinal=";
    static final String SEED = "<seed:think>*</seed:think>=";
    static final String ANSWER = "<think>*</think><answer>=</answer>";
  }

  @TempDir private Path folder;
  private Dataset data = new Dataset("", "", List.of());
  private final List<String> steps = new ArrayList<>();

  @BeforeEach
  void readData() throws Exception {
    data = DatasetReader.read(Files.writeString(folder.resolve("data.json"), DATA));
  }

  private Calls saying(String spelling, String thought, String said) {
    String text = spelling.replace("*", thought).replace("=", said);
    return (step, _) -> {
      steps.add(step);
      return new Reply(text, Reply.Finish.STOP, 1, 1, "m", null, Duration.ZERO, false);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Spellings.TAG,
        Spellings.LINES,
        Spellings.CAPITALS,
        Spellings.THOUGHT,
        Spellings.REASONING,
        Spellings.BRACKETS,
        Spellings.CLOSING_ALONE,
        Spellings.TWICE,
        Spellings.CHANNELS,
        Spellings.BARE_CHANNELS,
        Spellings.SEED,
        Spellings.ANSWER
      })
  void everyReaderReadsPastThoughts(String spelling) throws Exception {
    answers(spelling);
    verdicts(spelling);
    facts(spelling);
    events(spelling);
    turns(spelling);
    annotations(spelling);
    assertThat(steps).as("nothing was asked again").noneMatch(step -> step.endsWith("/2"));
  }

  private void answers(String spelling) throws Exception {
    assertThat(answers(1, 0, saying(spelling, "Rome?", "Oslo"))).containsExactly("Oslo");
    assertThat(answers(1, 2, saying(spelling, "a", "b")))
        .containsExactly("Not mentioned in the conversation");
    var numbered = saying(spelling, "{'1': 'x', '2': 'y'}", "{\"1\": \"Oslo\", \"2\": \"no\"}");
    assertThat(answers(2, 0, numbered)).containsExactly("Oslo", "no");
  }

  private List<String> answers(int batch, int call, Calls calls) throws Exception {
    var form = new LocomoProtocol.Form("m", batch, true, 100, 1);
    var protocol = new LocomoProtocol(form, ContextBuilder.none(), String::length);
    var sample = data.samples().getFirst();
    var probes = sample.questions().stream().map(Probe::of).toList();
    var asked = new Asked("s-1", sample.conversation(), probes, null);
    return protocol.calls(List.of(asked)).toList().get(call).answer(calls).stream()
        .map(Call.Answer::text)
        .toList();
  }

  private void verdicts(String spelling) throws Exception {
    String wrong = "{\"verdict\": \"wrong\", \"reason\": \"hm\"}";
    String right = "{\"verdict\": \"correct\", \"reason\": \"same day\"}";
    var reply = saying(spelling, wrong, right).ask("v", Ask.of("m", "", "", 1));
    assertThat(Verdict.read(ReplyText.of(reply))).contains(new Verdict(1, "same day"));
  }

  private void facts(String spelling) throws Exception {
    var events = List.of(Event.of("Ann moves."));
    var decomposer = new ModelDecomposer(MODEL, 5);
    var said = "{\"sentences\": [{\"sentence\": 1, \"facts\": [\"Ann moves.\"]}]}";
    assertThat(decomposer.facts("d", events, saying(spelling, "{\"sentences\": []}", said)))
        .isEqualTo(new Facts(List.of(new Fact(1, "Ann moves.")), List.of()));
    var verifier = new ModelVerifier(MODEL, 5);
    var matter = new Matter("Ann", "Ben", events, List.of(new Fact(1, "Ann moves.")));
    said = "{\"verdicts\": [{\"fact\": 1, \"supported\": true, \"by\": 1, \"reason\": \"yes\"}]}";
    assertThat(verifier.check("v", matter, saying(spelling, said.replace("true", "false"), said)))
        .containsExactly(new Check.Supported(1, "yes"));
    var labeller = new ModelLabeller(MODEL, 5);
    var mistakes =
        new Mistakes("Ann", "Ben", events, List.of(), List.of(new Unfounded("x", List.of())));
    said = "{\"labels\": [{\"fact\": 1, \"error\": \"hallucination\", \"reason\": \"no\"}]}";
    String thought = said.replace("hallucination", "saliency");
    assertThat(labeller.labels("l", mistakes, saying(spelling, thought, said)))
        .containsExactly(new Label(ErrorClass.HALLUCINATION, "no"));
  }

  private void events(String spelling) throws Exception {
    var form = new ModelSummarizer.Form("m", Integer.MAX_VALUE, 0, 1, false);
    var summarizer = new ModelSummarizer(form, false, String::length);
    var unit = Unit.of(data, Set.of(), SessionRange.ALL).getFirst();
    String thought = "{\"events\": [{\"event\": \"Ann rests.\"}]}";
    String said = "{\"events\": [{\"event\": \"Ann moves.\"}]}";
    assertThat(summarizer.summarize(unit, saying(spelling, thought, said)).events())
        .extracting(Event::text)
        .containsExactly("Ann moves.");
  }

  private void turns(String spelling) throws Exception {
    var form =
        new ModelWriter.Form(
            "m", 100, PictureForm.CAPTION, new Candidates(2, 1, List.of(), Pictures.CAPTIONS));
    var writer =
        new ModelWriter(form, new History(99, String::length, Pictures.CAPTIONS), Knowledge.none());
    var sample = data.samples().getFirst();
    var session = sample.conversation().sessions().getFirst();
    var target = new Target(sample, session, session.turns().getLast());
    assertThat(writer.say(target, saying(spelling, "{\"text\": \"No.\"}", "{\"text\": \"Hi.\"}")))
        .isEqualTo(new TurnContent("Hi.", null));
    assertThat(writer.say(target, saying(spelling, "Ben: No.", "Ben: Hi.")))
        .isEqualTo(new TurnContent("Hi.", null));
  }

  private void annotations(String spelling) throws Exception {
    Annotator.Kinds annotators = new OwnAnnotators("m", 100, 1, 2);
    var sample = data.samples().getFirst();
    var session = sample.conversation().sessions().getFirst();
    String said = "{\"Ann\": [[\"Ann moved.\", \"D1:1\"]]}";
    String thought = "{\"Ben\": [[\"Ben moved.\", \"D1:2\"]]}";
    assertThat(annotators.observations().annotate(sample, session, saying(spelling, thought, said)))
        .containsExactly(new Observation(1, "Ann", "Ann moved.", List.of("D1:1")));
    assertThat(
            annotators.summaries().annotate(sample, session, saying(spelling, "Hm.", "They met.")))
        .isEqualTo("They met.");
  }

  @Test
  void aReplyOfThoughtsAloneAnswersNothing() throws Exception {
    assertThat(answers(1, 0, saying("<think>*", "Rome", ""))).containsExactly("");
    var matter =
        new Matter("Ann", "Ben", List.of(Event.of("Ann moves.")), List.of(new Fact(1, "x")));
    assertThat(new ModelVerifier(MODEL, 5).check("v", matter, saying("<think>*", "{}", "")))
        .containsExactly(new Check.Unchecked("expected {\"verdicts\": [...]}; found nothing"));
  }
}
