package dev.locomo.eval.view.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.TemporaryFiles;
import dev.locomo.eval.score.AnswerFiles;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.view.Library;
import dev.locomo.eval.view.Params;
import dev.locomo.eval.view.RunPages;
import dev.locomo.eval.view.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The JSON under {@code /v1}, as {@code openapi.yaml} describes it.
 *
 * @param library what it is about
 */
record Api(Library library, Retrieval retrieval) {
  /** The description. */
  static String description() {
    return Site.resource("openapi.yaml");
  }

  ObjectNode runs() {
    ObjectNode document = JsonFiles.MAPPER.createObjectNode();
    ArrayNode runs = document.putArray("runs");
    library.catalog().runs().forEach(run -> runs.add(run.json()));
    return document;
  }

  /** The run as the list has it, with the document of {@code report --format json}. */
  ObjectNode run(String name) {
    var run = library.catalog().run(name);
    ObjectNode document = run.json();
    ObjectNode settings = document.putObject("settings");
    run.spec().onResult().forEach(settings::put);
    document.set("report", library.report(run).document());
    return document;
  }

  /** Every item with its scores, or with that of {@code metric} alone. */
  ObjectNode scores(String name, Params params) {
    var list = library.scores(name, params.get("metric"));
    return JsonFiles.MAPPER.createObjectNode().put("run", name).set("scores", list);
  }

  ObjectNode compare(Params params) {
    return new RunPages(library, new Site(true))
        .comparison(params.all("run"), params.get("metric"));
  }

  ObjectNode data() {
    ObjectNode document = JsonFiles.MAPPER.createObjectNode();
    ArrayNode sets = document.putArray("data");
    for (String name : library.shelf().names()) {
      var data = library.shelf().data(name);
      ObjectNode one = sets.addObject().put("data_file", name).put("sha256", data.sha256());
      ArrayNode samples = one.putArray("samples");
      data.samples().forEach(sample -> samples.add(sample.id()));
    }
    return document;
  }

  /** Passages for a question. */
  ObjectNode retrieve(JsonNode body) {
    JsonNode k = body.path("k");
    if (!k.isMissingNode() && !k.canConvertToInt()) {
      throw new UserError("found k " + k, "a whole number");
    }
    return retrieval.answer(
        body.path("data_file").asText(""),
        text(body, "sample"),
        text(body, "question"),
        k.asInt(10));
  }

  private static String text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isTextual() || value.asText().isBlank()) {
      throw new UserError("found no text as " + name, "as /openapi.yaml describes");
    }
    return value.asText();
  }

  /**
   * The document of {@code score --json}: answers in any of the forms that verb takes a line of.
   */
  ObjectNode score(JsonNode body) {
    String name = body.path("data_file").asText("");
    var names = library.shelf().names();
    if (name.isEmpty() && names.size() != 1) {
      throw new UserError(names.size() + " data sets are open", "\"data_file\"");
    }
    var data = library.shelf().data(name.isEmpty() ? names.getFirst() : name);
    if (!body.path("answers").isArray() || body.path("answers").isEmpty()) {
      throw new UserError("found no answers", "an array with an object an answer");
    }
    var metrics = new ArrayList<String>();
    body.path("metrics").forEach(metric -> metrics.add(metric.asText()));
    var rule = rule(body.path("protocol").asText("locomo"));
    var chosen = rule.metrics(metrics.isEmpty() ? List.of("token-f1", "exact-match") : metrics);
    Path file = TemporaryFiles.file(".jsonl");
    try {
      var lines = new ArrayList<String>();
      body.path("answers").forEach(answer -> lines.add(answer.toString()));
      Files.write(file, lines);
      var answers = new AnswerFiles(data).read(file, null);
      var sheet = ScoreSheet.of(data.questions().toList(), answers, chosen);
      return ScoreJson.document(sheet.summaries(), data.sha256(), rule.label());
    } catch (DataError e) {
      throw new UserError("answers: " + e.place() + ": " + e.problem(), "", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TemporaryFiles.delete(file);
    }
  }

  private static ScoringRule rule(String name) {
    try {
      return ScoringRule.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UserError("unknown protocol '" + name + "'", "locomo or reference", e);
    }
  }
}
