package dev.locomo.eval.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The vectors that {@code scripts/golden/statistics.py} computes with scipy. */
final class Vectors {
  private Vectors() {}

  static List<JsonNode> of(String name) {
    try (var in = Vectors.class.getResourceAsStream("/statistics.json")) {
      return list(new ObjectMapper().readTree(Objects.requireNonNull(in)).path(name), n -> n);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    var list = new ArrayList<T>();
    array.forEach(node -> list.add(element.apply(node)));
    if (list.isEmpty()) {
      throw new IllegalStateException("no vectors in " + array);
    }
    return list;
  }
}
