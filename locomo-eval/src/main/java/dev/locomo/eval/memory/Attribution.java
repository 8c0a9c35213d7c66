package dev.locomo.eval.memory;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.rag.memory.MemoryDescriptor.Provenance;
import dev.locomo.rag.memory.MemorySystem.Item;
import dev.locomo.rag.passage.Passage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which turns of a conversation an item comes from, by one rule for all items of a run. All turns
 * are looked at, never the evidence alone.
 */
final class Attribution {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private final Conversation conversation;
  private final Provenance level;
  private final Map<String, Turn> turns = new LinkedHashMap<>();
  private final Map<String, List<String>> words = new LinkedHashMap<>();

  Attribution(Conversation conversation, Provenance level) {
    this.conversation = conversation;
    this.level = level;
    for (Turn turn : conversation.turns()) {
      turns.put(turn.id().toString(), turn);
      words.put(turn.id().toString(), words(turn.text()));
    }
  }

  /** What a reader is shown of an item, dated by its turns where they are known. */
  Passage passage(Item item) {
    List<String> sources = sources(item);
    if (sources.isEmpty()) {
      return new Passage(item.text(), item.time(), 0, List.of());
    }
    int number = TurnId.namedIn(sources).iterator().next().session();
    String date = conversation.session(number).map(s -> s.dateText()).orElse("");
    return new Passage(item.text(), date, number, sources);
  }

  private List<String> sources(Item item) {
    if (level == Provenance.IDS) {
      return item.sources().stream().filter(turns::containsKey).toList();
    }
    if (level == Provenance.NONE) {
      return List.of();
    }
    List<String> said = words(item.text());
    Set<String> set = new HashSet<>(said);
    String joined = " " + String.join(" ", said) + " ";
    var sources = new ArrayList<String>();
    words.forEach((id, turn) -> {
      boolean from =
          level == Provenance.VERBATIM
              ? joined.contains(" " + String.join(" ", turn) + " ")
              : 2 * turn.stream().filter(set::contains).count() >= turn.size();
      if (from && !turn.isEmpty()) {
        sources.add(id);
      }
    });
    return sources;
  }

  private static List<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(m -> m.group()).toList();
  }
}
