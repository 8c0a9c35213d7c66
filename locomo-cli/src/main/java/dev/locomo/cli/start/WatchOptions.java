package dev.locomo.cli.start;

import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.rag.options.ComputeOptions;
import dev.locomo.services.metrics.Gpus;
import dev.locomo.services.rest.RestServer;
import dev.locomo.services.track.Trackers;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who looks on while a run goes on: nothing here can change an answer. */
public final class WatchOptions {
  static final Setting<Integer> METRICS_PORT =
      Setting.integer("watch.metrics-port", "PORT").between(0, 65_535);
  static final Setting<String> METRICS_HOST =
      Setting.text("watch.metrics-host", "HOST").byDefault("127.0.0.1");
  static final Setting<String> METRICS_PUSH = Setting.text("watch.metrics-push", "ADDRESS");
  static final Setting<List<String>> TRACK = Setting.texts("watch.track", "TRACKER").split();
  static final Setting<String> EXPERIMENT =
      Setting.text("watch.experiment", "NAME").byDefault("locomo");

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", METRICS_PORT, METRICS_HOST, METRICS_PUSH, TRACK, EXPERIMENT);

  final @Nullable InetSocketAddress metricsAt;
  final @Nullable RestServer gateway;
  final Gpus.Choice gpus;
  final Map<String, Function<Consumer<String>, RunListener>> trackers;

  /**
   * Their values.
   *
   * @throws dev.locomo.core.error.UserError when one names no service
   */
  WatchOptions(Invocation call) {
    var settings = call.settings();
    var environment = call.environment();
    Integer port = settings.orNull(METRICS_PORT);
    metricsAt = port == null ? null : new InetSocketAddress(settings.get(METRICS_HOST), port);
    String push = settings.orNull(METRICS_PUSH);
    gateway =
        push == null
            ? null
            : RestServer.of("--metrics-push", push, "LOCOMO_METRICS_PUSH", environment);
    gpus =
        new Gpus.Choice(
            settings.get(ComputeOptions.DEVICE), environment.get("CUDA_VISIBLE_DEVICES"));
    trackers = Trackers.of(settings.all(TRACK), settings.get(EXPERIMENT), environment);
  }
}
