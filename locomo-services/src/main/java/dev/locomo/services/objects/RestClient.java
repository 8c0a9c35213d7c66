package dev.locomo.services.objects;

import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.PatientBody;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.http.Unreached;
import dev.locomo.services.cloud.CloudRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks a store's REST interface; what it refuses is an error that names the object. */
record RestClient(HttpClient client, Duration patience) implements AutoCloseable {
  /** For one try, and for the longest silence of an object on its way. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A page of 5,000 objects with names of a kilobyte. */
  private static final int LARGEST = 16 << 20;

  /** Makes a request, for which somebody may have to be asked who it is. */
  @FunctionalInterface
  interface Asking {
    CloudRequest request() throws InterruptedException;
  }

  RestClient(Duration patience) {
    this(Network.client().connectTimeout(patience.dividedBy(4)).build(), patience);
  }

  /** The text that an object or a list is answered with; nothing when there is no such object. */
  Optional<HttpResponse<String>> head(ObjectAddress object, Asking asking) {
    var answer = answer(object, asking, text());
    return answer.statusCode() == 404 ? Optional.empty() : Optional.of(good(object, answer));
  }

  /** The same of what has to be there. */
  HttpResponse<String> text(ObjectAddress object, Asking asking) {
    return good(object, answer(object, asking, text()));
  }

  /** The bytes that it is answered with. */
  InputStream bytes(ObjectAddress object, Asking asking) throws IOException {
    var answer = answer(object, asking, BodyHandlers.ofInputStream());
    if (answer.statusCode() / 100 != 2) {
      answer.body().close();
    }
    return new PatientBody(good(object, answer).body(), patience);
  }

  private static BodyHandler<String> text() {
    return BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST);
  }

  private <T> HttpResponse<T> good(ObjectAddress object, HttpResponse<T> answer) {
    if (answer.statusCode() / 100 == 2) {
      return answer;
    }
    String code = answer.headers().firstValue("x-ms-error-code").orElse("");
    var status = new IOException("status " + answer.statusCode());
    throw ObjectFailure.refused(object, answer.statusCode(), code, status);
  }

  private <T> HttpResponse<T> answer(ObjectAddress object, Asking asking, BodyHandler<T> handler) {
    CloudRequest request;
    try {
      request = asking.request();
    } catch (ProviderError e) {
      String said = object + ": nobody says who asks (" + e.reason() + ")";
      throw new UserError(said, ObjectFailure.credentials(object), e);
    } catch (InterruptedException e) {
      throw new Stop.Stopped(e);
    }
    try {
      return request.within(patience).answer(client, handler);
    } catch (IOException e) {
      String why = Unreached.why(request.address(), e);
      throw new ProviderError(
          Kind.CONNECTION, object + ": the store cannot be reached (" + why + ")", null, e);
    } catch (InterruptedException e) {
      throw new Stop.Stopped(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
