package dev.locomo.gen.options;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.PublishedData;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.gen.output.AgentReader;
import dev.locomo.gen.persona.MscPersonas;
import dev.locomo.gen.persona.SpeakerSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the two speakers come from. */
public final class PeopleOptions {
  private static final Setting<Path> PERSONAS =
      Setting.path("people.personas", "FILE").changesResult();
  private static final Setting<String> DESCRIPTION =
      Setting.text("people.description", "TEXT").changesResult();
  private static final Setting<Path> AGENT_A =
      Setting.path("people.agent-a", "FILE").changesResult();
  private static final Setting<Path> AGENT_B =
      Setting.path("people.agent-b", "FILE").changesResult();

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
