package dev.locomo.rag.caption;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses belong to the public internet: not this machine, its network, its neighbours', a
 * cloud's metadata service, or anything reserved.
 *
 * <p><b>Source</b> IANA's special-purpose address registries.
 */
final class PublicAddress {
  private static final List<Block> RESERVED_V4 =
      List.of(
          new Block("0.0.0.0", 8),
          new Block("10.0.0.0", 8),
          new Block("100.64.0.0", 10),
          new Block("127.0.0.0", 8),
          new Block("169.254.0.0", 16),
          new Block("172.16.0.0", 12),
          new Block("192.0.0.0", 24),
          new Block("192.0.2.0", 24),
          new Block("192.88.99.0", 24),
          new Block("192.168.0.0", 16),
          new Block("198.18.0.0", 15),
          new Block("198.51.100.0", 24),
          new Block("203.0.113.0", 24),
          new Block("224.0.0.0", 3));

  /** What is given out to anybody. */
  private static final Block GLOBAL_V6 = new Block("2000::", 3);

  /** Protocols that hide another address inside, and documentation. */
  private static final List<Block> RESERVED_V6 =
      List.of(
          new Block("2001::", 23),
          new Block("2001:db8::", 32),
          new Block("2002::", 16),
          new Block("3fff::", 20));

  private PublicAddress() {}

  private record Block(byte[] start, int bits) {
    /** An address in figures, which nobody has to be asked for. */
    Block(String start, int bits) {
      this(InetAddress.ofLiteral(start).getAddress(), bits);
    }

    boolean has(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int shift = 7 - bit % 8;
        if (((address[bit / 8] ^ start[bit / 8]) >> shift & 1) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  static boolean is(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return RESERVED_V4.stream().noneMatch(b -> b.has(bytes));
    }
    return GLOBAL_V6.has(bytes) && RESERVED_V6.stream().noneMatch(b -> b.has(bytes));
  }
}
