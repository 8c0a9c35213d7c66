package dev.locomo.gen.options;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.PublishedData;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.gen.output.AgentFile;
import dev.locomo.gen.persona.MscPersonas;
import dev.locomo.gen.persona.SpeakerSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the two speakers come from. */
public record PeopleOptions(Settings settings) {
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

  /** The file of MSC, given or found. */
  private Path personas() {
    if (!settings.has(PERSONAS) && !Files.exists(ORIGINALS)) {
      throw new UserError(
          "where are the two speakers to come from?",
          "locomo data fetch personas, --personas FILE, --description TEXT, or --agent-a FILE"
              + " --agent-b FILE");
    }
    return settings.or(PERSONAS, ORIGINALS);
  }

  private boolean madeOtherwise() {
    return settings.has(DESCRIPTION) || settings.has(AGENT_A) || settings.has(AGENT_B);
  }

  /** Whether it is known where the two come from. */
  public boolean known() {
    return settings.has(PERSONAS) || madeOtherwise() || Files.exists(ORIGINALS);
  }

  /** The file of MSC as it is, for the original's way of drawing from it. */
  public JsonNode msc() {
    if (madeOtherwise()) {
      throw new UserError(
          "the reference protocol makes speakers from MSC alone",
          "--personas, or agent_a.json and agent_b.json in --out-dir");
    }
    return JsonFiles.read(personas(), JsonFiles.MAPPER::readTree);
  }

  /** How they are made. */
  public SpeakerSource source(long seed) {
    if (Stream.of(PERSONAS, DESCRIPTION, AGENT_A).filter(settings::has).count() > 1
        || settings.has(AGENT_A) != settings.has(AGENT_B)) {
      throw new UserError(
          "the two speakers come from one place",
          "--personas, or --description, or --agent-a with --agent-b");
    }
    String description = settings.orNull(DESCRIPTION);
    if (description != null) {
      if (description.isBlank()) {
        throw new UserError("--description is empty", "a sentence or two about the two speakers");
      }
      return SpeakerSource.described(description);
    }
    Path one = settings.orNull(AGENT_A);
    Path other = settings.orNull(AGENT_B);
    return one != null && other != null
        ? SpeakerSource.of(AgentFile.read("", one, other, false).speakers())
        : SpeakerSource.msc(MscPersonas.read(personas()), seed);
  }
}
