package dev.locomo.eval.view;

import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.judge.label.LabelSample;
import dev.locomo.eval.stats.Agreement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeSet;

/**
 * Labelling: one answer after the other from a seeded sample, blind. Neither the page nor its
 * address tells whose answers they are, what they score or what a judge says.
 *
 * @param library what it is about
 * @param site where its pages are
 */
public record LabelPages(Library library, Site site) {
  private static final int COUNT = 50;
  private static final int MOST = 100_000;
  private static final int LONGEST_NAME = 100;

  /** A sample of a run, and who labels it. */
  private record Sheet(RunSummary run, LabelSample sample, String labeller, int at) {
    LabelSample.Answered answer() {
      return sample.drawn().get(at);
    }
  }

  private Sheet sheet(String id, Params params) {
    RunSummary run =
        library.catalog().runs().stream()
            .filter(r -> r.hasQuestions() && r.id().equals(id))
            .filter(r -> r.manifest().path("store").isMissingNode())
            .findFirst()
            .orElseThrow(() -> new NoSuchElementException("there is nothing to label at " + id));
    var answers = library.answered(run);
    int count = Math.min(params.number("count", 1, MOST, COUNT), answers.size());
    if (count == 0) {
      throw new UserError("the run has no usable answers yet", "");
    }
    var sample = LabelSample.draw(answers, count, params.number("seed", 0, MOST, 0));
    String labeller = params.get("by").strip();
    if (labeller.length() > LONGEST_NAME) {
      throw new UserError("the name of who labels is too long", "");
    }
    return new Sheet(run, sample, labeller, params.number("at", 0, count, -1));
  }

  /** The form for the name, the next answer without a label, or what is done when all have one. */
  public String page(String id, Params params) {
    var sheet = sheet(id, params);
    var labels = HumanLabels.of(sheet.run.folder());
    var model = RunPages.form(params);
    model.put("id", id);
    model.put("by", sheet.labeller);
    model.put("count", sheet.sample.drawn().size());
    model.put("seed", params.number("seed", 0, MOST, 0));
    int at = sheet.at >= 0 ? sheet.at : next(sheet, labels);
    if (sheet.labeller.isEmpty()) {
      model.put("step", "name");
    } else if (at >= sheet.sample.drawn().size()) {
      model.put("step", "done");
      model.put("agreement", agreement(labels));
    } else {
      var answered = sheet.sample.drawn().get(at);
      model.put("step", "answer");
      model.put("at", at);
      model.put("answered", answered);
      Boolean given =
          labels.byQuestion().getOrDefault(answered.question().id(), Map.of()).get(sheet.labeller);
      model.put("given", given == null ? "" : given ? "right" : "wrong");
    }
    model.put("done", done(sheet, labels));
    return site.page("label", model);
  }

  private static boolean labelled(LabelSample.Answered one, HumanLabels labels, String labeller) {
    return labels.byQuestion().getOrDefault(one.question().id(), Map.of()).containsKey(labeller);
  }

  private static long done(Sheet sheet, HumanLabels labels) {
    return sheet.sample.drawn().stream()
        .filter(one -> labelled(one, labels, sheet.labeller))
        .count();
  }

  private static int next(Sheet sheet, HumanLabels labels) {
    var drawn = sheet.sample.drawn();
    for (int i = 0; i < drawn.size(); i++) {
      if (!labelled(drawn.get(i), labels, sheet.labeller)) {
        return i;
      }
    }
    return drawn.size();
  }

  /**
   * Keeps a label with the run.
   *
   * @param form {@code by}, {@code count}, {@code seed}, {@code at} and {@code label}
   * @return the address of what comes next
   * @throws UserError when it is none
   */
  public synchronized String keep(String id, Params form) {
    var sheet = sheet(id, form);
    String label = form.get("label");
    boolean known = label.equals("right") || label.equals("wrong");
    if (sheet.labeller.isEmpty() || sheet.at < 0 || sheet.at >= sheet.sample.drawn().size()) {
      throw new UserError("no answer is labelled, or no name is given for who labels", "");
    }
    if (!known) {
      throw new UserError("found label '" + label + "'", "right or wrong");
    }
    QuestionId question = sheet.answer().question().id();
    var one = new HumanLabels(Map.of(question, Map.of(sheet.labeller, label.equals("right"))));
    HumanLabels.of(sheet.run.folder()).with(one).write(sheet.run.folder());
    return "/label/" + id + new Params(form.values()).with("label", "").replaceAll("&at=\\d+", "");
  }

  /** How far people agree, two at a time, on answers that both have labelled. */
  private static List<Map<String, Object>> agreement(HumanLabels labels) {
    var people = new TreeSet<String>();
    labels.byQuestion().values().forEach(by -> people.addAll(by.keySet()));
    var pairs = new ArrayList<Map<String, Object>>();
    for (String first : people) {
      for (String second : people.tailSet(first, false)) {
        var one = new ArrayList<Boolean>();
        var other = new ArrayList<Boolean>();
        for (var by : labels.byQuestion().values()) {
          if (by.containsKey(first) && by.containsKey(second)) {
            one.add(by.get(first));
            other.add(by.get(second));
          }
        }
        var pair = new LinkedHashMap<String, Object>();
        pair.put("first", first);
        pair.put("second", second);
        pair.put("answers", one.size());
        int same = 0;
        for (int i = 0; i < one.size(); i++) {
          same += one.get(i).equals(other.get(i)) ? 1 : 0;
        }
        pair.put("same", same);
        Agreement.kappa(one, other).ifPresent(kappa -> pair.put("kappa", kappa));
        pairs.add(pair);
      }
    }
    return pairs;
  }
}
