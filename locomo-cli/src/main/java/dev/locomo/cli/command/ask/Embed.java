package dev.locomo.cli.command.ask;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.options.DataOptions;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.embed.TextLines;
import dev.locomo.rag.options.ComputeOptions;
import dev.locomo.rag.options.RetrieverOptions;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.retrieve.RetrievalMethods;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code embed}: builds the vectors of a database ahead of time, or embeds any texts. */
public final class Embed {
  private static final Setting<Path> TEXTS = Setting.path("embed.texts", "FILE");
  private static final Setting<String> ROLE =
      Setting.text("embed.role", "ROLE").byDefault("context");
  private static final Setting<Path> OUT = Setting.path("embed.out", "FILE");
  private static final Setting<Boolean> OFFLINE =
      Setting.flag("embed.offline").help(RetrieverOptions.OFFLINE);

  private final Invocation call;
  private final DataOptions dataOptions;
  private final RetrieverOptions retrieverOptions;
  private final @Nullable Path texts;
  private final String role;
  private final @Nullable Path out;
  private final boolean offline;
  private final boolean json;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("embed")
        .takes(SampleOptions.DATA_FILE)
        .with(TEXTS, ROLE, OUT, ComputeOptions.DEVICE, OFFLINE, RunOptions.JSON)
        .with(DataOptions.SETTINGS.headed("Data"), RetrieverOptions.SETTINGS.headed("Retriever"))
        .does(call -> new Embed(call).run());
  }

  private Embed(Invocation call) {
    this.call = call;
    dataOptions = new DataOptions(call.settings());
    retrieverOptions = new RetrieverOptions(call.settings());
    texts = call.settings().orNull(TEXTS);
    role = call.settings().get(ROLE);
    out = call.settings().orNull(OUT);
    offline = call.settings().is(OFFLINE);
    json = call.settings().is(RunOptions.JSON);
  }

  private int run() {
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
        retrieverOptions
            .methods(Remote.models(call, offline))
            .encoder(RetrievalMethods.vectorsOf(retrieverOptions.retriever))) {
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

  private void embedDatabase() {
    Dataset data = dataOptions.read(Remote.file(call, dataOptions.file));
    var database = retrieverOptions.database();
    PrintWriter err = call.err();
    int passages = 0;
    try (var method = retrieverOptions.method(Remote.models(call, offline))) {
      for (Sample sample : samples(data)) {
        var corpus = Corpus.of(data, sample, database);
        int size = corpus.passages().size();
        err.println("embedding " + sample.id() + ": " + Printable.counted(size, "passage"));
        err.flush();
        method.over(corpus);
        passages += size;
      }
      report(method.id(), passages, retrieverOptions.embeddings(call.environment()));
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
    PrintWriter stdout = call.out();
    if (json) {
      var document = JsonFiles.MAPPER.createObjectNode().put("retriever", retriever);
      stdout.println(document.put("texts", count).put("where", where.toString()).toPrettyString());
      return;
    }
    stdout.println(Printable.counted(count, "text") + ", " + retriever + ", in " + where);
  }
}
