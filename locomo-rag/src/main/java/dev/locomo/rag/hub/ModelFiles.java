package dev.locomo.rag.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.OnnxFile;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which files of a model are wanted; nothing else is downloaded. The list of a sharded checkpoint
 * ({@code *.index.json}) brings its shards, {@code modules.json} the settings of its modules.
 *
 * @param required of each the first alternative that exists; at least one must
 * @param optional taken where they exist
 */
public record ModelFiles(List<List<String>> required, List<String> optional) {
  /** SentencePiece's are the last, since they are only good for saying what to do with them. */
  private static final List<String> TOKENIZERS =
      Stream.concat(
              Stream.of("tokenizer.json", "vocab.txt", "vocab.json"), TokenizerFile.PIECES.stream())
          .toList();

  /** A text network whose use is known: configuration, weights, tokenizer. */
  public static final ModelFiles TEXT =
      of(TOKENIZERS).withOptional("merges.txt", "tokenizer_config.json");

  /** A network that reads two texts together: as ONNX where it is published so. */
  public static final ModelFiles PAIRS = TEXT.orOnnx(OnnxFile.NAMES);

  /** A text encoder that says itself how it is used, in the files of sentence-transformers. */
  public static final ModelFiles SENTENCES =
      PAIRS.withOptional(
          "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json");

  public ModelFiles {
    required = required.stream().map(List::copyOf).toList();
    optional = List.copyOf(optional);
  }

  /** {@code config.json}, weights, and these, each with its alternatives. */
  @SafeVarargs
  public static ModelFiles of(List<String>... others) {
    var required = new ArrayList<>(List.of(List.of("config.json"), WeightsFile.NAMES));
    for (List<String> alternatives : others) {
      required.add(alternatives);
    }
    return new ModelFiles(required, List.of());
  }

  /** The same with more optional files. */
  public ModelFiles withOptional(String... names) {
    var all = new ArrayList<>(optional);
    all.addAll(List.of(names));
    return new ModelFiles(required, all);
  }

  /** The same, whose weights may also be, and preferably are, one of these ONNX files. */
  ModelFiles orOnnx(List<String> names) {
    return withNetworks(Stream.concat(names.stream(), WeightsFile.NAMES.stream()).toList());
  }

  /** The same with these for the network, the preferred one first. */
  public ModelFiles withNetworks(List<String> names) {
    var all = new ArrayList<>(required);
    all.set(1, names);
    return new ModelFiles(all, optional);
  }

  /** The same with this ONNX file for weights. */
  ModelFiles withNetwork(String name) {
    return withNetworks(List.of(name));
  }

  /**
   * Of the alternatives of a file those that can be used for this type of model: of a SigLIP not
   * PyTorch's weights, where it may also be ONNX.
   *
   * @param folder that has {@code config.json} by now
   */
  static List<String> usable(List<String> alternatives, Path folder) {
    String type = ModelConfig.optional(folder.resolve("config.json")).path("model_type").asText();
    var others = alternatives.stream().filter(f -> !WeightsFile.NAMES.contains(f)).toList();
    return type.equals("siglip") && !others.isEmpty() ? others : alternatives;
  }

  /** What a folder lacks, as {@code tokenizer.json or vocab.txt}; shards are looked at as well. */
  List<String> missingIn(Path folder) {
    var missing = new ArrayList<String>();
    for (List<String> alternatives : required) {
      var usable = usable(alternatives, folder);
      var there = usable.stream().filter(f -> Files.exists(folder.resolve(f))).findFirst();
      if (there.isEmpty()) {
        missing.add(String.join(" or ", usable));
      } else {
        namedIn(folder, there.get()).stream()
            .filter(f -> !Files.exists(folder.resolve(f)))
            .forEach(missing::add);
      }
    }
    return missing;
  }

  /**
   * The shards that a {@code *.index.json} names, the files beside an ONNX file that hold its
   * weights, the other tower of a CLIP, the settings and weights of the modules that a {@code
   * modules.json} names; empty for any other file.
   *
   * @throws DataError when it is malformed, or names a file outside the folder
   */
  static Collection<String> namedIn(Path folder, String name) {
    Path file = folder.resolve(name);
    var named = new TreeSet<>(new WeightsFile(file).shards());
    if (name.endsWith(".onnx")) {
      String beside = name.substring(0, name.lastIndexOf('/') + 1);
      OnnxFile.read(file).external().forEach(weights -> named.add(beside + weights));
      if (name.endsWith("text_model.onnx")) {
        named.add(beside + "vision_model.onnx");
      }
    }
    if (name.equals("modules.json")) {
      for (JsonNode module : ModelConfig.optional(file)) {
        String path = module.path("path").asText();
        if (!path.isEmpty() && !WeightsFile.isInside(path)) {
          throw new DataError(
              file.toString(), "", "names \"" + path + "\"; expected a file beside it");
        }
        if (!path.isEmpty()) {
          named.add(path + "/config.json");
          boolean weights = module.path("type").asText().endsWith(".Dense");
          (weights ? WeightsFile.WHOLE : List.<String>of()).forEach(f -> named.add(path + "/" + f));
        }
      }
    }
    return List.copyOf(named);
  }
}
