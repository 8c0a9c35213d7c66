package dev.locomo.core.dataset.json;

import dev.locomo.core.dataset.TurnId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What annotations refer to in their conversation, as far as it could be read.
 *
 * @param speakers the two names
 * @param dates date as written by session number; empty text where there is none
 * @param turns ids of all turns
 */
record Outline(Set<String> speakers, SortedMap<Integer, String> dates, Set<TurnId> turns) {
  Outline() {
    this(new LinkedHashSet<>(), new TreeMap<>(), new HashSet<>());
  }

  /** The speakers as an error message names them. */
  String speakerNames() {
    return String.join(" or ", speakers.stream().map(Node::quoted).toList());
  }
}
