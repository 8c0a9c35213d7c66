package dev.locomo.gen.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.llm.http.Unreached;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import dev.locomo.core.llm.stack.RetryingLlm.Waiting;
import dev.locomo.core.llm.stack.Time;
import dev.locomo.gen.image.SearchService.Result;
import dev.locomo.rag.caption.FetchError;
import dev.locomo.rag.caption.PublicWeb;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Pictures with a free licence from a search service: Openverse or Wikimedia Commons. The first
 * result that names a licence, is not used yet and can be had is taken. A result may name any
 * address: only public ones are asked, and that of a service which the user named.
 */
public final class WebImages implements ImageSource {
  private static final int LARGEST_LIST = 4 << 20;
  private static final RetryPolicy RETRIES =
      new RetryPolicy(3, Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofMinutes(2));

  private final SearchService service;
  private final URI address;
  private final Patience patience;
  private final PublicWeb web;
  private final HttpClient client;

  /**
   * How long is waited.
   *
   * @param most for a list of results, and for a picture
   * @param time what waits between attempts
   */
  record Patience(Duration most, Time time) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(60), Time.REAL);
  }

  WebImages(SearchService service, @Nullable URI address, Patience patience) {
    this.service = service;
    this.address = Objects.requireNonNullElse(address, service.address());
    this.patience = patience;
    var limits = new PublicWeb.Limits(FoundPicture.LARGEST, patience.most());
    this.web =
        address == null ? new PublicWeb(limits) : PublicWeb.besides(limits, address.getHost());
    this.client =
        Network.client()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(patience.most())
            .build();
  }

  /**
   * Openverse, or Wikimedia Commons.
   *
   * @param address another address of its search, or null
   */
  public static WebImages of(boolean openverse, @Nullable URI address) {
    var service = openverse ? SearchService.OPENVERSE : SearchService.WIKIMEDIA;
    return new WebImages(service, address, Patience.USUAL);
  }

  @Override
  public String id() {
    return service.label() + "(" + address + ")";
  }

  @Override
  public Optional<FoundPicture> find(String query, Set<String> used) throws InterruptedException {
    for (Result result : service.results(list(query))) {
      if (!used.contains(result.url())) {
        var picture = fetch(result);
        if (picture.isPresent()) {
          return picture;
        }
      }
    }
    return Optional.empty();
  }

  private JsonNode list(String query) throws InterruptedException {
    URI search = URI.create(address + service.search(query));
    var waiting = new Waiting(patience.time(), new SplittableRandom(query.hashCode()));
    return RETRIES.run(() -> sent(search), waiting, (_, _) -> {});
  }

  private JsonNode sent(URI search) throws InterruptedException {
    try {
      return JsonFiles.MAPPER.readTree(get(search));
    } catch (IOException e) {
      String why = service.label() + " failed (" + Unreached.why(search, e) + ")";
      throw new ProviderError(Kind.UNAVAILABLE, why, null, e);
    }
  }

  private byte[] get(URI search) throws IOException, InterruptedException {
    var request =
        Network.request(search)
            .timeout(patience.most())
            .header("User-Agent", "locomo (conversation generator)")
            .build();
    var response = Network.send(client, request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      byte[] bytes = body.readNBytes(LARGEST_LIST + 1);
      if (bytes.length > LARGEST_LIST) {
        throw new IOException("a list of more than " + LARGEST_LIST + " bytes");
      }
      return bytes;
    }
  }

  /** A picture that cannot be had is passed over. */
  private Optional<FoundPicture> fetch(Result result) {
    try {
      byte[] bytes = web.get(result.file());
      var picture =
          new FoundPicture(
              result.url(), result.caption(), result.licence(), result.credit(), bytes);
      return picture.ending().isEmpty() ? Optional.empty() : Optional.of(picture);
    } catch (FetchError e) {
      return Optional.empty();
    }
  }
}
