package dev.locomo.services.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.Tokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is said of a run as a whole, and of the model it asked. */
final class RunFacts {
  private static final int ID_DIGITS = 12;

  /** Settings that say how a model is asked; columns of the same names hold them. */
  private static final List<String> ASKED_WITH =
      List.of("base_url", "seed", "tokenizer", "context_tokens", "reply_tokens", "batch_size");

  private final StoredFolder run;
  private final Optional<Prices.Price> price;

  RunFacts(StoredFolder run) {
    this.run = run;
    this.price = price(setting("model"));
  }

  /**
   * The same for a folder, its copies, and what it becomes when it is continued; another for the
   * same settings begun at another time.
   */
  String id() {
    String key = run.spec().fingerprint() + "\n" + run.manifest().path("started").asText();
    return Sha256.of(key).substring(0, ID_DIGITS);
  }

  /** 64 hex digits; null when the run has no data set. */
  @Nullable String dataSha256() {
    String sha256 = setting("data_sha256");
    return sha256 != null && sha256.matches("[0-9a-f]{64}") ? sha256 : null;
  }

  /** Of one call at list prices; null when price or tokens are unknown. */
  @Nullable Double cost(JsonNode line) {
    return line.path("input_tokens").isNumber() && line.path("output_tokens").isNumber()
        ? price
            .map(p -> p.cost(tokens(line), line.path("source").asText().equals("batch")))
            .orElse(null)
        : null;
  }

  private static Tokens tokens(JsonNode line) {
    long in = line.path("input_tokens").asLong();
    return new Tokens(in, line.path("output_tokens").asLong(), Tokens.Prefix.of(line));
  }

  void writeModel(Connection connection) throws SQLException {
    String model = setting("model");
    if (model == null) {
      return;
    }
    int colon = model.indexOf(':');
    String provider = colon < 0 ? model : model.substring(0, colon);
    var row = Stream.of(modelConfig(), model, provider, model.substring(colon + 1));
    var asked = ASKED_WITH.stream().map(this::setting);
    Batch.into(
        connection,
        "model_configs",
        Batch.KEEP,
        batch -> batch.add(Stream.concat(row, asked).toArray()));
  }

  private @Nullable String modelConfig() {
    String model = setting("model");
    if (model == null) {
      return null;
    }
    var key = new StringBuilder(model);
    ASKED_WITH.forEach(name -> key.append('\n').append(setting(name)));
    return Sha256.of(key.toString()).substring(0, ID_DIGITS);
  }

  void writeRun(Connection connection) throws SQLException {
    JsonNode manifest = run.manifest();
    var usage = new Usage(manifest);
    Batch.into(
        connection,
        "runs",
        "",
        batch ->
            batch.add(
                id(),
                String.valueOf(run.path().getFileName()),
                run.path().toString(),
                run.spec().task(),
                run.spec().fingerprint(),
                manifest.path("status").asText(),
                manifest.path("started").asText(),
                manifest.path("updated").asText(),
                manifest.path("starts").asInt(1),
                manifest.path("program").textValue(),
                String.join(" ", run.spec().command()),
                dataSha256(),
                modelConfig(),
                setting("protocol"),
                setting("context"),
                setting("retriever"),
                setting("rag_mode"),
                topK(),
                setting("shard"),
                usage.answers(),
                usage.sum("cached"),
                usage.sum("input_tokens"),
                usage.sum("output_tokens"),
                usage.cost().orElseGet(this::paid),
                run.report().isMissingNode() ? null : run.report().toString(),
                run.sha256()));
  }

  /** Of the answers that did not come from the cache; null when that of any is unknown. */
  private @Nullable Double paid() {
    double sum = 0;
    for (var answer : run.answers()) {
      boolean free = answer.line().path("source").asText().equals("cached");
      Double cost = cost(answer.line());
      if (cost != null && !free) {
        sum += cost;
      }
    }
    return price.isEmpty() ? null : (Double) sum;
  }

  private @Nullable Integer topK() {
    String topK = setting("top_k");
    return topK != null && topK.matches("\\d{1,9}") ? Integer.valueOf(topK) : null;
  }

  private @Nullable String setting(String name) {
    return run.spec().onResult().get(name);
  }

  private static Optional<Prices.Price> price(@Nullable String model) {
    try {
      return model == null ? Optional.empty() : Prices.known().of(ModelSpec.parse(model));
    } catch (UserError e) {
      // A model that this version does not know has no known price.
      return Optional.empty();
    }
  }

  /**
   * What a manifest says of calls: on its own level, under {@code usage}, or there by model.
   *
   * @param manifest of the run
   */
  private record Usage(JsonNode manifest) {
    private List<JsonNode> parts() {
      JsonNode usage = manifest.path("usage");
      if (!usage.isObject()) {
        return List.of(manifest);
      }
      return usage.has("input_tokens") ? List.of(usage) : usage.valueStream().toList();
    }

    @Nullable Long answers() {
      return Stream.of("answers", "calls", "verdicts")
          .map(this::sum)
          .filter(n -> n != null)
          .findFirst()
          .orElse(null);
    }

    @Nullable Long sum(String member) {
      var numbers = parts().stream().map(p -> p.path(member)).filter(JsonNode::isNumber).toList();
      return numbers.isEmpty() ? null : (Long) numbers.stream().mapToLong(JsonNode::asLong).sum();
    }

    Optional<Double> cost() {
      var costs = parts().stream().map(p -> p.path("cost_usd")).toList();
      return costs.stream().allMatch(JsonNode::isNumber) && !costs.isEmpty()
          ? Optional.of(costs.stream().mapToDouble(JsonNode::asDouble).sum())
          : Optional.empty();
    }
  }
}
