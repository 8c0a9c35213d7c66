package dev.locomo.eval.memory;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.rag.memory.MemoryDescriptor;
import dev.locomo.rag.memory.MemorySystem;
import dev.locomo.rag.memory.MemorySystem.Asked;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is wanted of a memory system.
 *
 * @param k items asked for, at least 1
 * @param tokens the most that a reader is shown for a question; 0 for no limit
 * @param rounds of the agent's track: how often a model's calls are made for a question
 * @param counter counts tokens
 */
public record Wanted(
    MemoryDescriptor descriptor, int k, int tokens, Track track, int rounds, TokenCounter counter) {
  /** Who answers; never mixed. */
  public enum Track {
    /** Our reader, from what the system finds. */
    STANDARD,
    /** The system itself. */
    OPEN,
    /** A model that looks things up with the system's own tools. */
    AGENT;

    /** The word in settings and tables. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether an answer, or a search, is what the system is asked for. */
  boolean answers() {
    return track == Track.OPEN;
  }

  /** How it is known which turns its items come from. */
  MemoryDescriptor.Provenance level(MemorySystem.Profile profile) {
    return descriptor.provenance(profile.sources());
  }

  /** A question as the system is asked it. */
  Asked asked(Conversation conversation, Probe probe) {
    String now =
        Session.parseTime(probe.now())
            .map(MemorySystem::iso)
            .orElseGet(() -> MemorySystem.now(conversation));
    return new Asked(probe.text(), k, now);
  }

  /** Puts what identifies the system and what is wanted of it into the settings of a run. */
  void describe(Map<String, String> on, MemorySystem.Profile profile, List<Tool> tools) {
    String name = (profile.name() + " " + profile.version()).strip();
    if (answers()) {
      on.put("model", "memory");
    }
    on.put("memory", descriptor.name() + " (" + name + ")");
    on.put("memory_descriptor", descriptor.hash());
    on.put("memory_hash", Sha256.of(descriptor.hash() + "\0" + name));
    on.put("memory_track", track.label());
    on.put("memory_k", Integer.toString(k));
    on.put("memory_tokens", tokens == 0 ? "no limit" : Integer.toString(tokens));
    on.put("memory_recall", level(profile).name().toLowerCase(Locale.ROOT));
    if (!tools.isEmpty()) {
      on.put("memory_rounds", Integer.toString(rounds));
      on.put("memory_tools", tools.stream().map(Tool::name).collect(Collectors.joining(" ")));
      on.put("memory_tools_hash", Sha256.of(tools.toString()));
    }
  }

  /**
   * Refuses a system that cannot do it.
   *
   * @param tools how many it offers
   */
  void check(MemorySystem.Profile profile, int tools) {
    if (track == Track.AGENT && tools == 0) {
      throw new UserError(
          descriptor.name() + " offers no tools that a model may call",
          "a server of MCP, and \"tools\" in its descriptor");
    }
    if (answers() ? !profile.answer() : track == Track.STANDARD && !profile.search()) {
      throw new UserError(
          descriptor.name() + " cannot " + (answers() ? "answer" : "search"),
          answers() ? "leave out --memory-answers" : "--memory-answers");
    }
  }
}
