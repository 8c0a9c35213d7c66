package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.cli.run.Fault.Means;
import dev.locomo.cli.run.FaultyProvider.Dialect;
import dev.locomo.gen.WriterServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every verb that asks a model, over every provider's chat interface, with every fault that
 * providers have: the outcome of each item is true, the exit code follows from it, the reason is on
 * stderr, and the key is nowhere. Each request is sent once, so nothing waits.
 */
class FaultMatrixTest {
  static final String KEY = "sk-matrix-secret-0123456789";

  @TempDir private static Path folder;
  private FaultyProvider provider;

  /** A verb with little to ask. */
  enum Verb {
    EVAL_QA(
        6,
        "eval-qa",
        _ -> "a blue bicycle",
        doc -> doc.at("/metrics/token-f1/overall/scored").asInt()),
    JUDGE(6, "judge", _ -> VERDICT, doc -> doc.at("/judges/0/overall/scored").asInt()),
    CALIBRATE(6, "judge calibrate", _ -> VERDICT, FaultMatrixTest::judged),
    EVAL_EVENTS(
        6,
        "eval-events",
        _ -> "{\"events\": [{\"date\": \"8 May\", \"event\": \"Ann sells her boat.\"}]}",
        doc -> doc.at("/metrics/fact-f1/overall/scored").asInt()),
    EVAL_DIALOG(
        6,
        "eval-dialog",
        _ -> "{\"text\": \"I sold it last week.\", \"image\": null}",
        doc -> doc.at("/metrics/bleu-1/overall/scored").asInt()),
    OBSERVATIONS(
        6,
        "annotate observations",
        prompt ->
            "{\"Ann\": [[\"Ann sold a boat.\", \"D"
                + (prompt.contains("[D2:1]") ? 2 : 1)
                + ":1\"]]}",
        doc -> doc.at("/sessions/annotated").asInt()),
    SUMMARIES(
        6, "annotate summaries", _ -> "They talked.", doc -> doc.at("/sessions/annotated").asInt()),
    GENERATE(1, "generate", WriterServer::rule, doc -> doc.path("whole").asInt());

    final int items;
    final List<String> words;
    final Function<String, String> model;
    final ToIntFunction<JsonNode> done;

    Verb(int items, String words, Function<String, String> model, ToIntFunction<JsonNode> done) {
      this.items = items;
      this.words = List.of(words.split(" "));
      this.model = model;
      this.done = done;
    }
  }

  private static final String VERDICT = "{\"verdict\": \"correct\", \"reason\": \"same\"}";

  private static int judged(JsonNode document) {
    int judged = 0;
    for (JsonNode kind : document.at("/judges/0/kinds")) {
      judged += kind.path("judged").asInt();
    }
    return judged;
  }

  /** Three conversations of two sessions, each with two questions. */
  private static String data() {
    var samples = new ArrayList<String>();
    for (int i = 1; i <= 3; i++) {
      samples.add(
          """
          {"sample_id": "s-%d",
           "conversation": {"speaker_a": "Ann", "speaker_b": "Ben",
             "session_1_date_time": "1:00 pm on 8 May, 2023",
             "session_1": [{"speaker": "Ann", "dia_id": "D1:1", "text": "I sold my boat."},
               {"speaker": "Ben", "dia_id": "D1:2", "text": "What a pity."}],
             "session_2_date_time": "2:00 pm on 9 June, 2023",
             "session_2": [{"speaker": "Ben", "dia_id": "D2:1", "text": "I bought a bicycle."},
               {"speaker": "Ann", "dia_id": "D2:2", "text": "Good for you."}]},
           "event_summary": {
             "events_session_1": {"Ann": ["Ann sells her boat."], "Ben": [], "date": "8 May"},
             "events_session_2": {"Ann": [], "Ben": ["Ben buys a bicycle."], "date": "9 June"}},
           "qa": [
             {"question": "What did Ann sell?", "answer": "a boat", "evidence": ["D1:1"], "category": 4},
             {"question": "What did Ben buy?", "answer": "a bicycle", "evidence": ["D2:1"], "category": 4}]}
          """
              .formatted(i));
    }
    return samples.toString();
  }

  @BeforeEach
  void start() throws IOException {
    provider = new FaultyProvider();
    Files.writeString(folder.resolve("data.json"), data());
    Files.writeString(folder.resolve("msc.json"), WithWriter.MSC);
    var answers = new StringBuilder();
    var bank = new StringBuilder();
    for (String id : "s-1/0 s-1/1 s-2/0 s-2/1 s-3/0 s-3/1".split(" ")) {
      answers.append("{\"question_id\":\"").append(id).append("\",\"prediction\":\"a boat\"}\n");
      bank.append("{\"question_id\":\"").append(id).append("\",\"answer\":\"a boat\",");
      bank.append("\"right\":false,\"kind\":\"boats\"}\n");
    }
    Files.writeString(folder.resolve("bank.jsonl"), bank);
    Files.writeString(folder.resolve("answers.jsonl"), answers);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private List<String> args(Verb verb, Dialect dialect, Path run) {
    String model = dialect + ":m";
    var args = new ArrayList<>(verb.words);
    String judge = verb.words.getFirst().equals("judge") ? "--judge" : "--model";
    args.addAll(List.of(judge, model, "--base-url", provider.url(dialect), "--json"));
    args.addAll(List.of("--no-cache", "--attempts", "1", "--concurrency", "1"));
    if (verb != Verb.GENERATE) {
      args.addAll(List.of("--data-file", folder.resolve("data.json").toString()));
    }
    args.addAll(
        switch (verb) {
          case EVAL_QA -> List.of("--context", "full", "--run", run.toString());
          case JUDGE ->
              List.of(
                  "--predictions",
                  folder.resolve("answers.jsonl").toString(),
                  "--rubric",
                  "lenient",
                  "--out",
                  run.toString());
          case CALIBRATE ->
              List.of(
                  "--rubric",
                  "strict",
                  "--bank",
                  folder.resolve("bank.jsonl").toString(),
                  "--out",
                  run.toString());
          case EVAL_EVENTS ->
              List.of("--verifier", "lexical", "--decomposer", "clauses", "--run", run.toString());
          case EVAL_DIALOG -> List.of("--max-turns", "6", "--run", run.toString());
          case OBSERVATIONS, SUMMARIES ->
              List.of("--out-file", run + ".json", "--run", run.toString());
          case GENERATE ->
              Arrays.asList(
                  ("--out-dir "
                          + run
                          + " --personas "
                          + folder.resolve("msc.json")
                          + " --embedder bm25 --num-sessions 1 --num-days 30 --num-events 2"
                          + " --max-turns-per-session 2")
                      .split(" "));
        });
    return args;
  }

  static Stream<Arguments> verbsAndDialects() {
    return Arrays.stream(Verb.values())
        .flatMap(verb -> Arrays.stream(Dialect.values()).map(d -> Arguments.of(verb, d)));
  }

  @ParameterizedTest
  @MethodSource("verbsAndDialects")
  void everyFaultIsToldAsWhatItIs(Verb verb, Dialect dialect) throws IOException {
    for (Fault fault : Fault.values()) {
      String called = verb + "-" + dialect + "-" + fault;
      Path run = folder.resolve(called);
      var cli = Cli.at(folder.resolve("home"));
      if (!dialect.keyVariable.isEmpty()) {
        cli.with(dialect.keyVariable, KEY);
      }
      provider.behaves(dialect, fault.answer, verb.model);
      var result = cli.run(args(verb, dialect, run).toArray(String[]::new));
      String said = called + "\n" + result.err();
      assertThat(result.code()).as(said).isEqualTo(code(verb, fault));
      assertThat(verb.done.applyAsInt(result.json())).as(said).isEqualTo(done(verb, fault));
      assertThat(result.err()).as(said).contains(fault.reason).doesNotContain("\tat ", "internal");
      assertThat(
              result.code() == 0
                  || result
                      .err()
                      .matches("(?s).*(\\d times?: |error: |no verdict that can be read).*"))
          .as(said)
          .isTrue();
      int most = fault.means == Means.STOPPED ? 1 : fault.means == Means.REFUSED ? 5 : 1000;
      assertThat(provider.received()).as(said).isBetween(1, most);
      assertNoKey(result, run);
    }
  }

  private static int code(Verb verb, Fault fault) {
    boolean prediction = verb == Verb.EVAL_QA;
    return switch (fault.means) {
      case ANSWERED -> 0;
      // An empty answer is scored as one; a judge that gives no verdict is no judge.
      case EMPTY -> prediction ? 0 : 1;
      case CUT -> 1;
      case FILTERED, FAILED -> verb == Verb.GENERATE && !fault.reason.isEmpty() ? 4 : 1;
      case REFUSED, STOPPED -> 4;
    };
  }

  private static int done(Verb verb, Fault fault) {
    boolean scored = fault.means == Means.EMPTY && verb == Verb.EVAL_QA;
    return fault.means == Means.ANSWERED || scored ? verb.items : 0;
  }

  private static void assertNoKey(Cli.Result result, Path run) throws IOException {
    assertThat(result.out() + result.err()).doesNotContain(KEY);
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(KEY);
      }
    }
  }
}
