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
 * The scores of {@link Bm25} from the postings of an index: the same operations in the same order,
 * with exact lengths.
 */
final class StoredBm25 implements TextScores {
  private final LeafReader leaf;
  private final int[] lengths;
  private final double average;

  private StoredBm25(LeafReader leaf, int[] lengths) {
    this.leaf = leaf;
    this.lengths = lengths;
    this.average = Arrays.stream(lengths).average().orElse(0);
  }

  static StoredBm25 of(LeafReader leaf) throws IOException {
    int[] lengths = new int[leaf.maxDoc()];
    var stored = leaf.getNumericDocValues(PassageIndex.LENGTH);
    for (int row = 0; row < lengths.length; row++) {
      if (stored == null || !stored.advanceExact(row)) {
        throw new IOException("no length of row " + row);
      }
      lengths[row] = (int) stored.longValue();
    }
    return new StoredBm25(leaf, lengths);
  }

  @Override
  public double[] scores(String query) {
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
}
