package dev.locomo.rag.caption;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.pipeline.RunListener.Done;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.RunFolder;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.ImageFormat;
import dev.locomo.rag.image.Orientation;
import dev.locomo.rag.vision.ImageCaptioner;
import dev.locomo.rag.vision.ImageCaptioner.Input;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Captions images batch by batch, and writes each batch down before the next one; while a batch is
 * captioned the next one is got. An image that cannot be had or read is named and the others go on.
 */
public final class Captioning implements Stage<Captioning.Batch>, AutoCloseable {
  private static final String MISNAMED = "misnamed";
  private static final String APPROXIMATE = "approximate";

  private final ImageCaptioner captioner;
  private final PublicWeb web;
  private final int batch;
  private final Orientation orientation;
  private final Map<String, JsonNode> known = new HashMap<>();
  private final Map<String, String> captions = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, String> problems = Collections.synchronizedMap(new LinkedHashMap<>());

  /** Decoded images are large: there is one at a time. */
  private final ReentrantLock decoding = new ReentrantLock();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Images that are being got, by name. */
  private final Map<String, Future<Loaded>> loading = new ConcurrentHashMap<>();

  private @Nullable Journal journal;
  private List<Picture> waiting = List.of();
  private int kept;

  /**
   * What came of the images, by name.
   *
   * @param problems why there is no caption
   * @param misnamed the format of images whose name ends as those of another do
   * @param approximate the format of images whose colours are not those of Pillow to the bit
   * @param kept how many captions an earlier call had made
   * @param all whether every image was tried
   */
  public record Result(
      Map<String, String> captions,
      Map<String, String> problems,
      Map<String, String> misnamed,
      Map<String, String> approximate,
      int kept,
      boolean all) {}

  /** An image that is ready: the hash of its bytes, the captioner's input, and its true format. */
  private record Loaded(String name, String sha256, Input input, ImageFormat format) {}

  /**
   * @param web where images with an address come from
   * @param batch images at once, at least 1; a chat model is shown one in a request
   * @param orientation which way up images are read
   */
  public Captioning(ImageCaptioner captioner, PublicWeb web, int batch, Orientation orientation) {
    this.captioner = captioner;
    this.web = web;
    this.orientation = orientation;
    this.batch = captioner.model() == null ? batch : 1;
  }

  /**
   * Begins with what a journal holds, a caption a line, and leaves out what it has captions for,
   * each name once.
   *
   * @throws DataError when the journal's lines are of another kind
   */
  void begin(List<Picture> pictures, Journal written) {
    if (journal != null) {
      journal.close();
    }
    journal = written;
    for (String line : written.lines()) {
      JsonNode entry = entry(line);
      known.put(entry.path("image").asText(), entry);
    }
    var pending = new LinkedHashMap<String, Picture>();
    for (Picture picture : pictures) {
      String caption = kept(picture);
      if (caption == null) {
        pending.putIfAbsent(picture.name(), picture);
      } else {
        captions.put(picture.name(), caption);
      }
    }
    kept = captions.size();
    waiting = List.copyOf(pending.values());
  }

  private static JsonNode entry(String line) {
    try {
      JsonNode entry = JsonFiles.MAPPER.readTree(line);
      if (entry.path("image").isTextual() && entry.path("caption").isTextual()) {
        return entry;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new DataError(RunFolder.CAPTIONS, "", "found \"" + line + "\"; expected a caption");
  }

  /**
   * Images that are captioned together.
   *
   * @param next those after them
   */
  record Batch(List<Picture> pictures, List<Picture> next) {}

  @Override
  public @Nullable ModelSpec model() {
    return captioner.model();
  }

  @Override
  public int atOnce() {
    return model() == null ? 1 : 0;
  }

  @Override
  public Done failed(Batch item, ProviderError error) {
    int all = item.pictures.size();
    item.pictures.forEach(picture -> problems.put(picture.name(), error.reason()));
    return new Done(all, all, List.of(error.reason()));
  }

  @Override
  public Iterator<Batch> items() {
    return IntStream.iterate(0, from -> from < waiting.size(), from -> from + batch)
        .mapToObj(from -> new Batch(batch(from), batch(from + batch)))
        .iterator();
  }

  private List<Picture> batch(int from) {
    int end = waiting.size();
    return waiting.subList(Math.min(end, from), Math.min(end, from + batch));
  }

  @Override
  public String name(Batch item) {
    int more = item.pictures.size() - 1;
    return item.pictures.getFirst().name() + (more > 0 ? " and " + more + " more" : "");
  }

  @Override
  public Done run(Batch item, Calls calls) throws InterruptedException {
    int failed = 0;
    var loaded = new ArrayList<Loaded>();
    var images = started(item.pictures);
    if (atOnce() == 1) {
      started(item.next);
    }
    item.pictures.forEach(picture -> loading.remove(picture.name()));
    for (var image : images.entrySet()) {
      try {
        loaded.add(image.getValue().get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof FetchError problem)) {
          throw new IllegalStateException(e.getCause());
        }
        problems.put(image.getKey(), String.valueOf(problem.getMessage()));
        failed++;
      }
    }
    if (!loaded.isEmpty()) {
      keep(loaded, captioner.captions(loaded.stream().map(Loaded::input).toList(), calls));
    }
    return new Done(item.pictures.size(), failed, List.of());
  }

  /** What came of the images so far. */
  Result result() {
    boolean all = captions.size() - kept + problems.size() >= waiting.size();
    return new Result(captions, problems, noted(MISNAMED), noted(APPROXIMATE), kept, all);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    if (journal != null) {
      journal.close();
    }
  }

  /** What is noted of images that have a caption, by this call or an earlier one. */
  private Map<String, String> noted(String what) {
    var noted = new LinkedHashMap<String, String>();
    for (String name : captions.keySet()) {
      String format = Objects.requireNonNull(known.get(name)).path(what).asText();
      if (!format.isEmpty()) {
        noted.put(name, format);
      }
    }
    return noted;
  }

  /** The caption of an earlier call, unless the file has changed since. */
  private @Nullable String kept(Picture picture) {
    JsonNode entry = known.get(picture.name());
    if (entry == null) {
      return null;
    }
    try {
      boolean same =
          picture.file() == null || Sha256.of(bytes(picture)).equals(entry.path("sha256").asText());
      return same ? entry.path("caption").asText() : null;
    } catch (FetchError e) {
      return null; // It is tried again, and the problem is named then.
    }
  }

  private SequencedMap<String, Future<Loaded>> started(List<Picture> pictures) {
    var started = new LinkedHashMap<String, Future<Loaded>>();
    for (Picture picture : pictures) {
      started.put(
          picture.name(),
          loading.computeIfAbsent(picture.name(), _ -> threads.submit(() -> loaded(picture))));
    }
    return started;
  }

  /** Fails with a {@link FetchError} when it is nowhere, too long, or no image that can be read. */
  private Loaded loaded(Picture picture) throws FetchError {
    byte[] bytes = bytes(picture);
    decoding.lock();
    try {
      String sha256 = Sha256.of(bytes);
      var input = captioner.input(picture.name(), sha256, PictureStore.decoded(bytes, orientation));
      ImageFormat format = ImageFormat.of(bytes).orElseThrow();
      return new Loaded(picture.name(), sha256, input, format);
    } catch (ImageError e) {
      throw new FetchError(String.valueOf(e.getMessage()), e);
    } finally {
      decoding.unlock();
    }
  }

  private byte[] bytes(Picture picture) throws FetchError {
    return picture.file() == null
        ? web.first(picture.urls(), (_, file) -> file)
        : PictureStore.bytes(picture.file(), web.limits().bytes());
  }

  private synchronized void keep(List<Loaded> loaded, List<String> texts) {
    var made = new LinkedHashMap<String, String>();
    var lines = new ArrayList<String>();
    for (int i = 0; i < texts.size(); i++) {
      var image = loaded.get(i);
      ObjectNode line = JsonFiles.MAPPER.createObjectNode();
      line.put("image", image.name).put("caption", texts.get(i)).put("sha256", image.sha256);
      if (image.format.contradicts(image.name)) {
        line.put(MISNAMED, image.format.name());
      }
      if (image.format.isApproximate()) {
        line.put(APPROXIMATE, image.format.name());
      }
      known.put(image.name, line);
      lines.add(line.toString());
      made.put(image.name, texts.get(i));
    }
    Objects.requireNonNull(journal).append(lines);
    captions.putAll(made);
  }
}
