package dev.locomo.eval.protocol.reference.prompt;

import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.llm.http.Unreached;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;

/**
 * Fetches the files of commit 3eb6f2c that hold the prompt texts, and extracts them. About fifteen
 * small files, one after the other; nothing else is fetched and nothing but the texts is kept.
 */
public final class PromptDownload {
  /** Where the original project publishes its files. */
  public static final URI PUBLISHED =
      URI.create("https://raw.githubusercontent.com/snap-research/locomo/");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private PromptDownload() {}

  /**
   * Downloads and extracts.
   *
   * @param base address of the folder that holds the commit's folder, with a slash at its end
   * @throws DataError when a file cannot be fetched, or a text is missing or another one
   */
  public static ReferencePrompts from(URI base) throws InterruptedException {
    URI commit = base.resolve(Catalogue.get().commit() + "/");
    var contents = new HashMap<String, String>();
    try (var http = client()) {
      for (String file : Catalogue.get().files()) {
        contents.put(file, get(http, commit.resolve(file)));
      }
    }
    return PromptImport.from(commit.toString(), contents);
  }

  private static HttpClient client() {
    return Network.client()
        .connectTimeout(PATIENCE)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
  }

  private static String get(HttpClient http, URI address) throws InterruptedException {
    try {
      var request = Network.request(address).timeout(PATIENCE).build();
      var response =
          Network.send(http, request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 200) {
        throw new DataError(
            address.toString(), "", "found status " + response.statusCode() + "; expected 200");
      }
      return response.body();
    } catch (IOException e) {
      throw new DataError(
          address.toString(), "", "cannot be fetched (" + Unreached.why(address, e) + ")", e);
    }
  }
}
