package dev.locomo.gen.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.gen.prompt.Line;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The protocols of picture services: how they are asked, and what they answer. Of the answers those
 * with file, title and licence count.
 *
 * <p><b>Source</b> api.openverse.org/v1 and the MediaWiki action API.
 */
enum SearchService {
  OPENVERSE("openverse", "https://api.openverse.org/v1/images/") {
    @Override
    String query(String words) {
      return "?page_size=" + RESULTS + "&mature=false&q=" + words;
    }

    @Override
    List<Result> all(JsonNode reply) {
      var results = new ArrayList<Result>();
      for (JsonNode one : reply.path("results")) {
        String licence = one.path("license").asText() + " " + one.path("license_version").asText();
        String url = one.path("url").asText();
        results.add(
            new Result(
                url,
                url,
                Line.of(one.path("title").asText()),
                licence.strip(),
                Line.of(one.path("creator").asText())));
      }
      return results;
    }
  },

  WIKIMEDIA("wikimedia", "https://commons.wikimedia.org/w/api.php") {
    @Override
    String query(String words) {
      return "?action=query&format=json&formatversion=2&generator=search&gsrnamespace=6&gsrlimit="
          + RESULTS
          + "&prop=imageinfo&iiprop=url%7Cextmetadata&iiurlwidth=1024&gsrsearch="
          + words;
    }

    @Override
    List<Result> all(JsonNode reply) {
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
      return results;
    }
  };

  private static final int RESULTS = 10;
  private static final int LONGEST = 300;

  private final String label;
  private final URI address;

  SearchService(String label, String address) {
    this.label = label;
    this.address = URI.create(address);
  }

  /**
   * A picture that was found.
   *
   * @param url where people look at it
   * @param file where the file is
   */
  record Result(String url, String file, String caption, String licence, String credit) {
    private boolean usable() {
      return !file.isEmpty() && !caption.isEmpty() && !licence.isEmpty();
    }
  }

  String label() {
    return label;
  }

  /** Its own address. */
  URI address() {
    return address;
  }

  /** What stands after the address to search for these words. */
  String search(String words) {
    return query(URLEncoder.encode(words, StandardCharsets.UTF_8));
  }

  /** What an answer holds, best first. */
  List<Result> results(JsonNode reply) {
    return all(reply).stream().filter(Result::usable).toList();
  }

  abstract String query(String words);

  abstract List<Result> all(JsonNode reply);

  /** Values of MediaWiki are HTML. */
  private static String plain(JsonNode value, String otherwise) {
    String text = Line.of(value.path("value").asText().replaceAll("<[^<>]*>", " "));
    String line = text.isEmpty() ? Line.of(otherwise.replace('_', ' ')) : text;
    return line.length() > LONGEST ? line.substring(0, LONGEST).strip() : line;
  }
}
