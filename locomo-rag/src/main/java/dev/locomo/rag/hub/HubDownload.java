package dev.locomo.rag.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.Checksum;
import dev.locomo.core.fetch.Fetch;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.rag.hub.Hub.RemoteFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One model from the hub into the model folder. Its files are collected in {@code
 * .incomplete/NAME/COMMIT}, each verified, and get their place together by one rename, so whatever
 * interrupts it leaves no folder that looks like a model; the next attempt goes on there. All files
 * are of one commit, which is written beside them.
 *
 * @param hub where from
 * @param name which model
 * @param models the folder that gets it
 * @param progress told what happens, one line at a time
 */
record HubDownload(Hub hub, RepositoryName name, Path models, Consumer<String> progress) {
  /** Says of which commit a downloaded folder is. */
  static final String NOTE = ".locomo-hub.json";

  /**
   * The commit of a folder that was downloaded; empty for any other folder.
   *
   * @throws dev.locomo.core.error.DataError when its note is damaged
   */
  static Optional<String> commit(Path folder) {
    Path note = folder.resolve(NOTE);
    return Files.exists(note)
        ? Optional.of(JsonFiles.read(note, JsonFiles.MAPPER::readTree).path("revision").asText())
        : Optional.empty();
  }

  /** Gets the whole model. */
  LocalModel whole(ModelFiles files) {
    String commit = first(files, name.revision()).commit();
    Path staged = staging().resolve(commit.replace('/', '-'));
    var got = collect(files, commit, staged);
    note(staged, commit, got);
    Path target = models.resolve(name.folder());
    move(staged, target);
    clear();
    return new LocalModel(target, commit);
  }

  /** Gets what a folder of an earlier download lacks, of the same commit. */
  LocalModel rest(ModelFiles files, String commit) {
    Path target = models.resolve(name.folder());
    Path staged = staging().resolve(commit.replace('/', '-'));
    var got = collect(files, commit, staged);
    for (String file : got) {
      if (!Files.exists(target.resolve(file))) {
        move(staged.resolve(file), target.resolve(file));
      }
    }
    note(target, commit, got);
    clear();
    return new LocalModel(target, commit);
  }

  private Path staging() {
    return models.resolve(".incomplete").resolve(name.folder());
  }

  private RemoteFile first(ModelFiles files, String revision) {
    var at = new RepositoryName(name.repository(), revision);
    var alternatives = files.required().getFirst();
    return alternatives.stream()
        .flatMap(file -> hub.look(at, file).stream())
        .findFirst()
        .orElseThrow(() -> lacks(alternatives));
  }

  private UserError lacks(List<String> alternatives) {
    return new UserError(
        name
            + " has no "
            + String.join(" or ", alternatives)
            + " ("
            + hub.endpoint()
            + " was asked)",
        "another model; only these forms can be read");
  }

  private List<String> collect(ModelFiles files, String commit, Path folder) {
    var at = new RepositoryName(name.repository(), commit);
    var got = new ArrayList<String>();
    for (List<String> alternatives : files.required()) {
      String there =
          alternatives.stream()
              .filter(file -> get(at, file, folder))
              .findFirst()
              .orElseThrow(() -> lacks(alternatives));
      got.add(there);
      got.addAll(all(at, FileList.read(folder, there), folder));
    }
    for (String file : files.optional()) {
      if (get(at, file, folder)) {
        got.add(file);
        got.addAll(present(at, FileList.read(folder, file), folder));
      }
    }
    return got;
  }

  private Collection<String> all(RepositoryName at, Collection<String> shards, Path folder) {
    for (String shard : shards) {
      if (!get(at, shard, folder)) {
        throw lacks(List.of(shard));
      }
    }
    return shards;
  }

  private List<String> present(RepositoryName at, Collection<String> files, Path folder) {
    return files.stream().filter(file -> get(at, file, folder)).toList();
  }

  /** Whether the model has the file, which then is in the folder. */
  private boolean get(RepositoryName at, String file, Path folder) {
    var remote = hub.look(at, file);
    remote.ifPresent(r -> fetch(at, file, r, folder.resolve(file)));
    return remote.isPresent();
  }

  private void fetch(RepositoryName at, String file, RemoteFile remote, Path out) {
    var wanted = remote.wanted();
    if (isThere(wanted, out)) {
      return;
    }
    if (wanted.checksum().equals(Checksum.NONE)) {
      progress.accept(hub.endpoint() + " gives no checksum of " + file + "; its size is checked");
    }
    try {
      new Fetch(wanted, out, progress).download(hub.source(at, file));
    } catch (UncheckedIOException e) {
      throw new ProviderError(Kind.CONNECTION, String.valueOf(e.getMessage()), null, e);
    }
  }

  private static boolean isThere(dev.locomo.core.fetch.Wanted wanted, Path file) {
    try {
      if (Files.exists(file) && !wanted.is(file)) {
        Files.delete(file);
      }
      return Files.exists(file);
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  private void note(Path folder, String commit, List<String> files) {
    Path file = folder.resolve(NOTE);
    ObjectNode note = JsonFiles.MAPPER.createObjectNode().put("repository", name.repository());
    var list = note.put("revision", commit).put("endpoint", hub.endpoint()).putArray("files");
    if (Files.exists(file)) {
      JsonNode old = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
      old.path("files").forEach(list::add);
    }
    files.forEach(list::add);
    AtomicFile.write(file, out -> out.write((note + "\n").getBytes(UTF_8)));
  }

  private static void move(Path from, Path to) {
    try {
      Path parent = to.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      throw new UserError(to + " exists and is no model", "move it away");
    } catch (IOException e) {
      throw AtomicFile.unwritable(to, e);
    }
  }

  /** What an attempt at another commit left behind. */
  private void clear() {
    Path folder = staging();
    if (!Files.exists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }
}
