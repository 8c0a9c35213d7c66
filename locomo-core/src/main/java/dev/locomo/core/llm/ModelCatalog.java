package dev.locomo.core.llm;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.Nearest;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Prices.Price;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of models ({@code models.json}): the short names, the original's and a handful of
 * current ones, and the families with what they take; overlaid by the user's own.
 */
public final class ModelCatalog {
  private final Map<String, Entry> byAlias;
  private final List<ModelFamily> families;

  private ModelCatalog(Map<String, Entry> byAlias, List<ModelFamily> families) {
    this.byAlias = Collections.unmodifiableMap(byAlias);
    this.families = families;
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
      if (context != null && context < 1) {
        throw new IllegalArgumentException("context is 1 or more");
      }
    }
  }

  /** The models that come with the program. */
  public static ModelCatalog builtIn() {
    return BuiltIn.CATALOG;
  }

  /** Read on first use: most verbs need no model. */
  private static final class BuiltIn {
    static final ModelCatalog CATALOG =
        new ModelCatalog(Map.of(), List.of()).with(File.builtIn("models.json"));
  }

  /** {@link #builtIn}, with what the user has added to it for good. */
  public static ModelCatalog known() {
    return File.own().map(builtIn()::with).orElse(builtIn());
  }

  /**
   * This catalog with the entries of a file of the same shape added, the file's winning.
   *
   * @throws DataError when the file cannot be read or has another shape
   */
  public ModelCatalog with(Path file) {
    return with(File.read(file));
  }

  private ModelCatalog with(File file) {
    var all = new LinkedHashMap<>(byAlias);
    all.putAll(file.models());
    return new ModelCatalog(
        all, Stream.concat(file.families().stream(), families.stream()).toList());
  }

  /** All families, in the order in which they are looked through. */
  public List<ModelFamily> families() {
    return families;
  }

  private ModelFamily family(String model) {
    return families.stream().filter(f -> f.has(model)).findFirst().orElse(ModelFamily.UNKNOWN);
  }

  /** All aliases, in the order of the files. */
  public Map<String, Entry> aliases() {
    return byAlias;
  }

  /** What can be typed for a known model: short names, providers with their models, and ours. */
  public Set<String> names() {
    var names = new TreeSet<>(byAlias.keySet());
    names.add(Provider.EXTRACTIVE.id());
    byAlias.values().forEach(entry -> names.add(entry.provider().id() + ":" + entry.model()));
    return names;
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
          entry.provider(),
          entry.model(),
          typed,
          entry.referenceContext(),
          entry.context(),
          family(entry.model()));
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
    return new ModelSpec(
        provider, model, typed, reference, largestContext(provider, model), family(model));
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
    return new UserError(
        "unknown model '" + typed + "'",
        Nearest.of(
            typed,
            names(),
            "provider:model, for example openai:gpt-4o-mini, or a name of locomo models list"));
  }

  /**
   * A file about models: the two that come with the program, and those of the user, which may have
   * any of its parts.
   *
   * @param date the day it is true for, ISO; needed with prices
   * @param source where it comes from; needed with prices
   * @param families what models take, the first that has a model counts
   * @param models short names
   * @param table prices, as {@link Prices} has them; null for none
   */
  public record File(
      @Nullable String date,
      @Nullable String source,
      List<ModelFamily> families,
      Map<String, Entry> models,
      @JsonProperty("usd_per_million_tokens") @Nullable Map<Provider, Map<String, Price>> table) {
    public File {
      families = families == null ? List.of() : List.copyOf(families);
      models = models == null ? Map.of() : models;
      models.forEach((alias, entry) -> Objects.requireNonNull(entry, alias + " is null"));
      if (table != null) {
        new Prices(
            Objects.requireNonNull(date, "date is missing"),
            Objects.requireNonNull(source, "source is missing"),
            table);
      } else if (families.isEmpty() && models.isEmpty()) {
        throw new IllegalArgumentException(
            "models is missing, and so are families and usd_per_million_tokens");
      }
    }

    /** The user's own file and what it held when it was read last. */
    private record Own(Path file, Optional<File> content) {}

    private static volatile @Nullable Own ownFile;

    static File builtIn(String name) {
      try (var in = File.class.getResourceAsStream(name)) {
        return JsonFiles.MAPPER.readValue(in, File.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Reads a file.
     *
     * @throws DataError when it cannot be read or has another shape, with the place in it
     */
    public static File read(Path file) {
      return JsonFiles.read(file, File.class);
    }

    /** From now on what this file holds is known in this process, where it exists. */
    public static void use(Path own) {
      ownFile = null;
      if (Files.exists(own)) {
        ownFile = new Own(own, Optional.empty());
      }
    }

    /** What the user has added for good; empty where nothing was. */
    static Optional<File> own() {
      Own own = ownFile;
      if (own != null && own.content.isEmpty() && Files.exists(own.file)) {
        own = new Own(own.file, Optional.of(read(own.file)));
        ownFile = own;
      }
      return own == null ? Optional.empty() : own.content;
    }

    /** Its prices; empty when it has none. */
    Optional<Prices> prices() {
      return table == null || date == null || source == null
          ? Optional.empty()
          : Optional.of(new Prices(date, source, table));
    }
  }
}
