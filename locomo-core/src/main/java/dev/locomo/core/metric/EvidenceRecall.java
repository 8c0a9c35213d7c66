package dev.locomo.core.metric;

import dev.locomo.core.dataset.TurnId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Share of a question's evidence turns that the reader was shown.
 *
 * <p>Evidence is read in all its spellings ({@link TurnId#namedIn}) and counted once each. A
 * context with at least one session id ({@code S3}) is counted in sessions: the share of the
 * sessions with evidence that are in it, by their own id or by that of a turn.
 *
 * <p><b>Value</b> in [0, 1], higher is better. <b>Empty context</b>: 0. <b>No evidence, or context
 * not known</b>: no value. <b>Source</b> Maharana et al., ACL 2024, section 4.1, "recall accuracy",
 * and its footnote 9; {@link ReferenceRecall} is the original code's way of counting.
 */
public final class EvidenceRecall implements Metric {
  private static final Pattern SESSION = Pattern.compile("S0*([1-9]\\d{0,8})");

  @Override
  public String id() {
    return "evidence-recall";
  }

  @Override
  public String summary() {
    return "share of the evidence turns (or sessions) in the context";
  }

  @Override
  public boolean ofAnswer() {
    return false;
  }

  @Override
  public Score score(Answered answered) {
    var evidence = TurnId.namedIn(answered.question().evidence());
    var context = answered.context();
    if (context == null) {
      return unscored("the context is not known");
    }
    return score(evidence, TurnId.namedIn(context), context);
  }

  /**
   * The same of what was read before.
   *
   * @param evidence the turns that the evidence names
   * @param shown the turns that the context names
   * @param context its ids as they are written
   */
  public static Score score(Set<TurnId> evidence, Set<TurnId> shown, List<String> context) {
    if (evidence.isEmpty()) {
      return unscored("the question has no evidence");
    }
    var sessions = sessions(context);
    return sessions.isEmpty()
        ? share(evidence, shown, "turns")
        : share(sessionsOf(evidence), union(sessions, sessionsOf(shown)), "sessions");
  }

  private static Score share(Set<?> wanted, Set<?> shown, String unit) {
    int found = 0;
    for (Object one : wanted) {
      found += shown.contains(one) ? 1 : 0;
    }
    return new Score.Scored(
        (double) found / wanted.size(), found + " of " + wanted.size() + " evidence " + unit);
  }

  private static Set<Integer> sessions(List<String> context) {
    var sessions = new HashSet<Integer>();
    for (String id : context) {
      var m = SESSION.matcher(id);
      if (m.matches()) {
        sessions.add(Integer.parseInt(m.group(1)));
      }
    }
    return sessions;
  }

  private static Set<Integer> sessionsOf(Set<TurnId> turns) {
    var sessions = new HashSet<Integer>();
    turns.forEach(t -> sessions.add(t.session()));
    return sessions;
  }

  private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
    var all = new HashSet<>(a);
    all.addAll(b);
    return all;
  }

  private static Score unscored(String detail) {
    return new Score.Unscored(Score.Reason.NOT_APPLICABLE, detail);
  }
}
