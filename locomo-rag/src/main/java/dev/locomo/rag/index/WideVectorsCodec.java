package dev.locomo.rag.index;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own codec without its limit of 1,024 numbers a vector: OpenAI's have up to 3,072. Codec
 * and format keep Lucene's names, so that any Lucene reads the index.
 */
final class WideVectorsCodec extends FilterCodec {
  static final WideVectorsCodec INSTANCE = new WideVectorsCodec();

  private static final int LONGEST = 8192;

  private final KnnVectorsFormat perField =
      new PerFieldKnnVectorsFormat() {
        private final KnnVectorsFormat wide = new Wide();

        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
          return wide;
        }
      };

  private WideVectorsCodec() {
    super(Codec.getDefault().getName(), Codec.getDefault());
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return perField;
  }

  /** The standard format, told that longer vectors are fine. */
  private static final class Wide extends KnnVectorsFormat {
    private final KnnVectorsFormat standard;

    Wide() {
      this(new Lucene99HnswVectorsFormat());
    }

    private Wide(KnnVectorsFormat standard) {
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
