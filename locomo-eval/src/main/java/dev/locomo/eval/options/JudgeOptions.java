package dev.locomo.eval.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.request.RequestOptions;
import dev.locomo.core.llm.serve.Serving;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.eval.judge.EvidenceText;
import dev.locomo.eval.judge.Judge;
import dev.locomo.eval.judge.Rubric;
import dev.locomo.eval.judge.Rubrics;
import dev.locomo.eval.judge.bank.Bank;
import dev.locomo.eval.judge.bank.KnownAnswer;
import dev.locomo.eval.judge.calibrate.Limits;
import dev.locomo.rag.options.ComputeOptions;
import dev.locomo.rag.options.LocalModels;
import dev.locomo.rag.options.ModelOptions;
import dev.locomo.rag.options.ServeOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Who judges, by which rules, how often. */
public final class JudgeOptions {
  public static final Setting<List<String>> JUDGE =
      Setting.texts("judge.judge", "MODEL").changesResult();
  public static final Setting<List<String>> RUBRIC =
      Setting.texts("judge.rubric", "NAME|FILE").changesResult();
  public static final Setting<Integer> REPEATS =
      Setting.integer("judge.repeats", "N").byDefault("1").changesResult();
  public static final Setting<String> BASE_URL =
      Setting.text("judge.base-url", "URL").changesResult();
  public static final Setting<Integer> TIMEOUT =
      Setting.integer("judge.timeout", "SECONDS").byDefault("300").changesSpeed();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", JUDGE, RUBRIC, REPEATS, BASE_URL, TIMEOUT, ComputeOptions.DEVICE)
          .and(ServeOptions.SETTINGS)
          .and(RequestOptions.SETTINGS);

  public final List<String> models;
  public final List<String> rubrics;
  public final int repeats;
  public final @Nullable String baseUrl;
  public final int timeoutSeconds;
  public final RequestOptions requests;
  private final @Nullable Serving serving;

  /** Their values. */
  public JudgeOptions(Settings settings) {
    models = settings.all(JUDGE);
    rubrics = settings.all(RUBRIC);
    repeats = settings.get(REPEATS);
    baseUrl = settings.orNull(BASE_URL);
    timeoutSeconds = settings.get(TIMEOUT);
    requests = RequestOptions.of(settings);
    serving = ServeOptions.of(settings, baseUrl);
  }

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
      for (Rubric rubric : rubrics(data)) {
        var judge = new Judge(model(typed), rubric, evidence);
        if (judges.put(judge.id(), judge) != null) {
          throw new UserError(judge.id() + " is named twice", "each judge and rubric once");
        }
      }
    }
    return List.copyOf(judges.values());
  }

  private ModelSpec model(String typed) {
    var model = LocalModels.resolved(ModelCatalog.known(), typed, serving);
    if (model.asksNobody()) {
      throw new UserError("the built-in reader cannot judge", "--judge provider:model");
    }
    return model;
  }

  private List<Rubric> rubrics(Dataset data) {
    var names = rubrics.isEmpty() ? data.profile().judges() : rubrics;
    return names.stream().map(Rubrics::find).toList();
  }

  /** How the models are reached. */
  public ModelOptions.Reach reach() {
    return new ModelOptions.Reach(baseUrl, timeoutSeconds, requests, serving);
  }

  /** Adds what can change a verdict to the settings of a run. */
  public void describe(List<Judge> judges, SortedMap<String, String> settings) {
    for (int i = 0; i < judges.size(); i++) {
      var judge = judges.get(i);
      settings.put("judge_" + (i + 1), judge.id() + " " + judge.rubric().hash());
    }
    settings.put("repeats", Integer.toString(repeats));
    settings.put("base_url", reach().address());
    requests.describe(settings, judges.stream().map(Judge::model).toList());
  }

  /** With what judges are measured, and how wrong they may be. */
  public static final class Calibrating {
    public static final Setting<List<String>> BANK =
        Setting.texts("judge-calibrate.bank", "rules|FILE|DIR").changesResult();
    public static final Setting<Integer> PER_KIND =
        Setting.integer("judge-calibrate.per-kind", "N").changesResult().atLeast(1);
    public static final Setting<Long> SEED = Setting.seed("judge-calibrate.seed");
    public static final Setting<Double> MAX_FALSE_ACCEPT =
        Setting.number("judge-calibrate.max-false-accept", "PERCENT");
    public static final Setting<Double> MAX_UNREADABLE =
        Setting.number("judge-calibrate.max-unreadable", "PERCENT").byDefault("5");

    /** All of them. */
    public static final SettingGroup SETTINGS =
        SettingGroup.of("", BANK, PER_KIND, SEED, MAX_FALSE_ACCEPT, MAX_UNREADABLE);

    private final List<String> sources;
    private final @Nullable Integer perKind;
    private final long seed;

    /** What decides the exit code. */
    public final Limits limits;

    /**
     * Their values.
     *
     * @throws UserError when a limit is no percentage
     */
    public Calibrating(Settings settings) {
      sources = settings.all(BANK).isEmpty() ? List.of(Bank.RULES) : settings.all(BANK);
      perKind = settings.orNull(PER_KIND);
      seed = settings.get(SEED);
      limits = new Limits(settings.orNull(MAX_FALSE_ACCEPT), settings.get(MAX_UNREADABLE));
      percent("--max-unreadable", limits.unreadable());
      percent("--max-false-accept", limits.falseAccept() == null ? 0 : limits.falseAccept());
    }

    private static void percent(String name, double value) {
      if (!(value >= 0 && value <= 100)) {
        throw new UserError(name + " is " + value + ", must be a percentage", "0 to 100");
      }
    }

    /**
     * The known answers to these questions.
     *
     * @throws UserError when there are none
     */
    public List<KnownAnswer> bank(Dataset data, List<Question> questions) {
      var bank = new Bank(perKind, seed).of(sources, data, questions);
      if (bank.isEmpty()) {
        throw new UserError("no known answer to the selected questions is there", "more of them");
      }
      return bank;
    }

    /** Adds what the bank depends on to the settings of a run. */
    public void describe(List<KnownAnswer> bank, SortedMap<String, String> settings) {
      settings.put("bank", Bank.id(sources, bank));
      settings.put("per_kind", perKind == null ? "usual" : Integer.toString(perKind));
      settings.put("seed", Long.toString(seed));
    }

    /** Adds the same to a document. */
    public void describe(List<KnownAnswer> bank, ObjectNode document) {
      document.put("bank", Bank.id(sources, bank)).put("seed", seed).put("per_kind", perKind);
    }
  }
}
