package dev.locomo.services.trace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.mlflow_project.google.protobuf.ByteString;
import org.mlflow_project.google.protobuf.UnknownFieldSet;

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
    for (var resource : messages(UnknownFieldSet.parseFrom(request), 1)) {
      String service = attributes(messages(resource, 1).getFirst(), 1).get("service.name");
      for (var scope : messages(resource, 2)) {
        for (var span : messages(scope, 2)) {
          spans.add(span(String.valueOf(service), span));
        }
      }
    }
    return spans;
  }

  private static Span span(String service, UnknownFieldSet span) throws IOException {
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

  private static Map<String, String> attributes(UnknownFieldSet of, int field) throws IOException {
    var attributes = new HashMap<String, String>();
    for (var attribute : messages(of, field)) {
      var value = messages(attribute, 2).getFirst();
      String read =
          value.hasField(3)
              ? Long.toString(value.getField(3).getVarintList().getFirst())
              : text(value, 1);
      attributes.put(text(attribute, 1), read);
    }
    return attributes;
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet of, int field) throws IOException {
    var messages = new ArrayList<UnknownFieldSet>();
    for (ByteString bytes : of.getField(field).getLengthDelimitedList()) {
      messages.add(UnknownFieldSet.parseFrom(bytes));
    }
    return messages;
  }

  private static String text(UnknownFieldSet of, int field) {
    var values = of.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? "" : values.getFirst().toStringUtf8();
  }

  private static String hex(UnknownFieldSet of, int field) {
    var values = of.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? "" : HexFormat.of().formatHex(values.getFirst().toByteArray());
  }
}
