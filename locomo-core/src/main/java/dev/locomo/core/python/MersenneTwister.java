package dev.locomo.core.python;

/**
 * The generator behind Python's {@code random}: MT19937, seeded as {@code random.seed(int)} does
 * it. Not safe for several threads.
 *
 * <p><b>Source</b> Matsumoto and Nishimura, ACM TOMACS 8(1), 1998, and their reference {@code
 * init_by_array}; how Python forms the key and a double was checked against its output.
 */
public final class MersenneTwister {
  private static final int N = 624;
  private static final int M = 397;
  private static final int UPPER = 0x80000000;
  private static final int LOWER = 0x7fffffff;
  private static final int MATRIX = 0x9908b0df;

  private final int[] state = new int[N];
  private int next = N;

  /**
   * @param seed any value; its sign is ignored, as in Python
   */
  public MersenneTwister(long seed) {
    long size = Math.abs(seed);
    int high = (int) (size >>> 32);
    mixIn(high == 0 ? new int[] {(int) size} : new int[] {(int) size, high});
  }

  /** A double in [0, 1) with 53 random bits. */
  public double random() {
    long high = nextInt() >>> 5;
    long low = nextInt() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /**
   * An integer from 0 on below a bound, drawn as {@code random.choice} and {@code randint} do.
   *
   * @param bound at least 1
   */
  public int below(int bound) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bound);
    int drawn = nextInt() >>> (Integer.SIZE - bits);
    while (drawn >= bound) {
      drawn = nextInt() >>> (Integer.SIZE - bits);
    }
    return drawn;
  }

  private void mixIn(int[] key) {
    fill(19650218);
    int i = 1;
    int j = 0;
    for (int k = 0; k < Math.max(N, key.length); k++) {
      state[i] = (state[i] ^ (scrambled(i - 1) * 1664525)) + key[j] + j;
      i = following(i);
      j = (j + 1) % key.length;
    }
    for (int k = 0; k < N - 1; k++) {
      state[i] = (state[i] ^ (scrambled(i - 1) * 1566083941)) - i;
      i = following(i);
    }
    state[0] = UPPER;
  }

  private void fill(int seed) {
    state[0] = seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * scrambled(i - 1) + i;
    }
  }

  private int scrambled(int i) {
    return state[i] ^ (state[i] >>> 30);
  }

  /** Position 0 is never mixed into: it takes over the last value and is passed. */
  private int following(int i) {
    if (i + 1 < N) {
      return i + 1;
    }
    state[0] = state[N - 1];
    return 1;
  }

  private int nextInt() {
    if (next == N) {
      twist();
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void twist() {
    for (int i = 0; i < N; i++) {
      int y = (state[i] & UPPER) | (state[(i + 1) % N] & LOWER);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : MATRIX);
    }
  }
}
