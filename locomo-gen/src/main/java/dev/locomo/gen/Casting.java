package dev.locomo.gen;

import dev.locomo.gen.persona.MscPersonas;
import dev.locomo.gen.persona.Pair;
import dev.locomo.gen.persona.PersonaWriter;
import dev.locomo.gen.prompt.Asker;

/** Where the two of a conversation come from. */
@FunctionalInterface
public interface Casting {
  /**
   * The two of one conversation.
   *
   * @param conversation its number in the run, from 0
   */
  Pair pair(Asker asker, int conversation) throws InterruptedException;

  /** Drawn from MSC, another pair for each conversation, and expanded. */
  static Casting msc(MscPersonas personas, long seed) {
    return (asker, conversation) ->
        new PersonaWriter(asker).expand(personas.drawn(seed, conversation));
  }

  /** Made up after a sketch. */
  static Casting described(String description) {
    return (asker, _) -> new PersonaWriter(asker).describe(description);
  }

  /** Always the same two. */
  static Casting of(Pair pair) {
    return (_, _) -> pair;
  }
}
