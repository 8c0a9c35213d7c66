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
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.sample.SharedPhoto;
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
import java.util.function.Function;
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
  private final Function<byte[], Optional<String>> captioner;
  private final Filter filter;
  private final Journal journal;
  private final Map<String, JsonNode> known = new ConcurrentHashMap<>();

  /**
   * Where pictures come from.
   *
   * @param source is searched
   * @param captioner says in one line what a picture shows; empty keeps the source's caption
   * @param filter what a caption may not hold
   */
  public record Supply(
      ImageSource source, Function<byte[], Optional<String>> captioner, Filter filter) {}

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
   * Where a picture goes.
   *
   * @param step a name that no other picture of the run has
   * @param folder the conversation's folder
   * @param name of the file in it, without ending
   */
  public record Target(String step, Path folder, String name) {
    /**
     * That of a turn.
     *
     * @param sample id of the conversation
     * @param first whether the first speaker shares it
     */
    public static Target of(String sample, Path folder, TurnId turn, boolean first) {
      return new Target(
          sample + "/" + turn,
          folder,
          String.format(
              Locale.ROOT, "session_%d/%s/%04d", turn.session(), first ? "a" : "b", turn.turn()));
    }
  }

  /** The picture for a search, or empty when there is none. */
  public Optional<SharedPhoto> find(String query, Set<String> used, Target target)
      throws InterruptedException {
    JsonNode before = known.get(target.step());
    if (before != null && before.path("query").asText().equals(query) && there(before, target)) {
      return Optional.ofNullable(photo(before));
    }
    Found found = look(query, used);
    ObjectNode line = JsonFiles.MAPPER.createObjectNode();
    line.put("step", target.step()).put("query", query).put("source", source.id());
    if (found.picture() == null) {
      line.put("none", found.why());
    } else {
      write(line, found.picture(), target);
    }
    journal.append(List.of(line.toString()));
    known.put(target.step(), line);
    return Optional.ofNullable(photo(line));
  }

  private static boolean there(JsonNode line, Target target) {
    return line.has("none") || Files.exists(target.folder().resolve(line.path("file").asText()));
  }

  private record Found(@Nullable FoundPicture picture, String why) {}

  private Found look(String query, Set<String> used) throws InterruptedException {
    try {
      FoundPicture picture = source.find(query, used).orElse(null);
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

  private void write(ObjectNode line, FoundPicture picture, Target target)
      throws InterruptedException {
    String file = target.name() + "." + picture.ending();
    AtomicFile.write(target.folder().resolve(file), out -> out.write(picture.bytes()));
    var digest = Sha256.digest();
    digest.update(picture.bytes());
    line.put("url", picture.url()).put("file", file);
    line.put("caption", caption(picture));
    line.put("licence", picture.licence()).put("credit", picture.credit());
    line.put("sha256", Sha256.hex(digest));
  }

  private String caption(FoundPicture picture) throws InterruptedException {
    Optional<String> made = captioner.apply(picture.bytes());
    return made.isPresent() && filter.find(made.get()).isEmpty() ? made.get() : picture.caption();
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
