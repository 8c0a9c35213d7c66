package dev.locomo.gen.persona;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.gen.persona.MscPersonas.Sketch;
import dev.locomo.gen.prompt.Asker;
import dev.locomo.gen.prompt.JsonReply;
import dev.locomo.gen.prompt.Prompts;
import dev.locomo.gen.prompt.Unusable;
import dev.locomo.gen.prompt.Wish;
import dev.locomo.gen.safety.Filter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Has personas written from attribute sentences or from a description.
 *
 * <p><b>Source</b> Maharana et al., ACL 2024, section 3.1: a persona is expanded from a few
 * sentences of MSC.
 */
public final class PersonaWriter {
  private static final int TOKENS = 1000;
  private static final int SHORTEST = 20;

  private final Asker asker;

  /** Asks through this. */
  public PersonaWriter(Asker asker) {
    this.asker = asker;
  }

  /** Both personas of a pair, one request each; the second is told the first one's name. */
  public Pair expand(Sketch sketch) throws InterruptedException {
    Persona a = expand("persona/a", sketch.a(), "");
    return new Pair(a, expand("persona/b", sketch.b(), a.name()));
  }

  private Persona expand(String step, List<String> facts, String taken)
      throws InterruptedException {
    String given = Filter.input("the persona of MSC", "- " + String.join("\n- ", facts));
    String other =
        taken.isEmpty()
            ? ""
            : "Somebody else is already called " + taken + "; take another name.\n";
    String prompt =
        Prompts.builtIn()
            .fill(
                "persona",
                Map.of("facts", given, "other", other, "language", asker.language().english()));
    return asker.ask(
        new Wish(step, prompt, TOKENS, 1.0),
        answer -> persona(JsonReply.object(answer), taken, facts));
  }

  /** Both personas from a sketch in a sentence or two, one request. */
  public Pair describe(String description) throws InterruptedException {
    String prompt =
        Prompts.builtIn()
            .fill(
                "pair",
                Map.of(
                    "description",
                    Filter.input("the description", description),
                    "language",
                    asker.language().english()));
    return asker.ask(
        new Wish("persona/pair", prompt, 2 * TOKENS, 1.0),
        answer -> {
          JsonNode both = JsonReply.object(answer);
          Persona a = persona(JsonReply.member(both, "a"), "", List.of());
          return new Pair(a, persona(JsonReply.member(both, "b"), a.name(), List.of()));
        });
  }

  private Persona persona(JsonNode json, String taken, List<String> facts) throws Unusable {
    String name = JsonReply.line(json, "name");
    String text = JsonReply.line(json, "persona", "persona_summary", "description");
    if (name == null || text == null) {
      throw new Unusable("the keys must be \"name\" and \"persona\", each with a text");
    }
    if (!Persona.isName(name)) {
      throw new Unusable("\"name\" must be a short name without colon, quotes and brackets");
    }
    if (same(name, taken)) {
      throw new Unusable("the name " + name + " is taken; use another");
    }
    if (text.length() < SHORTEST || text.length() > Filter.LONGEST_INPUT) {
      throw new Unusable("\"persona\" must be a description of 80 to 150 words");
    }
    return new Persona(name, asker.inLanguage(text), facts);
  }

  private static boolean same(String name, String other) {
    return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }
}
