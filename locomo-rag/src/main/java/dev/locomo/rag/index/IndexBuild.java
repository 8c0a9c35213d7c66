package dev.locomo.rag.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;

/**
 * Writes a {@link PassageIndex}. Rows go to disk in blocks, in order; the graph is built once, over
 * all of them, by one thread, so that the same vectors give the same graph.
 */
final class IndexBuild {
  /** Rows in memory at a time. */
  private static final int BLOCK = 10_000;

  private static final FieldType WORDS = words();

  private IndexBuild() {}

  private static FieldType words() {
    var type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.setOmitNorms(true); // they would round the lengths
    type.setTokenized(true);
    type.freeze();
    return type;
  }

  static void write(Path folder, String name, PassageIndex.Content content) throws IOException {
    try (var directory = FSDirectory.open(folder);
        var writer = new IndexWriter(directory, config(content))) {
      Iterator<String> texts = content.texts().iterator();
      content.vectors().accept(row -> add(writer, texts.next(), row));
      while (content.dimension() == 0 && texts.hasNext()) {
        writer.addDocument(document(texts.next()));
      }
      writer.forceMerge(1);
      writer.setLiveCommitData(Map.of(PassageIndex.CONTENT, name).entrySet());
      writer.commit();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static IndexWriterConfig config(PassageIndex.Content content) {
    boolean blocks = content.texts().size() > BLOCK;
    var inOrder = new LogDocMergePolicy();
    inOrder.setMergeFactor(Integer.MAX_VALUE);
    return new IndexWriterConfig(Words.ANALYZER)
        .setCodec(new WideVectorsCodec(content.quantisation(), blocks ? BLOCK : 0))
        .setMergePolicy(inOrder)
        .setMergeScheduler(new SerialMergeScheduler())
        .setMaxBufferedDocs(BLOCK)
        .setRAMBufferSizeMB(IndexWriterConfig.DISABLE_AUTO_FLUSH)
        .setUseCompoundFile(false)
        .setCommitOnClose(false);
  }

  private static void add(IndexWriter writer, String text, float[] row) {
    var document = document(text);
    document.add(
        new KnnFloatVectorField(
            PassageIndex.VECTOR, row, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT));
    try {
      writer.addDocument(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document document(String text) {
    var document = new Document();
    document.add(new NumericDocValuesField(PassageIndex.LENGTH, Words.ANALYZER.of(text).size()));
    document.add(new Field(PassageIndex.TEXT, text, WORDS));
    return document;
  }
}
