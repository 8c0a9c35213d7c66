package dev.locomo.gen.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.prompt.ConversationModel.Piece;
import dev.locomo.gen.prompt.JsonReply;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedSession.Insights;
import dev.locomo.gen.sample.GeneratedSession.Summaries;
import dev.locomo.gen.sample.GeneratedTurn;
import dev.locomo.gen.sample.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has noted down what is kept of a session: facts with the turn that states them, what each speaker
 * understood, a summary.
 *
 * @param model who writes
 * @param names of the two speakers
 */
record SessionNotes(ConversationModel model, Pair<String> names) {
  private static final int FACT_TOKENS = 1500;
  private static final int INSIGHT_TOKENS = 500;
  private static final int SUMMARY_TOKENS = 700;
  private static final int MOST_FACTS = 60;
  private static final Pattern ID = Pattern.compile("D[1-9]\\d{0,5}:[1-9]\\d{0,5}");

  /** The facts of both speakers, a's first. */
  List<Observation> facts(GeneratedSession session) throws InterruptedException {
    String chat = chat(session, turn -> "[" + turn.id() + "] " + turn.seen());
    String prompt = model.prompt("facts", Map.of("a", names.a(), "b", names.b(), "chat", chat));
    return model.ask(
        new Piece("D" + session.number() + "/facts", prompt, FACT_TOKENS, 0.3),
        reply -> facts(session, reply));
  }

  private List<Observation> facts(GeneratedSession session, ReplyText reply) throws Unreadable {
    JsonNode json = JsonReply.object(reply);
    var facts = new ArrayList<Observation>();
    for (String name : List.of(names.a(), names.b())) {
      if (!json.path(name).isArray()) {
        throw new Unreadable("the key \"" + name + "\" with a list of facts is missing");
      }
      int most = facts.size() + MOST_FACTS;
      for (JsonNode one : json.path(name)) {
        Optional<Observation> fact = fact(session, name, one);
        if (fact.isEmpty() && !reply.last()) {
          String shown = one.toString();
          throw new Unreadable(
              "each fact must be [\"a sentence\", \"the id of a message\"], and this is not: "
                  + shown.substring(0, Math.min(80, shown.length())));
        }
        if (facts.size() < most) {
          fact.ifPresent(facts::add);
        }
      }
    }
    if (facts.isEmpty()) {
      throw new Unreadable("there are no facts in your reply");
    }
    model.inLanguage(facts.stream().map(Observation::text).collect(Collectors.joining(" ")));
    return facts;
  }

  private static Optional<Observation> fact(GeneratedSession session, String name, JsonNode one) {
    String text = JsonReply.lines(one).stream().findFirst().orElse("");
    String source = one.isArray() && one.size() == 2 ? one.get(1).toString() : "";
    String id = ID.matcher(source).results().map(MatchResult::group).reduce("", (_, last) -> last);
    boolean known = session.turns().stream().anyMatch(turn -> turn.id().toString().equals(id));
    return known && !text.isEmpty() && TurnId.parse(text).isEmpty()
        ? Optional.of(new Observation(session.number(), name, text, List.of(id)))
        : Optional.empty();
  }

  /**
   * What one of the two understood.
   *
   * @param first whether it is the first speaker
   * @param before the session before, or null
   */
  Insights insights(GeneratedSession session, boolean first, @Nullable GeneratedSession before)
      throws InterruptedException {
    String self = names.of(first);
    Insights last = before == null ? null : before.insights(first);
    String known =
        last == null
            ? ""
            : "\nUntil now %s thought: %s %s\n"
                .formatted(self, String.join(" ", last.self()), String.join(" ", last.other()));
    String chat = chat(session, GeneratedTurn::seen);
    var slots = Map.of("self", self, "other", names.of(!first), "chat", chat, "before", known);
    String step = "D" + session.number() + "/reflection-" + (first ? "a" : "b");
    return model.ask(
        new Piece(step, model.prompt("reflection", slots), INSIGHT_TOKENS, 0.7),
        reply -> {
          JsonNode json = JsonReply.object(reply);
          List<String> aboutSelf = JsonReply.lines(JsonReply.member(json, "self"));
          List<String> aboutOther = JsonReply.lines(JsonReply.member(json, "other"));
          if (aboutSelf.isEmpty() || aboutOther.isEmpty()) {
            throw new Unreadable("the keys must be \"self\" and \"other\", each with sentences");
          }
          model.inLanguage(String.join(" ", aboutSelf) + String.join(" ", aboutOther));
          return new Insights(aboutSelf, aboutOther);
        });
  }

  /**
   * The session summed up, and everything with it.
   *
   * @param before the session before, or null
   */
  Summaries summaries(GeneratedSession session, @Nullable GeneratedSession before)
      throws InterruptedException {
    Summaries last = before == null ? null : before.summaries();
    String known = last == null ? "" : "\nWhat they said before: " + last.soFar() + "\n";
    String chat = chat(session, GeneratedTurn::seen);
    String prompt =
        model.prompt(
            "recap", Map.of("a", names.a(), "b", names.b(), "chat", chat, "before", known));
    return model.ask(
        new Piece("D" + session.number() + "/recap", prompt, SUMMARY_TOKENS, 0.3),
        reply -> {
          JsonNode json = JsonReply.object(reply);
          String alone = JsonReply.line(json, "session");
          String soFar = JsonReply.line(json, "so_far", "so far");
          if (alone == null || soFar == null) {
            throw new Unreadable(
                "the keys must be \"session\" and \"so_far\", each with a summary");
          }
          model.inLanguage(alone);
          return new Summaries(alone, model.inLanguage(soFar));
        });
  }

  private static String chat(GeneratedSession session, Function<GeneratedTurn, String> line) {
    return session.turns().stream()
        .map(line)
        .collect(Collectors.joining("\n", session.dateText() + "\n", ""));
  }
}
