package dev.locomo.rag.checkpoint;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** How a checkpoint stores a number. */
enum ElementType {
  F64(8, "F64", "DoubleStorage") {
    @Override
    float get(ByteBuffer from, int at) {
      return (float) from.getDouble(at);
    }
  },
  F32(4, "F32", "FloatStorage") {
    @Override
    float get(ByteBuffer from, int at) {
      return from.getFloat(at);
    }
  },
  F16(2, "F16", "HalfStorage") {
    @Override
    float get(ByteBuffer from, int at) {
      return Float.float16ToFloat(from.getShort(at));
    }
  },
  BF16(2, "BF16", "BFloat16Storage") {
    @Override
    float get(ByteBuffer from, int at) {
      return Float.intBitsToFloat(from.getShort(at) << 16);
    }
  },
  I64(8, "I64", "LongStorage") {
    @Override
    float get(ByteBuffer from, int at) {
      return from.getLong(at);
    }
  },
  I32(4, "I32", "IntStorage") {
    @Override
    float get(ByteBuffer from, int at) {
      return from.getInt(at);
    }
  },
  U8(1, "U8", "ByteStorage") {
    @Override
    float get(ByteBuffer from, int at) {
      return from.get(at) & 0xff;
    }
  },
  BOOL(1, "BOOL", "BoolStorage") {
    @Override
    float get(ByteBuffer from, int at) {
      return from.get(at);
    }
  };

  private final int bytes;
  private final String inSafetensors;
  private final String inTorch;

  ElementType(int bytes, String inSafetensors, String inTorch) {
    this.bytes = bytes;
    this.inSafetensors = inSafetensors;
    this.inTorch = inTorch;
  }

  int bytes() {
    return bytes;
  }

  /** The number at a byte offset. */
  abstract float get(ByteBuffer from, int at);

  static Optional<ElementType> ofSafetensors(String name) {
    return Stream.of(values()).filter(t -> t.inSafetensors.equals(name)).findFirst();
  }

  static Optional<ElementType> ofTorch(String storage) {
    return Stream.of(values()).filter(t -> t.inTorch.equals(storage)).findFirst();
  }
}
