package dev.locomo.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.core.dataset.Category;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.claims.ClaimCheck;
import dev.locomo.eval.claims.ClaimTableReader;
import dev.locomo.eval.claims.Counts;
import dev.locomo.eval.claims.Finding;
import dev.locomo.eval.claims.Labels;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check-claims}: can this published table be true? */
@Command(
    name = "check-claims",
    description = "Checks a published table of scores against itself and the data set.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing contradicts the table",
      "1:something does",
      "2:wrong use",
      "3:the file is no such table"
    })
public final class CheckClaimsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE.csv",
      description = "Columns label,score; one row labelled overall; a header is optional.")
  private Path file = Path.of("");

  @Option(
      names = "--n",
      paramLabel = "LABEL=COUNT",
      description = "Number of questions of a category, where it is not that of the data set.")
  private Map<String, Integer> n = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    var table = ClaimTableReader.read(file);
    var findings = new ClaimCheck(counts()).check(table);
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(document(findings));
    } else {
      print(findings, out);
    }
    out.flush();
    return ClaimCheck.contradicted(findings) ? ExitCode.DID_NOT_HOLD : ExitCode.OK;
  }

  private Counts counts() {
    var counts = Counts.published();
    for (var entry : n.entrySet()) {
      if (entry.getValue() < 1) {
        throw new UserError("--n " + entry + " is no count", "give a number of at least 1");
      }
      counts = counts.with(category(entry.getKey()), entry.getValue());
    }
    return counts;
  }

  private static Category category(String label) {
    return Labels.category(label)
        .orElseThrow(
            () -> new UserError("--n names no category: " + label, "one of " + Labels.expected()));
  }

  private static void print(List<Finding> findings, PrintWriter out) {
    for (var finding : findings) {
      String weight = finding.kind().contradicts() ? "contradiction" : "note";
      out.println(weight + ": " + finding.sentence());
    }
  }

  private String document(List<Finding> findings) throws JsonProcessingException {
    var mapper =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    ObjectNode document = mapper.createObjectNode();
    document.put("file", file.toString());
    document.put("contradicted", ClaimCheck.contradicted(findings));
    var array = document.putArray("findings");
    for (var finding : findings) {
      array
          .addObject()
          .put("finding", finding.kind().id())
          .put("contradicts", finding.kind().contradicts())
          .put("sentence", finding.sentence())
          .set("details", mapper.valueToTree(finding.details()));
    }
    return mapper.writeValueAsString(document);
  }
}
