package dev.locomo.rag.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.Checksum;
import dev.locomo.core.fetch.Fetch;
import dev.locomo.core.fetch.Wanted;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.rag.checkpoint.ModelConfig;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * One model from the hub into the model folder. Its files are collected in {@code
 * .incomplete/NAME/COMMIT}, each verified, and get their place together by one rename, so whatever
 * interrupts it leaves no folder that looks like a model; the next attempt goes on there. All files
 * are of one commit, which is written beside them.
 */
record HubDownload(Hub hub, RepositoryName name, Path models, Consumer<String> progress) {
  /** Says of which commit a downloaded folder is. */
  static final String NOTE = ".locomo-hub.json";

  /** What a downloaded folder says of itself; an empty object for any other folder. */
  private static JsonNode note(Path folder) {
    return ModelConfig.optional(folder.resolve(NOTE));
  }

  /** The commit of a folder that was downloaded; empty for any other folder. */
  static String commit(Path folder) {
    return note(folder).path("revision").asText("");
  }

  /** Files that a downloaded folder is known not to have because its model has none. */
  static Set<String> absent(Path folder) {
    var absent = new TreeSet<String>();
    note(folder).path("absent").forEach(file -> absent.add(file.asText()));
    return absent;
  }

  /** Gets the whole model. */
  LocalModel whole(ModelFiles files) {
    var alternatives = files.required().getFirst();
    String commit =
        alternatives.stream()
            .flatMap(file -> hub.look(name, file).stream())
            .findFirst()
            .orElseThrow(() -> lacks(alternatives))
            .commit();
    Path staged = staged(commit);
    var got = new Collecting(commit, null).all(files);
    note(staged, commit, files, got);
    move(staged, target());
    clear();
    return new LocalModel(target(), commit);
  }

  /** Gets what a folder of an earlier download lacks, of the same commit. */
  LocalModel rest(ModelFiles files, String commit) {
    Path staged = staged(commit);
    var got = new Collecting(commit, target()).all(files);
    for (String file : got.reversed()) { // what a list names comes before the list
      if (!Files.exists(target().resolve(file))) {
        move(staged.resolve(file), target().resolve(file));
      }
    }
    note(target(), commit, files, got);
    clear();
    return new LocalModel(target(), commit);
  }

  private Path target() {
    return models.resolve(name.folder());
  }

  private Path staged(String commit) {
    return staging().resolve(commit.replace('/', '-'));
  }

  private Path staging() {
    return models.resolve(".incomplete").resolve(name.folder());
  }

  private UserError lacks(List<String> alternatives) {
    return new UserError(
        "there is no model %s with %s (%s was asked)"
            .formatted(name, String.join(" or ", alternatives), hub.endpoint()),
        "check the name; only these forms can be read");
  }

  /** Collects the files of a commit, but for those that a folder has already. */
  private final class Collecting {
    private final RepositoryName at;
    private final Path staged;
    private final @Nullable Path have;
    private final List<String> got = new ArrayList<>();

    Collecting(String commit, @Nullable Path have) {
      at = new RepositoryName(name.repository(), commit);
      staged = staged(commit);
      this.have = have;
    }

    List<String> all(ModelFiles files) {
      for (List<String> every : files.required()) {
        var configured = have != null && Files.exists(have.resolve("config.json")) ? have : staged;
        var alternatives = ModelFiles.usable(every, configured);
        String there =
            alternatives.stream()
                .filter(this::get)
                .findFirst()
                .orElseThrow(() -> lacks(alternatives));
        for (String shard : namedIn(there)) {
          if (!get(shard)) {
            throw lacks(List.of(shard));
          }
        }
      }
      for (String file : files.optional()) {
        if (get(file)) {
          namedIn(file).forEach(this::get);
        }
      }
      return got;
    }

    private Collection<String> namedIn(String file) {
      return ModelFiles.namedIn(
          have != null && Files.exists(have.resolve(file)) ? have : staged, file);
    }

    /** Whether the model has the file, which then is there. */
    private boolean get(String file) {
      boolean there = have != null && Files.exists(have.resolve(file));
      var remote = there ? Optional.<RemoteFile>empty() : hub.look(at, file);
      remote.ifPresent(found -> fetch(file, found));
      if (there || remote.isPresent()) {
        got.add(file);
      }
      return there || remote.isPresent();
    }

    private void fetch(String file, RemoteFile remote) {
      var wanted = remote.wanted();
      Path out = staged.resolve(file);
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
    try {
      IOUtils.rm(staging());
    } catch (IOException e) {
      throw AtomicFile.unwritable(staging(), e);
    }
  }
}
