package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.wiring.DataOptions;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.cli.wiring.RetrieverOptions;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.wiring.Surroundings;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.embed.TextLines;
import dev.locomo.rag.passage.Corpus;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code embed}: builds the vectors of a database ahead of time, or embeds any texts. */
@Command(
    name = "embed",
    sortOptions = false,
    description = {
      "Build the vectors of a database; what is there already is kept, so a build that was stopped"
          + " goes on.",
      "With --texts: embed any texts."
    })
public final class EmbedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(validate = false, heading = "%nWhat is embedded:%n", order = 1)
  private DataOptions dataOptions = new DataOptions();

  @ArgGroup(validate = false, heading = "%nBy what:%n", order = 2)
  private RetrieverOptions retrieverOptions = new RetrieverOptions();

  @Option(
      names = "--texts",
      paramLabel = "FILE",
      description = "JSON lines {\"id\", \"text\"} instead of a database.")
  private @Nullable Path texts;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "context",
      description = "What the texts are: query or context (default: ${DEFAULT-VALUE}).")
  private String role = "context";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where --texts go: JSON lines {\"id\", \"vector\"}.")
  private @Nullable Path out;

  @Option(names = "--offline", description = RetrieverOptions.OFFLINE)
  private boolean offline;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    if (texts != null) {
      embedTexts(texts);
    } else {
      embedDatabase();
    }
    return ExitCode.OK;
  }

  private void embedTexts(Path file) {
    if (out == null) {
      throw new UserError("--texts needs --out", "--out FILE.jsonl");
    }
    Role meant =
        switch (role) {
          case "query" -> Role.QUERY;
          case "context", "passage" -> Role.PASSAGE;
          default -> throw new UserError("unknown --role '" + role + "'", "query or context");
        };
    var lines = TextLines.read(file);
    try (var encoder =
        retrieverOptions.methods(Surroundings.of(spec, offline)).encoder(encoderName())) {
      float[][] vectors = encoder.embed(lines.texts(), meant);
      AtomicFile.write(
          out,
          to -> {
            for (int i = 0; i < vectors.length; i++) {
              var line = JsonFiles.MAPPER.createObjectNode().put("id", lines.ids().get(i));
              var numbers = line.putArray("vector");
              for (float number : vectors[i]) {
                numbers.add(number);
              }
              to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
          });
      report(encoder.id(), vectors.length, out);
    }
  }

  /** The hybrid's encoder is the one that makes vectors. */
  private String encoderName() {
    String name = retrieverOptions.retriever;
    return name.equals("hybrid") ? "minilm" : name.replaceFirst("^hybrid:", "");
  }

  private void embedDatabase() {
    Dataset data = DatasetReader.read(Remote.file(spec, dataOptions.file));
    var database = retrieverOptions.database();
    PrintWriter err = spec.commandLine().getErr();
    int passages = 0;
    try (var method = retrieverOptions.method(Surroundings.of(spec, offline))) {
      for (Sample sample : samples(data)) {
        var corpus = Corpus.of(data, sample, database);
        err.println("embedding %s: %d passages".formatted(sample.id(), corpus.passages().size()));
        err.flush();
        method.over(corpus);
        passages += corpus.passages().size();
      }
      report(method.id(), passages, retrieverOptions.embeddings(SettingSources.of(spec).environment()));
    }
  }

  private List<Sample> samples(Dataset data) {
    var wanted = dataOptions.samples;
    for (String id : wanted) {
      if (data.samples().stream().noneMatch(s -> s.id().equals(id))) {
        throw new UserError(data.file() + " has no sample '" + id + "'", "locomo data stats");
      }
    }
    return data.samples().stream()
        .filter(s -> wanted.isEmpty() || wanted.contains(s.id()))
        .toList();
  }

  private void report(String retriever, int count, Path where) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      var document = JsonFiles.MAPPER.createObjectNode().put("retriever", retriever);
      stdout.println(document.put("texts", count).put("where", where.toString()).toPrettyString());
      return;
    }
    stdout.println("%d texts, %s, in %s".formatted(count, retriever, where));
  }
}
