import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.index.PassageIndex;
import dev.locomo.rag.index.PassageIndex.Content;
import dev.locomo.rag.index.PassageIndex.Near;
import dev.locomo.rag.index.Quantisation;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.DenseMethod;
import dev.locomo.rag.retrieve.Query;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Building and searching an index of vectors, on one core: how long it takes, and how many of the
 * ten nearest the graph finds. {@code IndexSpeed FOLDER ROWS DIMENSION none|int8}; the index stays
 * in FOLDER and is read the next time. At last, the 50 best of a conversation of 700 turns.
 */
public final class IndexSpeed {
  /** Encoders' vectors lie near a space of far fewer dimensions than they have. */
  private static final int DIRECTIONS = 40;

  private static final int QUERIES = 200;
  private static final int WANTED = 10;

  private IndexSpeed() {}

  public static void main(String[] args) {
    int rows = Integer.parseInt(args[1]);
    int dimension = Integer.parseInt(args[2]);
    var quantisation = Quantisation.of(args[3]).orElseThrow();
    float[][] directions = directions(dimension);
    List<String> texts =
        new AbstractList<>() {
          @Override
          public String get(int i) {
            return "row " + i;
          }

          @Override
          public int size() {
            return rows;
          }
        };
    var content =
        new Content(
            texts,
            dimension,
            quantisation,
            each -> IntStream.range(0, rows).forEach(i -> each.accept(vector(directions, i))));
    String name = rows + "x" + dimension + "-" + args[3];
    long start = System.nanoTime();
    boolean[] built = new boolean[1];
    try (var index =
        PassageIndex.open(Path.of(args[0]).resolve(name), name, content, () -> built[0] = true)) {
      print("%s: %s in %.2f s", name, built[0] ? "built" : "opened", seconds(start));
      search(index, directions, rows);
    }
    conversation(directions);
  }

  private static void search(PassageIndex index, float[][] directions, int rows) {
    for (int q = 0; q < QUERIES; q++) {
      index.nearest(vector(directions, rows + QUERIES + q), WANTED); // compiles, and reads the file
    }
    double[] millis = new double[QUERIES];
    int found = 0;
    for (int q = 0; q < QUERIES; q++) {
      float[] query = vector(directions, rows + q);
      long start = System.nanoTime();
      List<Near> near = index.nearest(query, WANTED);
      millis[q] = seconds(start) * 1000;
      Set<Integer> exact = exact(index.vectors().dot(query));
      found += (int) near.stream().filter(n -> exact.contains(n.position())).count();
    }
    Arrays.sort(millis);
    print(
        "recall@%d against exact %.4f, median %.2f ms, 95 %% within %.2f ms",
        WANTED,
        (double) found / QUERIES / WANTED,
        millis[QUERIES / 2],
        millis[QUERIES * 95 / 100]);
  }

  private static Set<Integer> exact(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -scores[i]))
        .limit(WANTED)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static void conversation(float[][] directions) {
    var passages =
        IntStream.range(0, 700)
            .mapToObj(i -> new Passage("turn " + i, "", 1, List.of("D1:" + i)))
            .toList();
    var corpus = new Corpus("bench", "conversation", Database.DIALOG, passages);
    try (var method = new DenseMethod(new Made(directions), PassageVectors.IN_MEMORY)) {
      var retriever = method.over(corpus);
      double[] millis = new double[2000];
      for (int q = 0; q < millis.length; q++) {
        long start = System.nanoTime();
        retriever.retrieve(new Query("", "turn " + q), 50);
        millis[q] = seconds(start) * 1000;
      }
      double[] warm = Arrays.copyOfRange(millis, 1000, 2000);
      Arrays.sort(warm);
      print("top 50 of 700 turns, exact: median %.3f ms", warm[500]);
    }
  }

  /** Vectors that cost next to nothing, by the number in a text. */
  private record Made(float[][] directions) implements Embedder {
    @Override
    public String id() {
      return "made";
    }

    @Override
    public int dimension() {
      return directions[0].length;
    }

    @Override
    public float[][] embed(List<String> texts, Role role) {
      return texts.stream()
          .map(t -> directions[Integer.parseInt(t.substring(5)) % DIRECTIONS])
          .toArray(float[][]::new);
    }

    @Override
    public void close() {}
  }

  private static float[][] directions(int dimension) {
    var random = new SplittableRandom(7);
    float[][] directions = new float[DIRECTIONS][dimension];
    for (float[] direction : directions) {
      for (int i = 0; i < dimension; i++) {
        direction[i] = (float) random.nextGaussian();
      }
    }
    return directions;
  }

  /** A unit vector in the space of the directions, with a little of everything else. */
  private static float[] vector(float[][] directions, int number) {
    var random = new SplittableRandom(1000L + number);
    float[] vector = new float[directions[0].length];
    for (float[] direction : directions) {
      float share = (float) random.nextGaussian();
      for (int i = 0; i < vector.length; i++) {
        vector[i] += share * direction[i];
      }
    }
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] += (float) random.nextGaussian();
      squares += (double) vector[i] * vector[i];
    }
    float length = (float) Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
