package dev.locomo.gen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.gen.output.AgentFile;
import dev.locomo.gen.output.AgentFolder;
import dev.locomo.gen.plan.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The conversations of a run, each in a folder of its own. What stood in the agents' files when the
 * run began is copied into the run's folder and every start of the run begins with it, so that a
 * run killed half-way comes to the same end.
 *
 * @param out the output folder
 * @param run the run's folder
 * @param count how many conversations, at least 1; a single one is in the output folder itself
 */
public record GenerationInputs(Path out, Path run, int count) {
  private static final List<String> AGENTS = List.of(AgentFile.A, AgentFile.B);

  /** Sample id of a conversation. */
  static String id(int number) {
    return "gen-" + (number + 1);
  }

  /** A conversation's folder seen from the output folder; empty for the folder itself. */
  String name(int number) {
    return count == 1 ? "" : id(number);
  }

  private Path folder(int number) {
    return out.resolve(name(number));
  }

  /** Which conversations had agents when the run began. */
  private Path list() {
    return run.resolve("inputs.json");
  }

  /** The hashes of the agents' files that a whole run has written. */
  private Path outputs() {
    return run.resolve("outputs.json");
  }

  private Path copies(int number) {
    return run.resolve("inputs").resolve(id(number));
  }

  /** Whether the agents' files of a conversation are there. */
  private boolean there(int number) {
    return AGENTS.stream().allMatch(name -> Files.exists(folder(number).resolve(name)));
  }

  /** Whether every conversation has its agents' files. */
  public boolean allThere() {
    return IntStream.range(0, count).allMatch(this::there);
  }

  /**
   * Whether the agents' files are no longer those that this run wrote last: then they are the
   * beginning of another run.
   */
  public boolean overtaken() {
    return Files.exists(outputs())
        && !JsonFiles.read(outputs(), JsonFiles.MAPPER::readTree).equals(hashes());
  }

  private ObjectNode hashes() {
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    for (int number = 0; number < count; number++) {
      for (String name : AGENTS) {
        json.put(name(number) + "/" + name, hash(folder(number).resolve(name)));
      }
    }
    return json;
  }

  private static String hash(Path file) {
    return Files.exists(file) ? Sha256.of(file) : "";
  }

  /**
   * Looks at the agents' files that a new run would begin with.
   *
   * @throws dev.locomo.core.error.DataError when one cannot be used
   */
  public void check(boolean original) {
    for (int number = 0; number < count && !Files.exists(list()); number++) {
      if (there(number)) {
        AgentFolder.read(id(number), folder(number), original);
      }
    }
  }

  /** Copies the agents' files that are there, once in the life of a run. */
  public void begin() {
    try {
      // From now on the files change; whoever edits them is noticed after the run only.
      Files.deleteIfExists(outputs());
    } catch (IOException e) {
      throw AtomicFile.unwritable(outputs(), e);
    }
    if (Files.exists(list())) {
      return;
    }
    ObjectNode list = JsonFiles.MAPPER.createObjectNode();
    for (int number = 0; number < count; number++) {
      list.put(id(number), there(number));
      if (there(number)) {
        for (String name : AGENTS) {
          Path from = folder(number).resolve(name);
          AtomicFile.write(copies(number).resolve(name), out -> Files.copy(from, out));
        }
      }
    }
    AtomicFile.writeText(list(), list.toPrettyString() + "\n");
  }

  /** The conversations, in order; not before {@link #begin}. */
  List<Generator.Item> items() {
    JsonNode list = JsonFiles.read(list(), JsonFiles.MAPPER::readTree);
    return IntStream.range(0, count)
        .mapToObj(number -> {
          boolean there = list.path(id(number)).asBoolean();
          Optional<Path> before = there ? Optional.of(copies(number)) : Optional.empty();
          return new Generator.Item(number, id(number), folder(number), before);
        })
        .toList();
  }

  /** Remembers the agents' files as those that the whole run wrote. */
  void end() {
    AtomicFile.writeText(outputs(), hashes().toPrettyString() + "\n");
  }
}
