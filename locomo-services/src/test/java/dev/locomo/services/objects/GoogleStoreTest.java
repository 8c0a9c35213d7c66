package dev.locomo.services.objects;

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
  ObjectStore client(int port, long largest) {
    return of(port, RestObjectServer.TOKEN);
  }

  @Override
  ObjectStore stranger(int port) {
    return of(port, "wrong-token");
  }

  private static ObjectStore of(int port, String token) {
    return ObjectStore.of(
        ObjectAddress.parse("gs://lab/x"),
        environment(
            "STORAGE_EMULATOR_HOST", "127.0.0.1:" + port, "GOOGLE_OAUTH_ACCESS_TOKEN", token));
  }
}
