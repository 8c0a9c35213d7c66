package dev.locomo.gen.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.gen.prompt.Line;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pictures with a free licence from a search service: Openverse or Wikimedia Commons. The first
 * result that names a licence, is not used yet and can be had is taken.
 *
 * <p><b>Source</b> of the two protocols: api.openverse.org/v1 and the MediaWiki action API.
 */
public final class WebImages implements ImageSource {
  private static final URI OPENVERSE = URI.create("https://api.openverse.org/v1/images/");
  private static final URI WIKIMEDIA = URI.create("https://commons.wikimedia.org/w/api.php");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RESULTS = 10;
  private static final int LARGEST_LIST = 4 << 20;

  private final String name;
  private final URI service;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(PATIENCE)
          .build();

  private WebImages(String name, URI service) {
    this.name = name;
    this.service = service;
  }

  /**
   * Openverse.
   *
   * @param address another address of its {@code images} search, or null
   */
  public static WebImages openverse(@Nullable URI address) {
    return new WebImages("openverse", Objects.requireNonNullElse(address, OPENVERSE));
  }

  /**
   * Wikimedia Commons.
   *
   * @param address another address of {@code api.php}, or null
   */
  public static WebImages wikimedia(@Nullable URI address) {
    return new WebImages("wikimedia", Objects.requireNonNullElse(address, WIKIMEDIA));
  }

  @Override
  public String id() {
    return name + "(" + service + ")";
  }

  @Override
  public Optional<Picture> find(String query, Set<String> used) throws InterruptedException {
    try {
      String words = URLEncoder.encode(query, StandardCharsets.UTF_8);
      List<Result> results =
          name.equals("openverse")
              ? openverse(list("?page_size=" + RESULTS + "&mature=false&q=" + words))
              : wikimedia(
                  list(
                      "?action=query&format=json&formatversion=2&generator=search&gsrnamespace=6"
                          + "&gsrlimit="
                          + RESULTS
                          + "&prop=imageinfo&iiprop=url%7Cextmetadata&iiurlwidth=1024&gsrsearch="
                          + words));
      for (Result result : results) {
        var picture = used.contains(result.url()) ? Optional.<Picture>empty() : fetch(result);
        if (picture.isPresent()) {
          return picture;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new ProviderError(Kind.UNAVAILABLE, name + " failed (" + e + ")", null, e);
    }
  }

  private record Result(String url, String file, String caption, String licence, String credit) {
    boolean usable() {
      return !file.isEmpty() && !caption.isEmpty() && !licence.isEmpty();
    }
  }

  private static List<Result> openverse(JsonNode reply) {
    var results = new ArrayList<Result>();
    for (JsonNode one : reply.path("results")) {
      String licence =
          (one.path("license").asText() + " " + one.path("license_version").asText()).strip();
      String url = one.path("url").asText();
      String caption = Line.of(one.path("title").asText());
      results.add(new Result(url, url, caption, licence, Line.of(one.path("creator").asText())));
    }
    return results.stream().filter(Result::usable).toList();
  }

  private static List<Result> wikimedia(JsonNode reply) {
    var results = new ArrayList<Result>();
    for (JsonNode page : reply.path("query").path("pages")) {
      JsonNode info = page.path("imageinfo").path(0);
      JsonNode about = info.path("extmetadata");
      String title = page.path("title").asText().replaceFirst("^File:", "");
      results.add(
          new Result(
              info.path("descriptionurl").asText(info.path("url").asText()),
              info.path("thumburl").asText(info.path("url").asText()),
              plain(about.path("ImageDescription"), title.replaceFirst("\\.[A-Za-z]+$", "")),
              plain(about.path("LicenseShortName"), ""),
              plain(about.path("Artist"), "")));
    }
    return results.stream().filter(Result::usable).toList();
  }

  /** Values there are HTML. */
  private static String plain(JsonNode value, String otherwise) {
    String text = Line.of(value.path("value").asText().replaceAll("<[^>]*>", " "));
    String line = text.isEmpty() ? Line.of(otherwise.replace('_', ' ')) : text;
    return line.length() > 300 ? line.substring(0, 300).strip() : line;
  }

  private JsonNode list(String search) throws IOException, InterruptedException {
    return JsonFiles.MAPPER.readTree(get(URI.create(service + search), LARGEST_LIST));
  }

  /** A picture that cannot be had is passed over. */
  private Optional<Picture> fetch(Result result) throws InterruptedException {
    try {
      URI address = URI.create(result.file());
      if (!"https".equals(address.getScheme())
          && !Objects.equals(service.getScheme(), address.getScheme())) {
        return Optional.empty();
      }
      var picture =
          new Picture(
              result.url(),
              result.caption(),
              result.licence(),
              result.credit(),
              get(address, Picture.LARGEST));
      return picture.ending().isEmpty() ? Optional.empty() : Optional.of(picture);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private byte[] get(URI address, int largest) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("User-Agent", "locomo (conversation generator)")
            .build();
    var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode() + " from " + address.getHost());
      }
      byte[] bytes = body.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new IOException("more than " + largest + " bytes from " + address.getHost());
      }
      return bytes;
    }
  }
}
