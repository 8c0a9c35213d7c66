package dev.locomo.eval.judge.bank;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.errata.AuditQuestions;
import dev.locomo.eval.judge.Judged;
import dev.locomo.eval.judge.bank.KnownAnswer.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Known answers of somebody's own: JSON lines {@code {"question_id", "answer", "right", "kind"}},
 * or the wrong answers of the public audit of LoCoMo (dial481/locomo-audit), a checkout of it or
 * one of its files {@code ap_eval_results.json}: specific ones ({@code v1}) and vague ones ({@code
 * v2}).
 *
 * @param data whose questions are answered
 * @param file the file, or the folder of the checkout
 */
record BankFile(Dataset data, Path file) {
  private static final Set<String> MEMBERS = Set.of("question_id", "answer", "right", "kind");
  private static final String TEXT = "question";
  private static final Path AUDIT = Path.of("ap-baseline");
  private static final String AUDITED = "ap_eval_results.json";
  private static final Map<String, String> AUDIT_KINDS =
      Map.of("v1", "audit-specific", "v2", "audit-vague");

  /**
   * Reads it, in its order.
   *
   * @throws DataError when something in it is not as it has to be
   */
  List<KnownAnswer> read() {
    if (!Files.isDirectory(file)) {
      boolean audit = JsonFiles.read(file, BankFile::isAudit);
      return audit ? audit(file) : lines();
    }
    var all = new ArrayList<KnownAnswer>();
    for (String version : new TreeSet<>(AUDIT_KINDS.keySet())) {
      all.addAll(audit(file.resolve(AUDIT).resolve(version).resolve(AUDITED)));
    }
    return all;
  }

  private static boolean isAudit(InputStream in) throws IOException {
    try {
      return JsonFiles.MAPPER.readTree(in).has("detailed_results");
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private List<KnownAnswer> audit(Path from) {
    var questions = new AuditQuestions(data, from);
    Path parent = from.toAbsolutePath().getParent();
    String folder = parent == null ? "" : String.valueOf(parent.getFileName());
    var kind = new Kind(AUDIT_KINDS.getOrDefault(folder, "audit-wrong"), false);
    JsonNode users = JsonFiles.read(from, JsonFiles.MAPPER::readTree).path("detailed_results");
    var all = new ArrayList<KnownAnswer>();
    for (var user : users.properties()) {
      int i = 0;
      for (JsonNode entry : user.getValue()) {
        String pointer = "/detailed_results/" + user.getKey() + "/" + i++;
        JsonNode answer = entry.path("generated_answer");
        if (!answer.isTextual()) {
          throw new DataError(
              from.toString(),
              pointer + "/generated_answer",
              "found " + answer + "; expected a text");
        }
        var question = questions.of(pointer, entry);
        all.add(new KnownAnswer(new Judged(question, answer.textValue(), kind.label()), kind));
      }
    }
    if (all.isEmpty()) {
      throw new DataError(from.toString(), "/detailed_results", "found no answer of the audit");
    }
    return all;
  }

  private List<KnownAnswer> lines() {
    var questions = data.questions().collect(Collectors.toMap(Question::id, Function.identity()));
    var all = new ArrayList<KnownAnswer>();
    var kinds = new HashMap<String, Boolean>();
    JsonFiles.read(
        file,
        in -> {
          var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
          int number = 0;
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
              var answer = new Line("line " + number, line).read(questions);
              var kind = answer.kind();
              if (kinds.merge(kind.label(), kind.right(), (a, _) -> a) != kind.right()) {
                throw new DataError(
                    file.toString(),
                    "line " + number,
                    "found kind "
                        + kind.label()
                        + " with \"right\": "
                        + kind.right()
                        + "; expected what earlier lines of that kind have");
              }
              all.add(answer);
            }
          }
          return number;
        });
    if (all.isEmpty()) {
      throw new DataError(file.toString(), "", "found no answer; expected one JSON object a line");
    }
    return all;
  }

  /** A line and where it stands. */
  private final class Line {
    private final String place;
    private final JsonNode node;

    Line(String place, String text) {
      this.place = place;
      try {
        this.node = JsonFiles.MAPPER.readTree(text);
      } catch (JsonProcessingException e) {
        throw wrong("not valid JSON; expected one object a line");
      }
    }

    KnownAnswer read(Map<QuestionId, Question> questions) {
      if (!node.isObject()) {
        throw wrong("found no object; expected the members " + new TreeSet<>(MEMBERS));
      }
      var members = new TreeSet<String>();
      node.fieldNames().forEachRemaining(members::add);
      members.remove(TEXT);
      if (!members.equals(MEMBERS)) {
        throw wrong("found the members " + members + "; expected " + new TreeSet<>(MEMBERS));
      }
      var question =
          QuestionId.parse(text("question_id"))
              .map(questions::get)
              .orElseThrow(() ->
                  wrong(
                      "found question_id "
                          + node.path("question_id")
                          + "; expected a question of "
                          + data.file()
                          + ", such as conv-26/37"));
      if (node.has(TEXT) && !text(TEXT).equals(question.text())) {
        throw wrong("found another question than " + question.id() + " of " + data.file() + " is");
      }
      if (!node.path("right").isBoolean()) {
        throw wrong("found right " + node.path("right") + "; expected true or false");
      }
      var kind = new Kind(text("kind"), node.path("right").booleanValue());
      boolean taken =
          Arrays.stream(AnswerKind.values()).anyMatch(k -> k.label().equals(kind.label()));
      if (taken || !kind.label().matches("[a-z0-9]+(-[a-z0-9]+)*") || kind.label().length() > 30) {
        throw wrong(
            "found kind "
                + node.path("kind")
                + "; expected a name of your own of small letters, digits"
                + " and hyphens, at most 30");
      }
      return new KnownAnswer(new Judged(question, text("answer"), kind.label()), kind);
    }

    private String text(String member) {
      String text = node.path(member).textValue();
      if (text == null) {
        throw wrong("found " + member + " " + node.path(member) + "; expected a text");
      }
      return text;
    }

    private DataError wrong(String problem) {
      return new DataError(file.toString(), place, problem);
    }
  }
}
