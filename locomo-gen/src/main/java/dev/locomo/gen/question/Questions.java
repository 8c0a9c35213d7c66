package dev.locomo.gen.question;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.gen.dialogue.Chance;
import dev.locomo.gen.dialogue.Meeting;
import dev.locomo.gen.dialogue.Utterance;
import dev.locomo.gen.prompt.Answer;
import dev.locomo.gen.prompt.Asker;
import dev.locomo.gen.prompt.JsonReply;
import dev.locomo.gen.prompt.Line;
import dev.locomo.gen.prompt.NotMade;
import dev.locomo.gen.prompt.Prompts;
import dev.locomo.gen.prompt.Unusable;
import dev.locomo.gen.prompt.Wish;
import java.util.ArrayList;
import java.util.HashMap;
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

/**
 * Has questions of all five kinds proposed over a conversation, and asks each twice: with its
 * evidence it must be answered as proposed, without it must not be; an adversarial one must get no
 * answer either way.
 */
public final class Questions {
  /** Questions of one request. */
  private static final int BATCH = 5;

  /** Sessions that a request shows. */
  private static final int SESSIONS = 12;

  private static final int LONGEST = 400;
  private static final String NOTHING = "You know nothing about the people in the question.\n";

  private final Asker asker;
  private final List<Meeting> meetings;
  private final Map<TurnId, String> messages = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final String a;
  private final String b;

  /**
   * @param a the first speaker's name
   * @param b the second one's
   * @param meetings the conversation; at least one session
   */
  public Questions(Asker asker, String a, String b, List<Meeting> meetings) {
    this.asker = asker;
    this.a = a;
    this.b = b;
    this.meetings = meetings;
    for (Meeting meeting : meetings) {
      for (Utterance turn : meeting.turns()) {
        messages.put(turn.id(), "[" + turn.id() + "] (" + meeting.dateText() + ") " + turn.seen());
      }
    }
  }

  /**
   * The proposals of all kinds, taken or not.
   *
   * @param plan how many of each kind are asked for, and how they are verified
   * @param chance draws the sessions that are shown
   */
  public List<Proposal> propose(QuestionPlan plan, Chance chance) throws InterruptedException {
    int perCategory = plan.perKind();
    var all = new ArrayList<Proposal>();
    for (Category category : Category.values()) {
      for (int done = 0; done < perCategory; done += BATCH) {
        int count = Math.min(BATCH, perCategory - done);
        String step = "qa/" + category.label() + "-" + (done / BATCH + 1);
        int number = 0;
        for (Proposal proposal : proposed(step, category, count, shown(chance))) {
          all.add(checked(step + "/" + ++number, proposal, plan));
        }
      }
    }
    all.forEach(p -> asker.counts().add("questions " + (p.taken() ? "taken" : "rejected")));
    return all;
  }

  /** A run of sessions, all of them when there are few. */
  private String shown(Chance chance) {
    int spare = Math.max(0, meetings.size() - SESSIONS);
    int from = chance.between(0, spare);
    return meetings.subList(from, Math.min(meetings.size(), from + SESSIONS)).stream()
        .flatMap(meeting -> meeting.turns().stream())
        .map(turn -> messages.get(turn.id()))
        .collect(Collectors.joining("\n"));
  }

  private List<Proposal> proposed(String step, Category category, int count, String chat)
      throws InterruptedException {
    String prompt =
        fill(
            "question-" + category.label(),
            Map.of("a", a, "b", b, "chat", chat, "count", Integer.toString(count)));
    try {
      return asker.ask(new Wish(step, prompt, 300 * count, 0.7), reply -> read(category, reply));
    } catch (NotMade e) {
      // A conversation without questions of this kind is still a conversation.
      asker.counts().add("question requests without use");
      return List.of();
    }
  }

  private List<Proposal> read(Category category, Answer answer) throws Unusable {
    var proposals = new ArrayList<Proposal>();
    var texts = new HashSet<String>();
    for (JsonNode one : JsonReply.array(answer)) {
      var proposal = proposal(category, one);
      if (proposal.isEmpty() && !answer.last()) {
        throw new Unusable(
            "each element needs \"question\", \""
                + (category == Category.ADVERSARIAL ? "tempting_answer" : "answer")
                + "\" and \"evidence\" with ids of messages above"
                + (category == Category.MULTI_HOP ? ", at least two" : ""));
      }
      proposal.filter(p -> texts.add(key(p))).ifPresent(proposals::add);
    }
    if (proposals.isEmpty()) {
      throw new Unusable("there are no questions in your reply");
    }
    asker.inLanguage(proposals.stream().map(Proposal::text).collect(Collectors.joining(" ")));
    return proposals;
  }

  private static String key(Proposal proposal) {
    return proposal.text().toLowerCase(Locale.ROOT);
  }

  private Optional<Proposal> proposal(Category category, JsonNode one) {
    String text = JsonReply.line(one, "question");
    String answer =
        category == Category.ADVERSARIAL
            ? JsonReply.line(one, "tempting_answer", "tempting answer", "adversarial_answer")
            : JsonReply.line(one, "answer");
    if (text == null || answer == null || text.length() > LONGEST || answer.length() > LONGEST) {
      return Optional.empty();
    }
    var evidence = new TreeSet<TurnId>();
    for (String id : JsonReply.lines(JsonReply.member(one, "evidence"))) {
      @Nullable TurnId turn = TurnId.parse(id).orElse(null);
      if (turn == null || !messages.containsKey(turn)) {
        return Optional.empty();
      }
      evidence.add(turn);
    }
    int least = category == Category.MULTI_HOP ? 2 : 1;
    return evidence.size() < least || Line.blank(text) || Line.blank(answer)
        ? Optional.empty()
        : Optional.of(
            new Proposal(category, text, answer, List.copyOf(evidence), "not asked", "", ""));
  }

  private Proposal checked(String step, Proposal p, QuestionPlan plan) throws InterruptedException {
    if (!asked.add(key(p))) {
      return p.with("asked before", "", "");
    }
    if (p.category() == Category.ADVERSARIAL && Answers.abstains("", p.answer())) {
      return p.with("the tempting answer tempts nobody", "", "");
    }
    return plan.verified() ? verified(step, p, plan) : p.with(Proposal.UNVERIFIED, "", "");
  }

  /** What is answered wrongly from its evidence is not asked without it. */
  private Proposal verified(String step, Proposal p, QuestionPlan plan)
      throws InterruptedException {
    String from = "";
    try {
      from = answer(step + "/with", p.text(), evidence(p));
      if (!right(p, from, plan)) {
        return p.with("answered otherwise from the evidence", from, "");
      }
      String without = answer(step + "/without", p.text(), NOTHING);
      boolean adversarial = p.category() == Category.ADVERSARIAL;
      return p.with(
          right(p, without, plan) == adversarial
              ? Proposal.VERIFIED
              : "answered without the evidence",
          from,
          without);
    } catch (NotMade e) {
      return p.with("no usable answer", from, "");
    }
  }

  /** Answered as proposed; of an adversarial question: not answered. */
  private static boolean right(Proposal p, String given, QuestionPlan plan) {
    return p.category() == Category.ADVERSARIAL
        ? Answers.abstains(p.answer(), given)
        : Answers.agree(p.category(), p.answer(), given, plan.threshold());
  }

  private String evidence(Proposal p) {
    return "Messages of a chat, each with its date:\n"
        + p.evidence().stream().map(messages::get).collect(Collectors.joining("\n"))
        + "\n";
  }

  private String answer(String step, String question, String given) throws InterruptedException {
    String prompt = fill("answer", Map.of("given", given, "question", question));
    return asker.ask(new Wish(step, prompt, 100, 0.0), reply -> Line.of(reply.text()));
  }

  private String fill(String name, Map<String, String> slots) {
    var all = new HashMap<>(slots);
    all.put("language", asker.language().english());
    return Prompts.builtIn().fill(name, all);
  }
}
