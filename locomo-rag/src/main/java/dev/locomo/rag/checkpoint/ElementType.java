package dev.locomo.rag.checkpoint;

import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import java.util.stream.Stream;

/** How a checkpoint stores a number, in little-endian order. */
enum ElementType {
  F64(DataType.FLOAT64, "DoubleStorage"),
  F32(DataType.FLOAT32, "FloatStorage"),
  F16(DataType.FLOAT16, "HalfStorage"),
  BF16(DataType.BFLOAT16, "BFloat16Storage"),
  I64(DataType.INT64, "LongStorage"),
  I32(DataType.INT32, "IntStorage"),
  U8(DataType.UINT8, "ByteStorage"),
  BOOL(DataType.BOOLEAN, "BoolStorage");

  final DataType type;
  final int bytes;
  private final String inTorch;

  ElementType(DataType type, String inTorch) {
    this.type = type;
    this.bytes = type.getNumOfBytes();
    this.inTorch = inTorch;
  }

  /** By the name in a safetensors header, which is the constant's. */
  static Optional<ElementType> ofSafetensors(String name) {
    return Stream.of(values()).filter(t -> t.name().equals(name)).findFirst();
  }

  static Optional<ElementType> ofTorch(String storage) {
    return Stream.of(values()).filter(t -> t.inTorch.equals(storage)).findFirst();
  }
}
