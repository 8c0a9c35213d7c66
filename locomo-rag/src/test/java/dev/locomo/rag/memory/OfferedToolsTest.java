package dev.locomo.rag.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Tool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a model is offered of what a server lists. */
class OfferedToolsTest {
  private static JsonNode tool(String name, String schema) throws Exception {
    return JsonFiles.MAPPER.readTree(
        "{\"name\": \"%s\", \"annotations\": {\"readOnlyHint\": true}, \"inputSchema\": %s}"
            .formatted(name, schema));
  }

  private static ObjectNode node() {
    return JsonFiles.MAPPER.createObjectNode();
  }

  @Test
  void aSchemaThatIsNoneIsOneWithoutProperties() throws Exception {
    var offered = new OfferedTools(Map.of());
    for (String schema : List.of("5", "{\"properties\": 5}", "{\"properties\": [1]}")) {
      assertThat(offered.among(List.of(tool("find", schema))))
          .extracting(t -> JsonFiles.MAPPER.readTree(t.parameters()).path("properties"))
          .containsExactly(node());
    }
  }

  @Test
  void aNameThatProvidersDoNotTakeIsOfferedOnlyWhereItsOwnNameIsKnown() throws Exception {
    var listed = List.of(tool("memory.find", "{}"));
    assertThat(new OfferedTools(Map.of()).among(listed)).isEmpty();
    var named = new OfferedTools(Map.of("memory.find", node()));
    assertThat(named.among(listed)).extracting(Tool::name).containsExactly("memory_find");
    var call = new Tool.Call("1", "memory_find", "{}", "");
    assertThat(named.operation(call, node()).target()).isEqualTo("memory.find");
  }
}
