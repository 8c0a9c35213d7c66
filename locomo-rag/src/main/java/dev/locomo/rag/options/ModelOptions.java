package dev.locomo.rag.options;

import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.request.RequestOptions;
import dev.locomo.core.llm.serve.Serving;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
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
          .and(ServeOptions.SETTINGS)
          .and(RequestOptions.SETTINGS);

  public final String model;
  public final @Nullable Path models;
  public final @Nullable String baseUrl;
  public final int timeoutSeconds;
  public final RequestOptions requests;
  private final @Nullable Serving serving;

  /** Their values. */
  public ModelOptions(Settings settings) {
    model = settings.get(MODEL);
    models = settings.orNull(MODELS);
    baseUrl = settings.orNull(BASE_URL);
    timeoutSeconds = settings.get(TIMEOUT);
    requests = RequestOptions.of(settings);
    serving = ServeOptions.of(settings, baseUrl);
  }

  /** How it is reached. */
  public Reach reach() {
    return new Reach(baseUrl, timeoutSeconds, requests, serving);
  }

  /**
   * How a model is reached.
   *
   * @param baseUrl where its API is, or null for the provider's own
   * @param timeoutSeconds the most one call may take
   * @param requests what is wanted in every request
   * @param serving by what it is served where a server is started for it; null for none
   */
  public record Reach(
      @Nullable String baseUrl,
      int timeoutSeconds,
      RequestOptions requests,
      @Nullable Serving serving) {
    /** Where it is asked, in words, for the settings of a run. */
    public String address() {
      return serving != null ? serving.words() : baseUrl == null ? "the provider's own" : baseUrl;
    }

    /** The most one call may take. */
    public Duration timeout() {
      return Duration.ofSeconds(timeoutSeconds);
    }

    /** Most calls in flight at once where the user does not say; at least 1. */
    public int concurrency(ModelSpec model) {
      return serving != null ? serving.engine().atOnce() : model.provider().concurrency();
    }

    /** Whether it is asked at a server that the user named or has started, or at one of theirs. */
    public boolean isOwnServer(ModelSpec model) {
      boolean named = baseUrl != null || serving != null;
      return !model.runsHere() && (named || model.provider().keyVariable() == null);
    }

    /** Where it is asked, and what is wanted in every request, in words. */
    public String asked() {
      return (address() + " " + requests.words()).strip();
    }
  }

  /** The model that is meant. */
  public ModelSpec spec() {
    return LocalModels.resolved(catalog(), model, serving);
  }

  /** The known models, the user's own included. */
  public ModelCatalog catalog() {
    return models == null ? ModelCatalog.known() : ModelCatalog.known().with(models);
  }
}
