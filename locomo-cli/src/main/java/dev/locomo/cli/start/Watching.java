package dev.locomo.cli.start;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.log.Logging;
import dev.locomo.cli.log.RunId;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.pipeline.ProgressFile;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.run.RunFolder;
import dev.locomo.services.log.RunLog;
import dev.locomo.services.metrics.Gpus;
import dev.locomo.services.metrics.MetricsPush;
import dev.locomo.services.metrics.MetricsServer;
import dev.locomo.services.metrics.RunMetrics;
import dev.locomo.services.trace.Traces;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Those who look on at one run. To be closed after the run's folder, when everything in it is
 * written. A service that fails is complained of and keeps no run from going on.
 */
final class Watching implements AutoCloseable {
  /** Any of OpenTelemetry's usual variables that say where spans go. */
  private static final List<String> TRACED =
      List.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
          "OTEL_TRACES_EXPORTER");

  private final String verb;
  private final PrintWriter err;
  private final List<RunListener> watchers = new ArrayList<>();
  private final List<Runnable> closing = new ArrayList<>();
  private final Map<String, String> notes = new ConcurrentSkipListMap<>();
  private RunListener listener = RunListener.NONE;

  private Watching(String verb, PrintWriter err) {
    this.verb = verb;
    this.err = err;
  }

  /** Nobody looks on. */
  public static Watching nobody() {
    return new Watching("", new PrintWriter(PrintWriter.nullWriter()));
  }

  /**
   * Begins to look on.
   *
   * @param call whose stderr gets complaints
   */
  static Watching open(WatchOptions options, Invocation call) {
    var watching = new Watching(call.verb(), call.err());
    watching.watchers.add(new ProgressFile());
    // Round the log, whose events name spans.
    watching.traces(call.environment());
    if (Logging.wanted()) {
      watching.watchers.add(new RunLog());
    }
    if (options.metricsAt != null || options.gateway != null) {
      watching.metrics(options);
    }
    options.trackers.forEach(
        (name, tracker) -> watching.watchers.add(tracker.apply(note -> watching.say(name, note))));
    watching.listener = RunListener.all(watching.watchers);
    return watching;
  }

  private void metrics(WatchOptions options) {
    var metrics = new RunMetrics(Gpus.ofThisMachine(options.gpus));
    if (options.metricsAt != null) {
      serve(metrics, options.metricsAt);
    }
    if (options.gateway != null) {
      // Before the figures, so that it is told of the end after them.
      watchers.add(
          new MetricsPush(options.gateway, metrics::ownText, note -> say("metrics push", note)));
    }
    watchers.add(metrics);
    closing.add(metrics::close);
  }

  private void serve(RunMetrics metrics, InetSocketAddress at) {
    try {
      var server = MetricsServer.start(at, metrics::text);
      closing.add(server::close);
      say("metrics", server.url());
    } catch (IOException e) {
      String where = at.getHostString() + ":" + at.getPort();
      say("metrics", "not served at " + where + " (" + UserFile.why(e) + "); the run continues");
    }
  }

  /** Only then is the library loaded. */
  private void traces(Map<String, String> environment) {
    boolean wanted =
        TRACED.stream().anyMatch(name -> !environment.getOrDefault(name, "").isBlank())
            && !environment.getOrDefault("OTEL_TRACES_EXPORTER", "").equals("none")
            && !environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true");
    if (wanted) {
      try {
        watchers.add(Traces.open(environment, note -> say("traces", note)));
      } catch (IllegalArgumentException e) {
        say("traces", "not sent (" + e.getMessage() + "); the run continues");
      }
    }
  }

  private void say(String what, String note) {
    notes.put(what, note);
    err.println(what + ": " + note.replaceAll("\\p{Cntrl}+", " "));
  }

  /** To be told of everything. */
  public RunListener listener() {
    return listener;
  }

  /**
   * Adds the run's id, and what became of the services so far, to what its manifest will hold; to
   * be done again before the manifest is closed.
   */
  public void describe(ObjectNode manifest) {
    manifest.put("run_id", RunId.current());
    if (!notes.isEmpty()) {
      var node = manifest.putObject("watching");
      notes.forEach(node::put);
    }
  }

  /**
   * The manifest is open; a run that is resumed has its earlier id there.
   *
   * @param model whom the run asks first
   */
  public void begin(RunFolder folder, ObjectNode manifest, String model) {
    RunId.is(manifest.path("run_id").asText());
    listener.on(new RunListener.Run(RunId.current(), verb, model, folder.path()));
  }

  @Override
  public void close() {
    listener.on(new RunListener.Ended());
    closing.forEach(Runnable::run);
  }
}
