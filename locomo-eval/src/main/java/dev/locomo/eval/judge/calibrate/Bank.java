package dev.locomo.eval.judge.calibrate;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.profile.Category;
import dev.locomo.eval.judge.Judged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers whose verdict is known, made from a data set; the same data, size and seed give the same
 * bank on every machine. Right is what the key says, so a mistake of the key is in it too.
 *
 * @param perKind most answers of a kind in a category, at least 1
 * @param seed chooses the questions and, where a rule leaves a choice, the answers
 */
public record Bank(int perKind, long seed) {
  /** One candidate: an answer and where it stands in the drawing order. */
  private record Candidate(Judged judged, String rank) {}

  /**
   * Makes the answers, by kind, then in file order.
   *
   * @param questions which ones are used; may be empty
   */
  public List<Judged> of(Dataset data, List<Question> questions) {
    var makers = new HashMap<String, AnswerMaker>();
    data.samples().forEach(s -> makers.put(s.id(), new AnswerMaker(s)));
    var bank = new ArrayList<Judged>();
    for (AnswerKind kind : AnswerKind.values()) {
      for (Category category : data.profile().categories()) {
        var some = questions.stream().filter(q -> q.category().equals(category)).toList();
        bank.addAll(drawn(some, candidates(kind, some, makers)));
      }
    }
    return bank;
  }

  private List<Candidate> candidates(
      AnswerKind kind, List<Question> questions, Map<String, AnswerMaker> makers) {
    var candidates = new ArrayList<Candidate>();
    for (Question question : questions) {
      var maker = makers.get(question.id().sample());
      if (maker != null) {
        String rank = Sha256.of(seed + "\0" + kind.label() + "\0" + question.id());
        maker
            .make(kind, question, Integer.parseInt(rank.substring(0, 7), 16))
            .map(answer -> new Judged(question, answer, kind.label()))
            .ifPresent(judged -> candidates.add(new Candidate(judged, rank)));
      }
    }
    return candidates;
  }

  private List<Judged> drawn(List<Question> order, List<Candidate> candidates) {
    var byId = new HashMap<QuestionId, Judged>();
    candidates.stream()
        .sorted(Comparator.comparing(Candidate::rank))
        .limit(perKind)
        .forEach(c -> byId.put(c.judged().question().id(), c.judged()));
    var drawn = new ArrayList<Judged>();
    for (Question question : order) {
      var judged = byId.get(question.id());
      if (judged != null) {
        drawn.add(judged);
      }
    }
    return drawn;
  }
}
