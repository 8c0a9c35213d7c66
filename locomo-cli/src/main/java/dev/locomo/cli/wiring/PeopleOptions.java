package dev.locomo.cli.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.PublishedData;
import dev.locomo.gen.output.AgentReader;
import dev.locomo.gen.persona.MscPersonas;
import dev.locomo.gen.persona.SpeakerSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the two speakers come from. */
public final class PeopleOptions {
  private static final Path ORIGINALS = PublishedData.PERSONAS.path();

  @Option(
      names = "--personas",
      paramLabel = "FILE",
      description =
          "Persona pairs of MSC, as data fetch personas gets them (default:"
              + " data/msc_personas_all.json where it is there); read, never changed.")
  private @Nullable Path personas;

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      description = "Make the two up after a sketch of a sentence or two.")
  private @Nullable String description;

  @Option(
      names = "--agent-a",
      paramLabel = "FILE",
      description = "A JSON file with name and persona_summary; goes with --agent-b.")
  private @Nullable Path agentA;

  @Option(names = "--agent-b", paramLabel = "FILE", description = "The other speaker.")
  private @Nullable Path agentB;

  /** The file of MSC, given or found. */
  private Path personas() {
    if (personas == null && !Files.exists(ORIGINALS)) {
      throw new UserError(
          "where are the two speakers to come from?",
          "locomo data fetch personas, --personas FILE, --description TEXT, or --agent-a FILE"
              + " --agent-b FILE");
    }
    return Objects.requireNonNullElse(personas, ORIGINALS);
  }

  /** Whether it is known where the two come from. */
  public boolean known() {
    return personas != null
        || description != null
        || agentA != null
        || agentB != null
        || Files.exists(ORIGINALS);
  }

  /** The file of MSC as it is, for the original's way of drawing from it. */
  public JsonNode msc() {
    if (description != null || agentA != null || agentB != null) {
      throw new UserError(
          "the reference protocol makes speakers from MSC alone",
          "--personas, or agent_a.json and agent_b.json in --out-dir");
    }
    return JsonFiles.read(personas(), JsonFiles.MAPPER::readTree);
  }

  /** How they are made. */
  public SpeakerSource source(long seed) {
    long ways = Stream.of(personas, description, agentA).filter(Objects::nonNull).count();
    if (ways > 1 || (agentA == null) != (agentB == null)) {
      throw new UserError(
          "the two speakers come from one place",
          "--personas, or --description, or --agent-a with --agent-b");
    }
    if (description != null) {
      if (description.isBlank()) {
        throw new UserError("--description is empty", "a sentence or two about the two speakers");
      }
      return SpeakerSource.described(description);
    }
    return agentA != null && agentB != null
        ? SpeakerSource.of(AgentReader.read("", agentA, agentB).speakers())
        : SpeakerSource.msc(MscPersonas.read(personas()), seed);
  }
}
