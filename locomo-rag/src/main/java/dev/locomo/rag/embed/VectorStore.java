package dev.locomo.rag.embed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.index.Bm25;
import dev.locomo.rag.index.PassageIndex;
import dev.locomo.rag.index.Quantisation;
import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of passages and questions in a folder: a file for each sample, database and encoder, and
 * one for the sample's questions. Its name holds a hash of the encoder's id, and a vector in it is
 * found by the hash of its text, so another encoder, other data or a changed caption never meet old
 * vectors. What is made is added block by block: a build that was stopped goes on where it was.
 *
 * <p>A corpus of more than {@link Settings#exactUpTo} passages also gets a {@link PassageIndex},
 * named by a hash of all that determines it: texts, encoder, quantisation.
 *
 * @param folder made when it does not exist
 * @param announce told what is being built, where that takes long
 */
public record VectorStore(Path folder, Settings settings, Consumer<String> announce)
    implements PassageVectors {
  /** Texts that are embedded between two writes. */
  private static final int BLOCK = 1024;

  /**
   * How large corpora are kept.
   *
   * @param exactUpTo most passages that are searched in memory
   * @param quantisation of the vectors by which the graph of a larger corpus proposes
   */
  public record Settings(int exactUpTo, Quantisation quantisation) {
    /** No LoCoMo conversation comes near this. */
    public static final int EXACT_UP_TO = 20_000;

    public static final Settings STANDARD = new Settings(EXACT_UP_TO, Quantisation.NONE);
  }

  /** With the standard settings, in silence. */
  public VectorStore(Path folder) {
    this(folder, Settings.STANDARD, progress -> {});
  }

  @Override
  public VectorTable of(Corpus corpus, Embedder embedder) {
    var table = new VectorTable(embedder.dimension(), corpus.passages().size());
    var row = new AtomicInteger();
    each(
        corpus,
        corpus.texts(),
        new Asked(embedder, Role.PASSAGE),
        vector -> table.put(row.getAndIncrement(), vector));
    return table;
  }

  @Override
  public List<float[]> queries(Corpus corpus, List<String> texts, Embedder embedder) {
    var vectors = new ArrayList<float[]>();
    each(corpus, texts, new Asked(embedder, Role.QUERY), vectors::add);
    return vectors;
  }

  @Override
  public Optional<PassageIndex> index(Corpus corpus, @Nullable Embedder embedder) {
    if (corpus.passages().size() <= settings.exactUpTo) {
      return Optional.empty();
    }
    makeFolder();
    List<String> texts = corpus.texts();
    var name = StoreName.ofIndex(corpus, texts, embedder, settings.quantisation);
    var content =
        embedder == null
            ? PassageIndex.Content.words(texts)
            : new PassageIndex.Content(
                texts,
                embedder.dimension(),
                settings.quantisation,
                row -> each(corpus, texts, new Asked(embedder, Role.PASSAGE), row));
    return Optional.of(
        PassageIndex.open(
            folder.resolve(name.file()),
            name.content(),
            content,
            () -> announce.accept(corpus.sample() + ": building its index")));
  }

  /** Where these vectors are, or would be. */
  Path file(Corpus corpus, Embedder embedder, Role role) {
    return folder.resolve(StoreName.ofVectors(corpus, embedder, role).file());
  }

  private record Asked(Embedder embedder, Role role) {}

  /** Hands over the vector of each text, in the order given; makes those that are not there. */
  private void each(Corpus corpus, List<String> texts, Asked asked, Consumer<float[]> row) {
    makeFolder();
    var name = StoreName.ofVectors(corpus, asked.embedder, asked.role);
    var log =
        VectorLog.open(folder.resolve(name.file()), name.content(), asked.embedder.dimension());
    var keys = texts.stream().map(Sha256::of).toList();
    var records = log.records();
    var missing = new LinkedHashMap<String, String>();
    for (int i = 0; i < keys.size(); i++) {
      if (!records.containsKey(keys.get(i))) {
        missing.put(keys.get(i), texts.get(i));
      }
    }
    if (!missing.isEmpty()) {
      build(log, List.copyOf(missing.entrySet()), asked, corpus.sample());
      records.putAll(log.records());
    }
    log.read(keys, records, row);
  }

  private void build(VectorLog log, List<Entry<String, String>> missing, Asked asked, String name) {
    // Texts of one length together: encoders pad to the longest of a batch.
    var longestFirst =
        missing.stream().sorted(Comparator.comparingInt(e -> -e.getValue().length())).toList();
    for (int from = 0; from < missing.size(); from += BLOCK) {
      var block = longestFirst.subList(from, Math.min(missing.size(), from + BLOCK));
      log.append(
          block.stream().map(Entry::getKey).toList(),
          asked.embedder.embed(block.stream().map(Entry::getValue).toList(), asked.role));
      if (missing.size() > BLOCK) {
        int done = from + block.size();
        announce.accept("%s: %d of %d texts embedded".formatted(name, done, missing.size()));
      }
    }
  }

  /** Before anything is embedded: a wrong folder must not cost minutes. */
  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }

  /**
   * What a file is called (readable words, of which 180 characters, and the start of the content's
   * SHA-256), and why it can hold nothing else: one line of JSON that has everything that
   * determines what is inside.
   */
  private record StoreName(String file, String content) {
    private static final int FORMAT = 2;

    /** With the hash and the ending, well below the 255 bytes that file systems allow. */
    private static final int LONGEST_NAME = 180;

    /** Vectors of passages or questions; which texts is said by each vector's key. */
    static StoreName ofVectors(Corpus corpus, Embedder embedder, Role role) {
      var fields = JsonFiles.MAPPER.createObjectNode();
      fields.put("locomo_vectors", FORMAT);
      fields.put("encoder", embedder.id());
      fields.put("role", role.name().toLowerCase(Locale.ROOT));
      fields.put("dimension", embedder.dimension());
      String what = role == Role.QUERY ? "queries" : corpus.database().label();
      String encoder = word(embedder.id());
      return of(fields, ".vectors", corpus.source(), what, corpus.sample(), encoder);
    }

    /** The words and, where there is an encoder, the vectors of a corpus. */
    static StoreName ofIndex(
        Corpus corpus, List<String> texts, @Nullable Embedder embedder, Quantisation quantisation) {
      var digest = Sha256.digest();
      texts.forEach(text -> digest.update(Sha256.of(text).getBytes(US_ASCII)));
      var fields = JsonFiles.MAPPER.createObjectNode();
      fields.put("locomo_index", FORMAT);
      fields.put("words", Bm25.ID);
      if (embedder != null) {
        fields.put("encoder", embedder.id());
        fields.put("dimension", embedder.dimension());
        fields.put("quantisation", quantisation.label());
      }
      fields.put("texts", texts.size());
      fields.put("texts_sha256", Sha256.hex(digest));
      String encoder = embedder == null ? "bm25" : word(embedder.id());
      String what = corpus.database().label();
      return of(fields, ".index", corpus.source(), what, corpus.sample(), encoder);
    }

    private static StoreName of(ObjectNode fields, String ending, String... words) {
      String content = fields.toString();
      String readable = String.join("_", words).replaceAll("[^A-Za-z0-9._-]", "-");
      String start = readable.substring(0, Math.min(LONGEST_NAME, readable.length()));
      String hash = Sha256.of(content).substring(0, 16);
      return new StoreName(start + "_" + hash + ending, content);
    }

    /** The first word of an encoder's id. */
    private static String word(String id) {
      String word = id.split("[(]", 2)[0];
      return word.substring(0, Math.min(40, word.length()));
    }
  }
}
