package dev.locomo.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Other harnesses whose result files can be read, recognised by their content, never by a name. Of
 * each only questions and answers are taken: their category names and verdicts are their own.
 */
enum Harness {
  /** {@code eval_results.json}: entries by conversation, each with {@code generated_answer}. */
  EVERMEMOS("EverMemOS"),
  /** {@code checkpoint.json}: questions by id such as {@code conv-26-q3}, each with its phases. */
  MEMORYBENCH("memorybench"),
  /**
   * Responses and grades of the LoCoMo evaluations of Zep and MemOS: lists by {@code
   * locomo_experiment_user_N} or {@code locomo_exp_user_N}.
   */
  ZEP("Zep or MemOS"),
  /** Results and scores of mem0's evaluation: lists by the number of the conversation. */
  MEM0("mem0");

  private static final Pattern ZEP_KEY = Pattern.compile("locomo_exp(?:eriment)?_user_(\\d{1,6})");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,6})");
  private static final Pattern EVERMEMOS_ID = Pattern.compile("locomo_(\\d{1,6})_qa(\\d{1,6})");
  private static final Pattern MEMORYBENCH_ID = Pattern.compile("^(.+)-q(\\d{1,6})");

  private final String label;

  Harness(String label) {
    this.label = label;
  }

  /**
   * One answer of a file.
   *
   * @param pointer where it stands
   * @param sample id of the conversation, or its place in the data file, from 0
   * @param index of the question in its conversation, from 0; null when it is known by its text
   * @param question its text
   * @param category its number as text; empty when the file does not say
   * @param answer the answer's value
   * @param failed whether the harness says that it got none
   */
  record Entry(
      String pointer,
      String sample,
      @Nullable Integer index,
      String question,
      String category,
      JsonNode answer,
      boolean failed) {}

  /** The name in messages. */
  String label() {
    return label;
  }

  /** Who wrote a file; empty when it is none of them. */
  static Optional<Harness> of(JsonNode root) {
    return Arrays.stream(values()).filter(h -> h.wrote(root)).findFirst();
  }

  private boolean wrote(JsonNode root) {
    return switch (this) {
      case EVERMEMOS -> root.path("detailed_results").isObject();
      case MEMORYBENCH ->
          root.path("questions").isObject()
              && all(root.path("questions"), q -> q.path("phases").isObject());
      case ZEP -> lists(root, ZEP_KEY, "golden_answer");
      case MEM0 -> lists(root, NUMBER, "response");
    };
  }

  private static boolean lists(JsonNode root, Pattern key, String member) {
    return root.isObject()
        && root.properties().stream().allMatch(e -> key.matcher(e.getKey()).matches())
        && all(root, list -> list.isArray() && (list.isEmpty() || all(list, i -> i.has(member))))
        && root.findValue(member) != null;
  }

  private static boolean all(JsonNode nodes, Predicate<JsonNode> condition) {
    for (JsonNode node : nodes) {
      if (!condition.test(node)) {
        return false;
      }
    }
    return !nodes.isEmpty();
  }

  /** Every answer, in file order. */
  List<Entry> entries(JsonNode root) {
    var entries = new ArrayList<Entry>();
    JsonNode groups =
        switch (this) {
          case EVERMEMOS -> root.path("detailed_results");
          case MEMORYBENCH -> root.path("questions");
          case ZEP, MEM0 -> root;
        };
    String above =
        this == EVERMEMOS ? "/detailed_results" : this == MEMORYBENCH ? "/questions" : "";
    groups
        .properties()
        .forEach(group -> {
          String pointer = above + "/" + group.getKey();
          if (this == MEMORYBENCH) {
            entries.add(memorybench(pointer, group.getKey(), group.getValue()));
          } else {
            int i = 0;
            for (JsonNode item : group.getValue()) {
              entries.add(item(pointer + "/" + i++, group.getKey(), item));
            }
          }
        });
    return entries;
  }

  private Entry item(String pointer, String group, JsonNode item) {
    String question = item.path("question").asText();
    String category = item.path("category").asText();
    if (this == EVERMEMOS) {
      var id = EVERMEMOS_ID.matcher(item.path("question_id").asText());
      boolean known = id.matches();
      return new Entry(
          pointer,
          known ? id.group(1) : group,
          known ? Integer.valueOf(id.group(2)) : null,
          question,
          category,
          item.path("generated_answer"),
          false);
    }
    var number = (this == ZEP ? ZEP_KEY : NUMBER).matcher(group);
    String sample = number.matches() ? number.group(1) : group;
    JsonNode answer = item.path(this == ZEP ? "answer" : "response");
    return new Entry(pointer, sample, null, question, category, answer, false);
  }

  /** Its question types name the categories differently and are left alone. */
  private static Entry memorybench(String pointer, String key, JsonNode item) {
    var id = MEMORYBENCH_ID.matcher(item.path("questionId").asText(key));
    boolean known = id.matches();
    JsonNode phase = item.path("phases").path("answer");
    return new Entry(
        pointer,
        known ? id.group(1) : key,
        known ? Integer.valueOf(id.group(2)) : null,
        item.path("question").asText(),
        "",
        phase.path("hypothesis"),
        phase.path("status").asText().equals("failed"));
  }
}
