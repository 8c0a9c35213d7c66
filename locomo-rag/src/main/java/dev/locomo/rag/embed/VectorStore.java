package dev.locomo.rag.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passage vectors in a folder, one file a sample and database, so that a build that was stopped
 * goes on where it was. A file's name holds a hash of everything that determines its content - the
 * encoder's id and the texts, byte by byte - so another encoder, other data or a changed caption
 * never meet old vectors.
 *
 * <p>A file is one line of JSON that says what it is, the numbers as little-endian 32-bit floats
 * row by row, and the SHA-256 of all that. It is written beside its place and moved there when
 * whole; a damaged one is not used and made anew.
 */
public final class VectorStore implements PassageVectors {
  private static final Logger LOG = LoggerFactory.getLogger(VectorStore.class);
  private static final int FORMAT = 1;
  private static final int DIGEST = 32;

  private final Path folder;

  /**
   * @param folder made when it does not exist
   */
  public VectorStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public VectorTable of(Corpus corpus, Embedder embedder) {
    makeFolder();
    String header = header(corpus, embedder);
    Path file = file(corpus, embedder, header);
    return read(file, header, embedder.dimension())
        .orElseGet(() -> build(file, header, corpus, embedder));
  }

  @Override
  public Optional<Path> indexes() {
    return Optional.of(folder);
  }

  /** Where the vectors of this corpus and encoder are, or would be. */
  public Path file(Corpus corpus, Embedder embedder) {
    return file(corpus, embedder, header(corpus, embedder));
  }

  private Path file(Corpus corpus, Embedder embedder, String header) {
    String readable =
        String.join(
            "_", corpus.source(), corpus.database().label(), corpus.sample(), word(embedder.id()));
    return folder.resolve(
        readable.replaceAll("[^A-Za-z0-9._-]", "-")
            + "_"
            + Sha256.of(header).substring(0, 16)
            + ".vectors");
  }

  /** The first word of an encoder's id. */
  private static String word(String id) {
    String word = id.split("[(]", 2)[0];
    return word.substring(0, Math.min(40, word.length()));
  }

  private static String header(Corpus corpus, Embedder embedder) {
    MessageDigest texts = Sha256.digest();
    for (String text : corpus.texts()) {
      byte[] bytes = text.getBytes(UTF_8);
      texts.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      texts.update(bytes);
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("locomo_vectors", FORMAT);
    fields.put("encoder", embedder.id());
    fields.put("database", corpus.database().label());
    fields.put("sample", corpus.sample());
    fields.put("texts_sha256", Sha256.hex(texts));
    fields.put("rows", corpus.passages().size());
    fields.put("dimension", embedder.dimension());
    try {
      return JsonFiles.MAPPER.writeValueAsString(fields) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers are JSON", e);
    }
  }

  private static Optional<VectorTable> read(Path file, String header, int dimension) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + e.getMessage() + ")", e);
    }
    byte[] expected = header.getBytes(UTF_8);
    int numbers = bytes.length - expected.length - DIGEST;
    if (numbers < 0
        || numbers % (dimension * Float.BYTES) != 0
        || !Arrays.equals(bytes, 0, expected.length, expected, 0, expected.length)
        || !Arrays.equals(bytes, bytes.length - DIGEST, bytes.length, digest(bytes), 0, DIGEST)) {
      LOG.warn("{} is damaged; its vectors are made anew", file);
      return Optional.empty();
    }
    float[] values = new float[numbers / Float.BYTES];
    ByteBuffer.wrap(bytes, expected.length, numbers)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return Optional.of(new VectorTable(dimension, values));
  }

  /** Of everything but the last bytes, where the digest itself is. */
  private static byte[] digest(byte[] bytes) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes, 0, bytes.length - DIGEST);
    return digest.digest();
  }

  private VectorTable build(Path file, String header, Corpus corpus, Embedder embedder) {
    float[][] rows = embedder.embed(corpus.texts(), Role.PASSAGE);
    byte[] start = header.getBytes(UTF_8);
    int dimension = embedder.dimension();
    var bytes = new byte[start.length + rows.length * dimension * Float.BYTES + DIGEST];
    System.arraycopy(start, 0, bytes, 0, start.length);
    var floats =
        ByteBuffer.wrap(bytes, start.length, rows.length * dimension * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    for (float[] row : rows) {
      floats.put(row);
    }
    System.arraycopy(digest(bytes), 0, bytes, bytes.length - DIGEST, DIGEST);
    AtomicFile.write(file, out -> out.write(bytes));
    return VectorTable.of(dimension, rows);
  }

  /** Before anything is embedded: a wrong folder must not cost minutes. */
  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }
}
