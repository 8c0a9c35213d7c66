package dev.locomo.cli.start;

import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.options.Home;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.rag.options.ModelLookup;
import dev.locomo.services.objects.ObjectAddress;
import dev.locomo.services.objects.ObjectCopies;
import dev.locomo.services.objects.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Files and folders that may be in object storage, as copies in the home folder. */
public final class Remote {
  private Remote() {}

  /**
   * A file that can be opened: what was given, or the copy of the object it names.
   *
   * @param call the verb that was given it
   */
  public static Path file(Invocation call, Path given) {
    if (!ObjectAddress.isOne(given.toString())) {
      return given.equals(Path.of(SampleOptions.DEMO)) ? Home.found(given) : given;
    }
    return copied(call, ObjectAddress.parse(given.toString()), ObjectCopies::file);
  }

  /** The data set of {@code --data-file}. */
  public static Dataset dataset(Invocation call) {
    return dataset(call, call.get(SampleOptions.DATA_FILE));
  }

  /** A data set, in the profile of {@code --profile}. */
  public static Dataset dataset(Invocation call, Path file) {
    return DatasetReader.read(file(call, file), call.settings().orNull(SampleOptions.PROFILE));
  }

  /** Where the models of a verb are found; without a network those of which there are copies. */
  public static ModelLookup models(Invocation call, boolean offline) {
    Function<String, Optional<Path>> objects =
        name -> {
          if (!ObjectAddress.isOne(name)) {
            return Optional.empty();
          }
          var folder = ObjectAddress.parse(name);
          return Optional.of(
              offline ? folder.in(folder(call)) : copied(call, folder, ObjectCopies::folder));
        };
    return new ModelLookup(call.environment(), offline, progress(call), objects);
  }

  private static Consumer<String> progress(Invocation call) {
    return line -> {
      call.err().println(line);
      call.err().flush();
    };
  }

  private static Path folder(Invocation call) {
    return Home.folder(call.environment()).resolve("objects");
  }

  private static Path copied(
      Invocation call, ObjectAddress object, BiFunction<ObjectCopies, ObjectAddress, Path> how) {
    try (var store = ObjectStore.of(object, call.environment())) {
      return how.apply(new ObjectCopies(store, folder(call), progress(call)), object);
    }
  }
}
