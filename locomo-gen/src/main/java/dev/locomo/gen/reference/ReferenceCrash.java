package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.locomo.gen.prompt.ConversationFailed;

/** Where the original would end with an error: the conversation ends there too, and says which. */
final class ReferenceCrash {
  private ReferenceCrash() {}

  static ConversationFailed at(String step, String error) {
    return new ConversationFailed(step, "the original ends here with " + error);
  }

  /** A member that must be there. */
  static JsonNode key(String step, JsonNode object, String key) {
    JsonNode value = object.path(key);
    if (value.isMissingNode()) {
      throw at(step, "KeyError: '" + key + "'");
    }
    return value;
  }

  static String text(String step, JsonNode object, String key) {
    JsonNode value = key(step, object, key);
    if (!value.isTextual()) {
      throw at(step, "TypeError: '" + key + "' is no string");
    }
    return value.textValue();
  }

  static ArrayNode array(String step, JsonNode object, String key) {
    if (key(step, object, key) instanceof ArrayNode array) {
      return array;
    }
    throw at(step, "TypeError: '" + key + "' is no list");
  }
}
