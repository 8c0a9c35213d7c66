package dev.locomo.rag.options;

import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.request.RequestOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which model, and how it is reached. */
public final class ModelOptions {
  public static final Setting<String> MODEL =
      Setting.text("model.model", "MODEL")
          .byDefault("extractive")
          .suggesting(() -> ModelCatalog.known().names())
          .changesResult();
  public static final Setting<Path> MODELS = Setting.path("model.models", "FILE").changesResult();
  public static final Setting<String> BASE_URL =
      Setting.text("model.base-url", "URL").changesResult();
  public static final Setting<Integer> TIMEOUT =
      Setting.integer("model.timeout", "SECONDS").byDefault("300").changesSpeed();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", MODEL, MODELS, BASE_URL, TIMEOUT, ComputeOptions.DEVICE)
          .and(RequestOptions.SETTINGS);

  public final String model;
  public final @Nullable Path models;
  public final @Nullable String baseUrl;
  public final int timeoutSeconds;
  public final RequestOptions requests;

  /** Their values. */
  public ModelOptions(Settings settings) {
    model = settings.get(MODEL);
    models = settings.orNull(MODELS);
    baseUrl = settings.orNull(BASE_URL);
    timeoutSeconds = settings.get(TIMEOUT);
    requests = RequestOptions.of(settings);
  }

  /** How it is reached. */
  public Reach reach() {
    return new Reach(baseUrl, timeoutSeconds, requests);
  }

  /**
   * How a model is reached.
   *
   * @param baseUrl where its API is, or null for the provider's own
   * @param timeoutSeconds the most one call may take
   * @param requests what is wanted in every request
   */
  public record Reach(@Nullable String baseUrl, int timeoutSeconds, RequestOptions requests) {
    /** Where it is asked, in words, for the settings of a run. */
    public String address() {
      return baseUrl == null ? "the provider's own" : baseUrl;
    }

    /** Where it is asked, and what is wanted in every request, in words. */
    public String asked() {
      return (address() + " " + requests.words()).strip();
    }
  }

  /** The model that is meant. */
  public ModelSpec spec() {
    return LocalModels.resolved(catalog(), model);
  }

  /** The known models, the user's own included. */
  public ModelCatalog catalog() {
    return models == null ? ModelCatalog.known() : ModelCatalog.known().with(models);
  }
}
