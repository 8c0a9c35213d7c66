package dev.locomo.eval.judge.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.judge.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known answers of somebody's own, read strictly. */
class BankFileTest {
  private static final String GOOD =
      "{\"question_id\": \"s-1/0\", \"answer\": \"in May\", \"right\": false, \"kind\":"
          + " \"lazy\"}\n";

  @TempDir Path folder;
  private Dataset data = new Dataset("", "", List.of());

  @BeforeEach
  void read() {
    data = Bench.data(folder);
  }

  private List<KnownAnswer> bank(Bank bank, String... sources) {
    return bank.of(List.of(sources), data, data.questions().toList());
  }

  private String file(String text) {
    try {
      return Files.writeString(folder.resolve("own.jsonl"), text).toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void linesAreReadWholeAndStandBesideWhatIsMadeByRules() {
    String own =
        file(
            GOOD
                + "\n"
                + "{\"question_id\": \"s-1/2\", \"question\": \"What did Ben sell?\", \"answer\":"
                + " \"\", \"right\": false, \"kind\": \"lazy\"}\n"
                + "{\"question_id\": \"s-1/3\", \"answer\": \"nobody says\", \"right\": true,"
                + " \"kind\": \"ok\"}");
    assertThat(bank(new Bank(null, 0), own))
        .extracting(
            a -> a.judged().question().id().index(), a -> a.judged().answer(), KnownAnswer::kind)
        .containsExactly(
            tuple(0, "in May", new KnownAnswer.Kind("lazy", false)),
            tuple(2, "", new KnownAnswer.Kind("lazy", false)),
            tuple(3, "nobody says", new KnownAnswer.Kind("ok", true)));
    assertThat(bank(new Bank(null, 0), Bank.RULES, own))
        .hasSizeGreaterThan(20)
        .last()
        .extracting(a -> a.kind().label())
        .isEqualTo("ok");
    assertThat(Bank.id(List.of(own), bank(new Bank(null, 0), own)))
        .isNotEqualTo(Bank.id(List.of(own), bank(new Bank(null, 0), own).subList(0, 2)));
  }

  @Test
  void whatIsNotAsItHasToBeIsNamedWithItsPlace() {
    refused(
        "{\"question_id\": \"s-1/0\", \"answer\": \"x\", \"right\": 1, \"kind\": \"a\"}",
        "line 1: found right 1; expected true or false");
    refused(
        GOOD + "{\"question_id\": \"s-1/99\", \"answer\": \"x\", \"right\": true, \"kind\": \"a\"}",
        "line 2: found question_id \"s-1/99\"; expected a question of");
    refused(
        "{\"question_id\": \"s-1/0\", \"answer\": \"x\", \"kind\": \"a\"}",
        "found the members [answer, kind, question_id]; expected [answer, kind, question_id,"
            + " right]");
    refused(
        GOOD.replace("\"kind\"", "\"more\": 1, \"kind\""),
        "found the members [answer, kind, more,");
    refused(GOOD.replace("lazy", "vague"), "found kind \"vague\"; expected a name of your own");
    refused(GOOD.replace("lazy", "La zy"), "found kind \"La zy\"; expected");
    refused(GOOD.replace("\"in May\"", "null"), "found answer null; expected a text");
    refused(
        GOOD + GOOD.replace("false", "true").replace("s-1/0", "s-1/1"),
        "line 2: found kind lazy with \"right\": true; expected what earlier lines");
    refused(GOOD + GOOD, "s-1/0: found a second time in kind lazy");
    refused("[1]", "line 1: found no object");
    refused("{", "line 1: not valid JSON");
    refused("\n", "found no answer");
    refused(
        GOOD.replace("\"kind\"", "\"question\": \"Who?\", \"kind\""),
        "found another question than s-1/0");
    assertThatThrownBy(() -> bank(new Bank(1, 0), "nothing-there"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no bank is called 'nothing-there'");
  }

  private void refused(String text, String message) {
    String own = file(text);
    assertThatThrownBy(() -> bank(new Bank(null, 0), own))
        .isInstanceOf(DataError.class)
        .hasMessageContaining(message);
  }

  @Test
  void aCheckoutOfTheAuditGivesItsSpecificAndItsVagueWrongAnswers() throws IOException {
    for (String version : List.of("v1", "v2")) {
      Path file = folder.resolve("audit/ap-baseline/" + version + "/ap_eval_results.json");
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          """
          {"detailed_results": {"locomo_exp_user_0": [
            {"question_id": "locomo_0_qa2", "question": "What did Ben sell?", "generated_answer": "%s"},
            {"question_id": "locomo_0_qa5", "question": "Where does Ann live?", "generated_answer": "x"}]}}
          """
              .formatted(version.equals("v1") ? "a car" : "something big"));
    }
    assertThat(bank(new Bank(null, 0), folder.resolve("audit").toString()))
        .extracting(a -> a.kind().label(), a -> a.judged().answer())
        .containsExactly(
            tuple("audit-specific", "a car"),
            tuple("audit-specific", "x"),
            tuple("audit-vague", "something big"),
            tuple("audit-vague", "x"));
    Path one = folder.resolve("audit/ap-baseline/v2/ap_eval_results.json");
    assertThat(bank(new Bank(1, 0), one.toString()))
        .hasSize(1)
        .extracting(a -> a.kind().right())
        .containsOnly(false);
    Files.writeString(
        one, Files.readString(one).replace("What did Ben sell?", "What did Ann sell?"));
    assertThatThrownBy(() -> bank(new Bank(1, 0), one.toString()))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("/detailed_results/locomo_exp_user_0/0/question_id: found");
  }
}
