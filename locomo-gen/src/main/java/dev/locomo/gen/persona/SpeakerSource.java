package dev.locomo.gen.persona;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.Unreadable;
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
 * Where the two speakers of a conversation come from.
 *
 * <p><b>Source</b> Maharana et al., ACL 2024, section 3.1: a persona is expanded from a few
 * sentences of MSC.
 *
 * @param settings what of it determines the speakers, for the settings of the run
 * @param way how they are made
 */
public record SpeakerSource(Map<String, String> settings, Way way) {
  private static final int TOKENS = 1000;
  private static final int SHORTEST = 20;

  /** Nowhere: all speakers are there. */
  public static final SpeakerSource NONE =
      new SpeakerSource(
          Map.of(),
          (_, _) -> {
            throw new IllegalStateException("all speakers are there");
          });

  /** Makes the two speakers of one conversation. */
  @FunctionalInterface
  public interface Way {
    /**
     * The two of one conversation.
     *
     * @param conversation its number in the run, from 0
     */
    Pair<Persona> pair(ConversationModel model, int conversation) throws InterruptedException;
  }

  /**
   * Drawn from MSC, another pair for each conversation, and expanded, one request each; the second
   * is told the first one's name.
   */
  public static SpeakerSource msc(MscPersonas personas, long seed) {
    return new SpeakerSource(
        Map.of("personas_sha256", personas.sha256()),
        (model, number) -> {
          var sketch = personas.drawn(seed, number);
          Persona a = expanded(model, "persona/a", sketch.a(), "");
          return new Pair<>(a, expanded(model, "persona/b", sketch.b(), a.name()));
        });
  }

  private static Persona expanded(
      ConversationModel model, String step, List<String> facts, String taken)
      throws InterruptedException {
    String given = Filter.input("the persona of MSC", "- " + String.join("\n- ", facts));
    String other =
        taken.isEmpty()
            ? ""
            : "Somebody else is already called " + taken + "; take another name.\n";
    String prompt = model.prompt("persona", Map.of("facts", given, "other", other));
    return model.ask(
        new Piece(step, prompt, TOKENS, 1.0),
        reply -> persona(model, JsonReply.object(reply), taken, facts));
  }

  /**
   * Made up after a sketch in a sentence or two, both in one request.
   *
   * @throws dev.locomo.core.error.UserError when it is too long
   */
  public static SpeakerSource described(String description) {
    String given = Filter.input("--description", description);
    return new SpeakerSource(
        Map.of("description", given),
        (model, _) -> {
          String prompt = model.prompt("pair", Map.of("description", given));
          return model.ask(
              new Piece("persona/pair", prompt, 2 * TOKENS, 1.0),
              reply -> {
                JsonNode both = JsonReply.object(reply);
                Persona a = persona(model, JsonReply.member(both, "a"), "", List.of());
                JsonNode b = JsonReply.member(both, "b");
                return new Pair<>(a, persona(model, b, a.name(), List.of()));
              });
        });
  }

  /** Always the same two. */
  public static SpeakerSource of(Pair<Persona> pair) {
    return new SpeakerSource(Map.of("agents", pair.toString()), (_, _) -> pair);
  }

  private static Persona persona(
      ConversationModel model, JsonNode json, String taken, List<String> facts) throws Unreadable {
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
