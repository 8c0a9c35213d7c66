package dev.locomo.rag.index;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How often words stand where, in memory: some two bytes for each word of a document. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CountsInMemory(int[] lengths, Map<String, Rows> found) implements WordCounts {
  static CountsInMemory of(Stream<List<String>> documents) {
    var found = new HashMap<String, Rows>();
    int[] position = {0};
    int[] lengths =
        documents
            .mapToInt(terms -> {
              for (String term : terms) {
                found.computeIfAbsent(term, _ -> new Rows()).add(position[0]);
              }
              position[0]++;
              return terms.size();
            })
            .toArray();
    return new CountsInMemory(lengths, found);
  }

  @Override
  public int documents(String term) {
    Rows rows = found.get(term);
    return rows == null ? 0 : rows.documents;
  }

  @Override
  public void each(String term, Found to) {
    Rows rows = found.get(term);
    if (rows != null) {
      rows.each(to);
    }
  }

  /**
   * The documents of one term: of each the distance from the one before and the count, as numbers
   * of as few bytes as they need, which of a term of many documents is two bytes each. The last one
   * is not written down, since its count may grow.
   */
  static final class Rows {
    private byte[] written = {};
    private int size;
    private int documents;
    private int before;
    private int last = -1;
    private int count;

    private Rows() {}

    private void add(int position) {
      if (position != last) {
        if (documents > 0) {
          write(last - before);
          write(count);
          before = last;
        }
        documents++;
        last = position;
        count = 0;
      }
      count++;
    }

    private void write(int number) {
      if (size + 5 > written.length) {
        written = Arrays.copyOf(written, size + Math.max(8, size / 2));
      }
      int rest = number;
      for (; rest > Byte.MAX_VALUE; rest >>>= 7) {
        written[size++] = (byte) (rest | Byte.MIN_VALUE);
      }
      written[size++] = (byte) rest;
    }

    private void each(Found to) {
      int position = 0;
      int distance = -1;
      int number = 0;
      for (int i = 0, shift = 0; i < size; i++, shift += 7) {
        number |= (written[i] & Byte.MAX_VALUE) << shift;
        if (written[i] >= 0) {
          if (distance < 0) {
            distance = number;
          } else {
            position += distance;
            to.in(position, number);
            distance = -1;
          }
          number = 0;
          shift = -7;
        }
      }
      to.in(last, count);
    }
  }
}
