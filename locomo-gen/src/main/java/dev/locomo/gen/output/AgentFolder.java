package dev.locomo.gen.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.gen.sample.GeneratedSample;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two agents' files of a conversation. They are replaced by such as hold no less; when
 * something is made again, only by a whole conversation.
 */
public final class AgentFolder {
  private final Path folder;
  private final Label label;
  private final boolean again;
  private final int held;

  /**
   * @param folder the conversation's
   * @param label marks what is written
   * @param again whether something that is there is made again
   * @throws dev.locomo.core.error.DataError when a file that is there cannot be read
   */
  public AgentFolder(Path folder, Label label, boolean again) {
    this.folder = folder;
    this.label = label;
    this.again = again;
    Path a = folder.resolve(AgentFile.A);
    this.held = Files.exists(a) ? size(JsonFiles.read(a, JsonFiles.MAPPER::readTree)) : -1;
  }

  /** Reads both as {@link AgentFile#read}. */
  public static GeneratedSample read(String id, Path folder, boolean original) {
    return AgentFile.read(id, folder.resolve(AgentFile.A), folder.resolve(AgentFile.B), original);
  }

  /** How much an agent's file holds: sessions first, then whether there are events. */
  private static int size(JsonNode agent) {
    return 2 * count(agent) + (agent.has("graph") ? 1 : 0);
  }

  private static int count(JsonNode agent) {
    int number = 1;
    while (agent.has("session_" + number)) {
      number++;
    }
    return number - 1;
  }

  /** How many sessions the files in a folder hold; none when there are no files. */
  public static int sessions(Path folder) {
    Path a = folder.resolve(AgentFile.A);
    return Files.exists(a) ? count(JsonFiles.read(a, JsonFiles.MAPPER::readTree)) : 0;
  }

  /**
   * Writes both, unless that would lose something.
   *
   * @param whole whether the conversation is made to its end
   */
  public void write(ObjectNode a, ObjectNode b, boolean whole) {
    if (again && held >= 0 ? whole : size(a) >= held) {
      write(AgentFile.A, a);
      write(AgentFile.B, b);
    }
  }

  private void write(String name, ObjectNode agent) {
    ObjectNode labelled = agent.deepCopy();
    labelled.remove(Label.KEY);
    labelled.set(Label.KEY, label.json());
    AtomicFile.writeText(folder.resolve(name), JsonDump.text(labelled));
  }
}
