package dev.locomo.rag.hub;

import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.fetch.Site;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds a model by its name. In this order: a folder of that path; the model folder, as {@code
 * DIR/org/name} or {@code DIR/name}; the Hugging Face cache, which is only read; else it is
 * downloaded into the model folder. A folder counts when it has {@code config.json}, a snapshot of
 * the cache when it has all that is wanted.
 */
public record ModelHub(
    Path models,
    HubCache cache,
    Remote remote,
    Consumer<String> progress,
    Function<String, Optional<Path>> elsewhere) {
  private static final String PUBLIC = "https://huggingface.co";

  /** Where models are downloaded from, unless offline; the token is sent to that host alone. */
  record Remote(URI endpoint, Optional<ApiKey> token, boolean offline) {}

  /**
   * As the environment says.
   *
   * @param models the model folder; made when something is downloaded
   * @param environment for the Hugging Face cache ({@code HF_HUB_CACHE}, {@code HF_HOME}), {@code
   *     HF_ENDPOINT} and {@code HF_HUB_OFFLINE}
   * @param tokens of the hub; the first is sent
   * @param progress told what happens, one line at a time
   * @throws UserError when {@code HF_ENDPOINT} is no address
   */
  public static ModelHub of(
      Path models,
      Map<String, String> environment,
      List<ApiKey> tokens,
      Consumer<String> progress) {
    boolean offline = isSet(environment.getOrDefault("HF_HUB_OFFLINE", ""));
    String endpoint = environment.getOrDefault("HF_ENDPOINT", "");
    var remote =
        new Remote(
            endpoint(endpoint.isBlank() ? PUBLIC : endpoint), tokens.stream().findFirst(), offline);
    return new ModelHub(models, HubCache.of(environment), remote, progress, _ -> Optional.empty());
  }

  /** The same, which downloads nothing if this or the environment says so. */
  public ModelHub offline(boolean offline) {
    var other = new Remote(remote.endpoint, remote.token, offline || remote.offline);
    return new ModelHub(models, cache, other, progress, elsewhere);
  }

  /**
   * The same with a place to look before all others.
   *
   * @param source the folder of a model, on this machine by now; empty when the name is none of its
   */
  public ModelHub with(Function<String, Optional<Path>> source) {
    return new ModelHub(models, cache, remote, progress, source);
  }

  private static boolean isSet(String value) {
    return List.of("1", "ON", "YES", "TRUE").contains(value.toUpperCase(Locale.ROOT));
  }

  private static URI endpoint(String address) {
    try {
      var uri = URI.create(address.strip().replaceFirst("(?<!/)/+$", ""));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Not repeated below: it may hold a password.
    }
    throw new UserError(
        "HF_ENDPOINT is not an http or https address without user and query",
        "unset it: " + PUBLIC);
  }

  /**
   * The model of this name, complete.
   *
   * @param name a folder, or {@code org/name}, {@code name}, either with {@code @REVISION}; with a
   *     slash and the path of an ONNX file below it, where that one is meant
   * @param files what is wanted of it
   * @throws UserError when it is in none of the places and cannot be downloaded: no such model,
   *     gated, private, offline, or no room for it
   * @throws dev.locomo.core.llm.ProviderError when the hub cannot be reached, fails or breaks off;
   *     the next call goes on from there
   * @throws dev.locomo.core.error.DataError when what arrives is not what the hub announced, or a
   *     list of files is malformed
   */
  public LocalModel find(String name, ModelFiles files) {
    if (name.endsWith(".onnx")) {
      Path file = Path.of(name);
      Path parent = LocalModel.folderOf(file);
      String network = parent.relativize(file).toString().replace('\\', '/');
      var model = find(parent.toString(), files.withNetwork(network));
      return new LocalModel(model.folder(), model.revision(), network);
    }
    Path folder = elsewhere.apply(name).orElse(Path.of(name));
    if (isModel(folder)) {
      return local(folder);
    }
    if (Files.exists(folder.resolve("open_clip_config.json"))) {
      throw new UserError(
          folder + " has OpenCLIP's own layout, which is not read",
          "the same model in the layout of transformers (config.json), which most have beside it on"
              + " the hub, or exported to onnx/text_model.onnx and onnx/vision_model.onnx");
    }
    var repository =
        RepositoryName.of(name)
            .orElseThrow(() -> RepositoryName.noSuch(name, "it is no folder with config.json"));
    return inModelFolder(repository, files)
        .or(() -> cached(repository, files))
        .orElseGet(() -> downloaded(repository, files));
  }

  private static boolean isModel(Path folder) {
    return Files.exists(folder.resolve("config.json"));
  }

  private static LocalModel local(Path folder) {
    return new LocalModel(folder, HubDownload.commit(folder));
  }

  private Optional<LocalModel> inModelFolder(RepositoryName name, ModelFiles files) {
    String folder = name.folder();
    Path whole = models.resolve(folder);
    Path last = models.resolve(folder.substring(folder.lastIndexOf('/') + 1));
    return List.of(whole, last).stream()
        .filter(ModelHub::isModel)
        .findFirst()
        .map(found -> completed(name, local(found), files));
  }

  /** A folder of the user's own is as it is: its reader says what it lacks. */
  private LocalModel completed(RepositoryName name, LocalModel model, ModelFiles files) {
    var missing = files.missingIn(model.folder());
    var unknown = model.revision().isEmpty() ? List.<String>of() : unknown(model.folder(), files);
    if (model.revision().isEmpty() || (missing.isEmpty() && unknown.isEmpty())) {
      return model;
    }
    if (missing.isEmpty() && remote.offline()) {
      tellAbsent(model, String.join(", ", unknown));
      return model;
    }
    requireOnline(model.folder() + " lacks " + String.join(", ", missing));
    return locked(name, download -> download.rest(files, model.revision()));
  }

  /** Optional files that nobody asked for when the folder was downloaded. */
  private static List<String> unknown(Path folder, ModelFiles files) {
    var absent = HubDownload.absent(folder);
    return files.optional().stream()
        .filter(file -> !absent.contains(file) && !Files.exists(folder.resolve(file)))
        .toList();
  }

  private void tellAbsent(LocalModel model, String files) {
    progress.accept(model.folder() + " has no " + files + "; the model is used without it");
  }

  private Optional<LocalModel> cached(RepositoryName name, ModelFiles files) {
    return cache
        .find(name)
        .filter(snapshot -> files.missingIn(snapshot.folder()).isEmpty())
        .filter(snapshot -> isTrusted(snapshot, files));
  }

  /**
   * A library that loads the network alone leaves the files out that say how it is used. Whether
   * the model has them is asked where it can be.
   */
  private boolean isTrusted(LocalModel snapshot, ModelFiles files) {
    String modules = "modules.json";
    if (!files.optional().contains(modules) || cache.knows(snapshot, modules)) {
      return true;
    }
    if (remote.offline()) {
      tellAbsent(snapshot, modules);
    }
    return remote.offline();
  }

  private LocalModel downloaded(RepositoryName name, ModelFiles files) {
    requireOnline(
        "no model %s: no config.json in %s, and not all that is needed in %s"
            .formatted(name, models.resolve(name.folder()), cache.folder()));
    return locked(
        name,
        download -> {
          Path target = models.resolve(name.folder());
          if (isModel(target)) {
            return local(target); // another process was faster
          }
          progress.accept("getting %s from %s".formatted(name, remote.endpoint()));
          return download.whole(files);
        });
  }

  private void requireOnline(String problem) {
    if (remote.offline()) {
      throw new UserError(
          problem + "; nothing is downloaded offline",
          "once without --offline (or HF_HUB_OFFLINE), or put the files there");
    }
  }

  /** One at a time, until the channel closes: other processes wait and find it there. */
  private LocalModel locked(RepositoryName name, Function<HubDownload, LocalModel> work) {
    Path file = models.resolve(".incomplete").resolve(name.folder().replace('/', '-') + ".lock");
    synchronized (ModelHub.class) { // a process cannot wait for its own lock on a file
      try {
        Files.createDirectories(models.resolve(".incomplete"));
        try (var channel =
                UserFile.channel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var site = Site.of(remote.endpoint(), remote.token())) {
          if (channel.tryLock() == null) {
            progress.accept("waiting for another process that gets " + name);
            channel.lock();
          }
          var hub = new Hub(site, remote.endpoint().toString());
          return work.apply(new HubDownload(hub, name, models, progress));
        }
      } catch (IOException e) {
        throw AtomicFile.unwritable(models, e);
      }
    }
  }
}
