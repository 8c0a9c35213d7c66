package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads the part of Python's pickle format that checkpoints of plain tensors use, and runs nothing:
 * a named function is never looked up, only a fixed few names are understood, and everything else
 * is an {@link IOException}.
 *
 * <p><b>Source</b> the opcode table of CPython's {@code pickletools}; protocols 0 to 4 as far as
 * {@code torch.save} writes them.
 */
final class Unpickler {
  private static final Object MARK = new Object();

  /** Stands for None, which a deque cannot hold. */
  private static final Object NONE = new Object();

  private final DataInputStream in;
  private final Function<List<?>, Object> persistent;
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  /** A call of {@code torch._utils._rebuild_tensor_v2}: its arguments. */
  record Rebuilt(List<?> arguments) {}

  /**
   * @param persistent what stands for the object that a persistent id (a tuple) names
   */
  Unpickler(InputStream in, Function<List<?>, Object> persistent) {
    this.in = new DataInputStream(in);
    this.persistent = persistent;
  }

  /**
   * Reads one pickled value: a map, list, string, {@link Long}, {@link Double}, {@link Boolean},
   * {@link Rebuilt}, the name of a class or function (only ever compared), or what a persistent id
   * stands for.
   *
   * @throws IOException when the stream ends early, holds anything else, or asks to call something
   */
  Object read() throws IOException {
    try {
      while (true) {
        int opcode = in.readUnsignedByte();
        if (opcode == '.') {
          return stack.pop();
        }
        run(opcode);
      }
    } catch (RuntimeException e) {
      throw new IOException("the pickle is malformed (" + e.getMessage() + ")", e);
    }
  }

  private void run(int opcode) throws IOException {
    switch (opcode) {
      case 0x80 -> in.readUnsignedByte(); // PROTO
      case 0x95 -> in.readLong(); // FRAME
      case '}', ')', ']', '(', 'N', 0x88, 0x89 -> pushConstant(opcode);
      case 'K', 'M', 'J', 0x8a, 'G' -> pushNumber(opcode);
      case 'X', 0x8c, 'U', 'T' -> stack.push(text(opcode));
      case 'c', 0x93 -> stack.push(name(opcode));
      case 'q', 'r', 0x94 -> memo.put(slot(opcode), stack.element());
      case 'h', 'j' -> stack.push(Objects.requireNonNull(memo.get(slot(opcode)), "memo"));
      case 't', 0x85, 0x86, 0x87 -> stack.push(tuple(opcode));
      case 'a', 'e', 's', 'u' -> add(opcode);
      case 'Q' -> stack.push(persistent.apply((List<?>) stack.pop()));
      case 'R' -> call();
      case 'b' -> stack.pop(); // BUILD: the state of an ordered dictionary, its metadata
      default -> throw new IOException("the pickle has opcode " + opcode + ", which is not read");
    }
  }

  private void pushConstant(int opcode) {
    stack.push(
        switch (opcode) {
          case '}' -> new LinkedHashMap<>();
          case ')' -> List.of();
          case ']' -> new ArrayList<>();
          case '(' -> MARK;
          case 'N' -> NONE;
          default -> opcode == 0x88;
        });
  }

  private void pushNumber(int opcode) throws IOException {
    stack.push(
        switch (opcode) {
          case 'K' -> (long) in.readUnsignedByte();
          case 'M' -> (long) Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
          case 'J' -> (long) Integer.reverseBytes(in.readInt());
          case 'G' -> in.readDouble();
          default -> number(bytes(in.readUnsignedByte()));
        });
  }

  /** A little-endian two's complement number; what does not fit is no size of anything. */
  private static Object number(byte[] little) {
    if (little.length == 0) {
      return 0L;
    }
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[little.length - 1 - i];
    }
    var number = new BigInteger(big);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private String text(int opcode) throws IOException {
    int length =
        opcode == 'X' || opcode == 'T' ? Integer.reverseBytes(in.readInt()) : in.readUnsignedByte();
    return new String(bytes(length), UTF_8);
  }

  private byte[] bytes(int length) throws IOException {
    if (length < 0) {
      throw new IOException("the pickle has a text of negative length");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the pickle is cut off");
    }
    return bytes;
  }

  private String name(int opcode) throws IOException {
    if (opcode == 'c') {
      return line() + "." + line();
    }
    Object name = stack.pop();
    return stack.pop() + "." + name;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private int slot(int opcode) throws IOException {
    return switch (opcode) {
      case 'q', 'h' -> in.readUnsignedByte();
      case 'r', 'j' -> Integer.reverseBytes(in.readInt());
      default -> memo.size();
    };
  }

  private List<Object> tuple(int opcode) {
    if (opcode == 't') {
      return sinceMark();
    }
    var items = new ArrayList<Object>();
    for (int i = 0; i < opcode - 0x84; i++) {
      items.addFirst(stack.pop());
    }
    return items;
  }

  private List<Object> sinceMark() {
    var items = new ArrayList<Object>();
    for (Object item = stack.pop(); item != MARK; item = stack.pop()) {
      items.add(item);
    }
    return items.reversed();
  }

  @SuppressWarnings("unchecked") // what is no list or map of ours fails in read()
  private void add(int opcode) {
    if (opcode == 'a') {
      Object item = stack.pop();
      ((List<Object>) stack.element()).add(item);
    } else if (opcode == 'e') {
      var items = sinceMark();
      ((List<Object>) stack.element()).addAll(items);
    } else {
      var items = opcode == 's' ? tuple(0x86) : sinceMark();
      var map = (Map<Object, Object>) stack.element();
      for (int i = 0; i < items.size(); i += 2) {
        map.put(items.get(i), items.get(i + 1));
      }
    }
  }

  private void call() throws IOException {
    var arguments = (List<?>) stack.pop();
    Object called = stack.pop();
    switch (called.toString()) {
      case "collections.OrderedDict" -> stack.push(new LinkedHashMap<>());
      case "torch._utils._rebuild_tensor_v2" -> stack.push(new Rebuilt(arguments));
      case "torch._utils._rebuild_parameter" -> stack.push(arguments.getFirst());
      default ->
          throw new IOException(
              "the pickle asks to call " + called + "; a checkpoint of plain tensors does not");
    }
  }
}
