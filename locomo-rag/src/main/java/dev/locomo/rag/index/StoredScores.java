package dev.locomo.rag.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The scores of {@link Bm25} and {@link VectorTable} from the one segment of an index, where they
 * lie in the file: the same operations in the same order, with exact lengths. Row and document have
 * one number.
 */
final class StoredScores implements WordCounts {
  private final LeafReader leaf;
  private final int[] lengths;

  StoredScores(LeafReader leaf) throws IOException {
    this.leaf = leaf;
    lengths = new int[leaf.maxDoc()];
    var stored = leaf.getNumericDocValues(PassageIndex.LENGTH);
    for (int row = 0; row < lengths.length; row++) {
      if (stored == null || !stored.advanceExact(row)) {
        throw new IOException("no length of row " + row);
      }
      lengths[row] = (int) stored.longValue();
    }
  }

  @Override
  public int[] lengths() {
    return lengths.clone();
  }

  @Override
  public int documents(String term) {
    try {
      TermsEnum at = at(term);
      return at == null ? 0 : at.docFreq();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void each(String term, Found to) {
    try {
      each(at(term), to);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private @Nullable TermsEnum at(String term) throws IOException {
    Terms terms = leaf.terms(PassageIndex.TEXT); // null when no text has a word
    TermsEnum at = terms == null ? null : terms.iterator();
    return at != null && at.seekExact(new BytesRef(term)) ? at : null;
  }

  private static void each(@Nullable TermsEnum at, Found to) throws IOException {
    if (at != null) {
      PostingsEnum found = at.postings(null, PostingsEnum.FREQS);
      for (int row = found.nextDoc(); row != DocIdSetIterator.NO_MORE_DOCS; row = found.nextDoc()) {
        to.in(row, found.freq());
      }
    }
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("an index that was opened cannot be read", e);
  }

  /** The mean of all rows. */
  float[] mean() {
    try {
      var values = leaf.getFloatVectorValues(PassageIndex.VECTOR);
      if (values == null) {
        throw new IllegalArgumentException("the rows have no vectors");
      }
      return VectorTable.mean(lengths.length, values.dimension(), row -> row(values, row));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static float[] row(FloatVectorValues values, int row) {
    try {
      return values.vectorValue(row);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The dot products of the query with these rows. */
  double[] dot(float[] query, int[] rows) {
    double[] scores = new double[rows.length];
    double[] asked = new double[query.length];
    Arrays.setAll(asked, i -> query[i]);
    try {
      var values = leaf.getFloatVectorValues(PassageIndex.VECTOR);
      if (values == null || values.dimension() != query.length) {
        throw new IllegalArgumentException(
            "the query has " + query.length + " numbers, the rows have others");
      }
      for (int i = 0; i < rows.length; i++) {
        scores[i] = VectorTable.dot(asked, values.vectorValue(rows[i]));
      }
      return scores;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
