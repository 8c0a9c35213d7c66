package dev.locomo.services.objects;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A store that speaks S3, against a stand-in that looks at every signature, or another server. */
class S3StoreTest extends ObjectStoreContract {
  /** The port of a server with a bucket {@code lab} that takes any key, for example s3mock. */
  private static final Integer OTHER = Integer.getInteger("locomo.test.s3");

  private final S3Server server = new S3Server();

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  int port() {
    return OTHER == null ? server.port() : OTHER;
  }

  @Override
  int largest() {
    return OTHER == null ? super.largest() : 5 << 20;
  }

  @Override
  ObjectAddress at(String key) {
    return ObjectAddress.parse("s3://" + S3Server.BUCKET + "/" + key);
  }

  @Override
  ObjectAddress elsewhere() {
    return ObjectAddress.parse("s3://other/x");
  }

  @Override
  ObjectStore client(int port, Duration patience) {
    return S3Store.of(environment(port), largest(), patience);
  }

  @Override
  ObjectStore stranger(int port) {
    var environment = environment(port);
    environment.put("AWS_SECRET_ACCESS_KEY", "wrong");
    assumeTrue(OTHER == null, "the other server looks at no signature");
    return S3Store.of(environment);
  }

  private Map<String, String> environment(int port) {
    var environment = new HashMap<>(server.environment());
    environment.put("LOCOMO_S3_ENDPOINT", "http://127.0.0.1:" + port);
    return environment;
  }
}
