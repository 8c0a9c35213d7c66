package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files of each benchmark through every verb; means are counted by hand. */
class OtherBenchmarksTest {
  private static final String LONGMEMEVAL =
      """
      [{"question_id": "bike", "question_type": "single-session-user",
        "question": "What colour is my bicycle?", "answer": "blue", "question_date": "2023/05/30 (Tue) 23:40",
        "haystack_dates": ["2023/05/21 (Sun) 15:00", "2023/05/20 (Sat) 02:21"],
        "haystack_session_ids": ["noise_7", "answer_4be1_1"],
        "haystack_sessions": [[{"role": "user", "content": "Rye keeps longest."}],
          [{"role": "user", "content": "My new bicycle is blue.", "has_answer": true}]],
        "answer_session_ids": ["answer_4be1_1"]},
       {"question_id": "bike_abs", "question_type": "single-session-user",
        "question": "What colour is my car?", "answer": "SECRET reason", "question_date": "2023/05/30 (Tue) 23:40",
        "haystack_dates": ["2023/05/20 (Sat) 02:21"], "haystack_session_ids": ["answer_9_abs"],
        "haystack_sessions": [[{"role": "user", "content": "My new bicycle is blue.", "has_answer": true}]],
        "answer_session_ids": ["answer_9_abs"]}]
      """;
  private static final String BEAM =
      """
      {"conversation_id": "1", "user_profile": "SECRET plan", "chat": [[
        {"role": "user", "id": 0, "time_anchor": "March-15-2024", "content": "I bake rye bread. ->-> 1,1"},
        {"role": "assistant", "id": 1, "content": "Lovely."}]],
       "probing_questions": "{'information_extraction': [{'question': 'What bread do I bake?', 'answer': 'rye', \
      'source_chat_ids': [0], 'rubric': ['names rye', 'SECRET point']}], 'abstention': [{'question': \
      'Who taught me?', 'ideal_response': 'SECRET', 'rubric': ['says that it was not told']}]}"}
      """;
  private static final String MC10 =
      """
      {"question_id": "conv-1_q0", "question": "What did Anna buy?", "question_type": "single_hop", \
      "answer": "a blue bicycle", "choices": ["a cat", "a blue bicycle", "Not answerable"], \
      "correct_choice_index": 1, "haystack_session_datetimes": ["2023-05-08T13:56:00"], \
      "haystack_sessions": [[{"role": "user", "content": "I bought a blue bicycle."}]]}
      {"question_id": "conv-1_q1", "question": "What did Anna sell?", "question_type": "adversarial", \
      "answer": "Not answerable", "choices": ["a car", "Not answerable"], \
      "correct_choice_index": 1, "haystack_session_datetimes": ["2023-05-08T13:56:00"], \
      "haystack_sessions": [[{"role": "user", "content": "I bought a blue bicycle."}]]}
      """;
  private static final String LIFEBENCH =
      """
      [{"sample_id": "Li", "conversation": {"speaker_a": "Li", "speaker_b": "Helper",
        "session_1_date_time": "2025-01-01",
        "session_1": [{"speaker": "Li", "dia_id": "2025-01-01_sms0", "text": "My new bicycle is blue."}]},
        "qa": [{"question": "What colour is the bicycle?", "answer": "blue", "category": "0",
                "evidence": ["2025-01-01_sms0"], "ask_time": "2025-06-20", "score_points": "SECRET"},
               {"question": "Who is the boss?", "answer": "SECRET", "category": "4", "evidence": []}]}]
      """;

  @TempDir private Path folder;

  static Stream<Arguments> benchmarks() {
    return Stream.of(
        Arguments.of("longmemeval", LONGMEMEVAL, "token-f1", 0.5),
        Arguments.of("beam", BEAM, "token-f1", 1),
        Arguments.of("mc10", MC10, "choice-accuracy", 1),
        Arguments.of("lifebench", LIFEBENCH, "token-f1", 0.5));
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name + ".json"), content).toString();
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void everyVerbWorksOnItAndNoPromptTellsTheAnswer(
      String name, String content, String metric, double mean) throws IOException {
    String file = file(name, content);
    var cli = Cli.at(folder.resolve("home"));
    assertThat(cli.run("data", "check", file).code()).isZero();
    assertThat(cli.run("data", "stats", file, "--json").json().at("/all/questions").asInt())
        .isEqualTo(2);
    assertThat(cli.run("eval-retrieval", "--data-file", file, "--retriever", "bm25").code())
        .isZero();
    String read = folder.resolve("read").toString();
    var extractive =
        cli.run("eval-qa", "--data-file", file, "--model", "extractive", "--run", read, "--json");
    assertThat(extractive.json().at("/metrics/" + metric + "/overall/mean").asDouble())
        .as(
            "the built-in reader answers \"new\" where the colour is asked for after \"My new"
                + " bicycle\"")
        .isEqualTo(mean);
    assertThat(cli.run("report", "--run", read).out()).contains(metric, "2 questions: 2 answered.");
    try (var server = new FakeServer()) {
      server.answersEach(request -> reply(request.body()));
      var asking =
          Cli.at(folder.resolve("home"))
              .with("OPENAI_API_KEY", "sk-test-1234567890")
              .with("OPENAI_BASE_URL", server.url());
      String run = folder.resolve("run").toString();
      var asked =
          asking.run(
              "eval-qa",
              "--data-file",
              file,
              "--model",
              "openai:gpt-x",
              "--base-url",
              server.url(),
              "--run",
              run,
              "--json");
      assertThat(asked.code()).as(asked.err()).isZero();
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests())
          .allSatisfy(request ->
              assertThat(request.body())
                  .doesNotContain("SECRET", "answer_", "_abs", "has_answer", "noise_7", "->->"));
    }
  }

  private static String reply(String prompt) {
    return chat(prompt.contains("(b)") ? "b" : "blue");
  }

  private static String verdict(String prompt) {
    if (!prompt.contains("Points:")) {
      return "{\"verdict\": \"correct\", \"reason\": \"yes\"}";
    }
    return prompt.contains("SECRET point")
        ? "{\"scores\": [1, 0.5], \"reason\": \"half\"}"
        : "{\"scores\": [0], \"reason\": \"no\"}";
  }

  private static String chat(String answer) {
    var reply = JsonFiles.MAPPER.createObjectNode();
    var choice = reply.putArray("choices").addObject().put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", answer);
    reply.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 10);
    return reply.toString();
  }

  @Test
  void aJudgeScoresNuggetsAndTypesByTheBenchmarksOwnRubric() throws IOException {
    try (var server = new FakeServer()) {
      server.answersEach(request -> chat(verdict(request.body())));
      var cli = Cli.at(folder.resolve("home")).with("OPENAI_API_KEY", "sk-test-1234567890");
      String beam = file("beam", BEAM);
      String run = folder.resolve("b").toString();
      cli.run("eval-qa", "--data-file", beam, "--model", "extractive", "--run", run);
      var judged =
          cli.run(
              "judge",
              "--run",
              run,
              "--data-file",
              beam,
              "--judge",
              "openai:gpt-x",
              "--base-url",
              server.url(),
              "--json");
      assertThat(judged.code()).as(judged.err()).isZero();
      assertThat(judged.json().at("/judges/0/rubric").asText()).isEqualTo("nuggets-1");
      assertThat(judged.json().at("/judges/0/overall/mean").asDouble()).isEqualTo(0.75);
      String items = file("lme", LONGMEMEVAL);
      String other = folder.resolve("l").toString();
      cli.run("eval-qa", "--data-file", items, "--model", "extractive", "--run", other);
      var types =
          cli.run(
              "judge",
              "--run",
              other,
              "--data-file",
              items,
              "--judge",
              "openai:gpt-x",
              "--base-url",
              server.url(),
              "--json");
      assertThat(types.json().at("/judges/0/rubric").asText()).isEqualTo("longmemeval-types-1");
      assertThat(types.json().at("/judges/0/by_answerable/unanswerable/mean").asDouble())
          .isEqualTo(1);
      assertThat(server.requests())
          .anySatisfy(request ->
              assertThat(request.body()).contains("Why there is no answer: <<<SECRET reason>>>"));
    }
  }
}
