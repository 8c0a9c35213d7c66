package dev.locomo.rag.hub;

import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.Checksum;
import dev.locomo.core.fetch.Site;
import dev.locomo.core.fetch.Source;
import dev.locomo.core.fetch.Wanted;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.http.Unreached;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a hub says of a file before it is downloaded. It answers {@code HEAD
 * /NAME/resolve/REVISION/FILE}, possibly with a redirect to where the bytes are, and says in
 * headers the commit ({@code X-Repo-Commit}), the size ({@code X-Linked-Size}) and a checksum
 * ({@code X-Linked-ETag}, else {@code ETag}: SHA-256 of a large file, Git's SHA-1 of a small one).
 *
 * @param site how it is reached
 * @param endpoint for example {@code https://huggingface.co}, without a slash at the end
 */
record Hub(Site site, String endpoint) {
  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"?([0-9a-f]{64}|[0-9a-f]{40})\"?");
  private static final int SHA256_DIGITS = 64;
  private static final int REFUSED = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULT = 500;

  private static final String AGAIN =
      "; try the same command later, HF_TOKEN for a higher limit, or HF_ENDPOINT of a mirror";

  /** A file on the hub: the commit of the revision that was asked for, its size and checksum. */
  record RemoteFile(String commit, Wanted wanted) {}

  /**
   * Looks a file up.
   *
   * @return empty when the model has no such file
   * @throws UserError when there is no such model or revision, or it may not be read
   * @throws ProviderError when the hub cannot be reached or fails
   */
  Optional<RemoteFile> look(RepositoryName name, String file) {
    var answers = head(name, file);
    int status = answers.getLast().statusCode();
    String code = atTheEnd(answers, "X-Error-Code").orElse("");
    if (status < REFUSED) {
      return Optional.of(remote(name, file, answers));
    }
    if (status == NOT_FOUND && (code.isEmpty() || code.equals("EntryNotFound"))) {
      return Optional.empty();
    }
    throw refused(name, status, code);
  }

  /** Where a file is downloaded from. */
  Source source(RepositoryName name, String file) {
    return new Source(site, address(name, file), "the same command again");
  }

  private List<HttpResponse<Void>> head(RepositoryName name, String file) {
    try {
      return site.head(
          address(name, file), a -> a.headers().firstValue("X-Linked-ETag").isPresent());
    } catch (IOException e) {
      throw new ProviderError(
          Kind.CONNECTION,
          endpoint + " cannot be reached (" + Unreached.why(URI.create(endpoint), e) + ")" + AGAIN,
          null,
          e);
    } catch (InterruptedException e) {
      throw new Stop.Stopped(e);
    }
  }

  private URI address(RepositoryName name, String file) {
    String revision = URLEncoder.encode(name.revision(), StandardCharsets.UTF_8);
    String path =
        Arrays.stream(file.split("/"))
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return URI.create(endpoint + "/" + name.repository() + "/resolve/" + revision + "/" + path);
  }

  private RemoteFile remote(RepositoryName name, String file, List<HttpResponse<Void>> answers) {
    long size =
        onTheWay(answers, "X-Linked-Size")
            .or(() -> atTheEnd(answers, "Content-Length"))
            .filter(s -> s.matches("\\d{1,18}"))
            .map(Long::parseLong)
            .orElseThrow(() ->
                new ProviderError(
                    Kind.MALFORMED_REPLY,
                    endpoint + " does not say how long " + file + " of " + name + " is",
                    null,
                    null));
    Checksum checksum =
        onTheWay(answers, "X-Linked-ETag")
            .or(() -> atTheEnd(answers, "ETag"))
            .map(ETAG::matcher)
            .filter(Matcher::matches)
            .map(m -> checksum(m.group(1)))
            .orElse(Checksum.NONE);
    String commit =
        onTheWay(answers, "X-Repo-Commit")
            .filter(c -> c.matches("[0-9a-f]{40}"))
            .orElse(name.revision());
    return new RemoteFile(commit, new Wanted(size, checksum));
  }

  private static Checksum checksum(String hex) {
    return hex.length() == SHA256_DIGITS ? Checksum.sha256(hex) : Checksum.gitBlob(hex);
  }

  /** A hop knows more than where it leads to. */
  private static Optional<String> onTheWay(List<HttpResponse<Void>> answers, String name) {
    return answers.stream().flatMap(a -> a.headers().firstValue(name).stream()).findFirst();
  }

  private static Optional<String> atTheEnd(List<HttpResponse<Void>> answers, String name) {
    return answers.getLast().headers().firstValue(name);
  }

  private RuntimeException refused(RepositoryName name, int status, String code) {
    String at = " (" + endpoint + " answered " + status + ")";
    if (code.equals("GatedRepo")) {
      return new UserError(
          name + " is gated: its authors ask for consent before a download" + at,
          "consent at " + endpoint + "/" + name.repository() + ", then HF_TOKEN of that account");
    }
    if (code.equals("RevisionNotFound")) {
      return new UserError(name + " has no such revision" + at, "a branch, tag or commit of it");
    }
    return switch (status) {
      case UNAUTHORIZED, FORBIDDEN ->
          new UserError(
              name + " may not be read: it is private, or there is no such model" + at,
              site.hasToken()
                  ? "check the name, and that HF_TOKEN is valid and may read it"
                  : "check the name; for a private model set HF_TOKEN");
      case NOT_FOUND -> new UserError("there is no model " + name + at, "check the name");
      default ->
          status >= SERVER_FAULT || status == TOO_MANY
              ? new ProviderError(
                  Kind.UNAVAILABLE, name + " is not available now" + at + AGAIN, null, null)
              : new UserError(name + " is refused" + at, "check the name");
    };
  }
}
