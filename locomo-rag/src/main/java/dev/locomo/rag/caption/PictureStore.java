package dev.locomo.rag.caption;

import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.picture.ShownPicture;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.rag.image.ImageDecoder;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.ImageFormat;
import dev.locomo.rag.image.ImageHeader;
import dev.locomo.rag.image.Orientation;
import dev.locomo.rag.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A folder with the images of a data set: files that its turns name, and files that were got from
 * the addresses its turns give, named by those addresses.
 *
 * @param folder where they are
 * @param orientation which way up they are read
 */
public record PictureStore(Path folder, Orientation orientation) {
  /** Longest file that is read, unless a command says otherwise. */
  public static final int MOST_BYTES = 100_000_000;

  /** Longer files are made smaller, whatever their edges. */
  private static final int MOST_AS_IS = 1_000_000;

  private static final int NAME_LENGTH = 32;

  /** Images as they are stored. */
  public PictureStore(Path folder) {
    this(folder, Orientation.STORED);
  }

  /**
   * The image of a turn: the first file it names that is there, or else the first that was got from
   * one of its addresses.
   */
  public Optional<Path> find(SharedImage image) {
    for (String file : image.files()) {
      if (isInside(file)) {
        return Optional.of(folder.resolve(file));
      }
    }
    for (String address : image.urls()) {
      for (ImageFormat format : ImageFormat.values()) {
        Path kept = place(address, format);
        if (holds(kept)) {
          return Optional.of(kept);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isInside(String file) {
    try {
      Path inside = folder.toAbsolutePath().normalize();
      return inside.resolve(file).normalize().startsWith(inside) && holds(folder.resolve(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Whether a file is there and lies in the folder: neither a data set nor a link must make other
   * files of the machine be read.
   */
  boolean holds(Path file) {
    try {
      return Files.isRegularFile(file) && file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Where the image of an address is kept: 32 digits of the address's SHA-256 and the ending of its
   * format.
   */
  public Path place(String address, ImageFormat format) {
    String name = Sha256.of(address).substring(0, NAME_LENGTH);
    return folder.resolve(name + "." + format.ending());
  }

  /** Keeps the image of an address; a file is there as a whole or not at all. */
  void keep(String address, ImageFormat format, byte[] bytes) {
    AtomicFile.write(place(address, format), out -> out.write(bytes));
  }

  /** Decodes a file; fails when it is not there, too long, or no image that can be read. */
  public RgbImage picture(Path file) throws FetchError {
    return decoded(bytes(file, MOST_BYTES), orientation);
  }

  /**
   * A file as it is sent to a model: scaled down to an edge, as JPEG. A JPEG or PNG that is small
   * enough and needs no turn stays as it is, with the orientation that it may name.
   *
   * @param label what it is called beside it
   * @param edge most pixels of the longer edge, at least 1
   */
  public ShownPicture shown(Path file, String label, int edge) throws FetchError {
    byte[] bytes = bytes(file, MOST_BYTES);
    String turned = orientation == Orientation.STORED ? "" : " " + orientation;
    String sha256 = Sha256.of(Sha256.of(bytes) + " " + edge + turned);
    try {
      var header = ImageHeader.read(bytes);
      boolean known = header.format() == ImageFormat.JPEG || header.format() == ImageFormat.PNG;
      boolean asIs = known && !orientation.turns(bytes);
      if (asIs && bytes.length <= MOST_AS_IS && Math.max(header.width(), header.height()) <= edge) {
        decoded(bytes, orientation);
        String type = "image/" + header.format().name().toLowerCase(Locale.ROOT);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        return new ShownPicture(label, sha256, header.width(), header.height(), type, base64);
      }
      return decoded(bytes, orientation).within(edge).shown(label, sha256);
    } catch (ImageError e) {
      throw new FetchError(String.valueOf(e.getMessage()), e);
    }
  }

  /** A whole file of at most so many bytes. */
  static byte[] bytes(Path file, int most) throws FetchError {
    try (InputStream in = UserFile.open(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new FetchError("is longer than " + most + " bytes");
      }
      return bytes;
    } catch (DataError e) {
      throw new FetchError(e.problem(), e);
    } catch (IOException e) {
      throw new FetchError("cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  /** Decodes an image; to be done one at a time, since decoded images are large. */
  static RgbImage decoded(byte[] bytes, Orientation orientation) throws FetchError {
    try {
      return ImageDecoder.decode(bytes, orientation);
    } catch (ImageError e) {
      throw new FetchError(String.valueOf(e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw new FetchError("needs more memory than there is", e);
    }
  }
}
