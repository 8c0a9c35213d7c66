import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.embed.djl.EncoderSettings;
import dev.locomo.rag.embed.djl.HuggingFaceEmbedder;
import dev.locomo.rag.hub.LocalModel;
import dev.locomo.rag.passage.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Texts that a random BERT of one of two sizes encodes in a second, and in a second of processor
 * time. Makes the checkpoint and the list of texts in FOLDER where they are not there, for
 * encoders.py to read too. {@code EncoderSpeed FOLDER minilm|base DATA_FILE TEXTS}, or with the
 * folder of an ONNX file that encoders.py made of it: {@code minilm-onnx}, {@code minilm-int8}.
 */
public final class EncoderSpeed {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EncoderSpeed() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]).resolve(args[1]);
    if (!Files.exists(folder)) {
      Files.createDirectories(folder);
      boolean base = args[1].equals("base");
      checkpoint(folder, base ? 12 : 6, base ? 768 : 384);
    }
    Path list = Path.of(args[0]).resolve("texts.json");
    if (!Files.exists(list)) {
      var texts =
          DatasetReader.read(Path.of(args[2])).samples().stream()
              .flatMap(s -> Database.DIALOG.passages("", s).stream())
              .map(p -> p.text())
              .limit(Integer.parseInt(args[3]))
              .toList();
      JSON.writeValue(list.toFile(), texts);
    }
    List<String> texts = List.of(JSON.readValue(list.toFile(), String[].class));
    try (var embedder =
        HuggingFaceEmbedder.deferred(
            args[1], folder, folder, EncoderSettings.read(LocalModel.of(folder)))) {
      embedder.embed(texts.subList(0, Math.min(64, texts.size())), Role.PASSAGE);
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long cpu = system.getProcessCpuTime();
      long wall = System.nanoTime();
      float[][] vectors = embedder.embed(texts, Role.PASSAGE);
      double seconds = (System.nanoTime() - wall) / 1e9;
      double processor = (system.getProcessCpuTime() - cpu) / 1e9;
      System.out.printf(
          java.util.Locale.ROOT,
          "ours     %-11s %d texts: %.1f a second, %.1f a second of processor time; first %s%n",
          args[1],
          texts.size(),
          texts.size() / seconds,
          texts.size() / processor,
          vectors[0][0]);
    }
  }

  private static void checkpoint(Path folder, int layers, int hidden) throws IOException {
    try (var tokenizer =
        EncoderSpeed.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
      Files.copy(tokenizer, folder.resolve("tokenizer.json"));
    }
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu",
         "hidden_size": %d, "intermediate_size": %d, "layer_norm_eps": 1e-12,
         "max_position_embeddings": 512, "num_attention_heads": 12, "num_hidden_layers": %d,
         "type_vocab_size": 2, "vocab_size": 30522}
        """
            .formatted(hidden, 4 * hidden, layers));
    var shapes = new LinkedHashMap<String, long[]>();
    shapes.put("embeddings.word_embeddings.weight", new long[] {30522, hidden});
    shapes.put("embeddings.position_embeddings.weight", new long[] {512, hidden});
    shapes.put("embeddings.token_type_embeddings.weight", new long[] {2, hidden});
    norm(shapes, "embeddings.LayerNorm", hidden);
    for (int i = 0; i < layers; i++) {
      String at = "encoder.layer." + i + ".";
      for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
        dense(shapes, at + "attention." + part, hidden, hidden);
      }
      norm(shapes, at + "attention.output.LayerNorm", hidden);
      dense(shapes, at + "intermediate.dense", 4L * hidden, hidden);
      dense(shapes, at + "output.dense", hidden, 4L * hidden);
      norm(shapes, at + "output.LayerNorm", hidden);
    }
    dense(shapes, "pooler.dense", hidden, hidden);
    write(folder.resolve("model.safetensors"), shapes);
  }

  private static void dense(Map<String, long[]> shapes, String name, long out, long in) {
    shapes.put(name + ".weight", new long[] {out, in});
    shapes.put(name + ".bias", new long[] {out});
  }

  private static void norm(Map<String, long[]> shapes, String name, long width) {
    shapes.put(name + ".weight", new long[] {width});
    shapes.put(name + ".bias", new long[] {width});
  }

  private static void write(Path file, Map<String, long[]> shapes) throws IOException {
    var header = new LinkedHashMap<String, Object>();
    header.put("__metadata__", Map.of("format", "pt"));
    long end = 0;
    for (var shape : shapes.entrySet()) {
      long bytes = Float.BYTES;
      for (long length : shape.getValue()) {
        bytes *= length;
      }
      header.put(
          shape.getKey(),
          Map.of(
              "dtype",
              "F32",
              "shape",
              shape.getValue(),
              "data_offsets",
              List.of(end, end + bytes)));
      end += bytes;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    var random = new SplittableRandom(1);
    try (OutputStream out = Files.newOutputStream(file)) {
      var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length);
      out.write(length.array());
      out.write(json);
      var block = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
      for (long left = end; left > 0; left -= block.position()) {
        block.clear().limit((int) Math.min(block.capacity(), left));
        while (block.hasRemaining()) {
          block.putFloat((float) (random.nextDouble() - 0.5) / 8);
        }
        out.write(block.array(), 0, block.position());
      }
    }
  }
}
