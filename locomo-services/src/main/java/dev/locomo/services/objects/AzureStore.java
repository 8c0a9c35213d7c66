package dev.locomo.services.objects;

import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.services.cloud.CloudRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Azure's Blob Storage, by its REST interface. */
final class AzureStore implements ObjectStore {
  private static final String META = "x-ms-meta-" + SHA256;

  private final RestClient rest;
  private final AzureAccount account;

  /** Bytes that are sent at once; of larger files in blocks. */
  private final long largest;

  AzureStore(AzureAccount account, long largest, Duration patience) {
    this.rest = new RestClient(patience);
    this.account = account;
    this.largest = largest;
  }

  /** The account that the environment names. */
  static AzureStore of(Map<String, String> environment) {
    return new AzureStore(AzureAccount.of(environment), Pieces.LARGEST, RestClient.PATIENCE);
  }

  private CloudRequest get(ObjectAddress object, Map<String, String> headers, String... query)
      throws InterruptedException {
    return account.request("GET", object, headers, query);
  }

  @Override
  public Optional<Head> head(ObjectAddress object) {
    return rest.head(
            object,
            () -> account.request("HEAD", object, Map.of()).method("HEAD", BodyPublishers.noBody()))
        .map(HttpResponse::headers)
        .map(h ->
            new Head(
                h.firstValueAsLong("Content-Length")
                    .orElseThrow(() -> ObjectFailure.unmeasured(object)),
                h.firstValue("ETag").orElse(null),
                null,
                h.firstValue(META).orElse("")));
  }

  @Override
  public List<Listed> list(ObjectAddress folder) {
    String prefix = folder.key().isEmpty() ? "" : folder.key() + "/";
    var container = new ObjectAddress(folder.scheme(), folder.bucket(), "");
    var all = new ArrayList<Listed>();
    String page = "";
    do {
      String marker = page;
      String xml =
          rest.text(
                  folder,
                  () ->
                      get(
                          container,
                          Map.of(),
                          "comp",
                          "list",
                          "marker",
                          marker,
                          "prefix",
                          prefix,
                          "restype",
                          "container"))
              .body();
      page = listed(folder, xml.replaceFirst("^\uFEFF", ""), prefix.length(), all);
    } while (!page.isEmpty());
    return all;
  }

  /** Adds what a page has, and says where the next begins; empty for the last. */
  private static String listed(ObjectAddress folder, String xml, int prefix, List<Listed> all) {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    String name = "";
    String next = "";
    try {
      var reader = factory.createXMLStreamReader(new StringReader(xml));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamReader.START_ELEMENT) {
          switch (reader.getLocalName()) {
            case "Name" -> name = reader.getElementText();
            case "Content-Length" ->
                all.add(
                    new Listed(name.substring(prefix), Long.parseLong(reader.getElementText())));
            case "NextMarker" -> next = reader.getElementText();
            default -> {}
          }
        }
      }
      return next;
    } catch (XMLStreamException | NumberFormatException e) {
      throw new ProviderError(
          Kind.MALFORMED_REPLY, folder + ": the store's list cannot be read", null, e);
    }
  }

  @Override
  public void put(Path file, ObjectAddress object, String sha256) {
    var pieces = Pieces.of(file, largest);
    if (pieces.size() == 1) {
      var headers =
          Map.of("x-ms-blob-type", "BlockBlob", "Content-MD5", FileHash.md5(file), META, sha256);
      put(object, pieces.getFirst().bytes(), headers);
      return;
    }
    var ids = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
    for (int i = 0; i < pieces.size(); i++) {
      String id =
          Base64.getEncoder()
              .encodeToString("%06d".formatted(i).getBytes(StandardCharsets.US_ASCII));
      put(object, pieces.get(i).bytes(), Map.of(), "blockid", id, "comp", "block");
      ids.append("<Latest>").append(id).append("</Latest>");
    }
    byte[] list = ids.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
    put(object, list, Map.of(META, sha256), "comp", "blocklist");
  }

  private void put(
      ObjectAddress object, byte[] bytes, Map<String, String> headers, String... query) {
    var all = new TreeMap<>(headers);
    all.put("Content-Length", bytes.length == 0 ? "" : "" + bytes.length);
    BodyPublisher body = BodyPublishers.ofByteArray(bytes);
    rest.text(object, () -> account.request("PUT", object, all, query).method("PUT", body));
  }

  @Override
  public InputStream read(ObjectAddress object, Head head, long from) throws IOException {
    var headers = new TreeMap<String, String>();
    if (head.tag() != null) {
      headers.put("If-Match", head.tag());
    }
    if (from > 0) {
      headers.put("Range", "bytes=" + from + "-");
    }
    return rest.bytes(object, () -> get(object, headers));
  }

  @Override
  public void close() {
    rest.close();
  }
}
