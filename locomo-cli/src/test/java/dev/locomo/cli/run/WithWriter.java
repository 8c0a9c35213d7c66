package dev.locomo.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.gen.WriterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of {@code generate} share: a server that writes by rule, personas, a picture. */
abstract class WithWriter {
  static final String MSC =
      """
      {"train": [
        {"Speaker 1": ["I bake bread.", "I have a dog."], "Speaker 2": ["I sail."], "in_dataset": 0},
        {"Speaker 1": [], "Speaker 2": ["I ski."], "in_dataset": 0},
        {"Speaker 1": ["I paint <b>doors</b>."], "Speaker 2": ["I swim."], "in_dataset": 0}]}
      """;
  static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  @TempDir Path folder;
  WriterServer server;
  Path personas;
  Path pictures;

  @BeforeEach
  void start() throws IOException {
    server = new WriterServer(0);
    personas = Files.writeString(folder.resolve("msc.json"), MSC);
    pictures = Files.createDirectories(folder.resolve("pictures"));
    Files.write(pictures.resolve("a.png"), PICTURE);
    Files.writeString(pictures.resolve("a.txt"), "a brown dog asleep on a sofa & <i>more</i>");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  List<String> args(String out, String... more) {
    var args = new ArrayList<>(List.of("generate", "--out-dir", folder.resolve(out).toString()));
    args.addAll(List.of("--model", "openai:m", "--base-url", server.url()));
    args.addAll(List.of("--personas", personas.toString(), "--embedder", "bm25"));
    args.addAll(List.of("--num-sessions", "3", "--num-days", "90", "--concurrency", "1"));
    args.addAll(List.of("--no-cache", "--json"));
    args.addAll(Arrays.asList(more));
    return args;
  }

  Cli.Result run(List<String> args) {
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .run(args.toArray(String[]::new));
  }

  JsonNode dataset(String out) {
    return JsonFiles.read(folder.resolve(out).resolve("dataset.json"), JsonFiles.MAPPER::readTree);
  }

  JsonNode agent(String file) {
    return JsonFiles.read(folder.resolve(file), JsonFiles.MAPPER::readTree);
  }
}
