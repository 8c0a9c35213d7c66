package dev.locomo.cli.wiring;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.eval.judge.EvidenceText;
import dev.locomo.eval.judge.Judge;
import dev.locomo.eval.judge.Rubric;
import dev.locomo.eval.judge.Rubrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who judges, by which rules, how often. */
public final class JudgeOptions {
  @Option(
      names = "--judge",
      paramLabel = "MODEL",
      description = "provider:model that judges; several times for a panel.")
  public List<String> models = new ArrayList<>();

  @Option(
      names = "--rubric",
      paramLabel = "NAME|FILE",
      description =
          "lenient, strict, evidence, longmemeval or a file of your own; several times for several"
              + " (default: lenient and strict).")
  public List<String> rubrics = new ArrayList<>();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often each judge sees each answer (default: ${DEFAULT-VALUE}).")
  public int repeats;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "Where the provider's API is, version path included; any compatible server.")
  public @Nullable String baseUrl;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "The most one call may take (default: ${DEFAULT-VALUE}).")
  public int timeoutSeconds;

  /**
   * Every model with every rubric, models first.
   *
   * @param data whose evidence is shown
   * @throws UserError when an option is missing or wrong, or something is named twice
   */
  public List<Judge> judges(Dataset data) {
    if (models.isEmpty()) {
      throw new UserError("no judge is named", "--judge provider:model");
    }
    if (repeats < 1) {
      throw new UserError("--repeats is " + repeats + ", must be at least 1", "");
    }
    var evidence = new EvidenceText(data);
    var judges = new LinkedHashMap<String, Judge>();
    for (String typed : models) {
      for (Rubric rubric : rubrics()) {
        var judge = new Judge(model(typed), rubric, evidence);
        if (judges.put(judge.id(), judge) != null) {
          throw new UserError(judge.id() + " is named twice", "each judge and rubric once");
        }
      }
    }
    return List.copyOf(judges.values());
  }

  private static ModelSpec model(String typed) {
    var model = LocalModels.resolved(ModelCatalog.builtIn(), typed);
    if (model.asksNobody()) {
      throw new UserError("the built-in reader cannot judge", "--judge provider:model");
    }
    return model;
  }

  private List<Rubric> rubrics() {
    var names = rubrics.isEmpty() ? List.of("lenient", "strict") : rubrics;
    return names.stream().map(Rubrics::find).toList();
  }

  /** How the models are reached. */
  public ModelOptions reached() {
    var reached = new ModelOptions();
    reached.baseUrl = baseUrl;
    reached.timeoutSeconds = timeoutSeconds;
    return reached;
  }

  /** Adds what can change a verdict to the settings of a run. */
  public void describe(List<Judge> judges, SortedMap<String, String> settings) {
    for (int i = 0; i < judges.size(); i++) {
      var judge = judges.get(i);
      settings.put("judge_" + (i + 1), judge.id() + " " + judge.rubric().hash());
    }
    settings.put("repeats", Integer.toString(repeats));
    settings.put("base_url", address());
  }

  /** Where the models are asked, in words. */
  public String address() {
    return baseUrl == null ? "the provider's own" : baseUrl;
  }
}
