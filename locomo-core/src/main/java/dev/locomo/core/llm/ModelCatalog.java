package dev.locomo.core.llm;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The models that have a short name: the original's and a handful of current ones ({@code
 * models.json}), overlaid by the user's own.
 */
public final class ModelCatalog {
  private final Map<String, Entry> byAlias;

  private ModelCatalog(Map<String, Entry> byAlias) {
    this.byAlias = Collections.unmodifiableMap(byAlias);
  }

  /**
   * What an alias stands for; the fields are those of {@link ModelSpec}.
   *
   * @param note why the entry is as it is, for readers of the file; or null
   */
  public record Entry(
      Provider provider,
      String model,
      @JsonProperty("reference_context") @Nullable Integer referenceContext,
      @Nullable Integer context,
      @Nullable String note) {
    public Entry {
      Objects.requireNonNull(provider, "provider is missing");
      Objects.requireNonNull(model, "model is missing");
    }
  }

  /** The shape of the file. */
  record File(Map<String, Entry> models) {
    File {
      Objects.requireNonNull(models, "models is missing");
      models.forEach((alias, entry) -> Objects.requireNonNull(entry, alias));
    }
  }

  /** The models that come with the program. */
  public static ModelCatalog builtIn() {
    return BuiltIn.CATALOG;
  }

  /** Read on first use: most verbs need no model. */
  private static final class BuiltIn {
    static final ModelCatalog CATALOG = new ModelCatalog(read().models());

    private static File read() {
      try (var in = ModelCatalog.class.getResourceAsStream("models.json")) {
        return JsonFiles.MAPPER.readValue(in, File.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * This catalog with the entries of a file of the same shape added, the file's winning.
   *
   * @throws dev.locomo.core.error.DataError when the file cannot be read or has another shape
   */
  public ModelCatalog with(Path file) {
    var all = new LinkedHashMap<>(byAlias);
    all.putAll(JsonFiles.read(file, in -> JsonFiles.MAPPER.readValue(in, File.class)).models());
    return new ModelCatalog(all);
  }

  /** All aliases, in the order of the files. */
  public Map<String, Entry> aliases() {
    return byAlias;
  }

  /**
   * Resolves an alias or {@code provider:model}.
   *
   * @throws UserError when it is neither, naming what is known
   */
  public ModelSpec parse(String typed) {
    var entry = byAlias.get(typed);
    if (entry != null) {
      return new ModelSpec(
          entry.provider(), entry.model(), typed, entry.referenceContext(), entry.context());
    }
    if (typed.equals(Provider.EXTRACTIVE.id())) {
      return new ModelSpec(Provider.EXTRACTIVE, typed, typed, null, null);
    }
    int colon = typed.indexOf(':');
    var provider = Provider.of(typed.substring(0, Math.max(0, colon)));
    String model = typed.substring(colon + 1);
    if (provider.isEmpty() || model.isBlank()) {
      throw unknown(typed);
    }
    return named(provider.get(), model, typed);
  }

  private ModelSpec named(Provider provider, String model, String typed) {
    var sameName = byAlias.get(model);
    Integer reference =
        sameName != null && sameName.provider().equals(provider)
            ? sameName.referenceContext()
            : null;
    return new ModelSpec(provider, model, typed, reference, largestContext(provider, model));
  }

  /** Aliases of one model may name windows of several sizes; the model itself has the largest. */
  private @Nullable Integer largestContext(Provider provider, String model) {
    return byAlias.entrySet().stream()
        .filter(e -> e.getValue().provider().equals(provider))
        .filter(e -> e.getKey().equals(model) || e.getValue().model().equals(model))
        .map(e -> e.getValue().context())
        .filter(Objects::nonNull)
        .max(Integer::compare)
        .orElse(null);
  }

  private UserError unknown(String typed) {
    String providers =
        Provider.ids().stream().map(id -> id + ":...").collect(Collectors.joining(", "));
    return new UserError(
        "unknown model '" + typed + "'",
        "provider:model (" + providers + ") or one of " + String.join(", ", byAlias.keySet()));
  }
}
