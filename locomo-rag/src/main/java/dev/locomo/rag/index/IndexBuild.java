package dev.locomo.rag.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

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

  /**
   * Lucene's own codec without its limit of 1,024 numbers a vector: OpenAI's have up to 3,072.
   * Codec and format keep Lucene's names, so that any Lucene reads the index.
   */
  private static final class WideVectorsCodec extends FilterCodec {
    private static final int LONGEST = 8192;
    private static final int NEIGHBOURS = Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN;
    private static final int BEAM = Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH;

    private final KnnVectorsFormat perField;

    /**
     * @param quantisation of the vectors by which a graph is built and searched
     * @param graphAbove segments of no more rows get no graph
     */
    WideVectorsCodec(Quantisation quantisation, int graphAbove) {
      super(Codec.getDefault().getName(), Codec.getDefault());
      var wide = new Wide(standard(quantisation, threshold(graphAbove)));
      perField =
          new PerFieldKnnVectorsFormat() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
              return wide;
            }
          };
    }

    private static KnnVectorsFormat standard(Quantisation quantisation, int threshold) {
      return switch (quantisation) {
        case NONE -> new Lucene99HnswVectorsFormat(NEIGHBOURS, BEAM, 1, null, threshold);
        case INT8 ->
            new Lucene104HnswScalarQuantizedVectorsFormat(
                ScalarEncoding.UNSIGNED_BYTE, NEIGHBOURS, BEAM, 1, null, threshold);
      };
    }

    /** Lucene builds a graph over n rows when n is more than threshold x ln(n). */
    private static int threshold(int graphAbove) {
      return (int) Math.ceil(graphAbove / Math.log(Math.max(graphAbove, Math.E)));
    }

    @Override
    public KnnVectorsFormat knnVectorsFormat() {
      return perField;
    }

    /** The standard format, told that longer vectors are fine. */
    private static final class Wide extends KnnVectorsFormat {
      private final KnnVectorsFormat standard;

      Wide(KnnVectorsFormat standard) {
        super(standard.getName());
        this.standard = standard;
      }

      @Override
      public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return standard.fieldsWriter(state);
      }

      @Override
      public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return standard.fieldsReader(state);
      }

      @Override
      public int getMaxDimensions(String field) {
        return LONGEST;
      }
    }
  }
}
