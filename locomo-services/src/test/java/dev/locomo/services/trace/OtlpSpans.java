package dev.locomo.services.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Spans in OTLP's protobuf form, read by field numbers. */
final class OtlpSpans {
  private OtlpSpans() {}

  /** What is looked at of a span; values as text. */
  record Span(
      String service,
      String trace,
      String id,
      String parent,
      String name,
      Map<String, String> attributes,
      List<String> events) {}

  static List<Span> parse(byte[] request) throws IOException {
    var spans = new ArrayList<Span>();
    for (var resource : messages(Message.parse(request), 1)) {
      String service = attributes(messages(resource, 1).getFirst(), 1).get("service.name");
      for (var scope : messages(resource, 2)) {
        for (var span : messages(scope, 2)) {
          spans.add(span(String.valueOf(service), span));
        }
      }
    }
    return spans;
  }

  private static Span span(String service, Message span) throws IOException {
    var events = new ArrayList<String>();
    for (var event : messages(span, 11)) {
      events.add(text(event, 2));
    }
    return new Span(
        service,
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        text(span, 5),
        attributes(span, 9),
        events);
  }

  private static Map<String, String> attributes(Message of, int field) throws IOException {
    var attributes = new HashMap<String, String>();
    for (var attribute : messages(of, field)) {
      var value = messages(attribute, 2).getFirst();
      var number = value.numbers().get(3);
      attributes.put(text(attribute, 1), number == null ? text(value, 1) : number.toString());
    }
    return attributes;
  }

  private static List<Message> messages(Message of, int field) throws IOException {
    var messages = new ArrayList<Message>();
    for (byte[] bytes : of.texts(field)) {
      messages.add(Message.parse(bytes));
    }
    return messages;
  }

  private static String text(Message of, int field) {
    var values = of.texts(field);
    return values.isEmpty() ? "" : new String(values.getFirst(), StandardCharsets.UTF_8);
  }

  private static String hex(Message of, int field) {
    var values = of.texts(field);
    return values.isEmpty() ? "" : HexFormat.of().formatHex(values.getFirst());
  }

  /**
   * A message on the wire: fields of a length, and the last number of each field that has some.
   * Numbers of fixed width are skipped.
   */
  private record Message(Map<Integer, List<byte[]>> fields, Map<Integer, Long> numbers) {
    static Message parse(byte[] bytes) throws IOException {
      var message = new Message(new HashMap<>(), new HashMap<>());
      var in = ByteBuffer.wrap(bytes);
      while (in.hasRemaining()) {
        long tag = number(in);
        int field = (int) (tag >> 3);
        switch ((int) (tag & 7)) {
          case 0 -> message.numbers.put(field, number(in));
          case 1 -> in.getLong();
          case 2 -> {
            var value = new byte[(int) number(in)];
            in.get(value);
            message.fields.computeIfAbsent(field, _ -> new ArrayList<>()).add(value);
          }
          case 5 -> in.getInt();
          default -> throw new IOException("no wire type: " + tag);
        }
      }
      return message;
    }

    private static long number(ByteBuffer in) {
      long number = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = in.get();
        number |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return number;
        }
      }
    }

    List<byte[]> texts(int field) {
      return fields.getOrDefault(field, List.of());
    }
  }
}
