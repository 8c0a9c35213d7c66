package dev.locomo.eval.events;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.core.text.TurnText;
import dev.locomo.eval.events.EventResults.UnitResult;
import dev.locomo.eval.events.FactSide.CheckedFact;
import dev.locomo.eval.events.Summarizer.ToldEvents;
import dev.locomo.eval.extractive.TurnSearch;
import dev.locomo.eval.facts.Check;
import dev.locomo.eval.facts.Decomposer;
import dev.locomo.eval.facts.ErrorClass;
import dev.locomo.eval.facts.Labeller;
import dev.locomo.eval.facts.Labeller.Label;
import dev.locomo.eval.facts.Labeller.Mistakes;
import dev.locomo.eval.facts.Labeller.Unfounded;
import dev.locomo.eval.facts.Verifier;
import dev.locomo.eval.facts.Verifier.Matter;
import dev.locomo.eval.predict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Event summarization (section 4.2 of the paper), one stage after the other: every unit is
 * summarized, then both sides are taken apart into facts, then each fact is checked against the
 * other side, then what is not supported is labelled. Pieces of a stage are independent of each
 * other. Whatever a piece meets is kept as its outcome; {@link #results} can be had at any time.
 *
 * <p>Safe for many threads that work on different pieces.
 */
public final class EventSummarization {
  /** How many lines of the conversation a labeller sees with a fact. */
  private static final int LINES = 5;

  private final List<Unit> units;
  private final Panel panel;
  private final Map<String, ToldEvents> summaries = new ConcurrentHashMap<>();
  private final Map<String, Decomposer.Facts> facts = new ConcurrentHashMap<>();
  private final Map<String, FactSide> sides = new ConcurrentHashMap<>();

  /** The pieces that nobody could be asked for, and what depends on them. */
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();

  /**
   * Who does what.
   *
   * @param labeller null when mistakes are not labelled
   */
  public record Panel(
      Summarizer summarizer,
      Decomposer decomposer,
      Verifier verifier,
      @Nullable Labeller labeller) {}

  /** The stages, in order. */
  public enum Stage {
    SUMMARIZE,
    DECOMPOSE,
    VERIFY,
    LABEL;

    /** The name with which the names of its steps begin, for example {@code verify}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The stage of a step. */
    public static Stage ofStep(String step) {
      return valueOf(step.substring(0, step.indexOf('/')).toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A piece of work.
   *
   * @param unit of which unit
   * @param told whether it is about the summary's side; false for the gold side
   */
  public record Piece(Unit unit, boolean told) {
    String step(Stage stage) {
      return stage.label() + "/" + key();
    }

    String key() {
      return unit.id() + "/" + side();
    }

    private String side() {
      return told ? "told" : "gold";
    }
  }

  /**
   * @param units in file order; those without gold events are left alone
   */
  public EventSummarization(List<Unit> units, Panel panel) {
    this.units = List.copyOf(units);
    this.panel = panel;
  }

  /** What a stage has to do, given what the stages before have brought. */
  public List<Piece> pieces(Stage stage) {
    return all(stage)
        .filter(piece -> stage == Stage.SUMMARIZE || summary(piece.unit()).usable())
        .filter(piece -> ready(stage, piece))
        .toList();
  }

  /** What a stage may have to do when replies are there that a stage before it did not find. */
  public List<Piece> later(Stage stage) {
    return all(stage).filter(piece -> unknown.contains(piece.key())).toList();
  }

  private Stream<Piece> all(Stage stage) {
    boolean both = stage == Stage.DECOMPOSE || stage == Stage.VERIFY;
    return units.stream()
        .filter(Unit::hasGold)
        .flatMap(unit ->
            both
                ? Stream.of(new Piece(unit, true), new Piece(unit, false))
                : Stream.of(new Piece(unit, true)));
  }

  private boolean ready(Stage stage, Piece piece) {
    return switch (stage) {
      case SUMMARIZE, DECOMPOSE -> true;
      case VERIFY -> facts.containsKey(piece.key());
      case LABEL -> panel.labeller() != null && sides.containsKey(piece.key());
    };
  }

  /**
   * Does a piece of a stage.
   *
   * @throws ProviderError when there is no reply; that is also noted as the piece's outcome
   */
  public void work(Stage stage, Piece piece, Calls llm) throws InterruptedException {
    try {
      switch (stage) {
        case SUMMARIZE ->
            summaries.put(piece.unit().id(), panel.summarizer().summarize(piece.unit(), llm));
        case DECOMPOSE -> decompose(piece, llm);
        case VERIFY -> verify(piece, llm);
        case LABEL -> label(piece, llm);
      }
    } catch (ProviderError e) {
      failed(stage, piece, e);
      throw e;
    }
  }

  /** Why a piece that was worked on has no result; empty when it has one. */
  String problem(Stage stage, Piece piece) {
    ToldEvents told = summary(piece.unit());
    String untold = stage == Stage.SUMMARIZE && !told.usable() ? told.reason() : "";
    var side = sides.getOrDefault(piece.key(), FactSide.of(List.of())).problem();
    return stage == Stage.LABEL || side == null ? untold : side.detail();
  }

  /** A mistake without a label is counted all the same. */
  private void failed(Stage stage, Piece piece, ProviderError e) {
    if (e.kind() == Kind.NOT_CACHED) {
      unknown.add(piece.key());
      if (stage == Stage.SUMMARIZE) {
        unknown.add(new Piece(piece.unit(), false).key());
      }
    }
    if (stage == Stage.SUMMARIZE) {
      var outcome = e.kind() == Kind.FILTERED ? Outcome.FILTERED : Outcome.FAILED;
      summaries.put(piece.unit().id(), new ToldEvents(outcome, List.of(), e.reason()));
    } else if (stage != Stage.LABEL) {
      String why = stage.label() + ": " + e.reason();
      sides.put(piece.key(), FactSide.problem(Reason.PROVIDER_FAILED, why));
    }
  }

  private ToldEvents summary(Unit unit) {
    return summaries.getOrDefault(unit.id(), ToldEvents.NOT_ASKED);
  }

  private void decompose(Piece piece, Calls llm) throws InterruptedException {
    var unit = piece.unit();
    var events = piece.told() ? summary(unit).events() : unit.gold();
    var found = panel.decomposer().facts(piece.step(Stage.DECOMPOSE), events, llm);
    if (found.problems().isEmpty()) {
      facts.put(piece.key(), found);
    } else {
      sides.put(
          piece.key(),
          FactSide.problem(
              Reason.VERDICT_UNREADABLE,
              found.problems().size()
                  + " of "
                  + events.size()
                  + " events could not be taken apart: "
                  + found.problems().getFirst()));
    }
  }

  private void verify(Piece piece, Calls llm) throws InterruptedException {
    var unit = piece.unit();
    var some = facts.getOrDefault(piece.key(), new Decomposer.Facts(List.of(), List.of())).facts();
    var against = piece.told() ? unit.gold() : summary(unit).events();
    var matter = new Matter(unit.speaker(), unit.other(), against, some);
    var checks = panel.verifier().check(piece.step(Stage.VERIFY), matter, llm);
    var checked = new ArrayList<CheckedFact>();
    for (int i = 0; i < some.size(); i++) {
      boolean missing = !piece.told() && checks.get(i) instanceof Check.Unsupported;
      Label label =
          missing && panel.labeller() != null
              ? new Label(ErrorClass.MISSING_INFORMATION, "not in the summary")
              : null;
      checked.add(new CheckedFact(some.get(i), checks.get(i), label));
    }
    sides.put(piece.key(), FactSide.of(checked));
  }

  private void label(Piece piece, Calls llm) throws InterruptedException {
    FactSide side = sides.getOrDefault(piece.key(), FactSide.NOT_ASKED);
    Labeller labeller = panel.labeller();
    var wrong = side.facts().stream().filter(f -> f.check() instanceof Check.Unsupported).toList();
    if (labeller == null || wrong.isEmpty()) {
      return;
    }
    var mistakes = mistakes(piece.unit(), wrong.stream().map(f -> f.fact().text()).toList());
    var labels = labeller.labels(piece.step(Stage.LABEL), mistakes, llm).iterator();
    var labelled = new ArrayList<CheckedFact>();
    for (CheckedFact fact : side.facts()) {
      boolean unsupported = fact.check() instanceof Check.Unsupported;
      labelled.add(
          new CheckedFact(fact.fact(), fact.check(), unsupported ? labels.next() : fact.label()));
    }
    sides.put(piece.key(), new FactSide(labelled, side.problem()));
  }

  private static Mistakes mistakes(Unit unit, List<String> facts) {
    var search = new TurnSearch(unit.conversation());
    return new Mistakes(
        unit.speaker(),
        unit.other(),
        unit.gold(),
        unit.otherGold(),
        facts.stream().map(text -> new Unfounded(text, lines(search, text))).toList());
  }

  private static List<String> lines(TurnSearch search, String text) {
    return search.closest(text, LINES).stream().map(EventSummarization::line).toList();
  }

  private static String line(Turn turn) {
    return turn.id() + " " + TurnText.guardedLine(turn).strip();
  }

  /**
   * The requests about a piece of a stage, about: summaries are taken to have the gold events, and
   * every fourth of their facts to be a mistake.
   */
  public List<Ask> plan(Stage stage, Piece piece) {
    Unit unit = piece.unit();
    var facts = Decomposer.estimated(unit.gold());
    return switch (stage) {
      case SUMMARIZE -> panel.summarizer().plan(unit);
      case DECOMPOSE -> panel.decomposer().plan(unit.gold());
      case VERIFY ->
          panel.verifier().plan(new Matter(unit.speaker(), unit.other(), unit.gold(), facts));
      case LABEL -> {
        var some = facts.stream().limit((facts.size() + 3) / 4).map(f -> f.text()).toList();
        yield panel.labeller() == null ? List.of() : panel.labeller().plan(mistakes(unit, some));
      }
    };
  }

  /** What is known so far. */
  public EventResults results(double gamma) {
    var results = new ArrayList<UnitResult>();
    for (Unit unit : units) {
      results.add(
          new UnitResult(
              unit,
              summary(unit),
              sides.getOrDefault(new Piece(unit, true).key(), FactSide.NOT_ASKED),
              sides.getOrDefault(new Piece(unit, false).key(), FactSide.NOT_ASKED)));
    }
    return new EventResults(results, gamma);
  }
}
