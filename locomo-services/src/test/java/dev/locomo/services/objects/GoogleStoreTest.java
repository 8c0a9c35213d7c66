package dev.locomo.services.objects;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Google's store, against a stand-in of its JSON interface. */
class GoogleStoreTest extends ObjectStoreContract {
  private final RestObjectServer server = new RestObjectServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  int port() {
    return server.port();
  }

  @Override
  ObjectAddress at(String key) {
    return ObjectAddress.parse("gs://" + RestObjectServer.BUCKET + "/" + key);
  }

  @Override
  ObjectAddress elsewhere() {
    return ObjectAddress.parse("gs://other/x");
  }

  @Override
  ObjectStore client(int port, Duration patience) {
    return of(port, RestObjectServer.TOKEN, patience);
  }

  @Override
  ObjectStore stranger(int port) {
    return of(port, "wrong-token", RestClient.PATIENCE);
  }

  private static ObjectStore of(int port, String token, Duration patience) {
    return new GoogleStore(
        environment(
            "STORAGE_EMULATOR_HOST", "127.0.0.1:" + port, "GOOGLE_OAUTH_ACCESS_TOKEN", token),
        patience);
  }
}
