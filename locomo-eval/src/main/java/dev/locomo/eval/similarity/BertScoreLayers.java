package dev.locomo.eval.similarity;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * Which layer of a published model agrees best with human judgements, as the package bert-score
 * 0.3.13 lists them for the models that can be loaded here.
 */
public final class BertScoreLayers {
  private static final Properties LAYERS = read();

  private BertScoreLayers() {}

  /**
   * The layer of a model.
   *
   * @param model its name on Hugging Face, with or without its owner, or a folder called that
   */
  public static OptionalInt of(String model) {
    String name = model.replaceFirst("@[^@/]*$", "").replaceFirst("(?<![/\\\\])[/\\\\]+$", "");
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String layer = LAYERS.getProperty(last);
    return layer == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(layer));
  }

  private static Properties read() {
    var layers = new Properties();
    try (InputStream in =
        Objects.requireNonNull(BertScoreLayers.class.getResourceAsStream("layers.properties"))) {
      layers.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("the program's own list of layers is unreadable", e);
    }
    return layers;
  }
}
