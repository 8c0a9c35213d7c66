package dev.locomo.cli.wiring;

import dev.locomo.cli.verb.Invocation;
import dev.locomo.services.objects.ObjectAddress;
import dev.locomo.services.objects.ObjectCopies;
import dev.locomo.services.objects.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Files and folders that may be in object storage, as copies in the home folder. */
public final class Remote {
  private static final String SCHEME = "s3:";

  private Remote() {}

  /**
   * A file that can be opened: what was given, or the copy of the object it names.
   *
   * @param call the verb that was given it
   */
  public static Path file(Invocation call, Path given) {
    if (!given.toString().startsWith(SCHEME)) {
      return given;
    }
    var object = ObjectAddress.parse(given.toString());
    return copied(Surroundings.of(call, false), copies -> copies.file(object));
  }

  /** Models that are folders of objects; without a network those of which there are copies. */
  static Function<String, Optional<Path>> models(Surroundings at) {
    return name -> {
      if (!name.startsWith(SCHEME)) {
        return Optional.empty();
      }
      var folder = ObjectAddress.parse(name);
      return Optional.of(
          at.offline() ? folder.in(copies(at)) : copied(at, copies -> copies.folder(folder)));
    };
  }

  private static Path copies(Surroundings at) {
    return Home.folder(at.environment()).resolve("objects");
  }

  private static Path copied(Surroundings at, Function<ObjectCopies, Path> copying) {
    try (var store = ObjectStore.of(at.environment())) {
      return copying.apply(new ObjectCopies(store, copies(at), at.progress()));
    }
  }
}
