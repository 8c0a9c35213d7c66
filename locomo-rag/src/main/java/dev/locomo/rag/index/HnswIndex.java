package dev.locomo.rag.index;

import dev.locomo.core.error.DataError;
import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;

/**
 * A Lucene index of the rows of a {@link VectorTable}, for corpora too large to look at every row
 * for every question. The graph only proposes: it is asked for many more rows than wanted, and
 * those are ranked by their exact scores, so what is found has the same score and order as by exact
 * search.
 *
 * <p>The folder's name holds a hash of all numbers, so it always fits the table. It is built beside
 * its place and moved there when whole.
 *
 * <p><b>Source</b> Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search
 * using Hierarchical Navigable Small World graphs", TPAMI 2020.
 */
public final class HnswIndex implements AutoCloseable {
  private static final String VECTOR = "vector";
  private static final String POSITION = "position";

  /** Rows proposed for each that is wanted, and at least this many tens of them. */
  private static final int PROPOSED = 10;

  private static final int FEWEST_PROPOSED = 100;
  private static final double BUFFER_MB = 512;

  private final VectorTable table;
  private final IndexReader reader;
  private final int[] positions;

  private HnswIndex(VectorTable table, IndexReader reader, int[] positions) {
    this.table = table;
    this.reader = reader;
    this.positions = positions;
  }

  /**
   * Opens the index of a table, and builds it first when it is not there.
   *
   * @param folder where indexes are kept
   * @param table at least one row; no row may be all zeros or not finite
   * @throws DataError when the index cannot be read
   * @throws dev.locomo.core.error.UserError when it cannot be written
   */
  public static HnswIndex open(Path folder, VectorTable table) {
    Path place = folder.resolve("hnsw_" + table.sha256().substring(0, 16));
    if (!Files.isDirectory(place)) {
      build(place, table);
    }
    try {
      var reader = DirectoryReader.open(FSDirectory.open(place));
      return new HnswIndex(table, reader, positions(reader, table.rows()));
    } catch (IOException | IllegalArgumentException e) {
      throw new DataError(
          place.toString(), "", "is no usable index (" + e.getMessage() + "); delete it", e);
    }
  }

  private static int[] positions(IndexReader reader, int rows) throws IOException {
    if (reader.maxDoc() != rows || reader.leaves().size() != 1) {
      throw new IllegalArgumentException(reader.maxDoc() + " rows; expected " + rows);
    }
    var stored = reader.leaves().getFirst().reader().getNumericDocValues(POSITION);
    int[] positions = new int[rows];
    for (int doc = 0; doc < rows; doc++) {
      if (stored == null || !stored.advanceExact(doc)) {
        throw new IllegalArgumentException("no position of row " + doc);
      }
      positions[doc] = (int) stored.longValue();
    }
    return positions;
  }

  private static void build(Path place, VectorTable table) {
    Path part =
        place.resolveSibling("." + place.getFileName() + "." + ProcessHandle.current().pid());
    try {
      delete(part);
      Files.createDirectories(part);
      write(part, table);
      if (!Files.isDirectory(place)) {
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      }
      delete(part);
    } catch (IOException e) {
      throw AtomicFile.unwritable(place, e);
    }
  }

  private static void write(Path folder, VectorTable table) throws IOException {
    var config =
        new IndexWriterConfig().setCodec(WideVectorsCodec.INSTANCE).setRAMBufferSizeMB(BUFFER_MB);
    try (var directory = FSDirectory.open(folder);
        var writer = new IndexWriter(directory, config)) {
      for (int row = 0; row < table.rows(); row++) {
        var document = new Document();
        document.add(new NumericDocValuesField(POSITION, row));
        document.add(
            new KnnFloatVectorField(
                VECTOR, table.row(row), VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      // Nothing to delete.
    }
  }

  /**
   * The rows with the highest dot products, best first, equal ones by position.
   *
   * @param k at least 0; beyond the table it gives all that the graph reaches
   */
  public int[] nearest(float[] query, int k) {
    if (k == 0) {
      return new int[0];
    }
    long proposed = Math.max(FEWEST_PROPOSED, (long) PROPOSED * k);
    try {
      int most = (int) Math.min(table.rows(), proposed);
      ScoreDoc[] found =
          new IndexSearcher(reader)
              .search(new KnnFloatVectorQuery(VECTOR, query, most), most)
              .scoreDocs;
      int[] rows = Stream.of(found).mapToInt(hit -> positions[hit.doc]).toArray();
      double[] scores = IntStream.of(rows).mapToDouble(row -> table.dot(query, row)).toArray();
      return IntStream.range(0, rows.length)
          .boxed()
          .sorted(Comparator.<Integer>comparingDouble(i -> -scores[i]).thenComparing(i -> rows[i]))
          .limit(k)
          .mapToInt(i -> rows[i])
          .toArray();
    } catch (IOException e) {
      throw new DataError("the index of " + table.rows() + " vectors", "", "cannot be read", e);
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new DataError("the index of " + table.rows() + " vectors", "", "cannot be closed", e);
    }
  }
}
