package dev.locomo.services.secrets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for all four managers of secrets, made from the vendors' descriptions: it keeps every
 * version of a secret, and knows who may ask by their token, of Amazon by the id of the key.
 */
final class SecretServer implements AutoCloseable {
  static final String TOKEN = "token-of-the-lab";

  private static final Pattern VAULT =
      Pattern.compile("/v1/secret/data/([\\w-]+)(?:\\?version=(.+))?");
  private static final Pattern GOOGLE =
      Pattern.compile(
          "/v1/projects/p/secrets(?:/([\\w-]+)(?:/versions/([\\w-]+))?)?(:\\w+|\\?.*)?");
  private static final Pattern AZURE =
      Pattern.compile("/secrets/([\\w-]+)(?:/(\\w+))?\\?api-version=.*");

  private final FakeServer server;
  private final Map<String, List<String>> secrets = new ConcurrentHashMap<>();

  SecretServer() throws IOException {
    server = new FakeServer();
    works();
  }

  /** The server itself, to answer in another way. */
  FakeServer server() {
    return server;
  }

  /** Answers as it should from now on. */
  void works() {
    server.reacts((exchange, request) -> {
      String path = request.path();
      var vault = VAULT.matcher(path);
      var google = GOOGLE.matcher(path);
      var azure = AZURE.matcher(path);
      if (path.startsWith("/tenant/")) {
        String token = request.body().contains("client_secret=" + TOKEN) ? TOKEN : "other";
        FakeServer.send(exchange, 200, object().put("access_token", token).toString());
      } else if (path.equals("/")) {
        amazon(exchange, request);
      } else if (!allowed(request)) {
        FakeServer.send(exchange, 403, "{\"errors\": [\"permission denied\"]}");
      } else if (vault.matches()) {
        vault(exchange, request, vault.group(1), vault.group(2));
      } else if (google.matches()) {
        google(exchange, request, google.group(1), google.group(2));
      } else if (azure.matches()) {
        azure(exchange, request, azure.group(1), azure.group(2));
      } else {
        FakeServer.send(exchange, 404, "{}");
      }
    });
  }

  private static boolean allowed(FakeServer.Request request) {
    String bearer = request.headers().getFirst("Authorization");
    return TOKEN.equals(request.headers().getFirst("X-Vault-Token"))
        || ("Bearer " + TOKEN).equals(bearer);
  }

  private static ObjectNode object() {
    return JsonFiles.MAPPER.createObjectNode();
  }

  /** Keeps a version; its number, from 1. */
  private int keep(String name, String text) {
    var versions = secrets.computeIfAbsent(name, _ -> new ArrayList<>());
    versions.add(text);
    return versions.size();
  }

  /** The text of a version, or null; 0 is the newest. */
  private @Nullable String text(String name, int version) {
    var versions = secrets.getOrDefault(name, List.of());
    int at = version == 0 ? versions.size() : version;
    return at < 1 || at > versions.size() ? null : versions.get(at - 1);
  }

  private void vault(HttpExchange exchange, FakeServer.Request request, String name, String version)
      throws IOException {
    var answer = object();
    if (request.method().equals("POST")) {
      answer.putObject("data").put("version", keep(name, request.json().path("data").toString()));
      FakeServer.send(exchange, 200, answer.toString());
      return;
    }
    String text = text(name, version == null ? 0 : Integer.parseInt(version));
    var data = answer.putObject("data");
    data.set("data", text == null ? null : JsonFiles.MAPPER.readTree(text));
    data.putObject("metadata");
    FakeServer.send(exchange, text == null ? 404 : 200, answer.toString());
  }

  private void google(
      HttpExchange exchange, FakeServer.Request request, String name, String version)
      throws IOException {
    if (request.method().equals("POST")) {
      if (name != null) {
        byte[] text = Base64.getDecoder().decode(request.json().at("/payload/data").textValue());
        int kept = keep(name, new String(text, StandardCharsets.UTF_8));
        FakeServer.send(exchange, 200, object().put("name", "x/versions/" + kept).toString());
        return;
      }
      FakeServer.send(exchange, 200, "{}");
      return;
    }
    String text = text(name, version.equals("latest") ? 0 : Integer.parseInt(version));
    if (text == null) {
      FakeServer.send(exchange, 404, "{}");
      return;
    }
    var answer = object();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    answer.putObject("payload").put("data", Base64.getEncoder().encodeToString(bytes));
    FakeServer.send(exchange, 200, answer.toString());
  }

  private void azure(HttpExchange exchange, FakeServer.Request request, String name, String version)
      throws IOException {
    if (request.method().equals("PUT")) {
      int kept = keep(name, request.json().path("value").textValue());
      String id = "x/secrets/" + name + "/" + "%032x".formatted(kept);
      FakeServer.send(exchange, 200, object().put("id", id).toString());
      return;
    }
    String text = text(name, version == null ? 0 : Integer.parseInt(version, 16));
    FakeServer.send(
        exchange,
        text == null ? 404 : 200,
        text == null ? "{}" : object().put("value", text).toString());
  }

  private void amazon(HttpExchange exchange, FakeServer.Request request) throws IOException {
    String action = request.headers().getFirst("X-Amz-Target");
    var asked = request.json();
    String name = asked.has("Name") ? asked.path("Name").asText() : asked.path("SecretId").asText();
    if (!request.headers().getFirst("Authorization").contains("Credential=" + TOKEN + "/")) {
      FakeServer.send(exchange, 400, "{\"__type\": \"UnrecognizedClientException\"}");
    } else if (action.endsWith("GetSecretValue")) {
      String id = asked.path("VersionId").asText("");
      boolean before = asked.path("VersionStage").asText("").equals("AWSPREVIOUS");
      int newest = secrets.getOrDefault(name, List.of()).size();
      int version = id.isEmpty() ? newest - (before ? 1 : 0) : Integer.parseInt(id);
      String text = version == 0 ? null : text(name, version);
      String answer =
          text == null
              ? "{\"__type\": \"ResourceNotFoundException\"}"
              : object().put("SecretString", text).toString();
      FakeServer.send(exchange, text == null ? 400 : 200, answer);
    } else {
      int kept = keep(name, asked.path("SecretString").asText());
      FakeServer.send(exchange, 200, object().put("VersionId", "%032d".formatted(kept)).toString());
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
