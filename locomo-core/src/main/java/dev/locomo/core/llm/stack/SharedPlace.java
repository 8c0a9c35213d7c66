package dev.locomo.core.llm.stack;

import java.io.IOException;
import java.util.Optional;

/**
 * A place that several processes see, such as a Redis server: replies, who asks for which, and what
 * has been used of a budget. Every method fails with an {@link IOException} while the place is out
 * of reach, after seconds at most.
 */
public interface SharedPlace extends AutoCloseable {
  /** As messages name it, without a password. */
  String address();

  /** The entry of that name, if there is one. */
  Optional<String> get(String key) throws IOException;

  /** Stores an entry, to stay until it is removed. */
  void put(String key, String entry) throws IOException;

  /** Removes an entry if it is still this one. */
  void remove(String key, String entry) throws IOException;

  /** Says that the caller asks for this entry, unless another process says so already. */
  boolean claim(String key) throws IOException;

  /** Ends a claim. One whose process died ends by itself. */
  void release(String key) throws IOException;

  /**
   * Takes an amount, by the clock of the place, where it fits.
   *
   * @param budget its name
   * @param limit of any 60 seconds
   * @param entry a name for what is taken
   * @return 0 when it was taken, else the microseconds after which to try again
   */
  long take(String budget, long limit, Amount entry) throws IOException;

  /** Puts another amount in place of one taken in the last 60 seconds. */
  void correct(String budget, Amount entry) throws IOException;

  @Override
  void close();

  /**
   * So much.
   *
   * @param id no two have the same
   * @param amount at least 0
   */
  record Amount(String id, long amount) {}
}
