package dev.locomo.eval.score;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.text.Csv;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored answers in any of their forms, recognised by content: a run folder (or its {@code
 * predictions.jsonl}), the original's output JSON, objects {@code {"question_id", "prediction"[,
 * "context"]}} one after the other or in an array ({@code hypothesis} in place of {@code
 * prediction}, as LongMemEval has it), a table with these columns, or the result file of another
 * {@link Harness}.
 */
public final class AnswerFiles {
  /** LongMemEval's word for it. */
  private static final String HYPOTHESIS = "hypothesis";

  private static final Set<String> COLUMNS = Set.of("question_id", "prediction", HYPOTHESIS);
  private static final int LARGEST_TABLE = 1 << 28;

  private final Dataset data;
  private final Map<QuestionId, Question> questions;

  /**
   * @param data whose questions are answered; an answer to any other question is an error
   */
  public AnswerFiles(Dataset data) {
    this.data = data;
    this.questions = data.questions().collect(Collectors.toMap(Question::id, Function.identity()));
  }

  /**
   * Reads the answers.
   *
   * @param file a folder or file
   * @param key which prediction of an output JSON that holds several; null when it holds one
   * @return by question and form; a question without an entry has no answer
   * @throws DataError when the file cannot be read, or answers a question the data does not have
   */
  public Map<Prediction.Key, StoredAnswer> read(Path file, @Nullable String key) {
    Path lines = Files.isDirectory(file) ? file.resolve(RunFolder.PREDICTIONS) : file;
    Start start = Start.of(lines);
    if (start.isOriginal() || start.value().has("qa")) {
      return new OriginalAnswers(data, lines, key).read();
    }
    if (start.value().isMissingNode()) {
      var rows = new Rows(lines.toString());
      if (table(lines, rows)) {
        return rows.all();
      }
    }
    return Harness.of(start.value())
        .map(harness -> new HarnessAnswers(data, lines.toString(), harness).read(start.value()))
        .orElseGet(() -> {
          refuseOtherShape(lines, start.value());
          return json(lines, start.array());
        });
  }

  /** JSON that is no line of answers is called what it is. */
  private static void refuseOtherShape(Path file, JsonNode whole) {
    if (whole.isMissingNode() || isRow(whole)) {
      return;
    }
    var keys = new ArrayList<String>();
    whole.fieldNames().forEachRemaining(keys::add);
    String some = String.join(", ", keys.subList(0, Math.min(6, keys.size())));
    throw new DataError(
        file.toString(),
        "line 1",
        "found "
            + (whole.isObject()
                ? "an object with the keys " + StoredAnswers.cut(some)
                : "no object")
            + "; expected {\"question_id\": ..., \"prediction\": ...} a line, the original's"
            + " output, or the results of EverMemOS, memorybench, Zep, MemOS or mem0");
  }

  private static boolean isRow(JsonNode value) {
    return value.has("question_id") || value.has("prediction");
  }

  /** Whether the file is the original's: an array whose first element is no answer. */
  public static boolean isOriginal(Path file) {
    return !Files.isDirectory(file) && Start.of(file).isOriginal();
  }

  /**
   * How a file begins.
   *
   * @param array whether with an array
   * @param value its first value, or the first of its array; missing when that cannot be read
   */
  private record Start(boolean array, JsonNode value) {
    static Start of(Path file) {
      return JsonFiles.read(
          file,
          in -> {
            boolean array = false;
            try (var parser = JsonFiles.MAPPER.createParser(in)) {
              array = parser.nextToken() == JsonToken.START_ARRAY;
              boolean none = array && parser.nextToken() == JsonToken.END_ARRAY;
              @Nullable JsonNode value = none ? null : parser.readValueAsTree();
              return new Start(array, value == null ? MissingNode.getInstance() : value);
            } catch (JsonProcessingException e) {
              return new Start(array, MissingNode.getInstance());
            }
          });
    }

    boolean isOriginal() {
      return array && !isRow(value);
    }
  }

  /**
   * Takes in a table as spreadsheets save it, its header naming the columns; an empty cell is no
   * answer. False when it is none.
   */
  private static boolean table(Path file, Rows rows) {
    String text = UserFile.text(file, LARGEST_TABLE);
    String header = text.lines().findFirst().orElse("").replace("\"", "");
    char separator = header.indexOf('\t') >= 0 ? '\t' : header.indexOf(';') >= 0 ? ';' : ',';
    if (!header.startsWith("question_id") && !header.contains(separator + "question_id")) {
      return false;
    }
    List<Csv.Row> all = Csv.rows(file.toString(), text, separator);
    List<String> names = all.getFirst().cells();
    for (Csv.Row row : all.subList(1, all.size())) {
      var object = JsonFiles.MAPPER.createObjectNode();
      for (int i = 0; i < Math.min(names.size(), row.cells().size()); i++) {
        if (COLUMNS.contains(names.get(i)) && !row.cells().get(i).isEmpty()) {
          object.put(names.get(i), row.cells().get(i));
        }
      }
      rows.add("line " + row.line(), object);
    }
    return true;
  }

  /** One object after the other, on lines of their own or not, or in an array. */
  private Map<Prediction.Key, StoredAnswer> json(Path file, boolean array) {
    return JsonFiles.read(
        file,
        in -> {
          var rows = new Rows(file.toString());
          JsonParser parser = JsonFiles.MAPPER.createParser(in);
          if (array) {
            parser.nextToken();
            parser.clearCurrentToken(); // what follows the bracket are values in a row
          }
          try (MappingIterator<JsonNode> values =
              JsonFiles.MAPPER.readerFor(JsonNode.class).readValues(parser)) {
            for (int i = 0; values.hasNextValue(); i++) {
              int line = parser.currentTokenLocation().getLineNr();
              rows.add(array ? "/" + i : "line " + line, values.nextValue());
            }
            if (array && parser.nextToken() != null) {
              throw new DataError(file.toString(), "", "found text after the array");
            }
          } catch (JsonProcessingException e) {
            DataError syntax = JsonFiles.syntax(file, e);
            throw new DataError(
                file.toString(),
                syntax.place(),
                syntax.problem() + "; expected objects with question_id and prediction",
                e);
          }
          return rows.all();
        });
  }

  /** Answers of a file, each an object with its question's id. */
  private final class Rows {
    private final String file;
    private final Map<Prediction.Key, StoredAnswer> answers = new LinkedHashMap<>();
    private boolean found;
    private boolean ofRun;
    private boolean answered;

    Rows(String file) {
      this.file = file;
    }

    /** Takes one in; of a run's journal a later one is a later try. */
    void add(String place, JsonNode row) {
      found = true;
      if (!row.isObject()) {
        throw wrong(place, "found no object; expected {\"question_id\": ..., \"prediction\": ...}");
      }
      QuestionId id = known(place, row.path("question_id"));
      if (row.has("outcome")) {
        ofRun = true;
        var prediction = PredictionJson.of(row, file, place);
        answers.put(prediction.key(), StoredAnswer.of(prediction));
        return;
      }
      var key = new Prediction.Key(id, "free");
      if (answers.containsKey(key)) {
        throw wrong(place, "found " + id + " a second time; expected one line a question");
      }
      JsonNode answer = row.path(row.has("prediction") ? "prediction" : HYPOTHESIS);
      answered |= !answer.isMissingNode();
      StoredAnswers.read(answer, row.path("context"), problem -> wrong(place, problem))
          .ifPresent(a -> answers.put(key, a));
    }

    Map<Prediction.Key, StoredAnswer> all() {
      if (!found || !(ofRun || answered)) {
        throw wrong(
            "",
            found
                ? "found no prediction in any line; expected \"question_id\" and \"prediction\""
                : "found no answer; expected one a line");
      }
      return ofRun ? StoredAnswer.ofRun(answers) : answers;
    }

    private DataError wrong(String place, String problem) {
      return new DataError(file, place, problem);
    }

    private QuestionId known(String place, JsonNode id) {
      var parsed = QuestionId.parse(id.asText());
      if (!id.isTextual() || parsed.isEmpty()) {
        throw wrong(
            place,
            "found question_id " + StoredAnswers.shown(id) + "; expected an id such as conv-26/37");
      }
      if (!questions.containsKey(parsed.get())) {
        throw wrong(
            place,
            "found an answer to " + parsed.get() + ", which " + data.file() + " does not ask");
      }
      return parsed.get();
    }
  }
}
