package dev.locomo.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What happened in a run: {@code manifest.json} is written when the run is opened and again when it
 * is closed. A run that was killed is still {@code running} there.
 *
 * @param file the file
 * @param content what is written, besides status and times
 * @param started when the run was first opened, as in the file of an earlier start
 * @param starts how often it was opened, this time included
 */
public record Manifest(Path file, ObjectNode content, String started, int starts) {
  /** Which parameters models refused in a run, by model: a run that goes on begins with them. */
  public static final String REFUSED = "refused_parameters";

  /** How many prompts of a run its servers have cut. */
  public static final String PROMPTS_CUT = "prompts_cut";

  private static final int FORMAT = 1;

  /** How a run can end. */
  public enum Status {
    RUNNING,
    COMPLETE,
    INTERRUPTED,
    STOPPED;

    /**
     * That of a run that ended.
     *
     * @param all whether it did everything
     * @param failed whether, if not, the provider is why
     */
    public static Status of(boolean all, boolean failed) {
      if (all) {
        return COMPLETE;
      }
      return failed ? STOPPED : INTERRUPTED;
    }
  }

  /**
   * Opens it.
   *
   * @param content of which the {@code run_id} becomes that of an earlier start, where it has one;
   *     it gets the parameters that models refused and the number of prompts that were cut then
   * @param now the time
   */
  public static Manifest open(Path file, ObjectNode content, Instant now) {
    JsonNode before = Files.exists(file) ? read(file) : JsonFiles.MAPPER.createObjectNode();
    if (before.path("run_id").isTextual() && content.has("run_id")) {
      content.set("run_id", before.path("run_id"));
    }
    for (String earlier : List.of(REFUSED, PROMPTS_CUT)) {
      if (before.has(earlier)) {
        content.set(earlier, before.path(earlier));
      }
    }
    var manifest =
        new Manifest(
            file,
            content,
            before.path("started").asText(now.toString()),
            before.path("starts").asInt() + 1);
    manifest.write(Status.RUNNING, now);
    return manifest;
  }

  /**
   * What a manifest says.
   *
   * @throws DataError when it is no JSON object, or of a format that a later version writes
   */
  public static ObjectNode read(Path file) {
    JsonNode root = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    if (!(root instanceof ObjectNode manifest)) {
      throw new DataError(file.toString(), "", "found no JSON object; expected a manifest");
    }
    JsonNode format = manifest.path("format");
    if (!format.isMissingNode() && format.asInt() != FORMAT) {
      throw new DataError(
          file.toString(),
          "/format",
          "found " + format + "; expected " + FORMAT + " (written by another version)");
    }
    return manifest;
  }

  /** Says of a run that is cut off right now that it was interrupted, and nothing else of it. */
  public static void interrupt(Path file) {
    ObjectNode root = read(file);
    String running = Status.RUNNING.name().toLowerCase(Locale.ROOT);
    if (root.path("status").asText().equals(running)) {
      root.put("status", Status.INTERRUPTED.name().toLowerCase(Locale.ROOT));
      AtomicFile.writeText(file, root.toPrettyString() + "\n");
    }
  }

  /** Writes the content with a status. */
  public void write(Status status, Instant now) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    root.put("format", FORMAT).put("status", status.name().toLowerCase(Locale.ROOT));
    root.put("started", started).put("updated", now.toString()).put("starts", starts);
    root.setAll(content);
    AtomicFile.writeText(file, root.toPrettyString() + "\n");
  }
}
