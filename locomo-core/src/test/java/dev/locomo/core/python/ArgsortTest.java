package dev.locomo.core.python;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ArgsortTest {
  @Test
  void equalValuesLieAsNumpysScalarSortLeavesThem() throws IOException {
    try (var in = ArgsortTest.class.getResourceAsStream("/argsort.json")) {
      for (JsonNode one : new ObjectMapper().readTree(Objects.requireNonNull(in))) {
        double[] values =
            StreamSupport.stream(one.path("values").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        int[] order =
            StreamSupport.stream(one.path("order").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
        assertThat(Numpy.argsort(values)).as("%d values", values.length).isEqualTo(order);
      }
    }
  }

  @Test
  void noValuesHaveNoOrder() {
    assertThat(Numpy.argsort(new double[0])).isEmpty();
  }
}
