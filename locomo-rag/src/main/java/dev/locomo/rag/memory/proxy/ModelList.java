package dev.locomo.rag.memory.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;

/** The models that there are to be had, in OpenAI's shape. */
final class ModelList {
  private ModelList() {}

  /** Of all, or the one that the path names. */
  static ObjectNode of(MeteringProxy.Served now, String path) {
    ObjectNode list = JsonFiles.MAPPER.createObjectNode().put("object", "list");
    var data = list.putArray("data");
    if (now.model() != null) {
      data.add(model(now.model().model(), now.model().provider().id()));
    }
    if (now.embedder() != null) {
      data.add(model(now.embedder().id(), "locomo"));
    }
    return path.equals("/v1/models")
        ? list
        : model(path.substring("/v1/models/".length()), "locomo");
  }

  private static ObjectNode model(String id, String owner) {
    return JsonFiles.MAPPER
        .createObjectNode()
        .put("id", id)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", owner);
  }
}
