package dev.locomo.rag.caption;

import dev.locomo.core.pipeline.Workers;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.ImageFormat;
import dev.locomo.rag.image.ImageHeader;
import dev.locomo.rag.image.Orientation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gets images from their addresses into a {@link PictureStore}, several at once. Only what can be
 * decoded is kept; an image that cannot be had is named and the others go on.
 */
public final class PictureFetching {
  private static final int AT_ONCE = 8;

  private final PublicWeb web;
  private final PictureStore store;

  /** Decoded images are large: there is one at a time. */
  private final ReentrantLock decoding = new ReentrantLock();

  /**
   * What came of the images.
   *
   * @param there how many were there before
   * @param problems by name: why it is not there, in the order of the images
   * @param all whether every image was tried
   */
  public record Result(int there, int fetched, Map<String, String> problems, boolean all) {}

  /**
   * @param web where images come from
   * @param store where they are kept
   */
  public PictureFetching(PublicWeb web, PictureStore store) {
    this.web = web;
    this.store = store;
  }

  /**
   * Gets those that are not there, each name once.
   *
   * @param stopWanted whether to begin with no more
   * @param done told of each that was tried: whether it is there now
   */
  public Result run(List<Picture> pictures, BooleanSupplier stopWanted, Consumer<Boolean> done)
      throws InterruptedException {
    var wanted = new LinkedHashMap<String, Picture>();
    pictures.forEach(picture -> wanted.putIfAbsent(picture.name(), picture));
    int all = wanted.size();
    wanted.values().removeIf(picture -> picture.file() != null);
    var problems = new ConcurrentHashMap<String, String>();
    var fetched = new AtomicInteger();
    var ending =
        new Workers(AT_ONCE, stopWanted::getAsBoolean)
            .run(
                wanted.values().iterator(),
                Picture::name,
                picture -> {
                  try {
                    web.first(picture.urls(), this::keep);
                    fetched.incrementAndGet();
                  } catch (FetchError e) {
                    problems.put(picture.name(), String.valueOf(e.getMessage()));
                  }
                  done.accept(!problems.containsKey(picture.name()));
                });
    var ordered = new LinkedHashMap<String, String>();
    wanted.keySet().forEach(name -> ordered.computeIfAbsent(name, problems::get));
    return new Result(all - wanted.size(), fetched.get(), ordered, ending.all());
  }

  private ImageFormat keep(String address, byte[] bytes) throws FetchError {
    decoding.lock();
    try {
      PictureStore.decoded(bytes, Orientation.STORED);
      ImageFormat format = ImageHeader.read(bytes).format();
      store.keep(address, format, bytes);
      return format;
    } catch (ImageError e) {
      throw new FetchError(String.valueOf(e.getMessage()), e);
    } finally {
      decoding.unlock();
    }
  }
}
