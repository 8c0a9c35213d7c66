package dev.locomo.eval.protocol.reference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.Golden;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.python.PythonText;
import dev.locomo.core.text.Cl100k;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import dev.locomo.eval.protocol.reference.ReferenceProtocol.RagMode;
import dev.locomo.eval.protocol.reference.ReferenceProtocol.Settings;
import dev.locomo.eval.protocol.reference.prompt.Checkout;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import dev.locomo.rag.passage.Passage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of the 24 recorded runs of the original, over the first two conversations.
 *
 * @param name for example {@code gpt-3.5-turbo-4k_b10} or {@code rag_dialog_top5}
 * @param requests what it asked, in order
 */
record GoldenRun(String name, List<JsonNode> requests) {
  private static final List<String> SAMPLES = List.of("conv-26", "conv-30");
  private static @Nullable Dataset data;
  private static @Nullable ReferencePrompts prompts;

  static Stream<String> names() throws IOException {
    try (var files = Files.list(Golden.file("oracle/prompts"))) {
      return files
          .map(f -> f.getFileName().toString().replace(".jsonl", ""))
          .filter(name -> !name.startsWith("get_"))
          .sorted()
          .toList()
          .stream();
    }
  }

  static GoldenRun read(String name) {
    return new GoldenRun(name, lines("oracle/prompts/" + name + ".jsonl"));
  }

  static List<JsonNode> lines(String file) {
    try {
      var nodes = new ArrayList<JsonNode>();
      for (String line : Files.readAllLines(Golden.file(file))) {
        nodes.add(JsonFiles.MAPPER.readTree(line));
      }
      return nodes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static synchronized Dataset data() {
    if (data == null) {
      data = DatasetReader.read(Golden.locomo10());
    }
    return data;
  }

  static synchronized ReferencePrompts prompts() {
    if (prompts == null) {
      prompts = Checkout.prompts();
    }
    return prompts;
  }

  boolean rag() {
    return name.startsWith("rag_");
  }

  /** Model name, mode and top k are what the file's name says. */
  String modelName() {
    return rag() ? "gpt-3.5-turbo" : name.substring(0, name.lastIndexOf("_b"));
  }

  @Nullable RagMode ragMode() {
    return rag() ? RagMode.valueOf(name.split("_")[1].toUpperCase(Locale.ROOT)) : null;
  }

  int topK() {
    return Integer.parseInt(name.substring(name.lastIndexOf("top") + 3));
  }

  Settings settings() {
    int batch = rag() ? 1 : Integer.parseInt(name.substring(name.lastIndexOf("_b") + 2));
    var model = ReferenceModel.of(ModelSpec.parse(modelName()));
    ToIntFunction<String> tokens =
        model.family().local() ? text -> PythonText.split(text).size() : new Cl100k()::count;
    return new Settings(model, batch, ragMode(), SpeakerOrder.of(speakers()), 0, tokens);
  }

  private Map<String, List<String>> speakers() {
    var bySample = new HashMap<String, List<String>>();
    for (var request : requests) {
      if (request.path("speakers_order").isArray()) {
        bySample.put(
            request.get("sample_id").textValue(),
            request.get("speakers_order").valueStream().map(JsonNode::textValue).toList());
      }
    }
    return bySample;
  }

  ReferenceProtocol protocol() {
    return new ReferenceProtocol(settings(), prompts());
  }

  List<Asked> plan() {
    return data().samples().stream()
        .filter(s -> SAMPLES.contains(s.id()))
        .map(s ->
            new Asked(
                s.id(),
                s.conversation(),
                s.questions().stream().map(Probe::of).toList(),
                rag() ? retrieval(s) : null))
        .toList();
  }

  /** Finds what the recorded run found. */
  private Retrieval retrieval(Sample sample) {
    var passages = passages(sample);
    var found = new HashMap<Integer, List<Passage>>();
    for (var request : requests) {
      if (request.get("sample_id").textValue().equals(sample.id())) {
        found.put(
            request.get("idxs").get(0).intValue(),
            request
                .get("rag")
                .get("top_idx")
                .valueStream()
                .map(i -> passages.get(i.intValue()))
                .toList());
      }
    }
    return probe -> Objects.requireNonNull(found.get(probe.id().index()));
  }

  private List<Passage> passages(Sample sample) {
    var passages = new ArrayList<Passage>();
    for (var session : sample.conversation().sessions()) {
      String date = session.dateText();
      int number = session.number();
      switch (ragMode()) {
        case DIALOG ->
            session
                .turns()
                .forEach(t -> {
                  String shared = t.caption() == null ? "" : " and shared " + t.caption();
                  String text = t.speaker() + " said, \"" + t.text() + "\"" + shared;
                  passages.add(new Passage(text, date, number, List.of(t.id().toString())));
                });
        case OBSERVATION ->
            sample.observations().stream()
                .filter(o -> o.session() == number)
                .forEach(o -> passages.add(new Passage(o.text(), date, number, o.sources())));
        case SUMMARY ->
            passages.add(
                new Passage(
                    Objects.requireNonNull(sample.sessionSummaries().get(number)),
                    date,
                    number,
                    List.of("S" + number)));
        case null -> throw new IllegalStateException("nothing is retrieved");
      }
    }
    return passages;
  }

  List<Call> calls() {
    return calls(prompts());
  }

  List<Call> calls(ReferencePrompts wording) {
    return new ReferenceProtocol(settings(), wording).calls(plan()).toList();
  }

  /** A model that says one thing. */
  static Calls saying(String text) {
    return (_, _) ->
        new Reply(text, Reply.Finish.STOP, null, null, null, null, Duration.ZERO, false);
  }
}
