package dev.locomo.core.llm.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants in every request of a run.
 *
 * @param temperature a number of at least 0, {@value #NONE} for no such parameter, or null for what
 *     the task has
 * @param effort the provider's word for how much a model is to reason, or null
 * @param fields merged into the body of the request
 */
public record RequestOptions(
    @Nullable String temperature, @Nullable String effort, ObjectNode fields) {
  /** Stands for no temperature and for no reasoning. */
  static final String NONE = "none";

  /** Nothing in particular. */
  public static final RequestOptions STANDARD =
      new RequestOptions(null, null, JsonFiles.MAPPER.createObjectNode());

  /** What is said to whom is the task's, and replies are read whole. */
  private static final Set<String> OURS =
      Set.of("model", "messages", "stream", "system", "contents", "systemInstruction", "n");

  /** Fields that turn reasoning on or off, as Anthropic's, DashScope's and vLLM's. */
  private static final Pattern THINKING =
      Pattern.compile("thinking\":(true|\\{\"type\":\"(enabled|adaptive)\")");

  private static final Pattern NO_THINKING =
      Pattern.compile("thinking\":(false|\\{\"type\":\"disabled\")");

  private static final Setting<String> TEMPERATURE =
      Setting.text("request.temperature", "VALUE|none")
          .changesResult()
          .checkedBy(RequestOptions::checkTemperature);
  private static final Setting<String> EFFORT =
      Setting.text("request.reasoning-effort", "WORD")
          .changesResult()
          .checkedBy(RequestOptions::checkEffort);
  private static final Setting<List<String>> FIELDS =
      Setting.texts("request.request-field", "NAME=JSON")
          .changesResult()
          .checkedBy(RequestOptions::fields);

  /** Their settings, for every verb that asks a model. */
  public static final SettingGroup SETTINGS = SettingGroup.of("", TEMPERATURE, EFFORT, FIELDS);

  /** As they are set. */
  public static RequestOptions of(Settings settings) {
    @Nullable String typed = settings.orNull(TEMPERATURE);
    return new RequestOptions(
        typed == null || typed.equals(NONE) ? typed : Double.toString(Double.parseDouble(typed)),
        settings.orNull(EFFORT),
        fields(settings.all(FIELDS)));
  }

  private static void checkTemperature(String typed) {
    double value;
    try {
      value = typed.equals(NONE) ? 0 : Double.parseDouble(typed);
    } catch (NumberFormatException e) {
      value = -1;
    }
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new UserError(
          "--temperature is '" + typed + "'", "a number of at least 0, or none to send none");
    }
  }

  private static void checkEffort(String word) {
    if (!word.matches("[A-Za-z0-9_-]+")) {
      throw new UserError("--reasoning-effort is '" + word + "'", "a word, for example low");
    }
  }

  private static ObjectNode fields(List<String> typed) {
    ObjectNode fields = JsonFiles.MAPPER.createObjectNode();
    for (String one : typed) {
      int equals = one.indexOf('=');
      String name = one.substring(0, Math.max(0, equals)).strip();
      String example = "NAME=JSON, for example enable_thinking=false or service_tier='\"flex\"'";
      if (name.isEmpty()) {
        throw new UserError("--request-field '" + one + "' has no name", example);
      }
      if (OURS.contains(name)) {
        throw new UserError("--request-field cannot set " + name + ", the run does", "another");
      }
      JsonNode value = json(one.substring(equals + 1));
      if (value == null) {
        throw new UserError("--request-field " + name + " is no JSON: '" + one + "'", example);
      }
      if (fields.has(name)) {
        throw new UserError("--request-field " + name + " is given twice", "once");
      }
      fields.set(name, value);
    }
    return fields;
  }

  private static @Nullable JsonNode json(String text) {
    try {
      JsonNode value =
          JsonFiles.MAPPER
              .reader()
              .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(text);
      boolean number = value.isMissingNode() || value.isDouble();
      return value.isMissingNode() || (number && !Double.isFinite(value.doubleValue()))
          ? null
          : value;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Whether a model is to reason that may not do it by itself. */
  boolean wantsReasoning() {
    return effort != null || THINKING.matcher(fields.toString()).find();
  }

  /** Whether a model is not to reason. */
  boolean wantsNoReasoning() {
    return NONE.equals(effort) || NO_THINKING.matcher(fields.toString()).find();
  }

  /** Whether something goes into the body that only a server understands. */
  boolean needsServer() {
    return effort != null || !fields.isEmpty();
  }

  /** What is wanted, in words; empty when nothing in particular is. */
  public String words() {
    return settings().entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(" "));
  }

  /** Adds {@link #words} to a document as {@code requests}; nothing when there are none. */
  public void describe(ObjectNode document) {
    if (!words().isEmpty()) {
      document.put("requests", words());
    }
  }

  private Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    if (temperature != null) {
      settings.put("temperature", temperature);
    }
    if (effort != null) {
      settings.put("reasoning_effort", effort);
    }
    if (!fields.isEmpty()) {
      settings.put("request_fields", fields.toString());
    }
    return settings;
  }

  /**
   * Adds to the settings of a run what is wanted, and what is done differently for its models.
   *
   * @param models who is asked; those that ask nobody do not matter
   * @throws UserError when a model is known not to understand what is wanted
   */
  public void describe(Map<String, String> settings, Collection<ModelSpec> models) {
    settings.putAll(settings());
    String special =
        models.stream()
            .filter(model -> !model.asksNobody())
            .distinct()
            .map(model -> new RequestRules(model, this, new Refused()))
            .flatMap(rules -> rules.described().stream())
            .collect(Collectors.joining("; "));
    if (!special.isEmpty()) {
      settings.put("requests", special);
    }
  }
}
