package dev.locomo.eval.protocol.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonJson;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.reference.ReferenceCall.Prompt;
import dev.locomo.eval.protocol.reference.ReferenceModel.Family;
import dev.locomo.eval.protocol.reference.Worded.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Recorded replies, odd ones above all, and what the original makes of them. */
class ReplyVectorsTest {
  private static final String NONE = "Not mentioned in the conversation";

  @Test
  void repliesAreReadAsTheOriginalReadsThem() throws Exception {
    var vectors = GoldenRun.lines("oracle/vectors/prompts_postprocess_vectors.jsonl");
    assertThat(vectors).hasSize(254);
    for (var vector : vectors) {
      var model = model(vector);
      var questions = questions(vector, model.family().local());
      var requests = new Requests(model, vector.get("batch_size").intValue(), GoldenRun.prompts());
      var call = new ReferenceCall(questions, q -> new Prompt("", List.of()), requests, null);
      var asked = new AtomicInteger();
      Calls calls =
          (step, ask) -> {
            assertThat(ask.repetition()).isEqualTo(asked.get());
            return GoldenRun.saying(raw(vector, asked.getAndIncrement())).ask(step, ask);
          };
      if (vector.has("error")) {
        // The original turns whatever went wrong with a GPT reply into a ValueError.
        String error = vector.get("error").textValue();
        assertThatThrownBy(() -> call.answer(calls))
            .as(vector.toString())
            .isInstanceOf(Unreadable.class)
            .message()
            .satisfiesAnyOf(
                m -> assertThat(m).contains(error),
                m -> assertThat(model.family() + error).isEqualTo("GPTValueError"));
      } else {
        assertThat(call.answer(calls).stream().map(Call.Answer::text).toList())
            .as(vector.toString())
            .isEqualTo(vector.get("predictions").valueStream().map(JsonNode::textValue).toList());
      }
      assertThat(asked).as(vector.toString()).hasValue(vector.get("llm_calls").intValue());
    }
  }

  /** One reply for all attempts, or one for each. */
  private static String raw(JsonNode vector, int attempt) {
    var raw = vector.get("raw");
    return raw.isArray() ? raw.get(Math.min(attempt, raw.size() - 1)).textValue() : raw.textValue();
  }

  private static ReferenceModel model(JsonNode vector) {
    String provider = vector.get("provider").textValue();
    var family =
        provider.equals("hf") ? Family.MISTRAL : Family.valueOf(provider.toUpperCase(Locale.ROOT));
    return new ReferenceModel(vector.get("model").textValue(), "model", null, family);
  }

  private static List<Worded> questions(JsonNode vector, boolean local) {
    var questions = new ArrayList<Worded>();
    int draw = 0;
    for (int i = 0; i < vector.get("categories").size(); i++) {
      var category = BenchmarkProfile.LOCOMO.category(vector.get("categories").get(i).intValue());
      String answer = vector.get("answers").get(i).asText();
      String none = local ? "No information available" : NONE;
      Options options = null;
      if (category.unanswerable()) {
        boolean noneFirst = vector.get("draws").get(draw++).doubleValue() < 0.5;
        options = noneFirst ? new Options(none, answer) : new Options(answer, none);
      }
      var probe = new Probe(new QuestionId("s", i), "?", category, null, null);
      questions.add(new Worded(probe, "?", options));
    }
    return questions;
  }

  @Test
  void jsonInRepliesIsFoundAsTheOriginalFindsIt() {
    for (var vector : GoldenRun.lines("oracle/vectors/prompts_process_output_vectors.jsonl")) {
      String raw = vector.get("raw").textValue();
      if (vector.get("fn").textValue().equals("get_cat_5_answer")) {
        var options =
            new Options(
                vector.get("key").get("a").textValue(), vector.get("key").get("b").textValue());
        assertThat(options.chosen(raw)).isEqualTo(vector.get("out").textValue());
        continue;
      }
      var family = Family.valueOf(vector.get("provider").textValue().toUpperCase(Locale.ROOT));
      var reply = new BatchReply(family, raw);
      if (vector.has("error")) {
        assertThatThrownBy(reply::parse)
            .as(vector.toString())
            .isInstanceOfSatisfying(
                PythonError.class,
                e -> assertThat(e.type()).isEqualTo(vector.get("error").textValue()));
      } else {
        assertThat(reply.parse())
            .as(vector.toString())
            .isEqualTo(PythonJson.loads(vector.get("out").textValue()));
      }
    }
  }
}
