package dev.locomo.gen.persona;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.gen.persona.MscPersonas.Sketch;
import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.prompt.ConversationModel.Piece;
import dev.locomo.gen.prompt.JsonReply;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.sample.Pair;
import dev.locomo.gen.sample.Persona;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Has personas written from attribute sentences or from a description.
 *
 * <p><b>Source</b> Maharana et al., ACL 2024, section 3.1: a persona is expanded from a few
 * sentences of MSC.
 *
 * @param model who writes
 */
record PersonaWriter(ConversationModel model) {
  private static final int TOKENS = 1000;
  private static final int SHORTEST = 20;

  /** Both personas of a pair, one request each; the second is told the first one's name. */
  Pair<Persona> expand(Sketch sketch) throws InterruptedException {
    Persona a = expand("persona/a", sketch.a(), "");
    return new Pair<>(a, expand("persona/b", sketch.b(), a.name()));
  }

  private Persona expand(String step, List<String> facts, String taken)
      throws InterruptedException {
    String given = Filter.input("the persona of MSC", "- " + String.join("\n- ", facts));
    String other =
        taken.isEmpty()
            ? ""
            : "Somebody else is already called " + taken + "; take another name.\n";
    String prompt = model.prompt("persona", Map.of("facts", given, "other", other));
    return model.ask(
        new Piece(step, prompt, TOKENS, 1.0),
        reply -> persona(JsonReply.object(reply), taken, facts));
  }

  /** Both personas from a sketch in a sentence or two, one request. */
  Pair<Persona> describe(String description) throws InterruptedException {
    String given = Filter.input("the description", description);
    return model.ask(
        new Piece(
            "persona/pair", model.prompt("pair", Map.of("description", given)), 2 * TOKENS, 1.0),
        reply -> {
          JsonNode both = JsonReply.object(reply);
          Persona a = persona(JsonReply.member(both, "a"), "", List.of());
          return new Pair<>(a, persona(JsonReply.member(both, "b"), a.name(), List.of()));
        });
  }

  private Persona persona(JsonNode json, String taken, List<String> facts) throws Unreadable {
    String name = JsonReply.line(json, "name");
    String text = JsonReply.line(json, "persona", "persona_summary", "description");
    if (name == null || text == null) {
      throw new Unreadable("the keys must be \"name\" and \"persona\", each with a text");
    }
    if (!Persona.isName(name)) {
      throw new Unreadable("\"name\" must be a short name without colon, quotes and brackets");
    }
    if (name.toLowerCase(Locale.ROOT).equals(taken.toLowerCase(Locale.ROOT))) {
      throw new Unreadable("the name " + name + " is taken; use another");
    }
    if (text.length() < SHORTEST || text.length() > Filter.LONGEST_INPUT) {
      throw new Unreadable("\"persona\" must be a description of 80 to 150 words");
    }
    return new Persona(name, model.inLanguage(text), facts);
  }
}
