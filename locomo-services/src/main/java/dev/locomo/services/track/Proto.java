package dev.locomo.services.track;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds a message in the protobuf wire form, field by field. */
final class Proto {
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Proto put(int field, long number) {
    varint((long) field << 3 | VARINT);
    varint(number);
    return this;
  }

  Proto put(int field, String text) {
    return put(field, text.getBytes(StandardCharsets.UTF_8));
  }

  Proto put(int field, Proto message) {
    return put(field, message.bytes());
  }

  private Proto put(int field, byte[] bytes) {
    varint((long) field << 3 | BYTES);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
