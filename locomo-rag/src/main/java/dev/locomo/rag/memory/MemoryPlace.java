package dev.locomo.rag.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.Keys;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a memory system is given besides its descriptor.
 *
 * @param keys what {@code ${env.NAME}} stands for
 * @param models what {@code ${models.NAME}} stands for: {@code url} and {@code key} of a server of
 *     models
 * @param work the folder for its files and logs; need not exist
 * @param notices told of what it says that nobody asked for
 * @param atOnce most requests in flight; null for what the system says of itself
 * @param profile what it said of itself before; null to ask it
 */
public record MemoryPlace(
    Keys keys,
    Map<String, String> models,
    Path work,
    Consumer<String> notices,
    @Nullable Integer atOnce,
    MemorySystem.@Nullable Profile profile) {

  /**
   * With the keys of an environment, and no models.
   *
   * @param environment variables by name; {@code .env} counts too
   */
  public static MemoryPlace of(
      Map<String, String> environment, Path work, Consumer<String> notices) {
    var keys = Keys.read(environment, Path.of(".env"));
    return new MemoryPlace(keys, Map.of(), work, notices, null, null);
  }

  /** The system, started when it is first asked something; to be closed. */
  public MemorySystem start(MemoryDescriptor descriptor) {
    return new DescribedMemory(descriptor, this);
  }

  /** The same with a limit of requests in flight; null for what the system says of itself. */
  public MemoryPlace atMost(@Nullable Integer requests) {
    return new MemoryPlace(keys, models, work, notices, requests, profile);
  }

  /** The same with a server of models. */
  public MemoryPlace with(Map<String, String> served) {
    return new MemoryPlace(keys, served, work, notices, atOnce, profile);
  }

  /** The same with another folder and what the system said of itself. */
  public MemoryPlace in(Path folder, MemorySystem.@Nullable Profile known) {
    return new MemoryPlace(keys, models, folder, notices, atOnce, known);
  }

  /**
   * What slots may name wherever they are.
   *
   * @throws UserError when the descriptor names a variable that is not set
   */
  ObjectNode values(MemoryDescriptor descriptor) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    values.put("work", work.toAbsolutePath().toString());
    values.put("folder", descriptor.folder().toString());
    JsonNode content = descriptor.content();
    ObjectNode env = values.putObject("env");
    for (String name : Template.named(content, "env.")) {
      String variable = name.substring("env.".length());
      env.put(
          variable,
          keys.secret(variable)
              .orElseThrow(() ->
                  new UserError(descriptor.name() + " needs " + variable, "set " + variable)));
    }
    ObjectNode served = values.putObject("models");
    models.forEach(served::put);
    return values;
  }
}
