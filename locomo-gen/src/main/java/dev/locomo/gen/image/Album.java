package dev.locomo.gen.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Journal;
import dev.locomo.gen.safety.Filter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a run: each is looked for once, copied beside the conversation, and written down
 * in {@code images.jsonl} with address, licence, caption and hash; so is a search that found none.
 * A resumed run finds the same ones without asking again.
 */
public final class Album implements AutoCloseable {
  /** The file in the run's folder. */
  public static final String FILE = "images.jsonl";

  private final ImageSource source;
  private final Captioner captioner;
  private final Filter filter;
  private final Journal journal;
  private final Map<String, JsonNode> known = new ConcurrentHashMap<>();

  /** Looks in the source, has captions written, and leaves out what the filter finds. */
  public record Supply(ImageSource source, Captioner captioner, Filter filter) {}

  private Album(Supply supply, Journal journal) {
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
  public static Album open(Path file, Supply supply) {
    var album = new Album(supply, Journal.open(file));
    int number = 0;
    for (String line : album.journal.lines()) {
      number++;
      try {
        JsonNode node = JsonFiles.MAPPER.readTree(line);
        album.known.put(node.path("step").asText(), node);
      } catch (JsonProcessingException e) {
        throw new DataError(file.toString(), "line " + number, "not a record of a picture", e);
      }
    }
    return album;
  }

  /** Whether there are pictures to share. */
  public boolean open() {
    return source != ImageSource.NONE;
  }

  /**
   * A place for a picture.
   *
   * @param step a name that no other picture of the run has
   * @param folder the conversation's folder
   * @param name of the file in it, without ending
   */
  public record Place(String step, Path folder, String name) {}

  /** The picture for a search, or empty when there is none. */
  public Optional<Photo> find(String query, Set<String> used, Place place)
      throws InterruptedException {
    JsonNode before = known.get(place.step());
    if (before != null && before.path("query").asText().equals(query) && there(before, place)) {
      return Optional.ofNullable(photo(before));
    }
    Found found = look(query, used);
    ObjectNode line = JsonFiles.MAPPER.createObjectNode();
    line.put("step", place.step()).put("query", query).put("source", source.id());
    if (found.picture() == null) {
      line.put("none", found.why());
    } else {
      write(line, found.picture(), place);
    }
    journal.append(List.of(line.toString()));
    known.put(place.step(), line);
    return Optional.ofNullable(photo(line));
  }

  private static boolean there(JsonNode line, Place place) {
    return line.has("none") || Files.exists(place.folder().resolve(line.path("file").asText()));
  }

  private record Found(@Nullable Picture picture, String why) {}

  private Found look(String query, Set<String> used) throws InterruptedException {
    try {
      Picture picture = source.find(query, used).orElse(null);
      if (picture == null) {
        return new Found(null, "nothing fits");
      }
      if (picture.ending().isEmpty() || picture.caption().isBlank()) {
        return new Found(null, "no picture, or no caption");
      }
      var bad = filter.find(picture.caption() + " " + picture.credit());
      return bad.isPresent() ? new Found(null, bad.get().kind()) : new Found(picture, "");
    } catch (ProviderError e) {
      return new Found(null, "the source failed: " + e.getMessage());
    }
  }

  private void write(ObjectNode line, Picture picture, Place place) throws InterruptedException {
    String file = place.name() + "." + picture.ending();
    AtomicFile.write(place.folder().resolve(file), out -> out.write(picture.bytes()));
    var digest = Sha256.digest();
    digest.update(picture.bytes());
    line.put("url", picture.url()).put("file", file);
    line.put("caption", caption(picture));
    line.put("licence", picture.licence()).put("credit", picture.credit());
    line.put("sha256", Sha256.hex(digest));
  }

  private String caption(Picture picture) throws InterruptedException {
    Optional<String> made = captioner.caption(picture.bytes());
    return made.isPresent() && filter.find(made.get()).isEmpty() ? made.get() : picture.caption();
  }

  private static @Nullable Photo photo(JsonNode line) {
    if (line.has("none")) {
      return null;
    }
    return new Photo(
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
  public Map<String, Integer> licences() {
    var counts = new HashMap<String, Integer>();
    known.values().stream()
        .filter(line -> !line.has("none"))
        .forEach(line -> counts.merge(line.path("licence").asText(), 1, Integer::sum));
    return counts;
  }

  /** How many searches found none, by reason. */
  public Map<String, Integer> missing() {
    var counts = new HashMap<String, Integer>();
    known.values().stream()
        .filter(line -> line.has("none"))
        .forEach(line -> counts.merge(line.path("none").asText(), 1, Integer::sum));
    return counts;
  }

  @Override
  public void close() {
    journal.close();
  }
}
