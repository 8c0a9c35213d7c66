package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.locomo.cli.Main;
import dev.locomo.cli.output.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckClaimsCommandTest {
  private static final String ROTATED =
      "single-hop,67.13\nmulti-hop,51.15\nopen-domain,72.93\ntemporal,55.51\noverall,66.88\n";
  private static final String TRUE =
      "multi-hop,74.11\ntemporal,66.04\nopen-domain,67.71\nsingle-hop,79.79\noverall,75.13\n";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final List<Integer> codes = new ArrayList<>();

  @Test
  void aTableThatHoldsExitsWithZero() throws Exception {
    assertThat(run(TRUE)).isZero();
    assertThat(out.toString()).startsWith("note: overall 75.13 is the question-weighted mean");
  }

  @Test
  void aContradictedTableExitsWithOne() throws Exception {
    assertThat(run(ROTATED)).isOne();
    assertThat(out.toString())
        .startsWith("contradiction: overall 66.88 is neither")
        .contains("contradiction: the labels are rotated");
  }

  @Test
  void numbersHaveTheDigitsOfAsciiInEveryCountry() throws Exception {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    try {
      Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG-u-nu-arab"));
      run(TRUE);
      assertThat(out.toString()).contains("of 1540 questions", "1157/1540 = 75.13");
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  @Test
  void jsonIsOneDocument() throws Exception {
    assertThat(run(ROTATED, "--json")).isOne();
    var document = new ObjectMapper().readTree(out.toString());
    assertThat(document.path("contradicted").asBoolean()).isTrue();
    var relabelled = document.path("findings").get(1);
    assertThat(relabelled.path("finding").asText()).isEqualTo("relabelled");
    assertThat(relabelled.at("/details/actual/single-hop").asText()).isEqualTo("multi-hop");
  }

  @Test
  void countsCanBeGiven() throws Exception {
    var table = "single hop,80\nmulti-hop,60\ntemporal,60\nopen-domain,60\noverall,70.00";
    assertThat(run(table)).isOne();
    var counts = new String[] {"--n", "single hop=30", "--n", "multi=10", "--n", "temporal=10"};
    assertThat(run(table, counts)).isOne();
    assertThat(run(table, "--n", "single-hop=699")).isZero();
  }

  @Test
  void ceilingsComeFromTheOverlayThatIsGivenAndOneOfOtherDataIsRefused() throws Exception {
    var data =
        Files.writeString(
            folder.resolve("data.json"),
            """
            [{"sample_id": "s", "conversation": {"speaker_a": "A", "speaker_b": "B"},
              "qa": [{"question": "Who?", "answer": "A", "evidence": [], "category": 1},
                     {"question": "When?", "answer": "May", "evidence": [], "category": 2},
                     {"question": "Why?", "answer": "fun", "evidence": [], "category": 3},
                     {"question": "Where?", "answer": "Rome", "evidence": [], "category": 4},
                     {"question": "Which?", "answer": "this", "evidence": [], "category": 4}]}]
            """);
    var overlay = folder.resolve("overlay.json");
    var given = new String[] {"--data-file", data.toString(), "--errata", overlay.toString()};
    Files.writeString(overlay, overlay("s/4", "Which?"));
    var table = "multi-hop,100\ntemporal,100\nopen-domain,100\nsingle-hop,100\noverall,100.0";
    assertThat(run(table, given)).isOne();
    assertThat(out.toString())
        .contains("single-hop 100 is above the 50.00 that right answers reach")
        .contains("overall 100.0 is above the 80.00", "(overlay mine)");
    assertThat(run(table, "--errata", overlay.toString())).isEqualTo(ExitCode.USAGE);
    Files.writeString(overlay, overlay("s/4", "What?"));
    assertThat(run(table, given)).isEqualTo(ExitCode.DATA);
  }

  private static String overlay(String id, String question) {
    return """
    {"format": 1, "name": "mine", "version": "1", "source": "a test", "corrections": [
      {"question_id": "%s", "question": "%s", "action": "replace", "answer": "that", "reason": "r"}]}
    """
        .formatted(id, question);
  }

  @Test
  void wrongUseIsAUserErrorAndAWrongFileADataError() throws Exception {
    run(TRUE, "--n", "event-order=4");
    run(TRUE, "--n", "temporal=0");
    run("single-hop,1");
    assertThat(codes)
        .as("wrong use twice, then wrong data")
        .containsExactly(ExitCode.USAGE, ExitCode.USAGE, ExitCode.DATA);
  }

  private int run(String table, String... options) throws Exception {
    var file = Files.writeString(folder.resolve("table.csv"), table);
    var arguments = new ArrayList<>(List.of(options));
    arguments.add(file.toString());
    arguments.addFirst("check-claims");
    var err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out), new PrintWriter(err), Map.of(), arguments.toArray(String[]::new));
    codes.add(code);
    return code;
  }
}
