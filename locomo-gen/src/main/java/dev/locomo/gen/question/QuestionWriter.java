package dev.locomo.gen.question;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.BenchmarkProfile.Comparison;
import dev.locomo.core.profile.Category;
import dev.locomo.gen.plan.QuestionPlan;
import dev.locomo.gen.plan.SeededDraws;
import dev.locomo.gen.prompt.ConversationFailed;
import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.prompt.ConversationModel.Piece;
import dev.locomo.gen.prompt.JsonReply;
import dev.locomo.gen.prompt.Line;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedTurn;
import dev.locomo.gen.sample.QuestionProposal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Has questions of all five kinds proposed over a conversation, and each proven by asking. */
public final class QuestionWriter {
  /** Questions of one request. */
  private static final int BATCH = 5;

  /** Sessions that a request shows. */
  private static final int SESSIONS = 12;

  private static final int LONGEST = 400;

  private final ConversationModel model;
  private final GeneratedSample sample;
  private final QuestionPlan plan;
  private final @Nullable QuestionProof proof;
  private final Map<TurnId, String> messages = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  /**
   * @param sample the conversation; at least one session
   * @param plan how many of each kind are asked for, and how they are verified
   */
  public QuestionWriter(ConversationModel model, GeneratedSample sample, QuestionPlan plan) {
    this.model = model;
    this.sample = sample;
    this.plan = plan;
    for (GeneratedSession session : sample.sessions()) {
      for (GeneratedTurn turn : session.turns()) {
        messages.put(turn.id(), "[" + turn.id() + "] (" + session.dateText() + ") " + turn.seen());
      }
    }
    this.proof = plan.verified() ? new QuestionProof(model, messages, plan.threshold()) : null;
  }

  /**
   * The proposals of all kinds, taken or not.
   *
   * @param draws choose the sessions that are shown
   */
  public List<QuestionProposal> propose(SeededDraws draws) throws InterruptedException {
    var all = new ArrayList<QuestionProposal>();
    for (Category category : BenchmarkProfile.LOCOMO.categories()) {
      for (int done = 0; done < plan.perKind(); done += BATCH) {
        int count = Math.min(BATCH, plan.perKind() - done);
        String step = "qa/" + category.label() + "-" + (done / BATCH + 1);
        int number = 0;
        for (QuestionProposal proposal : proposed(step, category, count, shown(draws))) {
          all.add(checked(step + "/" + ++number, proposal));
        }
      }
    }
    all.forEach(p -> model.counts().add("questions " + (p.taken() ? "taken" : "rejected")));
    return all;
  }

  /** A run of sessions, all of them when there are few. */
  private String shown(SeededDraws draws) {
    var sessions = sample.sessions();
    int from = draws.between(0, Math.max(0, sessions.size() - SESSIONS));
    return sessions.subList(from, Math.min(sessions.size(), from + SESSIONS)).stream()
        .flatMap(session -> session.turns().stream())
        .map(turn -> messages.get(turn.id()))
        .collect(Collectors.joining("\n"));
  }

  private List<QuestionProposal> proposed(String step, Category category, int count, String chat)
      throws InterruptedException {
    var slots =
        Map.of(
            "a", sample.speakers().a().name(),
            "b", sample.speakers().b().name(),
            "chat", chat,
            "count", Integer.toString(count));
    String prompt = model.prompt("question-" + category.label(), slots);
    try {
      return model.ask(new Piece(step, prompt, 300 * count, 0.7), reply -> read(category, reply));
    } catch (ConversationFailed e) {
      // A conversation without questions of this kind is still a conversation.
      model.counts().add("question requests without use");
      return List.of();
    }
  }

  private List<QuestionProposal> read(Category category, ReplyText reply) throws Unreadable {
    var proposals = new ArrayList<QuestionProposal>();
    var texts = new HashSet<String>();
    for (JsonNode one : JsonReply.array(reply)) {
      var proposal = proposal(category, one);
      if (proposal.isEmpty() && !reply.last()) {
        throw new Unreadable(
            "each element needs \"question\", \""
                + (category.unanswerable() ? "tempting_answer" : "answer")
                + "\" and \"evidence\" with ids of messages above"
                + (category.comparison() == Comparison.PARTS ? ", at least two" : ""));
      }
      proposal.filter(p -> texts.add(key(p))).ifPresent(proposals::add);
    }
    if (proposals.isEmpty()) {
      throw new Unreadable("there are no questions in your reply");
    }
    model.inLanguage(
        proposals.stream().map(QuestionProposal::text).collect(Collectors.joining(" ")));
    return proposals;
  }

  private static String key(QuestionProposal proposal) {
    return proposal.text().toLowerCase(Locale.ROOT);
  }

  private Optional<QuestionProposal> proposal(Category category, JsonNode one) {
    String text = JsonReply.line(one, "question");
    String answer =
        category.unanswerable()
            ? JsonReply.line(one, "tempting_answer", "tempting answer", "adversarial_answer")
            : JsonReply.line(one, "answer");
    if (text == null || answer == null || text.length() > LONGEST || answer.length() > LONGEST) {
      return Optional.empty();
    }
    var evidence = new TreeSet<TurnId>();
    for (String id : JsonReply.lines(JsonReply.member(one, "evidence"))) {
      Optional<TurnId> turn = TurnId.parse(id).filter(messages::containsKey);
      if (turn.isEmpty()) {
        return Optional.empty();
      }
      evidence.add(turn.get());
    }
    int least = category.comparison() == Comparison.PARTS ? 2 : 1;
    return evidence.size() < least || Line.blank(text) || Line.blank(answer)
        ? Optional.empty()
        : Optional.of(
            new QuestionProposal(
                category, text, answer, List.copyOf(evidence), "not asked", Map.of()));
  }

  private QuestionProposal checked(String step, QuestionProposal p) throws InterruptedException {
    if (!asked.add(key(p))) {
      return p.with("asked before", Map.of());
    }
    if (p.unanswerable() && AnswerAgreement.abstains("", p.answer())) {
      return p.with("the tempting answer tempts nobody", Map.of());
    }
    return proof == null ? p.with(QuestionProposal.UNVERIFIED, Map.of()) : proof.verified(step, p);
  }
}
