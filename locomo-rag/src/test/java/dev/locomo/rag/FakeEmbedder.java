package dev.locomo.rag;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.locomo.rag.embed.Embedder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An encoder without a model: the sum over a text's words of the 64 signed bytes of each word's
 * SHA-512. Whole numbers, so every score is exact, and a word in common raises it.
 */
public final class FakeEmbedder implements Embedder {
  private static final Pattern WORD = Pattern.compile("[a-z0-9]+");
  private static final int DIMENSION = 64;

  @Override
  public String id() {
    return "fake";
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public float[][] embed(List<String> texts, Role role) {
    return texts.stream().map(FakeEmbedder::vector).toArray(float[][]::new);
  }

  private static float[] vector(String text) {
    float[] sum = new float[DIMENSION];
    var lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      lower.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    WORD.matcher(lower).results().forEach(word -> add(sum, sha512(word.group())));
    return sum;
  }

  private static void add(float[] sum, byte[] word) {
    for (int i = 0; i < DIMENSION; i++) {
      sum[i] += word[i];
    }
  }

  private static byte[] sha512(String word) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(word.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {}
}
