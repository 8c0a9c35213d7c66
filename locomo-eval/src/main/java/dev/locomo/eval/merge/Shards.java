package dev.locomo.eval.merge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.request.Refused;
import dev.locomo.core.pipeline.CutPrompts;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All parts of one run, each once and complete.
 *
 * @param folders in the order of their numbers; at least one
 */
public record Shards(List<ShardFolder> folders) {
  /**
   * Reads and checks them.
   *
   * @param paths in any order
   * @throws UserError when they are of different runs, one is missing, there twice, or not
   *     complete; the message names each
   */
  public static Shards read(List<Path> paths) {
    var folders = paths.stream().map(ShardFolder::read).toList();
    refuseStrangers(folders);
    var byNumber = new TreeMap<Integer, ShardFolder>();
    for (ShardFolder folder : folders) {
      ShardFolder other = byNumber.put(folder.shard().number(), folder);
      if (other != null) {
        throw new UserError(
            "shard " + folder.shard() + " is there twice: " + other.path() + ", " + folder.path(),
            "each shard once");
      }
    }
    var problems = new ArrayList<String>();
    int count = folders.getFirst().shard().count();
    for (int number = 1; number <= count; number++) {
      ShardFolder folder = byNumber.get(number);
      if (folder == null) {
        problems.add("shard " + number + "/" + count + " is missing");
      } else if (!folder.status().equals("complete")) {
        problems.add("shard " + folder + " is not complete (status: " + folder.status() + ")");
      }
    }
    if (!problems.isEmpty()) {
      throw new UserError(
          problems.size() == 1 ? problems.getFirst() : "\n  " + String.join("\n  ", problems),
          "the command of a shard again: it does what is left");
    }
    return new Shards(List.copyOf(byNumber.values()));
  }

  private static void refuseStrangers(List<ShardFolder> folders) {
    ShardFolder first = folders.getFirst();
    for (ShardFolder other : folders) {
      var differences = new ArrayList<>(first.whole().differencesTo(other.whole()));
      if (first.shard().count() != other.shard().count()) {
        differences.add("shards: " + first.shard().count() + ", " + other.shard().count());
      }
      if (!differences.isEmpty()) {
        throw new UserError(
            first.path()
                + " and "
                + other.path()
                + " are of different runs\n  "
                + String.join("\n  ", differences),
            "shards of one run");
      }
    }
  }

  /** The settings of the whole run, as one process would have had them. */
  public RunSpec whole() {
    var whole = folders.getFirst().whole();
    var typed = typedWithout(Set.of("--shard", folderOption()), Set.of());
    return new RunSpec(whole.task(), typed, whole.onResult(), whole.onSpeed());
  }

  /**
   * What was typed for the first part, without some options.
   *
   * @param valued options that are followed by a value
   * @param flags options that stand alone
   */
  public List<String> typedWithout(Set<String> valued, Set<String> flags) {
    List<String> command = folders.getFirst().spec().command();
    var typed = new ArrayList<String>();
    for (int i = 0; i < command.size(); i++) {
      String word = command.get(i);
      if (valued.contains(word)) {
        i++;
      } else if (!flags.contains(word) && !valued.contains(word.replaceFirst("(?s)=.*", ""))) {
        typed.add(word);
      }
    }
    return typed;
  }

  /** What is done, for example {@code eval-qa}. */
  public String task() {
    return folders.getFirst().spec().task();
  }

  /** The option that says where the verb's run goes; {@code judge} reads one with {@code --run}. */
  public String folderOption() {
    return task().equals("judge") ? "--out" : "--run";
  }

  /** Adds to a manifest which parts there were. */
  public void describe(ObjectNode manifest) {
    ArrayNode parts = manifest.putArray("shards");
    var refused = new Refused();
    for (ShardFolder part : folders) {
      ObjectNode node = parts.addObject().put("shard", part.shard().toString());
      node.put("folder", part.path().toString());
      node.set("started", part.manifest().path("started"));
      node.set("updated", part.manifest().path("updated"));
      refused.add(part.manifest().path(Manifest.REFUSED));
      CutPrompts.describe(manifest, part.manifest().path(Manifest.PROMPTS_CUT).asInt());
    }
    if (!refused.toJson().isEmpty()) {
      manifest.set(Manifest.REFUSED, refused.toJson());
    }
  }

  /** A member of the manifests: one value where it is the same in all, else each. */
  String common(String member) {
    return folders.stream()
        .map(f -> f.manifest().path(member).asText(""))
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
