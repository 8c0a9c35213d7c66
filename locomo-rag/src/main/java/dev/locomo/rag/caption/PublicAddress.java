package dev.locomo.rag.caption;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses belong to the public internet: not this machine, its network, its neighbours', a
 * cloud's metadata service, or anything reserved.
 *
 * <p><b>Source</b> IANA's special-purpose address registries.
 */
final class PublicAddress {
  private static final List<Block> RESERVED_V4 =
      blocks(
          """
          0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
          192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
          224.0.0.0/3\
          """);

  /** What is given out to anybody. */
  private static final List<Block> GLOBAL_V6 = blocks("2000::/3");

  /** Protocols that hide another address inside, and documentation. */
  private static final List<Block> RESERVED_V6 =
      blocks("2001::/23 2001:db8::/32 2002::/16 3fff::/20");

  private PublicAddress() {}

  private record Block(byte[] start, int bits) {
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

  /** Addresses in figures, which nobody has to be asked for. */
  private static List<Block> blocks(String written) {
    return Stream.of(written.split("\\s+"))
        .map(block -> block.split("/"))
        .map(b -> new Block(InetAddress.ofLiteral(b[0]).getAddress(), Integer.parseInt(b[1])))
        .toList();
  }

  static boolean is(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address
        ? RESERVED_V4.stream().noneMatch(b -> b.has(bytes))
        : GLOBAL_V6.getFirst().has(bytes) && RESERVED_V6.stream().noneMatch(b -> b.has(bytes));
  }
}
