package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.llm.http.HttpReply;
import dev.locomo.core.text.Thoughts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the replies of a dialect say what, as JSON pointers. The library reads no reply: it knows
 * one shape of each, and what servers send has many.
 *
 * @param content a text or a list of parts
 * @param refusals where model or provider refuse in words
 * @param finish why the reply ended
 * @param input how many tokens the prompt had, in all of these places together
 * @param output how many the reply had, likewise
 * @param cached how many of the prompt a prefix cache held, in the first of these places
 * @param written how many of the prompt were put into it at a price; empty where that is not told
 * @param calls the calls that the model wants made, among other parts or by themselves
 * @param model who replied
 * @param id of the request
 */
record ReplyShape(
    String content,
    List<String> refusals,
    String finish,
    List<String> input,
    List<String> output,
    List<String> cached,
    String written,
    String calls,
    String model,
    String id) {
  /** More tokens than any model takes; such a count is none. */
  private static final long MOST_TOKENS = 1_000_000_000;

  /** Types of parts whose text is not said to the user. */
  private static final Pattern UNSAID =
      Pattern.compile("(?i).*(?:tool|function|search|image|audio).*");

  /** Types of parts that hold thoughts, and names of members of a message that do. */
  private static final Pattern THOUGHT = Pattern.compile("(?i).*(?:think|thought|reasoning).*");

  /** Where servers put the content that answer as if to a prompt or in a stream. */
  private static final List<String> ELSEWHERE =
      List.of("/choices/0/text", "/choices/0/delta/content");

  /** Members that servers who write them want to read again beside calls. */
  private static final Set<String> RETURNED =
      Set.of("reasoning_content", "reasoning_details", "thinking");

  /** That of OpenAI's chat completions, which most others speak as well. */
  static final ReplyShape OPENAI =
      new ReplyShape(
          "/choices/0/message/content",
          List.of("/choices/0/message/refusal"),
          "/choices/0/finish_reason",
          List.of("/usage/prompt_tokens"),
          List.of("/usage/completion_tokens"),
          List.of(
              "/usage/prompt_tokens_details/cached_tokens",
              "/usage/prompt_cache_hit_tokens",
              "/usage/num_cached_tokens"),
          "/usage/prompt_tokens_details/cache_write_tokens",
          "/choices/0/message/tool_calls",
          "/model",
          "/id");

  /** The texts of a reply. */
  private record Said(
      StringBuilder answer, StringBuilder thoughts, StringBuilder refusal, List<Tool.Call> calls) {}

  /** Whether a body holds a reply, be it an empty one. */
  boolean isIn(JsonNode body) {
    boolean whole = FinishReasons.of(word(body)) == Finish.STOP;
    return !content(body).isMissingNode()
        || (!body.at(finish).isMissingNode() && !(whole && message(body).isEmpty()))
        || refusals.stream().anyMatch(place -> !body.at(place).isMissingNode());
  }

  /** The content, wherever it is. */
  private JsonNode content(JsonNode body) {
    return Stream.concat(Stream.of(content), ELSEWHERE.stream())
        .map(body::at)
        .filter(node -> !node.isMissingNode())
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** What the content is a member of. */
  private JsonNode message(JsonNode body) {
    return body.at(content.substring(0, content.lastIndexOf('/')));
  }

  /** Why the reply ended, in the server's word; a piece of a stream has none. */
  private String word(JsonNode body) {
    JsonNode word = body.at(finish);
    boolean piece = body.path("done").isBoolean() && !body.path("done").asBoolean();
    return piece ? "not finished" : word.isObject() ? word.path("type").asText() : word.asText("");
  }

  /**
   * What a body says that holds a reply.
   *
   * @throws ProviderError when the reply failed, or says nothing and does not say why
   */
  Reply read(HttpReply raw) {
    JsonNode body = raw.json();
    var said = new Said(new StringBuilder(), new StringBuilder(), new StringBuilder(), calls(body));
    JsonNode text = content(body);
    if (text.isObject() && !text.has("type") && !text.has("text")) {
      said.answer.append(all(text)); // what a gateway has parsed
    } else {
      collect(text, said);
    }
    said.thoughts.append(thoughts(message(body)));
    refusals.forEach(place -> said.refusal.append(all(body.at(place))));
    String header = raw.requestId();
    return new Reply(
        said.answer.toString(),
        finish(word(body), said),
        tokens(body, input),
        tokens(body, output),
        body.at(model).textValue(),
        header == null ? body.at(id).textValue() : header,
        raw.latency(),
        false,
        prefix(body),
        false,
        said.calls);
  }

  /** The providers' three spellings of a call; a cut one is left to its reader. */
  private List<Tool.Call> calls(JsonNode body) {
    var made = new ArrayList<Tool.Call>();
    for (JsonNode part : body.at(calls)) {
      JsonNode call = part.has("function") ? part.path("function") : part.path("functionCall");
      call = part.path("type").asText().equals("tool_use") ? part : call;
      if (!call.path("name").isTextual()) {
        continue;
      }
      JsonNode arguments = call.path("arguments");
      for (String name : List.of("input", "args")) {
        arguments = arguments.isMissingNode() ? call.path(name) : arguments;
      }
      String id = part.path("id").asText(call.path("id").asText("call-" + made.size()));
      String text = arguments.isTextual() ? arguments.textValue() : all(arguments);
      String beside = made.isEmpty() ? beside(message(body)) : "";
      made.add(new Tool.Call(id, call.path("name").asText(), text.isEmpty() ? "{}" : text, beside));
    }
    return made;
  }

  /** Thoughts, and lists with a thought or a signature in them. */
  private static String beside(JsonNode message) {
    ObjectNode beside = JsonFiles.MAPPER.createObjectNode();
    for (var member : message.properties()) {
      boolean signed = false;
      for (JsonNode part : member.getValue()) {
        signed |= part.has("thoughtSignature") || part.has("extra_content");
        signed |= THOUGHT.matcher(part.path("type").asText()).matches();
      }
      if (signed || (RETURNED.contains(member.getKey()) && !all(member.getValue()).isEmpty())) {
        beside.set(member.getKey(), member.getValue());
      }
    }
    return beside.isEmpty() ? "" : beside.toString();
  }

  private Tokens.Prefix prefix(JsonNode body) {
    Integer read =
        cached.stream()
            .map(place -> tokens(body, List.of(place)))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    Integer wrote = written.isEmpty() ? null : tokens(body, List.of(written));
    return new Tokens.Prefix(read == null ? 0 : read, wrote == null ? 0 : wrote);
  }

  /** Text parts are pieces of one text; those that are no text are passed over. */
  private static void collect(JsonNode node, Said said) {
    if (node.isArray()) {
      node.forEach(part -> collect(part, said));
      return;
    }
    String type = node.path("type").asText("");
    if (node.path("thought").asBoolean() || THOUGHT.matcher(type).matches()) {
      said.thoughts.append(node);
    } else if (type.equals("refusal")) {
      said.refusal.append(node);
    } else if (node.isObject() && !UNSAID.matcher(type).matches()) {
      JsonNode text = node.path(node.has("text") ? "text" : "content");
      said.thoughts.append(text.isMissingNode() ? thoughts(node) : "");
      said.answer.append(text.isObject() ? all(text.path("value")) : all(text));
    } else if (node.isValueNode()) {
      said.answer.append(all(node));
    }
  }

  /** What the members of a node hold whose names are of thoughts. */
  private static String thoughts(JsonNode node) {
    return node.properties().stream()
        .filter(member -> THOUGHT.matcher(member.getKey()).matches())
        .map(member -> all(member.getValue()))
        .collect(Collectors.joining());
  }

  /** A value as text, anything else as JSON; nothing of nothing. */
  private static String all(JsonNode node) {
    return node.isContainerNode() && !node.isEmpty() ? node.toString() : node.asText("");
  }

  private static Finish finish(String word, Said said) {
    if (!said.refusal.toString().isBlank()) {
      return Finish.FILTERED;
    }
    Finish finish = FinishReasons.of(word);
    if (!said.calls.isEmpty() && finish != null && finish != Finish.LENGTH) {
      return Finish.STOP;
    }
    boolean silent = Thoughts.without(said.answer.toString()).isBlank();
    if (finish == null || (finish == Finish.OTHER && silent)) {
      throw new ProviderError(
          ProviderError.Kind.BROKEN_OFF,
          (silent ? "the reply says nothing" : "the reply is no whole one")
              + (word.isEmpty() ? " and not why it ended" : ": it ended with '" + word + "'"),
          null,
          null);
    }
    boolean thought = finish == Finish.STOP && said.answer.toString().isBlank();
    return thought && !said.thoughts.toString().isBlank() ? Finish.THOUGHT : finish;
  }

  /** All that is counted in these places; null when nothing is, or what is there is no count. */
  private static @Nullable Integer tokens(JsonNode body, List<String> places) {
    long sum = 0;
    boolean any = false;
    for (String place : places) {
      JsonNode count = body.at(place);
      if (count.isMissingNode() || count.isNull()) {
        continue;
      }
      double value = count.isNumber() ? count.doubleValue() : -1;
      if (value < 0 || value > MOST_TOKENS || value != Math.rint(value)) {
        return null;
      }
      sum += (long) value;
      any = true;
    }
    return any ? (Integer) (int) sum : null;
  }
}
