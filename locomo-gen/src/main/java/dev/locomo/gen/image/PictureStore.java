package dev.locomo.gen.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Journal;
import dev.locomo.gen.prompt.Line;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.sample.SharedPhoto;
import dev.locomo.rag.image.ImageDecoder;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.vision.ImageCaptioner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a run: each is looked for once, copied beside the conversation, and written down
 * in {@code images.jsonl} with address, licence, caption and hash; so is a search that found none.
 * A resumed run finds the same ones without asking again.
 */
public final class PictureStore implements AutoCloseable {
  /** The file in the run's folder. */
  public static final String FILE = "images.jsonl";

  private final ImageSource source;
  private final @Nullable ImageCaptioner captioner;
  private final Filter filter;
  private final Journal journal;
  private final Map<String, JsonNode> known = new ConcurrentHashMap<>();

  /**
   * Where pictures come from.
   *
   * @param source is searched
   * @param captioner says what a picture shows; null for the source's captions
   * @param filter what a caption may not hold
   */
  public record Supply(ImageSource source, @Nullable ImageCaptioner captioner, Filter filter) {}

  private PictureStore(Supply supply, Journal journal) {
    this.source = supply.source();
    this.captioner = supply.captioner();
    this.filter = supply.filter();
    this.journal = journal;
  }

  /**
   * Opens or creates the record.
   *
   * @throws DataError when it holds a line that is none of its own
   */
  public static PictureStore open(Path file, Supply supply) {
    var store = new PictureStore(supply, Journal.open(file));
    int number = 0;
    for (String line : store.journal.lines()) {
      number++;
      try {
        JsonNode node = JsonFiles.MAPPER.readTree(line);
        store.known.put(node.path("step").asText(), node);
      } catch (JsonProcessingException e) {
        throw new DataError(file.toString(), "line " + number, "not a record of a picture", e);
      }
    }
    return store;
  }

  /** Whether there are pictures to share. */
  public boolean open() {
    return source != ImageSource.NONE;
  }

  /**
   * Whose picture it is.
   *
   * @param sample id of the conversation
   * @param folder the conversation's
   * @param first whether the first speaker shares it
   */
  public record Place(String sample, Path folder, TurnId turn, boolean first) {
    private String step() {
      return sample + "/" + turn;
    }

    /** The file in the conversation's folder, without ending. */
    private String name() {
      return String.format(
          Locale.ROOT, "session_%d/%s/%04d", turn.session(), first ? "a" : "b", turn.turn());
    }
  }

  /** The picture for a search, or empty when there is none. */
  public Optional<SharedPhoto> find(String query, Set<String> used, Place place)
      throws InterruptedException {
    JsonNode before = known.get(place.step());
    if (before != null && before.path("query").asText().equals(query) && there(before, place)) {
      return Optional.ofNullable(photo(before));
    }
    ObjectNode line = JsonFiles.MAPPER.createObjectNode();
    line.put("step", place.step()).put("query", query).put("source", source.id());
    look(line, used, place);
    journal.append(List.of(line.toString()));
    known.put(place.step(), line);
    return Optional.ofNullable(photo(line));
  }

  private static boolean there(JsonNode line, Place place) {
    return line.has("none") || Files.exists(place.folder().resolve(line.path("file").asText()));
  }

  private void look(ObjectNode line, Set<String> used, Place place) throws InterruptedException {
    FoundPicture picture;
    try {
      picture = source.find(line.path("query").asText(), used).orElse(null);
    } catch (ProviderError e) {
      line.put("none", "the source failed: " + e.getMessage());
      return;
    }
    if (picture == null) {
      line.put("none", "nothing fits");
    } else if (picture.ending().isEmpty() || picture.caption().isBlank()) {
      line.put("none", "no picture, or no caption");
    } else {
      var bad = filter.find(picture.caption() + " " + picture.credit());
      if (bad.isPresent()) {
        line.put("none", bad.get().kind());
      } else {
        write(line, picture, place);
      }
    }
  }

  private void write(ObjectNode line, FoundPicture picture, Place place)
      throws InterruptedException {
    String file = place.name() + "." + picture.ending();
    AtomicFile.write(place.folder().resolve(file), out -> out.write(picture.bytes()));
    line.put("url", picture.url()).put("file", file);
    line.put("caption", caption(picture));
    line.put("licence", picture.licence()).put("credit", picture.credit());
    line.put("sha256", Sha256.of(picture.bytes()));
  }

  private String caption(FoundPicture picture) throws InterruptedException {
    if (captioner == null) {
      return picture.caption();
    }
    String made;
    try {
      synchronized (captioner) {
        made = Line.of(captioner.caption(ImageDecoder.decode(picture.bytes())));
      }
    } catch (ImageError e) {
      return picture.caption();
    }
    return Line.blank(made) || filter.find(made).isPresent() ? picture.caption() : made;
  }

  private static @Nullable SharedPhoto photo(JsonNode line) {
    if (line.has("none")) {
      return null;
    }
    return new SharedPhoto(
        "",
        line.path("query").asText(),
        line.path("url").asText(),
        line.path("file").asText(),
        line.path("caption").asText(),
        line.path("licence").asText(),
        line.path("credit").asText(),
        line.path("source").asText(),
        line.path("sha256").asText());
  }

  /** How many pictures there are, by licence. */
  public SortedMap<String, Integer> licences() {
    return counted("licence");
  }

  /** How many searches found none, by reason. */
  public SortedMap<String, Integer> missing() {
    return counted("none");
  }

  private SortedMap<String, Integer> counted(String key) {
    return known.values().stream()
        .filter(line -> line.has(key))
        .collect(
            Collectors.groupingBy(
                line -> line.path(key).asText(), TreeMap::new, Collectors.summingInt(_ -> 1)));
  }

  @Override
  public void close() {
    journal.close();
  }
}
