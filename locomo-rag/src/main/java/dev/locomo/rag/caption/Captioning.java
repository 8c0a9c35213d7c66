package dev.locomo.rag.caption;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.run.Journal;
import dev.locomo.rag.vision.ImageCaptioner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Captions images batch by batch, and writes each batch down before the next one; while a batch is
 * captioned the next one is got. An image that cannot be had or read is named and the others go on.
 */
public final class Captioning implements Stage<Captioning.Batch>, AutoCloseable {
  private final ImageCaptioner captioner;
  private final PictureLoader loader;
  private final int batch;
  private final Map<String, JsonNode> known = new HashMap<>();
  private final Map<String, String> captions = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable Journal journal;
  private List<Picture> waiting = List.of();
  private int kept;

  /**
   * What came of the images.
   *
   * @param captions by name
   * @param problems by name: why there is no caption
   * @param misnamed by name: the format of images whose name ends as those of another do
   * @param kept how many captions an earlier call had made
   * @param all whether every image was tried
   */
  public record Result(
      Map<String, String> captions,
      Map<String, String> problems,
      Map<String, String> misnamed,
      int kept,
      boolean all) {}

  private record Attempt(
      Picture picture, PictureLoader.@Nullable Loaded loaded, @Nullable String problem) {}

  /**
   * @param captioner who says what they show
   * @param web where images with an address come from
   * @param batch images at once, at least 1
   */
  public Captioning(ImageCaptioner captioner, PublicWeb web, int batch) {
    this.captioner = captioner;
    this.loader = new PictureLoader(web, captioner);
    this.batch = batch;
  }

  /**
   * Begins with what a journal holds and leaves out what it has captions for, each name once.
   *
   * @param written what is written down, one line a caption
   * @throws DataError when the journal's lines are not of this kind
   */
  void begin(List<Picture> pictures, Journal written) {
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
    throw new DataError("captions.jsonl", "", "found \"" + line + "\"; expected a caption");
  }

  /** A batch whose images are being got. */
  record Batch(List<Future<Attempt>> attempts) {}

  @Override
  public @Nullable ModelSpec model() {
    return null;
  }

  @Override
  public int atOnce() {
    return 1;
  }

  /** The batches; while one is captioned the next one's images are got. */
  @Override
  public Iterator<Batch> items() {
    return new Iterator<>() {
      private Batch next = started(0);
      private int from;

      @Override
      public boolean hasNext() {
        return from < waiting.size();
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Batch now = next;
        from += now.attempts.size();
        next = started(from);
        return now;
      }
    };
  }

  @Override
  public String name(Batch item) {
    return "batch of " + item.attempts.size();
  }

  @Override
  public Done run(Batch item, Calls calls) throws InterruptedException {
    int failed = problems.size();
    List<Attempt> attempts = finished(item.attempts);
    caption(attempts);
    return new Done(attempts.size(), problems.size() - failed, List.of());
  }

  /** What came of the images so far. */
  Result result() {
    boolean all = captions.size() - kept + problems.size() >= waiting.size();
    return new Result(captions, problems, misnamed(captions), kept, all);
  }

  /** How many images are to be captioned. */
  int size() {
    return waiting.size();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Of the images that have a caption, by this call or an earlier one. */
  private Map<String, String> misnamed(Map<String, String> captions) {
    var misnamed = new LinkedHashMap<String, String>();
    for (String name : captions.keySet()) {
      String format = Objects.requireNonNull(known.get(name)).path("misnamed").asText();
      if (!format.isEmpty()) {
        misnamed.put(name, format);
      }
    }
    return misnamed;
  }

  /** The caption of an earlier call, unless the file has changed since. */
  private @Nullable String kept(Picture picture) {
    JsonNode entry = known.get(picture.name());
    if (entry == null) {
      return null;
    }
    try {
      boolean same =
          picture.file() == null
              || loader.sha256(picture.file()).equals(entry.path("sha256").asText());
      return same ? entry.path("caption").asText() : null;
    } catch (FetchError e) {
      return null; // It is tried again, and the problem is named then.
    }
  }

  private Batch started(int from) {
    return new Batch(
        waiting.subList(from, Math.min(waiting.size(), from + batch)).stream()
            .map(p -> threads.submit(() -> attempt(p)))
            .toList());
  }

  private Attempt attempt(Picture picture) {
    try {
      return new Attempt(picture, loader.load(picture), null);
    } catch (FetchError e) {
      return new Attempt(picture, null, e.getMessage());
    }
  }

  private static List<Attempt> finished(List<Future<Attempt>> futures) throws InterruptedException {
    var attempts = new ArrayList<Attempt>();
    for (Future<Attempt> future : futures) {
      try {
        attempts.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return attempts;
  }

  private void caption(List<Attempt> attempts) {
    var names = new ArrayList<String>();
    var loaded = new ArrayList<PictureLoader.Loaded>();
    for (Attempt attempt : attempts) {
      if (attempt.loaded == null) {
        problems.put(attempt.picture.name(), String.valueOf(attempt.problem));
      } else {
        names.add(attempt.picture.name());
        loaded.add(attempt.loaded);
      }
    }
    if (loaded.isEmpty()) {
      return;
    }
    var texts = captioner.captions(loaded.stream().map(PictureLoader.Loaded::pixels).toList());
    var lines = new ArrayList<String>();
    for (int i = 0; i < texts.size(); i++) {
      ObjectNode line = JsonFiles.MAPPER.createObjectNode();
      line.put("image", names.get(i)).put("caption", texts.get(i));
      line.put("sha256", loaded.get(i).sha256());
      if (loaded.get(i).format().contradicts(names.get(i))) {
        line.put("misnamed", loaded.get(i).format().name());
      }
      known.put(names.get(i), line);
      lines.add(line.toString());
    }
    Objects.requireNonNull(journal).append(lines);
    for (int i = 0; i < texts.size(); i++) {
      captions.put(names.get(i), texts.get(i));
    }
  }
}
