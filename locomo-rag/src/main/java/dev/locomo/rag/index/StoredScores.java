package dev.locomo.rag.index;

import dev.locomo.rag.index.Bm25.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;

/**
 * The scores of {@link Bm25} and {@link VectorTable} from the one segment of an index, where they
 * lie in the file: the same operations in the same order, with exact lengths. Row and document have
 * one number.
 */
final class StoredScores {
  private final LeafReader leaf;
  private final int[] lengths;
  private final double average;

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
    average = Arrays.stream(lengths).average().orElse(0);
  }

  double[] words(String query) {
    double[] scores = new double[lengths.length];
    try {
      Terms terms = leaf.terms(PassageIndex.TEXT);
      if (terms != null) { // null when no text has a word
        for (String term : Words.ANALYZER.of(query)) {
          add(terms.iterator(), term, scores);
        }
      }
      return scores;
    } catch (IOException e) {
      throw new UncheckedIOException("an index that was opened cannot be read", e);
    }
  }

  private void add(TermsEnum terms, String term, double[] scores) throws IOException {
    if (!terms.seekExact(new BytesRef(term))) {
      return;
    }
    double idf = Variant.PASSAGES.idf(lengths.length, terms.docFreq());
    PostingsEnum found = terms.postings(null, PostingsEnum.FREQS);
    for (int row = found.nextDoc(); row != DocIdSetIterator.NO_MORE_DOCS; row = found.nextDoc()) {
      scores[row] += Variant.PASSAGES.share(found.freq(), lengths[row], average, idf);
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
      throw new UncheckedIOException("an index that was opened cannot be read", e);
    }
  }
}
