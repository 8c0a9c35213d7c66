package dev.locomo.eval.claims;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One thing the numbers of a table say about it.
 *
 * @param kind what sort of thing
 * @param sentence for the reader, without a final full stop
 * @param details the numbers in the sentence, by name, for JSON; scores in percent
 */
public record Finding(Kind kind, String sentence, Map<String, Object> details) {
  public Finding {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /**
   * The document of {@code check-claims --json}; {@code docs/statistics.md} describes it.
   *
   * @param file that was read
   * @param tables what was found of each of its systems or columns
   */
  public static String document(Path file, Map<ClaimTable, List<Finding>> tables) {
    var mapper =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    ObjectNode document = mapper.createObjectNode().put("file", file.toString());
    document.put("contradicted", tables.values().stream().anyMatch(ClaimCheck::contradicted));
    var array = document.putArray("findings");
    tables.forEach((table, findings) -> {
      for (Finding one : findings) {
        ObjectNode node = array.addObject().put("table", table.name());
        node.put("finding", one.kind().id()).put("contradicts", one.kind().contradicts());
        node.put("sentence", one.sentence()).set("details", mapper.valueToTree(one.details()));
      }
    });
    try {
      return mapper.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("findings are JSON", e);
    }
  }

  /** Details in the order given, which {@code Map.of} does not keep: names and values in turn. */
  static Map<String, Object> details(Object... namesAndValues) {
    var details = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      details.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return details;
  }

  /** The sorts of finding. */
  public enum Kind {
    /** The overall score is the question-weighted mean. */
    CONSISTENT(false),
    /** The same, of all questions but those of the table's own adversarial row. */
    WITHOUT_ADVERSARIAL(false),
    /** The overall score is the mean of the categories. */
    MACRO_MEAN(true),
    /** The overall score is neither mean. */
    MEAN_DIFFERS(true),
    /** The overall score is right once labels change places. */
    RELABELLED(true),
    /** Labels that change places could make it right, but no more often than chance does. */
    LABELS_UNDECIDED(false),
    /** The overall score is above or below every category. */
    OUTSIDE_PARTS(true),
    /** No labelling gives a mean so high or so low. */
    BEYOND_ANY_LABELLING(true),
    /** Two cells hold the same number. */
    REPEATED_CELL(false),
    /** Categories are missing, and could make the overall score right. */
    PARTIAL(false),
    /** Categories are missing, and could not make it right. */
    PARTIAL_IMPOSSIBLE(true),
    /** More than right answers can reach on the published key. */
    ABOVE_CEILING(true),
    /** Within two points of it. */
    NEAR_CEILING(false),
    /** The digits give the numbers of right answers away. */
    AS_COUNTS(false),
    /** A row's labels, or its label and its number of questions, are those of two categories. */
    LABELS_CONTRADICT(true),
    /** A number of questions that is no category's: it takes the place of the published one. */
    OWN_COUNT(false),
    /** There is no overall score to compare the mean with. */
    NO_OVERALL(false),
    /** A row or a column that holds no score. */
    LEFT_OUT(false);

    private final boolean contradicts;

    Kind(boolean contradicts) {
      this.contradicts = contradicts;
    }

    /** Whether the table, read as printed, cannot be right. */
    public boolean contradicts() {
      return contradicts;
    }

    /** The name in JSON, for example {@code macro-mean}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
