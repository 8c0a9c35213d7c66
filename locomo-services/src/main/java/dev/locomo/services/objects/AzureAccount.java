package dev.locomo.services.objects;

import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.Keys;
import dev.locomo.services.cloud.AzureIdentity;
import dev.locomo.services.cloud.CloudRequest;
import dev.locomo.services.cloud.Token;
import dev.locomo.services.cloud.Variables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A storage account of Azure's and who asks it: with its key, with a shared access signature, or as
 * somebody whom Entra ID knows.
 *
 * @param name of the account
 * @param server with the account's name in its path where a server is of several accounts
 * @param key base 64; empty for none
 * @param signature as a query; empty for none
 * @param token of whoever asks without either
 */
record AzureAccount(String name, String server, String key, String signature, Token token) {
  static final String CREDENTIALS =
      "AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_ACCOUNT with AZURE_STORAGE_KEY or"
          + " AZURE_STORAGE_SAS_TOKEN, or an identity that may do this";

  private static final String RESOURCE = "https://storage.azure.com";
  private static final String VERSION = "2021-12-02";

  /** Headers that are signed whether they are there or not, in their order. */
  private static final List<String> SIGNED =
      List.of(
          "Content-Encoding",
          "Content-Language",
          "Content-Length",
          "Content-MD5",
          "Content-Type",
          "Date",
          "If-Modified-Since",
          "If-Match",
          "If-None-Match",
          "If-Unmodified-Since",
          "Range");

  /**
   * The account that the environment names, in the variables that Azure's own tools read.
   *
   * @throws UserError when it names none
   */
  static AzureAccount of(Map<String, String> environment) {
    var keys = Keys.read(environment, Path.of(".env"));
    var said = parts(keys.secret("AZURE_STORAGE_CONNECTION_STRING").orElse(""));
    String name =
        said.getOrDefault("AccountName", Variables.or(environment, "AZURE_STORAGE_ACCOUNT", ""));
    String suffix = said.getOrDefault("EndpointSuffix", "core.windows.net");
    String server =
        said.getOrDefault(
            "BlobEndpoint",
            Variables.server(
                environment,
                "LOCOMO_AZ_ENDPOINT",
                name.isEmpty() ? "" : "https://" + name + ".blob." + suffix));
    if (server.isEmpty()) {
      throw new UserError("no storage account of Azure's is named", CREDENTIALS);
    }
    String key = said.getOrDefault("AccountKey", keys.secret("AZURE_STORAGE_KEY").orElse(""));
    String signature =
        said.getOrDefault(
            "SharedAccessSignature", keys.secret("AZURE_STORAGE_SAS_TOKEN").orElse(""));
    return new AzureAccount(
        name,
        server.replaceFirst("(?<!/)/+$", ""),
        key,
        signature.replaceFirst("^\\?", ""),
        new Token(() -> new AzureIdentity(environment).token(RESOURCE)));
  }

  private static Map<String, String> parts(String connection) {
    var parts = new HashMap<String, String>();
    for (String part : connection.split(";", -1)) {
      String[] pair = part.split("=", 2);
      if (pair.length == 2) {
        parts.put(pair[0].strip(), pair[1].strip());
      }
    }
    return parts;
  }

  /**
   * A request that may be sent within a quarter of an hour: longer no signature counts.
   *
   * @param headers that are sent; {@code Content-Length} is signed alone, for the client sends it
   * @param query names and values in turn
   */
  CloudRequest request(
      String method, ObjectAddress object, Map<String, String> headers, String... query)
      throws InterruptedException {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.put("x-ms-version", VERSION);
    all.put(
        "x-ms-date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    var asked = new TreeMap<String, String>();
    for (int i = 0; i < query.length; i += 2) {
      asked.put(query[i], query[i + 1]);
    }
    String path =
        "/"
            + object.bucket()
            + Arrays.stream(object.key().split("/", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> "/" + CloudRequest.encoded(part))
                .collect(Collectors.joining());
    var request = new CloudRequest(server + path + query(asked));
    if (signature.isEmpty() && key.isEmpty()) {
      all.put("Authorization", "Bearer " + token.get());
    } else if (signature.isEmpty()) {
      String signed = signed(method, all, request.address().getRawPath(), asked);
      all.put("Authorization", "SharedKey " + name + ":" + signed);
    }
    all.remove("Content-Length");
    all.forEach(request::with);
    return request;
  }

  private String query(SortedMap<String, String> asked) {
    var parts = new ArrayList<String>();
    asked.forEach((name, value) -> parts.add(name + "=" + CloudRequest.encoded(value)));
    if (!signature.isEmpty()) {
      parts.add(signature);
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  private String signed(
      String method, Map<String, String> headers, String path, SortedMap<String, String> asked) {
    var lines = new ArrayList<String>();
    lines.add(method);
    SIGNED.forEach(header -> lines.add(headers.getOrDefault(header, "")));
    headers.forEach((header, value) -> {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("x-ms-")) {
        lines.add(lower + ":" + value);
      }
    });
    lines.add("/" + name + path);
    asked.forEach((parameter, value) -> lines.add(parameter + ":" + value));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
      byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(mac.doFinal(text));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Its message would repeat some of the key.
      throw new UserError("the key of the storage account is no base 64", "AZURE_STORAGE_KEY");
    }
  }

  /** Without any key. */
  @Override
  public String toString() {
    return name;
  }
}
