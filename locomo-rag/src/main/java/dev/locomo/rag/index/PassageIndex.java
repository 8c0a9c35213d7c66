package dev.locomo.rag.index;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.slf4j.LoggerFactory;

/**
 * Words and vectors of a corpus in a Lucene index on disk, for corpora too large to be loaded for
 * every run. Scores are those of {@link Bm25} and {@link VectorTable}, to the last bit. The graph
 * over the vectors only proposes: it is asked for many more rows than wanted, and those are ranked
 * by their exact scores.
 *
 * <p>An index says inside what it was made of. It is built beside its place and moved there when
 * whole; one that is damaged or was made of something else is built anew.
 *
 * <p><b>Source</b> Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search
 * using Hierarchical Navigable Small World graphs", TPAMI 2020.
 */
public final class PassageIndex implements AutoCloseable {
  static final String TEXT = "text";
  static final String LENGTH = "length";
  static final String VECTOR = "vector";
  static final String CONTENT = "locomo";

  /** Rows proposed for each that is wanted, and the fewest. */
  private static final int PROPOSED = 20;

  private static final int FEWEST_PROPOSED = 200;

  /** Would say on every start that it does without an incubating module of Java. */
  private static final Logger LUCENE =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  static {
    LUCENE.setLevel(Level.SEVERE);
  }

  private final Path place;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final StoredScores stored;
  private final Bm25 words;

  /**
   * What an index is made of.
   *
   * @param dimension length of the vectors; 0 when there are none
   * @param quantisation of the vectors by which the graph proposes
   * @param vectors hands over a vector a text, in the same order
   */
  public record Content(
      List<String> texts,
      int dimension,
      Quantisation quantisation,
      Consumer<Consumer<float[]>> vectors) {
    /** Words without vectors. */
    public static Content words(List<String> texts) {
      return new Content(texts, 0, Quantisation.NONE, row -> {});
    }
  }

  private PassageIndex(Path place, DirectoryReader reader, LeafReader leaf) throws IOException {
    this.place = place;
    this.reader = reader;
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    stored = new StoredScores(leaf);
    words = new Bm25(stored, Bm25.Variant.PASSAGES);
  }

  /**
   * Opens an index, and builds it first when there is none. Processes that build at the same time
   * wait for each other.
   *
   * @param name one line: everything that determines what is inside
   * @param content read only when it is built; at least one text
   * @param building told before that
   * @throws dev.locomo.core.error.UserError when it cannot be written
   */
  public static PassageIndex open(Path place, String name, Content content, Runnable building) {
    return opened(place, name, content)
        .orElseGet(() -> {
          building.run();
          build(place, name, content);
          return opened(place, name, content)
              .orElseThrow(() ->
                  new DataError(place.toString(), "", "does not keep what was written to it"));
        });
  }

  private static Optional<PassageIndex> opened(Path place, String name, Content content) {
    if (!Files.exists(place)) {
      return Optional.empty();
    }
    try {
      var reader = DirectoryReader.open(FSDirectory.open(place));
      try {
        return Optional.of(new PassageIndex(place, reader, leaf(reader, name, content)));
      } catch (IOException | RuntimeException e) {
        reader.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      LoggerFactory.getLogger(PassageIndex.class)
          .warn("{} is damaged ({}); it is built again", place, e.getMessage());
      return Optional.empty();
    }
  }

  private static LeafReader leaf(DirectoryReader reader, String name, Content content)
      throws IOException {
    if (!name.equals(reader.getIndexCommit().getUserData().get(CONTENT))) {
      throw new IOException("made of something else");
    }
    if (reader.maxDoc() != content.texts().size() || reader.leaves().size() != 1) {
      throw new IOException(reader.maxDoc() + " rows; expected " + content.texts().size());
    }
    LeafReader leaf = reader.leaves().getFirst().reader();
    leaf.checkIntegrity(); // reads every file once: a search would not notice a changed byte
    return leaf;
  }

  private static void build(Path place, String name, Content content) {
    Path part = place.resolveSibling("." + place.getFileName() + ".part");
    // A file lock is the whole process's: threads have to agree among themselves.
    synchronized (PassageIndex.class) {
      try (var lock =
              UserFile.channel(
                  place.resolveSibling(".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var _ = lock.lock()) {
        Optional<PassageIndex> meanwhile = opened(place, name, content);
        if (meanwhile.isPresent()) {
          meanwhile.get().close();
          return;
        }
        IOUtils.rm(part); // of a process that was killed
        IndexBuild.write(Files.createDirectories(part), name, content);
        IOUtils.rm(place);
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw AtomicFile.unwritable(place, e);
      }
    }
  }

  /** The BM25 score of every text, as {@link Bm25#scores(String)}; reads what the terms need. */
  public double[] words(String query) {
    return words.scores(query);
  }

  /** How often its words stand where; read from the file for every term. */
  public WordCounts counts() {
    return stored;
  }

  /** As {@link VectorTable#dot}; reads every vector, and keeps none. */
  public double[] dot(float[] query) {
    return stored.dot(query, IntStream.range(0, reader.maxDoc()).toArray());
  }

  /** The mean of all vectors, as {@link VectorTable#mean}; reads every one, and keeps none. */
  public float[] mean() {
    return stored.mean();
  }

  /** A row that was found: the passage's position, and its exact dot product with the query. */
  public record Near(int position, double score) {}

  /**
   * The rows with the highest dot products, best first, equal ones by position, among those that
   * the graph proposes: twenty for each that is wanted, at least 200.
   *
   * @param k at least 0
   */
  public List<Near> nearest(float[] query, int k) {
    long most = Math.max(FEWEST_PROPOSED, (long) PROPOSED * k);
    int[] rows =
        most >= reader.maxDoc()
            ? IntStream.range(0, reader.maxDoc()).toArray()
            : proposed(query, (int) most);
    double[] scores = stored.dot(query, rows);
    return IntStream.range(0, rows.length)
        .mapToObj(i -> new Near(rows[i], scores[i]))
        .sorted(Comparator.comparingDouble((Near n) -> -n.score).thenComparingInt(Near::position))
        .limit(k)
        .toList();
  }

  private int[] proposed(float[] query, int most) {
    try {
      ScoreDoc[] found =
          searcher.search(new KnnFloatVectorQuery(VECTOR, query, most), most).scoreDocs;
      return Stream.of(found).mapToInt(hit -> hit.doc).toArray();
    } catch (IOException e) {
      throw new DataError(place.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new DataError(place.toString(), "", "cannot be closed (" + UserFile.why(e) + ")", e);
    }
  }
}
