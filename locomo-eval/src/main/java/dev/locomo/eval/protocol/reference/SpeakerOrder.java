package dev.locomo.eval.protocol.reference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * In which order the prompt names the two speakers. The original takes them out of a Python set, so
 * that their order changes from one process to the next; here it is a setting, {@code a,b} unless
 * said otherwise: {@code speaker_a} of the data file first.
 *
 * @param written the setting as a canonical text
 * @param firstA whether {@code speaker_a} comes first in conversations without an entry of their
 *     own
 * @param bySample two names by sample id
 */
public record SpeakerOrder(String written, boolean firstA, Map<String, List<String>> bySample) {
  /** The default. */
  public static final SpeakerOrder A_B = new SpeakerOrder("a,b", true, Map.of());

  public SpeakerOrder {
    bySample = Map.copyOf(bySample);
  }

  /**
   * Reads the setting: {@code a,b}, {@code b,a} or a JSON file that maps a sample id to two names;
   * for a sample that the file does not have, {@code a,b}.
   *
   * @throws UserError when it is none of these
   * @throws DataError when the file has another shape
   */
  public static SpeakerOrder parse(String typed) {
    return switch (typed) {
      case "a,b" -> A_B;
      case "b,a" -> new SpeakerOrder("b,a", false, Map.of());
      default -> {
        Path file = Path.of(typed);
        if (!Files.exists(file)) {
          throw new UserError(
              "unknown speaker order '" + typed + "'", "a,b or b,a or a JSON file that exists");
        }
        yield of(names(file));
      }
    };
  }

  /** Names by sample id; other samples in the order {@code a,b}. */
  public static SpeakerOrder of(Map<String, List<String>> bySample) {
    return new SpeakerOrder(new TreeMap<>(bySample).toString(), true, bySample);
  }

  private static Map<String, List<String>> names(Path file) {
    var bySample = new TreeMap<String, List<String>>();
    JsonNode json = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    if (!json.isObject()) {
      throw new DataError(
          file.toString(), "/", "found no object; expected sample ids, each with two names");
    }
    for (var entry : json.properties()) {
      var names = entry.getValue();
      if (names.size() != 2 || !names.path(0).isTextual() || !names.path(1).isTextual()) {
        throw new DataError(
            file.toString(), "/" + entry.getKey(), "found " + names + "; expected two names");
      }
      bySample.put(entry.getKey(), List.of(names.get(0).textValue(), names.get(1).textValue()));
    }
    return bySample;
  }

  /**
   * The two names, which are those of the speakers of session 1.
   *
   * @throws UserError when session 1 has fewer than two speakers, where the original stops, or when
   *     a name that was given is none of them
   */
  List<String> names(String sample, Conversation conversation) {
    var speaking = new LinkedHashSet<String>();
    conversation
        .session(1)
        .ifPresent(s -> s.turns().stream().map(Turn::speaker).forEach(speaking::add));
    var given = bySample.get(sample);
    if (speaking.size() < 2 || (given != null && !speaking.containsAll(given))) {
      throw new UserError(
          "the speakers of session 1 of " + sample + " are " + speaking,
          "two different speakers, and in the speaker order their names");
    }
    return given != null ? given : ordered(conversation, speaking);
  }

  private List<String> ordered(Conversation conversation, Set<String> speaking) {
    String a = conversation.speakerA();
    String b = conversation.speakerB();
    return Stream.concat(firstA ? Stream.of(a, b) : Stream.of(b, a), speaking.stream())
        .filter(speaking::contains)
        .distinct()
        .limit(2)
        .toList();
  }
}
