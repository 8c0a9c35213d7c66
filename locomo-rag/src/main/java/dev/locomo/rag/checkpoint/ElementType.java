package dev.locomo.rag.checkpoint;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** How a checkpoint stores a number. */
enum ElementType {
  F64(8, "DoubleStorage", (from, at) -> (float) from.getDouble(at)),
  F32(4, "FloatStorage", ByteBuffer::getFloat),
  F16(2, "HalfStorage", (from, at) -> Float.float16ToFloat(from.getShort(at))),
  BF16(2, "BFloat16Storage", (from, at) -> Float.intBitsToFloat(from.getShort(at) << 16)),
  I64(8, "LongStorage", ByteBuffer::getLong),
  I32(4, "IntStorage", ByteBuffer::getInt),
  U8(1, "ByteStorage", (from, at) -> from.get(at) & 0xff),
  BOOL(1, "BoolStorage", ByteBuffer::get);

  final int bytes;
  private final String inTorch;
  private final Read read;

  private interface Read {
    float at(ByteBuffer from, int at);
  }

  ElementType(int bytes, String inTorch, Read read) {
    this.bytes = bytes;
    this.inTorch = inTorch;
    this.read = read;
  }

  /** The number at a byte offset. */
  float get(ByteBuffer from, int at) {
    return read.at(from, at);
  }

  /** By the name in a safetensors header, which is the constant's. */
  static Optional<ElementType> ofSafetensors(String name) {
    return Stream.of(values()).filter(t -> t.name().equals(name)).findFirst();
  }

  static Optional<ElementType> ofTorch(String storage) {
    return Stream.of(values()).filter(t -> t.inTorch.equals(storage)).findFirst();
  }
}
