package dev.locomo.rag.index;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Lucene's own codec without its limit of 1,024 numbers a vector: OpenAI's have up to 3,072. Codec
 * and format keep Lucene's names, so that any Lucene reads the index.
 */
final class WideVectorsCodec extends FilterCodec {
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
