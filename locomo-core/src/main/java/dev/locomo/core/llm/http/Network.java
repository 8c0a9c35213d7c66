package dev.locomo.core.llm.http;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How this process reaches other machines: through which proxies, and whose certificates it trusts.
 * Java's own authorities count always; those of {@code SSL_CERT_FILE}, {@code SSL_CERT_DIR} and
 * {@code --ca-file} are added to them.
 */
public final class Network {
  static {
    // A proxy for https is told who asks: the user named the password for that.
    usually("jdk.http.auth.tunneling.disabledSchemes", "");
    // A second connection at once fails for want of a socket, which hides why the first one failed.
    usually("jdk.httpclient.disableRetryConnect", "true");
  }

  private static void usually(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** What knows Java's system properties. */
  private static final @Nullable ProxySelector JAVA = ProxySelector.getDefault();

  /** Requests have shorter limits of their own. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Most bytes of certificates in a file; all that browsers trust are 220,000. */
  private static final int LARGEST = 2_000_000;

  private static volatile Network current = new Network(Map.of(), null);

  private final Map<String, String> environment;
  private final Proxies proxies;
  private final Set<Certificate> authorities = new LinkedHashSet<>();
  private final List<String> unread = new ArrayList<>();
  private @Nullable SSLContext context;
  private @Nullable HttpClient shared;

  private Network(Map<String, String> environment, @Nullable Path file) {
    this.environment = environment;
    this.proxies = new Proxies(environment, JAVA);
    if (file != null) {
      try {
        authorities.addAll(certificates(file));
      } catch (IOException | CertificateException e) {
        throw new UserError(
            "--ca-file " + file + " cannot be used (" + e.getMessage() + ")",
            "a file with one or several certificates, as PEM or DER");
      }
    }
  }

  /**
   * Reaches other machines in this way from now on; the environment's own files are not read before
   * they are needed.
   *
   * @param environment variables by name
   * @param file certificates of authorities that are trusted too, or null
   * @throws UserError when that file holds none
   */
  public static void use(Map<String, String> environment, @Nullable Path file) {
    current = new Network(environment, file);
  }

  /** A client that goes this way; redirects are not followed. */
  public static HttpClient.Builder client() {
    Network network = current;
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(network.proxies)
        .sslContext(network.trusting());
  }

  /** The one that models are asked with. */
  static HttpClient shared() {
    Network network = current;
    synchronized (network) {
      if (network.shared == null) {
        network.shared = client().executor(Executors.newVirtualThreadPerTaskExecutor()).build();
      }
      return network.shared;
    }
  }

  /**
   * A request, with what the proxy on its way wants to know of the user.
   *
   * @throws UserError when the environment names a proxy that cannot be used
   * @throws IllegalArgumentException when the address is none
   */
  public static HttpRequest.Builder request(URI address) {
    var request = HttpRequest.newBuilder(address);
    via(address)
        .flatMap(Proxies.Via::authorization)
        .ifPresent(user -> request.setHeader("Proxy-Authorization", user));
    return request;
  }

  /**
   * Sends what costs nothing and waits for the answer's head, or all of it, as the handler does.
   * The request's own time limit is that of all it waits for: the client's alone ends with the
   * answer's head, and a body may drip for ever.
   *
   * @throws IOException when the server cannot be reached, breaks off, or is too slow
   * @throws InterruptedException when a stop is wanted
   */
  public static <T> HttpResponse<T> send(
      HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    Duration most = request.timeout().orElse(LONGEST);
    try {
      return Stop.ofProcess().unpaid(() -> client.sendAsync(request, handler), most);
    } catch (TimeoutException e) {
      throw late(most);
    } catch (ExecutionException e) {
      // The client's own clock may be the first.
      if (e.getCause() instanceof HttpTimeoutException slow
          && !(slow instanceof HttpConnectTimeoutException)) {
        throw late(most);
      }
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private static HttpTimeoutException late(Duration most) {
    return new HttpTimeoutException("no whole answer in " + most.toMillis() / 1000.0 + " s");
  }

  /** The proxy of the environment that an address is reached through. */
  static Optional<Proxies.Via> via(URI address) {
    return current.proxies.via(address);
  }

  /** Whom this process trusts. */
  public static SSLContext trust() {
    return current.trusting();
  }

  /** Which files of authorities the environment names that could not be read; empty for none. */
  static String unread() {
    return String.join(", ", current.unread);
  }

  private synchronized SSLContext trusting() {
    if (context == null) {
      read("SSL_CERT_FILE");
      read("SSL_CERT_DIR");
      try {
        context = authorities.isEmpty() ? SSLContext.getDefault() : trusting(authorities);
      } catch (GeneralSecurityException | IOException e) {
        throw new UserError("no certificates can be used (" + e.getMessage() + ")", "--ca-file");
      }
    }
    return context;
  }

  /** Programs that know these variables go on without what cannot be read. */
  private void read(String variable) {
    String value = environment.getOrDefault(variable, "").strip();
    for (String path : value.isEmpty() ? new String[0] : value.split(File.pathSeparator)) {
      try {
        if (Files.isDirectory(Path.of(path))) {
          readFolder(Path.of(path));
        } else {
          authorities.addAll(certificates(Path.of(path)));
        }
      } catch (IOException | CertificateException | InvalidPathException e) {
        unread.add(variable + " names " + path + ", which cannot be used");
      }
    }
  }

  /** Not every file of such a folder is a certificate. */
  private void readFolder(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      for (Path file : files) {
        try {
          authorities.addAll(certificates(file));
        } catch (IOException | CertificateException e) {
          // Its neighbours count.
        }
      }
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, CertificateException {
    try (var in = UserFile.open(file)) {
      byte[] all = in.readNBytes(LARGEST + 1);
      if (all.length > LARGEST) {
        throw new CertificateException("larger than " + LARGEST + " bytes");
      }
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(all));
      if (found.isEmpty()) {
        throw new CertificateException("no certificate in it");
      }
      return found;
    } catch (DataError e) {
      throw new IOException(e.problem(), e);
    }
  }

  private static SSLContext trusting(Set<Certificate> more)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (TrustManager usual : managers(null)) {
      if (usual instanceof X509TrustManager known) {
        for (Certificate one : known.getAcceptedIssuers()) {
          store.setCertificateEntry("usual-" + store.size(), one);
        }
      }
    }
    for (Certificate one : more) {
      store.setCertificateEntry("named-" + store.size(), one);
    }
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers(store), null);
    return context;
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
