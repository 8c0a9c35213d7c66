package dev.locomo.rag.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.Checksum;
import dev.locomo.core.fetch.Fetch;
import dev.locomo.core.fetch.Wanted;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /** Files that a downloaded folder is known not to have because its model has none. */
  static Set<String> absent(Path folder) {
    Path note = folder.resolve(NOTE);
    var absent = new TreeSet<String>();
    if (Files.exists(note)) {
      JsonFiles.read(note, JsonFiles.MAPPER::readTree)
          .path("absent")
          .forEach(file -> absent.add(file.asText()));
    }
    return absent;
  }

  /** Gets the whole model. */
  LocalModel whole(ModelFiles files) {
    String commit = first(files, name.revision()).commit();
    Path staged = staged(commit);
    var got =
        collect(
            files, new Collecting(new RepositoryName(name.repository(), commit), staged, staged));
    note(staged, commit, files, got);
    Path target = models.resolve(name.folder());
    move(staged, target);
    clear();
    return new LocalModel(target, commit);
  }

  /** Gets what a folder of an earlier download lacks, of the same commit. */
  LocalModel rest(ModelFiles files, String commit) {
    Path target = models.resolve(name.folder());
    Path staged = staged(commit);
    var got =
        collect(
            files, new Collecting(new RepositoryName(name.repository(), commit), staged, target));
    for (String file : got.reversed()) { // what a list names comes before the list
      if (!Files.exists(target.resolve(file))) {
        move(staged.resolve(file), target.resolve(file));
      }
    }
    note(target, commit, files, got);
    clear();
    return new LocalModel(target, commit);
  }

  private Path staged(String commit) {
    return staging().resolve(commit.replace('/', '-'));
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
        "there is no model "
            + name
            + " with "
            + String.join(" or ", alternatives)
            + " ("
            + hub.endpoint()
            + " was asked)",
        "check the name; only these forms can be read");
  }

  /**
   * What is collected.
   *
   * @param at the commit
   * @param staged where new files go
   * @param have a folder that has some already; the same as {@code staged} when nothing is there
   */
  private record Collecting(RepositoryName at, Path staged, Path have) {
    boolean has(String file) {
      return !have.equals(staged) && Files.exists(have.resolve(file));
    }

    Collection<String> namedIn(String file) {
      return FileList.read(has(file) ? have : staged, file);
    }
  }

  private List<String> collect(ModelFiles files, Collecting to) {
    var got = new ArrayList<String>();
    for (List<String> alternatives : files.required()) {
      String there =
          alternatives.stream()
              .filter(file -> get(file, to))
              .findFirst()
              .orElseThrow(() -> lacks(alternatives));
      got.add(there);
      for (String shard : to.namedIn(there)) {
        if (!get(shard, to)) {
          throw lacks(List.of(shard));
        }
        got.add(shard);
      }
    }
    for (String file : files.optional()) {
      if (get(file, to)) {
        got.add(file);
        to.namedIn(file).stream().filter(named -> get(named, to)).forEach(got::add);
      }
    }
    return got;
  }

  /** Whether the model has the file, which then is there. */
  private boolean get(String file, Collecting to) {
    if (to.has(file)) {
      return true;
    }
    var remote = hub.look(to.at(), file);
    remote.ifPresent(r -> fetch(to.at(), file, r, to.staged().resolve(file)));
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

  private static boolean isThere(Wanted wanted, Path file) {
    try {
      if (Files.exists(file) && !wanted.is(file)) {
        Files.delete(file);
      }
      return Files.exists(file);
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  private void note(Path folder, String commit, ModelFiles wanted, List<String> got) {
    Path file = folder.resolve(NOTE);
    ObjectNode note = JsonFiles.MAPPER.createObjectNode().put("repository", name.repository());
    note.put("revision", commit).put("endpoint", hub.endpoint());
    var absent = new TreeSet<>(absent(folder));
    absent.addAll(wanted.optional());
    got.forEach(absent::remove);
    absent.forEach(note.putArray("absent")::add);
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
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }
}
