package dev.locomo.gen.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.gen.prompt.Answer;
import dev.locomo.gen.prompt.Asker;
import dev.locomo.gen.prompt.JsonReply;
import dev.locomo.gen.prompt.Prompts;
import dev.locomo.gen.prompt.Unusable;
import dev.locomo.gen.prompt.Wish;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a session: facts with the turn that states them, what each agent understood, a
 * summary.
 */
final class Keeping {
  private static final int FACT_TOKENS = 1500;
  private static final int INSIGHT_TOKENS = 500;
  private static final int RECAP_TOKENS = 700;
  private static final int MOST_FACTS = 60;
  private static final Pattern ID = Pattern.compile("D[1-9]\\d{0,5}:[1-9]\\d{0,5}");

  private final Asker asker;
  private final Cast cast;

  Keeping(Asker asker, Cast cast) {
    this.asker = asker;
    this.cast = cast;
  }

  /** The facts of both speakers, a's first. */
  List<Observation> facts(Meeting meeting) throws InterruptedException {
    String chat =
        meeting.dateText()
            + "\n"
            + meeting.turns().stream()
                .map(turn -> "[" + turn.id() + "] " + turn.seen())
                .collect(Collectors.joining("\n"));
    String prompt = fill("facts", Map.of("a", cast.a().name(), "b", cast.b().name(), "chat", chat));
    return asker.ask(
        new Wish("D" + meeting.number() + "/facts", prompt, FACT_TOKENS, 0.3),
        answer -> facts(meeting, answer));
  }

  private List<Observation> facts(Meeting meeting, Answer answer) throws Unusable {
    JsonNode json = JsonReply.object(answer);
    var facts = new ArrayList<Observation>();
    for (String name : List.of(cast.a().name(), cast.b().name())) {
      if (!json.path(name).isArray()) {
        throw new Unusable("the key \"" + name + "\" with a list of facts is missing");
      }
      int most = facts.size() + MOST_FACTS;
      for (JsonNode one : json.path(name)) {
        Optional<Observation> fact = fact(meeting, name, one);
        if (fact.isEmpty() && !answer.last()) {
          throw new Unusable(
              "each fact must be [\"a sentence\", \"the id of a message\"], and this is not: "
                  + shortened(one.toString()));
        }
        if (facts.size() < most) {
          fact.ifPresent(facts::add);
        }
      }
    }
    if (facts.isEmpty()) {
      throw new Unusable("there are no facts in your reply");
    }
    asker.inLanguage(facts.stream().map(Observation::text).collect(Collectors.joining(" ")));
    return facts;
  }

  private static Optional<Observation> fact(Meeting meeting, String name, JsonNode one) {
    String text = JsonReply.lines(one).stream().findFirst().orElse("");
    String source = one.isArray() && one.size() == 2 ? one.get(1).toString() : "";
    Matcher ids = ID.matcher(source);
    String last = "";
    while (ids.find()) {
      last = ids.group();
    }
    String id = last;
    boolean known = meeting.turns().stream().anyMatch(turn -> turn.id().toString().equals(id));
    return known && !text.isEmpty() && TurnId.parse(text).isEmpty()
        ? Optional.of(new Observation(meeting.number(), name, text, List.of(id)))
        : Optional.empty();
  }

  /**
   * What one of the two understood.
   *
   * @param before what they understood the time before, or null
   */
  Insights insights(Meeting meeting, boolean ofA, @Nullable Insights before)
      throws InterruptedException {
    String self = ofA ? cast.a().name() : cast.b().name();
    String other = ofA ? cast.b().name() : cast.a().name();
    String known =
        before == null
            ? ""
            : "\nUntil now "
                + self
                + " thought: "
                + String.join(" ", before.self())
                + " "
                + String.join(" ", before.other())
                + "\n";
    String prompt =
        fill(
            "reflection",
            Map.of("self", self, "other", other, "chat", chat(meeting), "before", known));
    String step = "D" + meeting.number() + "/reflection-" + (ofA ? "a" : "b");
    return asker.ask(
        new Wish(step, prompt, INSIGHT_TOKENS, 0.7),
        answer -> {
          JsonNode json = JsonReply.object(answer);
          var found =
              new Insights(
                  JsonReply.lines(JsonReply.member(json, "self")),
                  JsonReply.lines(JsonReply.member(json, "other")));
          if (found.self().isEmpty() || found.other().isEmpty()) {
            throw new Unusable("the keys must be \"self\" and \"other\", each with sentences");
          }
          asker.inLanguage(String.join(" ", found.self()) + String.join(" ", found.other()));
          return found;
        });
  }

  /**
   * The session summed up, and everything with it.
   *
   * @param before everything up to the session before, or null
   */
  Recap recap(Meeting meeting, @Nullable Recap before) throws InterruptedException {
    String known = before == null ? "" : "\nWhat they said before: " + before.soFar() + "\n";
    String prompt =
        fill(
            "recap",
            Map.of(
                "a",
                cast.a().name(),
                "b",
                cast.b().name(),
                "chat",
                chat(meeting),
                "before",
                known));
    return asker.ask(
        new Wish("D" + meeting.number() + "/recap", prompt, RECAP_TOKENS, 0.3),
        answer -> {
          JsonNode json = JsonReply.object(answer);
          String session = JsonReply.line(json, "session");
          String soFar = JsonReply.line(json, "so_far", "so far");
          if (session == null || soFar == null) {
            throw new Unusable("the keys must be \"session\" and \"so_far\", each with a summary");
          }
          asker.inLanguage(session);
          return new Recap(session, asker.inLanguage(soFar));
        });
  }

  private static String chat(Meeting meeting) {
    return meeting.dateText()
        + "\n"
        + meeting.turns().stream().map(Utterance::seen).collect(Collectors.joining("\n"));
  }

  private String fill(String name, Map<String, String> slots) {
    var all = new HashMap<>(slots);
    all.put("language", asker.language().english());
    return Prompts.builtIn().fill(name, all);
  }

  private static String shortened(String text) {
    return text.length() > 80 ? text.substring(0, 80) : text;
  }
}
