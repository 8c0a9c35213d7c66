package dev.locomo.cli.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.PublishedData;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.gen.Casting;
import dev.locomo.gen.output.AgentReader;
import dev.locomo.gen.persona.MscPersonas;
import dev.locomo.gen.safety.Filter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the two speakers come from. */
public final class PeopleOptions {
  private static final Setting<Path> PERSONAS =
      Setting.path(
          "personas",
          "FILE",
          "Persona pairs of MSC, as data fetch personas gets them (default:"
              + " data/msc_personas_all.json where it is there); read, never changed.");
  private static final Setting<String> DESCRIPTION =
      Setting.text("description", "TEXT", "Make the two up after a sketch of a sentence or two.");
  private static final Setting<Path> AGENT_A =
      Setting.path(
          "agent-a", "FILE", "A JSON file with name and persona_summary; goes with --agent-b.");
  private static final Setting<Path> AGENT_B =
      Setting.path("agent-b", "FILE", "The other speaker.");

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", PERSONAS, DESCRIPTION, AGENT_A, AGENT_B);

  private static final Path ORIGINALS = PublishedData.PERSONAS.path();

  private final @Nullable Path personas;
  private final @Nullable String description;
  private final @Nullable Path agentA;
  private final @Nullable Path agentB;

  /** Their values. */
  public PeopleOptions(Settings settings) {
    personas = settings.orNull(PERSONAS);
    description = settings.orNull(DESCRIPTION);
    agentA = settings.orNull(AGENT_A);
    agentB = settings.orNull(AGENT_B);
  }

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

  /**
   * The file of MSC as it is, for the original's way of drawing from it.
   *
   * @param settings of the run; what determines the two is added
   */
  public JsonNode msc(SortedMap<String, String> settings) {
    if (description != null || agentA != null || agentB != null) {
      throw new UserError(
          "the reference protocol makes speakers from MSC alone",
          "--personas, or agent_a.json and agent_b.json in --out-dir");
    }
    JsonNode msc = JsonFiles.read(personas(), JsonFiles.MAPPER::readTree);
    settings.put("personas_sha256", Sha256.of(msc.toString()));
    return msc;
  }

  /**
   * How they are made.
   *
   * @param settings of the run; what determines the two is added
   */
  public Casting casting(long seed, SortedMap<String, String> settings) {
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
      settings.put("description", Filter.input("--description", description));
      return Casting.described(description);
    }
    if (agentA != null && agentB != null) {
      var pair = AgentReader.read("", agentA, agentB).pair();
      settings.put("agents", pair.toString());
      return Casting.of(pair);
    }
    var pairs = MscPersonas.read(personas());
    settings.put("personas_sha256", pairs.sha256());
    return Casting.msc(pairs, seed);
  }
}
