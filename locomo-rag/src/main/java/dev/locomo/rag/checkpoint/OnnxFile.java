package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What an ONNX file says of itself before it is run.
 *
 * @param operators of all its nodes, for example {@code MatMul}
 * @param external names of the files beside it that hold its weights; empty where it holds them
 */
public record OnnxFile(Path path, Set<String> operators, Set<String> external) {
  /** What a whole network is called below a model folder, the preferred one first. */
  public static final List<String> NAMES = List.of("onnx/model.onnx", "model.onnx");

  private static final int DEEPEST = 16;

  /** Most bytes of a name in it. */
  private static final int LONGEST_NAME = 1 << 12;

  /**
   * The network of a folder: one called as in {@link #NAMES}, else the only one that is there
   * (quantised ones have other names).
   *
   * @throws DataError when there are several, none of that name
   */
  public static Optional<Path> in(Path folder) {
    var whole = NAMES.stream().map(folder::resolve).filter(Files::exists).findFirst();
    if (whole.isPresent()) {
      return whole;
    }
    var others = Stream.of(folder.resolve("onnx"), folder).flatMap(OnnxFile::networks).toList();
    if (others.size() > 1) {
      throw new DataError(
          folder.toString(),
          "",
          "has several networks and none called model.onnx; expected one of them to be named: "
              + others.getFirst());
    }
    return others.stream().findFirst();
  }

  private static Stream<Path> networks(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList().stream();
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  /**
   * Looks through a file.
   *
   * @throws DataError when it is cut off, or no ONNX file, or names a file outside of its folder
   */
  public static OnnxFile read(Path path) {
    var file = new OnnxFile(path, new TreeSet<>(), new TreeSet<>());
    try (var channel = UserFile.channel(path);
        var arena = Arena.ofConfined()) {
      var message = new Message(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena), 0);
      if (!message.model(file)) {
        throw new DataError(path.toString(), "", "found no graph; expected an ONNX file");
      }
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new DataError(
          path.toString(), "", "is no ONNX file, or is cut off (" + e.getMessage() + ")", e);
    }
    file.external.stream()
        .filter(name -> !WeightsFile.isInside(name))
        .forEach(name -> {
          throw new DataError(path.toString(), "", "names " + name + "; expected a file beside it");
        });
    return file;
  }

  /**
   * The same.
   *
   * @throws DataError when weights that it names are not beside it
   */
  public OnnxFile complete() {
    for (String name : external) {
      if (!Files.exists(path.resolveSibling(name))) {
        throw new DataError(
            path.toString(), "", "has its weights in " + name + "; expected that file beside it");
      }
    }
    return this;
  }

  /**
   * Whether a result depends on the texts of its batch: activations are quantised by the largest
   * value of all.
   */
  public boolean scalesBatches() {
    return operators.stream().anyMatch(o -> o.startsWith("DynamicQuantize"));
  }

  /** Adds the file, and the weights beside it, to a digest. */
  public void feed(MessageDigest digest) {
    Sha256.feed(digest, path);
    external.forEach(name -> Sha256.feed(digest, path.resolveSibling(name)));
  }

  /**
   * A message of Protocol Buffers: the numbers of its fields are those of {@code onnx.proto}.
   *
   * @param depth how many graphs it is inside of
   */
  private record Message(MemorySegment bytes, int depth) {
    private static final int LENGTH_DELIMITED = 2;

    /** Most bytes of a number, seven bits in each. */
    private static final int WIDEST = 10;

    private interface Field {
      void at(int number, Message value);
    }

    private void each(Field field) {
      for (long at = 0; at < bytes.byteSize(); ) {
        long tag = number(at);
        at += width(at);
        switch ((int) tag & 7) {
          case 0 -> at += width(at);
          case 1 -> at += Long.BYTES;
          case 5 -> at += Integer.BYTES;
          case LENGTH_DELIMITED -> {
            long length = number(at);
            at += width(at);
            field.at((int) (tag >>> 3), new Message(bytes.asSlice(at, length), depth));
            at += length;
          }
          default -> throw new IndexOutOfBoundsException("byte " + at + " begins no field");
        }
      }
    }

    private long number(long at) {
      long value = 0;
      int width = width(at);
      for (int i = 0; i < width; i++) {
        value |= (bytes.get(ValueLayout.JAVA_BYTE, at + i) & 0x7fL) << (7 * i);
      }
      return value;
    }

    private int width(long at) {
      int width = 1;
      while (bytes.get(ValueLayout.JAVA_BYTE, at + width - 1) < 0) {
        if (width == WIDEST) {
          throw new IndexOutOfBoundsException("byte " + at + " begins a number without end");
        }
        width++;
      }
      return width;
    }

    private String text() {
      if (bytes.byteSize() > LONGEST_NAME) {
        throw new IndexOutOfBoundsException("a name of " + bytes.byteSize() + " bytes");
      }
      return new String(bytes.toArray(ValueLayout.JAVA_BYTE), UTF_8);
    }

    /** Whether it has a graph. */
    boolean model(OnnxFile found) {
      boolean[] graph = {false};
      each((number, value) -> {
        switch (number) {
          case 7 -> {
            graph[0] = true;
            value.graph(found);
          }
          case 25 -> value.each((part, node) -> node.node(part == 7, found));
          default -> {}
        }
      });
      return graph[0];
    }

    private void graph(OnnxFile found) {
      if (depth == DEEPEST) {
        throw new IndexOutOfBoundsException("too many graphs inside of each other");
      }
      new Message(bytes, depth + 1)
          .each((number, value) -> {
            value.node(number == 1, found);
            value.tensor(number == 5, found);
          });
    }

    private void node(boolean is, OnnxFile found) {
      if (is) {
        each((number, value) -> {
          if (number == 4) {
            found.operators.add(value.text());
          } else if (number == 5) {
            value.attribute(found);
          }
        });
      }
    }

    private void attribute(OnnxFile found) {
      each((number, value) -> {
        value.tensor(number == 5, found);
        if (number == 6 || number == 11) {
          value.graph(found);
        }
      });
    }

    private void tensor(boolean is, OnnxFile found) {
      if (is) {
        each((number, entry) -> {
          if (number == 13) {
            var pair = new String[2];
            entry.each((part, value) -> pair[part == 1 ? 0 : 1] = value.text());
            if ("location".equals(pair[0]) && pair[1] != null) {
              found.external.add(pair[1]);
            }
          }
        });
      }
    }
  }
}
