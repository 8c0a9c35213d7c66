package dev.locomo.eval.view.http;

import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where pages are served, or written to, and who may read them. */
public final class ViewOptions {
  private static final Setting<List<Path>> DATA_FILE = Setting.paths("view.data-file", "FILE");
  private static final Setting<Integer> PORT =
      Setting.integer("view.port", "N").byDefault("8765").between(0, 65_535);
  private static final Setting<String> HOST =
      Setting.text("view.host", "HOST").byDefault("127.0.0.1");
  private static final Setting<List<String>> ALLOW_HOST =
      Setting.texts("view.allow-host", "NAME").split();
  private static final Setting<Path> TOKEN_FILE = Setting.path("view.token-file", "FILE");
  private static final Setting<Path> BUNDLE = Setting.path("view.bundle", "DIR");

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", DATA_FILE, PORT, HOST, ALLOW_HOST, TOKEN_FILE, BUNDLE);

  private static final String TOKEN = "[A-Za-z0-9._~+/=-]{16,512}";

  public final List<Path> dataFiles;
  public final @Nullable Path bundle;
  private final InetSocketAddress at;
  private final List<String> names;
  private final @Nullable Path tokenFile;

  /** Their values. */
  public ViewOptions(Settings settings) {
    dataFiles = settings.all(DATA_FILE);
    bundle = settings.orNull(BUNDLE);
    at = new InetSocketAddress(settings.get(HOST), settings.get(PORT));
    names = settings.all(ALLOW_HOST);
    tokenFile = settings.orNull(TOKEN_FILE);
  }

  /**
   * Where it listens, and to whom.
   *
   * @throws UserError when the token cannot be read, or is too short or no single word
   */
  public ViewServer.Door door() {
    return new ViewServer.Door(at, names, tokenFile == null ? null : token(tokenFile));
  }

  private static String token(Path file) {
    String token = UserFile.text(file, 1 << 10).strip();
    if (!token.matches(TOKEN)) {
      throw new UserError(
          file + " holds no token", "16 or more letters, digits, dots, dashes or underscores");
    }
    return token;
  }
}
