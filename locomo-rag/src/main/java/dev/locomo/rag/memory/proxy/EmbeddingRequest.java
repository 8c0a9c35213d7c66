package dev.locomo.rag.memory.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A request for the vectors of texts, in OpenAI's shape. */
record EmbeddingRequest(List<String> texts, String asked, boolean base64) {
  /**
   * Reads one.
   *
   * @param dimension of the vectors there are
   * @throws ProxyError when it asks for others, or for those of something that is no text
   */
  static EmbeddingRequest read(JsonNode body, int dimension) {
    JsonNode input = body.path("input");
    var texts = new ArrayList<String>();
    for (JsonNode one : input.isArray() ? input : JsonFiles.MAPPER.createArrayNode().add(input)) {
      if (!one.isTextual()) {
        throw ProxyError.bad("input: expected a text or a list of texts, not tokens");
      }
      texts.add(one.textValue());
    }
    JsonNode wanted = body.path("dimensions");
    if (!wanted.isMissingNode() && !wanted.isNull() && wanted.asInt() != dimension) {
      throw ProxyError.bad("dimensions: found " + wanted + "; the encoder gives " + dimension);
    }
    String format = body.path("encoding_format").asText("float");
    if (!List.of("float", "base64", "null").contains(format)) {
      throw ProxyError.bad("encoding_format: expected float or base64");
    }
    return new EmbeddingRequest(texts, body.path("model").asText(), format.equals("base64"));
  }

  /** The reply. */
  ObjectNode reply(float[][] vectors, String model, int tokens) {
    ObjectNode body = JsonFiles.MAPPER.createObjectNode().put("object", "list").put("model", model);
    var data = body.putArray("data");
    for (int i = 0; i < vectors.length; i++) {
      ObjectNode one = data.addObject().put("object", "embedding").put("index", i);
      if (base64) {
        one.put("embedding", base64(vectors[i]));
      } else {
        var numbers = one.putArray("embedding");
        for (float number : vectors[i]) {
          numbers.add(number);
        }
      }
    }
    body.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return body;
  }

  private static String base64(float[] vector) {
    var bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
