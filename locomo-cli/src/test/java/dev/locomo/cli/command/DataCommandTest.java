package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.locomo.cli.Main;
import dev.locomo.core.Golden;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data commands as a script sees them. */
class DataCommandTest {
  private static final String DATA =
      """
      [{"sample_id": "s-1",
        "conversation": {"speaker_a": "Ann", "speaker_b": "Ben",
          "session_1_date_time": "1:56 pm on 8 May, 2023",
          "session_1": [
            {"speaker": "Ann", "dia_id": "D1:1", "text": "I moved to a very old house near the harbour of Oslo last summer, \\u001b[31mred."},
            {"speaker": "Ben", "dia_id": "D1:2", "text": "Oh!", "blip_caption": "a boat"}],
          "session_2_date_time": "2:56 pm on 8 May, 2023",
          "session_2": [{"speaker": "Ben", "dia_id": "D2:1", "text": "Bye."}]},
        "qa": [{"question": "Where is Ann?", "answer": 7, "evidence": ["D1:1", "D4:4"], "category": 4},
               {"question": "Why?", "adversarial_answer": "Fun", "evidence": ["D1:2"], "category": 5}]
      }]
      """;

  @TempDir Path folder;
  private Path file = Path.of("data.json");
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("data.json"), DATA);
  }

  @Test
  void checkGroupsWhatItFindsAndFitsEightyColumns() {
    assertThat(run("check", file.toString())).isZero();
    assertThat(out.toString())
        .contains("warning   evidence-unknown-turn      1  evidence that names a turn")
        .contains("/0/qa/0/evidence/1 (s-1): found \"D4:4\"; expected the id of a turn")
        .endsWith("0 errors, 2 warnings, 5 notes: the file can be used\n");
    assertThat(out.toString().lines().skip(1)).allSatisfy(l -> assertThat(l).hasSizeLessThan(81));
  }

  @Test
  void checkAnswersThreeWhenTheFileCannotBeUsed() throws IOException {
    Files.writeString(file, DATA.replace("\"category\": 4", "\"category\": 9"));
    assertThat(run("check", file.toString())).isEqualTo(3);
    assertThat(out.toString()).contains("category-unknown").endsWith("the file cannot be used\n");
    assertThat(run("check", folder.resolve("none.json").toString())).isEqualTo(3);
    assertThat(err.toString()).endsWith("none.json: no such file\n");
  }

  @Test
  void checkShowsFiveOfAKindUnlessAllAreWanted() throws IOException {
    Files.writeString(
        file, DATA.replace("\"D4:4\"", "\"D4:1\",\"D4:2\",\"D4:3\",\"D4:4\",\"D4:5\",\"D4:6\""));
    run("check", file.toString());
    assertThat(out.toString())
        .contains("  and 1 more (--all-places shows them)")
        .doesNotContain("\"D4:6\"");
    run("check", "--all", file.toString());
    assertThat(out.toString()).contains("\"D4:6\"").doesNotContain("--all");
  }

  @Test
  void checkAsJsonIsOneDocument() throws IOException {
    run("check", "--json", file.toString());
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.at("/usable").asBoolean()).isTrue();
    assertThat(report.at("/counts/warning").asInt()).isEqualTo(2);
    assertThat(report.at("/findings")).hasSize(7);
    assertThat(report.at("/findings/0/code").asText()).isEqualTo("invisible-character");
  }

  @Test
  void statsCountsInATableAndInJson() throws IOException {
    assertThat(run("stats", file.toString())).isZero();
    assertThat(out.toString())
        .startsWith("sample  speakers  sess  dates  turns  capt  qa  c1  c2  c3  c4  c5  obs\n")
        .contains("\ns-1     Ann, Ben     2      2      3     1   2   0   0   0   1   1    0\n");
    run("stats", "--json", file.toString());
    JsonNode all = new ObjectMapper().readTree(out.toString()).get("all");
    assertThat(all.get("turns").asInt()).isEqualTo(3);
    assertThat(all.at("/by_category/single-hop").asInt()).isEqualTo(1);
  }

  @Test
  void showWrapsAndCannotSteerTheTerminal() {
    assertThat(run("show", file.toString(), "s-1", "--session", "1")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            s-1: Ann and Ben, 2 sessions, 3 turns, 2 questions

            Session 1, 1:56 pm on 8 May, 2023

            D1:1  Ann: I moved to a very old house near the harbour of Oslo last summer,
                  \\u001b[31mred.
            D1:2  Ben: Oh!
                  [picture: a boat]
            """);
  }

  @Test
  void showAQuestionWithItsEvidence() {
    assertThat(run("show", "--data-file", file.toString(), "s-1", "--question", "0")).isZero();
    assertThat(out.toString())
        .contains("Question s-1/0, single-hop", "question  Where is Ann?", "answer    7")
        .contains("evidence  D1:1 | D4:4", "D1:1  Ann: I moved", "D4:4  there is no such turn");
    run("show", file.toString(), "s-1", "--question", "1");
    assertThat(out.toString())
        .contains("answer    none: the conversation does not say", "lure      Fun");
  }

  @Test
  void showSaysWhatThereIsInstead() {
    assertThat(run("show", file.toString(), "s-2")).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("error: no sample is called s-2\n  try: s-1\n");
    assertThat(run("show", file.toString(), "s-1", "--session", "9")).isEqualTo(2);
    assertThat(err.toString()).contains("no session 9 in s-1").contains("try: 1, 2");
    assertThat(run("show", file.toString(), "s-1", "--question", "-1")).isEqualTo(2);
    assertThat(err.toString()).contains("no question -1 in s-1").contains("try: 0 to 1");
  }

  @Test
  void fetchCopiesThePublishedFileAndNoOther() {
    String copy = folder.resolve("new/copy.json").toString();
    assertThat(run("fetch", "--out", copy, "--from", file.toString())).isEqualTo(3);
    assertThat(Path.of(copy)).doesNotExist();
    String published = Golden.locomo10().toString();
    assertThat(run("fetch", "--out", copy, "--from", published)).isZero();
    assertThat(Path.of(copy)).hasSameBinaryContentAs(Path.of(published));
    assertThat(err.toString()).contains("CC BY-NC 4.0");
    assertThat(run("fetch", "--out", copy)).isZero();
    assertThat(out.toString()).contains("is already there, 2805274 bytes, SHA-256 verified");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void fetchLeavesAnotherFileAloneAndSaysWhenNobodyAnswers() {
    assertThat(run("fetch", "--out", file.toString())).isEqualTo(2);
    assertThat(file).hasContent(DATA);
    String copy = folder.resolve("copy.json").toString();
    assertThat(run("fetch", "--out", copy, "--url", "http://127.0.0.1:1/x")).isEqualTo(4);
    assertThat(err.toString()).contains("http://127.0.0.1:1/x cannot be reached");
  }

  @Test
  void personasAreFetchedFromAServerGoingOnAfterABreak() throws IOException {
    byte[] published = Files.readAllBytes(Golden.file("data/msc_personas_all.json"));
    try (var server = new FakeServer()) {
      server.reacts((exchange, request) -> {
        String range = request.headers().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, published.length - from);
        // The first answer breaks off after a million bytes.
        int to = from == 0 ? 1_000_000 : published.length;
        exchange.getResponseBody().write(published, from, to - from);
      });
      Path copy = folder.resolve("new/personas.json");
      String url = server.url() + "/msc.json";
      assertThat(run("fetch", "personas", "--out", copy.toString(), "--url", url)).isZero();
      assertThat(copy).hasBinaryContent(published);
      assertThat(server.requests()).hasSize(2);
      assertThat(err.toString()).contains("from byte ", "CC BY-NC 4.0");
      assertThat(out.toString()).contains("fetched, 3055126 bytes, SHA-256 verified");
      assertThat(run("fetch", "personas", "--out", copy.toString(), "--url", url)).isZero();
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void aFileThatIsNoPersonasFileIsRefused() throws IOException {
    try (var server = new FakeServer()) {
      server.answers(200, "{\"train\": []}");
      Path copy = folder.resolve("personas.json");
      String[] command = {"fetch", "personas", "--out", copy.toString(), "--url", server.url()};
      assertThat(run(command)).isEqualTo(3);
      assertThat(err.toString()).contains("expected 3055126 bytes with SHA-256 75440be006945f5e");
      assertThat(copy).doesNotExist();
      server.answers(404, "gone");
      assertThat(run(command)).isEqualTo(2);
    }
    assertThat(run("fetch", "something")).isEqualTo(2);
    assertThat(err.toString()).contains("locomo10 or personas");
  }

  private int run(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    String[] all = new String[args.length + 1];
    all[0] = "data";
    System.arraycopy(args, 0, all, 1, args.length);
    return Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), all);
  }
}
