package dev.locomo.rag.caption;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.run.Journal;
import dev.locomo.rag.vision.ImageCaptioner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
public final class Captioning {
  private final ImageCaptioner captioner;
  private final PictureLoader loader;
  private final Journal journal;
  private final int batch;
  private final Map<String, JsonNode> known = new HashMap<>();

  /** Is told what happens, and asked whether to stop. */
  public interface Watch {
    /** So many images were done, some of them in vain. */
    void done(int images, int failed);

    /** Whether to stop after the batch that is being captioned. */
    boolean stopWanted();
  }

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
   * @param journal what is written down, one line a caption
   * @param batch images at once, at least 1
   * @throws DataError when the journal's lines are not of this kind
   */
  public Captioning(ImageCaptioner captioner, PublicWeb web, Journal journal, int batch) {
    this.captioner = captioner;
    this.loader = new PictureLoader(web, captioner);
    this.journal = journal;
    this.batch = batch;
    for (String line : journal.lines()) {
      JsonNode entry = entry(line);
      known.put(entry.path("image").asText(), entry);
    }
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

  /**
   * Captions the images that have no caption yet, each name once.
   *
   * @throws InterruptedException when the thread is interrupted; what was written down stays
   */
  public Result run(List<Picture> pictures, Watch watch) throws InterruptedException {
    var captions = new LinkedHashMap<String, String>();
    var problems = new LinkedHashMap<String, String>();
    var pending = new LinkedHashMap<String, Picture>();
    for (Picture picture : pictures) {
      String caption = kept(picture);
      if (caption == null) {
        pending.putIfAbsent(picture.name(), picture);
      } else {
        captions.put(picture.name(), caption);
      }
    }
    int kept = captions.size();
    var waiting = List.copyOf(pending.values());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int from = 0;
      var next = started(threads, waiting, from);
      while (from < waiting.size() && !watch.stopWanted()) {
        List<Attempt> attempts = finished(next);
        from += attempts.size();
        next = started(threads, waiting, from);
        int failed = problems.size();
        caption(attempts, captions, problems);
        watch.done(attempts.size(), problems.size() - failed);
      }
      next.forEach(f -> f.cancel(true));
      return new Result(captions, problems, misnamed(captions), kept, from >= waiting.size());
    }
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

  private List<Future<Attempt>> started(ExecutorService threads, List<Picture> waiting, int from) {
    return waiting.subList(from, Math.min(waiting.size(), from + batch)).stream()
        .map(p -> threads.submit(() -> attempt(p)))
        .toList();
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

  private void caption(
      List<Attempt> attempts, Map<String, String> captions, Map<String, String> problems) {
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
    journal.append(lines);
    for (int i = 0; i < texts.size(); i++) {
      captions.put(names.get(i), texts.get(i));
    }
  }
}
