package dev.locomo.gen.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.rag.embed.PictureVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of pictures with captions: {@code captions.json} maps a file's name to its caption, or
 * to an object with {@code caption}, {@code url}, {@code licence} and {@code credit}. A picture
 * that is not in it has the caption in {@code NAME.txt} beside it, or else the words of its name.
 * The caption that shares most with the search wins (BM25), and one that shares nothing is no
 * match; or, where there is a CLIP, the picture whose content is nearest to the search.
 */
public final class LocalImages implements ImageSource {
  /** The file of captions. */
  public static final String CAPTIONS = "captions.json";

  private final Path folder;
  private final List<Entry> entries;
  private final PictureRanking ranking;

  private record Entry(Path file, String url, String caption, String licence, String credit) {}

  private LocalImages(Path folder, List<Entry> entries, PictureRanking ranking) {
    this.folder = folder;
    this.entries = entries;
    this.ranking = ranking;
  }

  /**
   * Reads the captions; the pictures are read when they are shared.
   *
   * @throws UserError when there is no such folder, or no picture in it
   * @throws DataError when the captions cannot be read or name a file that is not there
   */
  public static LocalImages open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("there is no folder of pictures " + folder, "--image-dir DIR");
    }
    Path list = folder.resolve(CAPTIONS);
    JsonNode known =
        Files.exists(list)
            ? JsonFiles.read(list, JsonFiles.MAPPER::readTree)
            : MissingNode.getInstance();
    for (var member : known.properties()) {
      Path file = folder.resolve(member.getKey()).normalize();
      if (!folder.normalize().equals(file.getParent()) || !Files.isRegularFile(file)) {
        throw new DataError(
            list.toString(), "/" + member.getKey(), "found no such picture in the folder");
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      var entries =
          files
              .filter(LocalImages::isPicture)
              .sorted(Comparator.comparing(f -> f.getFileName().toString()))
              .map(file -> entry(file, known.path(file.getFileName().toString())))
              .toList();
      if (entries.isEmpty()) {
        throw new UserError("no pictures in " + folder, "files *.jpg, *.png, *.gif or *.webp");
      }
      return new LocalImages(
          folder, entries, PictureRanking.byWords(entries.stream().map(Entry::caption).toList()));
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  /**
   * The same pictures, chosen by what they show; those that no turn could share are left out, with
   * the reason told. Closing it closes the vectors.
   *
   * @param vectors makes and keeps those of the pictures
   */
  public LocalImages by(PictureVectors vectors) {
    var captioned = entries.stream().filter(entry -> !entry.caption().isEmpty()).toList();
    var files = captioned.stream().map(Entry::file).toList();
    return new LocalImages(folder, captioned, new ClipRanking(files, vectors));
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.matches(".*\\.(jpe?g|png|gif|webp)") && Files.isRegularFile(file);
  }

  private static Entry entry(Path file, JsonNode known) {
    String name = file.getFileName().toString();
    String caption = known.isTextual() ? known.textValue() : known.path("caption").asText();
    if (caption.isBlank()) {
      caption = beside(file, name);
    }
    return new Entry(
        file,
        known.path("url").asText(name),
        caption.replaceAll("\\s+", " ").strip(),
        known.path("licence").asText(known.path("license").asText("unknown")),
        known.path("credit").asText());
  }

  private static String beside(Path file, String name) {
    String stem = name.substring(0, name.lastIndexOf('.'));
    Path text = file.resolveSibling(stem + ".txt");
    return Files.exists(text) ? UserFile.text(text, 1 << 20) : stem.replaceAll("[\\W_]+", " ");
  }

  @Override
  public String id() {
    var all = new StringBuilder();
    entries.forEach(e -> all.append(e.file().getFileName()).append('\0').append(e.caption()));
    String by = ranking.id();
    String names = Sha256.of(all.toString()).substring(0, 16);
    return "local(" + names + (by.isEmpty() ? "" : ", " + by) + ")";
  }

  @Override
  public void prepare() {
    ranking.prepare();
  }

  @Override
  public void close() {
    ranking.close();
  }

  @Override
  public Optional<FoundPicture> find(String query, Set<String> used) {
    double[] scores = ranking.scores(query);
    return IntStream.range(0, scores.length)
        .boxed()
        .filter(i -> scores[i] > PictureRanking.NONE)
        .sorted(Comparator.comparingDouble(i -> -scores[i]))
        .map(entries::get)
        .filter(entry -> !used.contains(entry.url()))
        .findFirst()
        .map(this::picture);
  }

  private FoundPicture picture(Entry entry) {
    try (var in = UserFile.open(entry.file())) {
      if (Files.size(entry.file()) > FoundPicture.LARGEST) {
        throw new DataError(
            entry.file().toString(), "", "is larger than " + FoundPicture.LARGEST + " bytes");
      }
      byte[] bytes = in.readNBytes((int) FoundPicture.LARGEST);
      return new FoundPicture(entry.url(), entry.caption(), entry.licence(), entry.credit(), bytes);
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }
}
