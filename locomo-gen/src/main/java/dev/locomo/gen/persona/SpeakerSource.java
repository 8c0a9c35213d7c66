package dev.locomo.gen.persona;

import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.sample.Pair;
import dev.locomo.gen.sample.Persona;
import java.util.Map;

/**
 * Where the two speakers of a conversation come from.
 *
 * @param settings what of it determines the speakers, for the settings of the run
 * @param way how they are made
 */
public record SpeakerSource(Map<String, String> settings, Way way) {
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

  /** Drawn from MSC, another pair for each conversation, and expanded. */
  public static SpeakerSource msc(MscPersonas personas, long seed) {
    return new SpeakerSource(
        Map.of("personas_sha256", personas.sha256()),
        (model, number) -> new PersonaWriter(model).expand(personas.drawn(seed, number)));
  }

  /**
   * Made up after a sketch.
   *
   * @throws dev.locomo.core.error.UserError when it is too long
   */
  public static SpeakerSource described(String description) {
    return new SpeakerSource(
        Map.of("description", Filter.input("--description", description)),
        (model, _) -> new PersonaWriter(model).describe(description));
  }

  /** Always the same two. */
  public static SpeakerSource of(Pair<Persona> pair) {
    return new SpeakerSource(Map.of("agents", pair.toString()), (_, _) -> pair);
  }
}
