package dev.locomo.core.llm.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelFamily;
import dev.locomo.core.llm.ModelFamily.Parameter;
import dev.locomo.core.llm.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request on its way to one model: what the user wants is put in, what the model
 * does not take is left out or renamed, and hidden reasoning gets room.
 *
 * <p>A temperature of the user's is sent whatever is known of the family; only a refusal of this
 * very model leaves it out. Fields and effort of the user's are never left out.
 */
public final class RequestRules {
  private static final List<String> LIMITS = List.of("max_tokens", ModelFamily.COMPLETION_LIMIT);

  private final ModelSpec model;
  private final RequestOptions options;
  private final Refused refused;

  /**
   * For one model.
   *
   * @param refused what models were found to refuse
   * @throws UserError when it is known not to understand what the user wants
   */
  public RequestRules(ModelSpec model, RequestOptions options, Refused refused) {
    this.model = model;
    this.options = options;
    this.refused = refused;
    if (model.runsHere() && options.needsServer()) {
      throw new UserError(
          "a model folder takes neither --reasoning-effort nor --request-field", "--temperature");
    }
    String effort = options.effort();
    List<String> known = model.family().efforts();
    if (effort != null
        && (known != null ? !known.contains(effort) : model.provider().effort(effort) == null)) {
      throw new UserError(
          model.id() + " takes no --reasoning-effort " + effort,
          known == null || known.isEmpty()
              ? "--request-field, if it reasons"
              : String.join(", ", known) + " (or --request-field)");
    }
  }

  /** The request as it is sent, as far as it is known what the model refuses. */
  public Ask shaped(Ask ask) {
    return shaped(ask, refused());
  }

  /** The request without what is refused; what it says stays. */
  Ask shaped(Ask ask, Set<Parameter> without) {
    Integer own = ownLimit();
    Integer most = own != null ? own : ask.maxTokens();
    if (most != null && own == null && !without.contains(Parameter.RESERVE)) {
      most += reserve();
    }
    return new Ask(
        ask.model(),
        keeps(Parameter.PREFIX, without) ? ask.messages() : unmarked(ask.messages()),
        without.contains(Parameter.TEMPERATURE) ? null : temperature(ask),
        keeps(Parameter.TOP_P, without) ? ask.topP() : null,
        most,
        keeps(Parameter.SEED, without) ? ask.seed() : null,
        ask.json() && keeps(Parameter.JSON, without),
        ask.repetition(),
        patch(ask, most, without),
        ask.tools());
  }

  private static List<Ask.Message> unmarked(List<Ask.Message> messages) {
    return messages.stream().map(m -> m.with(m.text(), 0)).toList();
  }

  private boolean keeps(Parameter parameter, Set<Parameter> without) {
    return !without.contains(parameter) && !model.family().leavesOut().contains(parameter);
  }

  private @Nullable Double temperature(Ask ask) {
    String wanted = options.temperature();
    if (wanted == null) {
      return model.family().leavesOut().contains(Parameter.TEMPERATURE) ? null : ask.temperature();
    }
    return wanted.equals(RequestOptions.NONE) ? null : Double.valueOf(wanted);
  }

  /** Tokens added to the limit of a reply for what is hidden. */
  int reserve() {
    return options.wantsNoReasoning() ? 0 : model.reserve(options.wantsReasoning());
  }

  /** A limit among the user's fields is the limit, and is counted as such. */
  private @Nullable Integer ownLimit() {
    return LIMITS.stream()
        .map(options.fields()::path)
        .filter(JsonNode::isInt)
        .map(JsonNode::intValue)
        .findFirst()
        .orElse(null);
  }

  private String patch(Ask ask, @Nullable Integer most, Set<Parameter> without) {
    ObjectNode patch = object(ask.patch());
    if (options.effort() != null) {
      ObjectNode effort = model.provider().effort(options.effort());
      merge(patch, effort == null ? patch.deepCopy() : effort);
    }
    merge(patch, options.fields());
    if (ownLimit() != null) {
      patch.remove(LIMITS);
    }
    boolean completion = ModelFamily.COMPLETION_LIMIT.equals(model.family().limit());
    if (most != null
        && model.provider().knowsCompletionLimit()
        && completion != without.contains(Parameter.LIMIT)) {
      patch.putNull("max_tokens").put(ModelFamily.COMPLETION_LIMIT, most);
    }
    return patch.isEmpty() ? "" : patch.toString();
  }

  private static ObjectNode object(String patch) {
    try {
      return patch.isEmpty()
          ? JsonFiles.MAPPER.createObjectNode()
          : (ObjectNode) JsonFiles.MAPPER.readTree(patch);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a patch is a JSON object", e);
    }
  }

  /** Members of the second win; objects are merged, and null stays to remove something later. */
  private static void merge(ObjectNode into, ObjectNode more) {
    for (var member : more.properties()) {
      JsonNode there = into.get(member.getKey());
      if (there instanceof ObjectNode object && member.getValue() instanceof ObjectNode added) {
        merge(object, added);
      } else {
        into.set(member.getKey(), member.getValue().deepCopy());
      }
    }
  }

  /** What is done differently than for other models, in words; empty when nothing is. */
  Optional<String> described() {
    var words = new ArrayList<String>();
    var left = leftOut();
    if (!left.isEmpty()) {
      words.add("without " + Parameter.labels(left));
    }
    if (reserve() > 0 && ownLimit() == null) {
      words.add(reserve() + " tokens for reasoning");
    }
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(model.id() + " " + String.join(", ", words));
  }

  /** Says, once in a run, what the model is known not to take; empty when it takes everything. */
  public Optional<String> known() {
    var left = leftOut();
    left.remove(Parameter.TOP_P); // no task sends it but the original's of some models
    String what = model.id() + " is asked without " + Parameter.labels(left) + ", which it refuses";
    return left.isEmpty() || !refused.isNews(what) ? Optional.empty() : Optional.of(what);
  }

  private Set<Parameter> leftOut() {
    var left = EnumSet.noneOf(Parameter.class);
    left.addAll(model.family().leavesOut());
    if (options.temperature() != null) {
      left.remove(Parameter.TEMPERATURE);
    }
    return left;
  }

  /** What a request that was shaped has that can be left out or renamed. */
  Set<Parameter> in(Ask sent) {
    var all = EnumSet.noneOf(Parameter.class);
    put(all, Parameter.TEMPERATURE, sent.temperature() != null);
    put(all, Parameter.TOP_P, sent.topP() != null);
    put(all, Parameter.SEED, sent.seed() != null);
    put(all, Parameter.JSON, sent.json());
    put(all, Parameter.PREFIX, sent.messages().stream().anyMatch(m -> m.shared() > 0));
    boolean limited = sent.maxTokens() != null;
    put(all, Parameter.LIMIT, limited && model.provider().knowsCompletionLimit());
    put(all, Parameter.RESERVE, limited && ownLimit() == null && reserve() > 0);
    return all;
  }

  private static void put(Set<Parameter> into, Parameter parameter, boolean there) {
    if (there) {
      into.add(parameter);
    }
  }

  /** What the model was found to refuse so far. */
  public Set<Parameter> refused() {
    return refused.of(model.id());
  }

  /**
   * Has something found to be refused left out of every later request.
   *
   * @return what to say about it; empty when there is nothing new
   */
  public Optional<String> refuse(Parameter... parameters) {
    var found = EnumSet.noneOf(Parameter.class);
    found.addAll(Arrays.asList(parameters));
    return !refused.add(model.id(), found)
        ? Optional.empty()
        : Optional.of(
            model.id()
                + " does not take "
                + Parameter.labels(found)
                + (found.equals(Set.of(Parameter.LIMIT))
                    ? ": the limit has its other name"
                    : ": left out")
                + " for the rest of the run");
  }
}
