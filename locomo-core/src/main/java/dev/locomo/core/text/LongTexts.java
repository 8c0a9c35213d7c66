package dev.locomo.core.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.locomo.core.dataset.json.Sha256;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the long texts of one JSON document out of the hands of whoever makes it, which takes 3 ms
 * a conversation: it is given a short stand-in for each, and the finished document gets the texts.
 * What the texts of many documents begin with, a conversation for instance, is quoted and hashed
 * once.
 */
public final class LongTexts {
  /** Below it the usual way costs less than a microsecond more. */
  public static final int LONG = 2_000;

  /** Different in every process, so that no text can hold it. */
  private static final String MARK = "long-text-" + nonce() + "-";

  /** All stand-ins are of one length. */
  private static final int FIRST = 100_000;

  private static final SharedHeads<byte[]> QUOTED = new SharedHeads<>(LongTexts::quoted);
  private static final SharedHeads<MessageDigest> PLAIN =
      new SharedHeads<>(head -> {
        var digest = Sha256.digest();
        digest.update(head.getBytes(UTF_8));
        return digest;
      });
  private static final SharedHeads<MessageDigest> HASHED =
      new SharedHeads<>(head -> {
        int text = head.indexOf('\0');
        var digest = Sha256.digest();
        digest.update(head.substring(0, text).getBytes(UTF_8));
        digest.update(quoted(head.substring(text + 1)));
        return digest;
      });

  /**
   * A text.
   *
   * @param shared so many characters at its beginning are those of other texts
   */
  private record Held(String text, int shared) {}

  private final List<Held> texts = new ArrayList<>();
  private final Map<String, String> marked = new HashMap<>();

  private static String nonce() {
    var bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * The text itself when it is short, else what stands for it.
   *
   * @param shared so many characters at its beginning are those of other texts; 0 when none are
   *     known to be
   */
  public String standIn(String text, int shared) {
    if (text.length() < LONG) {
      return text;
    }
    texts.add(new Held(text, shared));
    return MARK + (FIRST + texts.size() - 1);
  }

  /**
   * Stands for a long text that other documents have too.
   *
   * @param member what goes into the JSON object beside it
   */
  public String standIn(String text, String member) {
    String standIn = standIn(text, text.length());
    marked.put(standIn, member);
    return standIn;
  }

  /**
   * Puts the texts into their places.
   *
   * @param body JSON in which the stand-ins are whole strings
   * @return the same JSON as if whoever made it had been given the texts, as UTF-8 in parts, which
   *     nobody may change
   */
  public List<byte[]> restored(String body) {
    var parts = new ArrayList<byte[]>();
    pieces(
        body,
        (before, held) -> {
          parts.add(before.getBytes(UTF_8));
          byte[] shared = QUOTED.of(held.text, held.shared);
          if (shared != null) {
            parts.add(shared);
          }
          parts.add(quoted(shared == null ? held.text : held.text.substring(held.shared)));
        });
    return parts;
  }

  /** The SHA-256 of what {@link #restored} gives, as 64 lower-case hex digits. */
  public String sha256(String body) {
    var digest = new MessageDigest[] {Sha256.digest()};
    boolean[] first = {true};
    pieces(
        body,
        (before, held) -> {
          String whole = before + '\0' + held.text;
          int length = before.length() + 1 + held.shared;
          var shared = first[0] && held.shared >= LONG ? HASHED.of(whole, length) : null;
          first[0] = false;
          if (shared == null) {
            digest[0].update(before.getBytes(UTF_8));
            digest[0].update(quoted(held.text));
          } else {
            digest[0] = copy(shared);
            digest[0].update(quoted(held.text.substring(held.shared)));
          }
        });
    return Sha256.hex(digest[0]);
  }

  /**
   * The SHA-256 of a text's UTF-8 bytes, as 64 lower-case hex digits.
   *
   * @param shared so many characters at its beginning are those of other texts, and are hashed once
   */
  public static String sha256(String text, int shared) {
    MessageDigest begun = PLAIN.of(text, shared);
    if (begun == null) {
      return Sha256.of(text);
    }
    var digest = copy(begun);
    digest.update(text.substring(shared).getBytes(UTF_8));
    return Sha256.hex(digest);
  }

  /** What lies between stand-ins, each with the text that follows it; the last text is empty. */
  @FunctionalInterface
  private interface Piece {
    void accept(String before, Held held);
  }

  private void pieces(String body, Piece each) {
    int from = 0;
    String added = "";
    for (int at = body.indexOf(MARK); at >= 0; at = body.indexOf(MARK, from)) {
      int digits = at + MARK.length();
      int end = digits + Integer.toString(FIRST).length();
      each.accept(
          added + body.substring(from, at),
          texts.get(Integer.parseInt(body.substring(digits, end)) - FIRST));
      String member = marked.get(body.substring(at, end));
      from = member == null ? end : end + 1;
      added = member == null ? "" : body.substring(end, from) + "," + member;
    }
    each.accept(added + body.substring(from), new Held("", 0));
  }

  private static byte[] quoted(String text) {
    var quoted = new StringBuilder(text.length() + text.length() / 16);
    JsonStringEncoder.getInstance().quoteAsString(text, quoted);
    return quoted.toString().getBytes(UTF_8);
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the state of SHA-256 can be copied", e);
    }
  }

  /**
   * What was made of the beginnings that many texts share, the last few of them.
   *
   * @param <V> what is made of a beginning, which nobody may change
   */
  public static final class SharedHeads<V> {
    private record Head<V>(String text, V value) {}

    private static final int KEPT = 12;

    /** Longer ones are not kept: twelve of them would fill the memory. */
    private static final int LONGEST = 4_000_000;

    private final Function<String, V> making;
    private final Deque<Head<V>> heads = new ArrayDeque<>();

    /**
     * @param making makes it
     */
    public SharedHeads(Function<String, V> making) {
      this.making = making;
    }

    /**
     * Of the first characters of a text; null where that is not worth while, or would divide a
     * character.
     */
    public @Nullable V of(String text, int length) {
      if (length < LONG || length > LONGEST || Character.isHighSurrogate(text.charAt(length - 1))) {
        return null;
      }
      List<Head<V>> known;
      synchronized (heads) {
        known = List.copyOf(heads);
      }
      for (Head<V> head : known) {
        if (head.text.length() == length && text.startsWith(head.text)) {
          return head.value;
        }
      }
      String begin = text.substring(0, length);
      V value = making.apply(begin);
      synchronized (heads) {
        heads.addFirst(new Head<>(begin, value));
        if (heads.size() > KEPT) {
          heads.removeLast();
        }
      }
      return value;
    }
  }
}
