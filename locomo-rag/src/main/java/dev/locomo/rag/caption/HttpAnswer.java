package dev.locomo.rag.caption;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The answer to one HTTP/1.1 request on a connection of its own.
 *
 * @param location where to go on; empty without a redirection
 * @param body empty unless the status is 200
 */
record HttpAnswer(int status, String location, byte[] body) {
  /** All header lines together. */
  private static final int LONGEST_HEADER = 64 * 1024;

  /** What is sent. */
  static byte[] request(URI uri) {
    String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    return """
    GET %s HTTP/1.1\r
    Host: %s\r
    User-Agent: Mozilla/5.0 (compatible; locomo)\r
    Accept: image/*,*/*;q=0.5\r
    Accept-Encoding: identity\r
    Connection: close\r
    \r
    """
        .formatted(target(uri), host)
        .getBytes(ISO_8859_1);
  }

  /** Path and query, in ASCII. */
  private static String target(URI uri) {
    String ascii = uri.toASCIIString().replaceFirst("#.*", "");
    String rest = ascii.replaceFirst("^[^:]+://[^/?]*", "");
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  /**
   * Reads an answer with a body of at most so many bytes.
   *
   * @throws FetchError when the body is longer
   * @throws IOException when it breaks off or is no HTTP
   */
  static HttpAnswer read(InputStream in, int most) throws IOException, FetchError {
    var header = new Lines(in, LONGEST_HEADER);
    int status = status(header.next());
    while (status / 100 == 1) {
      fields(header);
      status = status(header.next());
    }
    Map<String, String> fields = fields(header);
    byte[] body = status == 200 ? body(in, fields, most) : new byte[0];
    return new HttpAnswer(status, fields.getOrDefault("location", ""), body);
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new IOException("the answer is no HTTP");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Map<String, String> fields(Lines header) throws IOException {
    var fields = new HashMap<String, String>();
    for (String line = header.next(); !line.isEmpty(); line = header.next()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        fields.putIfAbsent(name, line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  private static byte[] body(InputStream in, Map<String, String> fields, int most)
      throws IOException, FetchError {
    if (fields.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT).contains("chunked")) {
      return chunks(in, most);
    }
    String length = fields.get("content-length");
    if (length == null) {
      byte[] all = in.readNBytes(most + 1);
      if (all.length > most) {
        throw tooLong(most);
      }
      return all;
    }
    if (!length.matches("[0-9]{1,18}")) {
      throw new IOException("the answer's length is no number");
    }
    long announced = Long.parseLong(length);
    if (announced > most) {
      throw tooLong(most);
    }
    return whole(in, (int) announced);
  }

  private static byte[] whole(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the answer breaks off");
    }
    return bytes;
  }

  private static byte[] chunks(InputStream in, int most) throws IOException, FetchError {
    var body = new ByteArrayOutputStream();
    var lines = new Lines(in, Integer.MAX_VALUE);
    while (true) {
      String size = lines.next().replaceFirst("[; ].*", "");
      if (!size.matches("[0-9a-fA-F]{1,8}")) {
        throw new IOException("the answer's parts have no length");
      }
      long length = Long.parseLong(size, 16);
      if (length == 0) {
        return body.toByteArray();
      }
      if (body.size() + length > most) {
        throw tooLong(most);
      }
      body.write(whole(in, (int) length));
      lines.next();
    }
  }

  private static FetchError tooLong(int most) {
    return new FetchError("is longer than " + most + " bytes");
  }

  /** Lines that end with a line feed, with a bound on all of them together. */
  private static final class Lines {
    private final InputStream in;
    private int left;

    Lines(InputStream in, int left) {
      this.in = in;
      this.left = left;
    }

    String next() throws IOException {
      var line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0 || --left < 0 || line.length() > LONGEST_HEADER) {
          throw new IOException(
              c < 0 ? "the answer breaks off" : "the answer's header is too long");
        }
        line.append((char) c);
      }
      return line.toString().stripTrailing();
    }
  }
}
