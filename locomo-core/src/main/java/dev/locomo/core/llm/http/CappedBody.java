package dev.locomo.core.llm.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body as UTF-8 text up to a size, as sent and as unpacked: gzip and deflate are read
 * although they are not asked for, because servers and proxies send them unasked. What cannot be
 * read fails with {@link Refused}.
 */
public final class CappedBody implements BodySubscriber<String> {
  /** The body is refused, and why. */
  public static final class Refused extends IOException {
    Refused(String why) {
      super(why);
    }
  }

  /** A server and the proxy before it may both have packed it. */
  private static final int MOST_LAYERS = 2;

  private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([\\w:.-]+)");

  private final HttpHeaders headers;
  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<String> text = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  /**
   * @param headers of the answer
   * @param limit bytes
   */
  public CappedBody(HttpHeaders headers, int limit) {
    this.headers = headers;
    this.limit = limit;
  }

  @Override
  public CompletionStage<String> getBody() {
    return text;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (var buffer : buffers) {
      if (buffer.remaining() > limit - bytes.size()) {
        text.completeExceptionally(tooLarge());
        if (subscription != null) {
          subscription.cancel();
        }
        return;
      }
      var chunk = new byte[buffer.remaining()];
      buffer.get(chunk);
      bytes.writeBytes(chunk);
    }
  }

  private Refused tooLarge() {
    return new Refused("a reply of more than " + limit + " bytes");
  }

  @Override
  public void onError(Throwable cause) {
    text.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    try {
      String whole = text(unpacked(bytes.toByteArray(), 0));
      text.complete(whole.startsWith("\uFEFF") ? whole.substring(1) : whole);
    } catch (IOException e) {
      text.completeExceptionally(e);
    }
  }

  /** In the charset of the header only where it is no UTF-8: most headers name none. */
  private String text(byte[] plain) {
    String text = new String(plain, StandardCharsets.UTF_8);
    var named = CHARSET.matcher(headers.firstValue("content-type").orElse(""));
    boolean other = text.indexOf('\uFFFD') >= 0 || text.indexOf('\0') >= 0;
    try {
      return other && named.find() ? new String(plain, Charset.forName(named.group(1))) : text;
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** By what is there rather than by the header: some proxies unpack and leave the header. */
  private byte[] unpacked(byte[] body, int layers) throws IOException {
    String coding =
        String.join(",", headers.allValues("content-encoding")).strip().toLowerCase(Locale.ROOT);
    int first = body.length < 2 ? ' ' : body[0] & 0xff;
    int second = body.length < 2 ? ' ' : body[1] & 0xff;
    var packed = new ByteArrayInputStream(body);
    if (first == 0x1f && second == 0x8b && layers < MOST_LAYERS) {
      return unpacked(capped(new GZIPInputStream(packed)), layers + 1);
    }
    if (coding.isEmpty()
        || coding.matches("identity|(x-)?gzip")
        || " \t\r\n{[<\"".indexOf(first) >= 0) {
      return body;
    }
    if (coding.equals("deflate")) {
      boolean wrapped = (first & 0x0f) == 8 && (first << 8 | second) % 31 == 0;
      return capped(new InflaterInputStream(packed, new Inflater(!wrapped)));
    }
    throw new Refused("a reply packed as '" + coding + "', which was not asked for");
  }

  private byte[] capped(InputStream in) throws IOException {
    byte[] plain = in.readNBytes(limit + 1);
    if (plain.length > limit) {
      throw tooLarge();
    }
    return plain;
  }
}
