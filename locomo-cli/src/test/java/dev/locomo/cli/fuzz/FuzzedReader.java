package dev.locomo.cli.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.cli.verb.SettingSources;
import dev.locomo.core.ask.CallLog;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.DatasetCheck;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.python.PythonJson;
import dev.locomo.core.python.PythonReprReader;
import dev.locomo.core.run.RecordedSettings;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.core.text.Thoughts;
import dev.locomo.eval.bundle.Verification;
import dev.locomo.eval.claims.ClaimCheck;
import dev.locomo.eval.claims.ClaimTableReader;
import dev.locomo.eval.claims.Counts;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.errata.ErrataFile;
import dev.locomo.eval.events.SessionRange;
import dev.locomo.eval.judge.Rubrics;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.merge.ShardFolder;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile;
import dev.locomo.eval.protocol.reference.output.ReferenceStatistics;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import dev.locomo.eval.report.RunReport;
import dev.locomo.eval.report.text.ReportFormat;
import dev.locomo.eval.score.AnswerFiles;
import dev.locomo.eval.score.ScoreLines;
import dev.locomo.eval.similarity.Baseline;
import dev.locomo.eval.task.Selection;
import dev.locomo.gen.image.LocalImages;
import dev.locomo.gen.output.AgentFile;
import dev.locomo.gen.persona.MscPersonas;
import dev.locomo.gen.reference.ExampleFolder;
import dev.locomo.rag.causal.jinja.Template;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.embed.TextLines;
import dev.locomo.rag.image.ImageDecoder;
import dev.locomo.rag.memory.MemoryDescriptor;
import dev.locomo.services.objects.ObjectAddress;
import dev.locomo.services.store.StoreAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Everything that reads what strangers wrote, each with inputs it understands. Whatever the bytes
 * are, it gives a value or one of the program's own errors.
 */
enum FuzzedReader {
  DATA_SET(Examples.DATA) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      DatasetReader.read(file(folder, bytes)).statistics();
    }
  },
  DATA_CHECK(Examples.DATA) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      DatasetCheck.check(file(folder, bytes), null).counts();
    }
  },
  ANSWERS(
      """
      {"question_id": "s/0", "answer": "a cat"}
      {"question_id": "s/1", "prediction": "x", "context": ["D1:1"]}
      """,
      """
      {"question_id":"s/0","form":"free","outcome":"answered","answer":"a cat","context":["D1:1"],\
      "prompt":"","raw":"a cat","source":"live","input_tokens":3,"output_tokens":1,"latency_ms":2,\
      "model":"m","request_id":null,"reason":""}
      """,
      """
      {"detailed_results": {"locomo_exp_user_0": [{"question_id": "locomo_0_qa0", "question": "What \
      has Ann?", "category": "4", "generated_answer": "a cat"}]}}
      """,
      """
      {"questions": {"s-q0": {"question": "What has Ann?", "phases": {"answer": {"status": \
      "completed", "hypothesis": "a cat"}}}}}
      """,
      """
      {"locomo_experiment_user_0": [{"question": "What has Ann?", "answer": "a cat", \
      "golden_answer": "a cat", "category": 4}]}
      """,
      """
      {"0": [{"question": "What has Ann?", "response": "a cat", "answer": "a cat", "category": "4"}]}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      new AnswerFiles(Examples.data()).read(file(folder, bytes), null);
    }
  },
  ORIGINAL_OUTPUT(
      """
      [{"sample_id": "s", "qa": [{"question": "What has Ann?", "answer": "a cat", "evidence": \
      ["D1:1"], "category": 4, "m_prediction": "a cat", "m_prediction_context": ["D1:1"], "m_f1": \
      1.0, "m_recall": 1.0}, {"question": "Who?", "evidence": [], "category": 5, \
      "adversarial_answer": "Bob", "m_prediction": "x"}]}]
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Path file = file(folder, bytes);
      ReferenceOutFile.open(file).predictions("m");
      if (bytes.length > 0 && bytes[0] == '[') {
        new AnswerFiles(Examples.data()).read(file, null);
        ReferenceStatistics.of(
            Examples.dataFile(), ReferenceOutFile.open(file), "m", bytes.length % 2 == 0);
      }
    }
  },
  SCORES(
      """
      {"question_id":"s/0","category":"single-hop","metric":"token-f1","value":0.5,"why":"x"}
      {"question_id":"s/0","category":"single-hop","metric":"exact-match","unscored":"no-prediction"}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Path file = file(folder, bytes);
      ScoreLines.recognises(file);
      new ScoreLines(file, Map.of()).read();
    }
  },
  ERRATA(
      """
      {"format": 1, "name": "n", "version": "1", "source": "x", "data_sha256": null, "corrections": \
      [{"question_id": "s/0", "question": "What has Ann?", "action": "replace", "answer": "a dog", \
      "evidence": ["D1:1"], "reason": "r"}]}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      var data = Examples.data();
      new CorrectedKey(data, ErrataFile.read(file(folder, bytes))).apply(data.questions().toList());
    }
  },
  RUBRIC("[default]\nIs {{answer}} right for {{question}}?\n[temporal]\n{{question}} {{answer}}") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Rubrics.find(file(folder, bytes).toString());
    }
  },
  CLAIMS("label,score\nsingle hop,\"71.2\"\nmulti-hop,50 ± 1\noverall,66.0\n") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      var check = new ClaimCheck(Counts.published());
      ClaimTableReader.read(file(folder, bytes), Optional.empty()).forEach(check::check);
    }
  },
  BASELINE("LAYER,P,R,F\n0,0.1,0.2,0.3\n1,0.4,0.5,0.6\n") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Baseline.read(file(folder, bytes), 1);
    }
  },
  PROMPTS("{\"texts\": {\"qa.prompt\": \"x\"}}") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      ReferencePrompts.load(file(folder, bytes));
    }
  },
  RUN_SPEC(Examples.SPEC) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Files.write(folder.resolve("spec.json"), bytes);
      RunSpec.read(folder.resolve("spec.json")).fingerprint();
      ShardFolder.read(folder);
    }
  },
  RUN_SETTINGS(
      "{\"verb\": \"embed\", \"settings\": {\"data-file\": [\"x\"], \"top-k\": [\"1\"]}}") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Files.write(folder.resolve(RecordedSettings.FILE), bytes);
      RecordedSettings.read(folder);
    }
  },
  CALLS(
      """
      {"step":"a","ask_sha256":"00","raw":"x","finish":"STOP","source":"live","input_tokens":1,\
      "output_tokens":2,"latency_ms":3,"model":"m","request_id":null}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Path file = folder.resolve("" + System.nanoTime());
      Files.write(file, bytes);
      try (var log =
          CallLog.open(
              file,
              _ -> {
                throw new IllegalStateException();
              })) {
        log.exchanges();
      } finally {
        Files.delete(file);
      }
    }
  },
  EVENTS_RUN(
      """
      {"model": "m", "summarizer": {"id": "events@1"}, "sessions": "all", "decomposer": {"id": "d"}, \
      "verifier": {"id": "v"}, "labeller": {"id": "v"}, "errors": {"hallucination": 1}, \
      "facts_by_rule": false, "metrics": {"fact-precision": {"overall": {"asked": 1, "answered": 1, \
      "scored": 1, "mean": 0.5, "low": 0.1, "high": 0.9, "method": "x"}, "by_conversation": {}, \
      "micro": {"mean": 0.5, "low": 0.25, "high": 0.75, "method": "x"}}}}
      {"unit": "c/Ann", "outcome": "answered", "events": [{"event": "Ann sails."}], "gold": []}
      {"unit": "c/Ann", "side": "summary", "event": 1, "fact": "Ann sails.", "supported": true}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Examples.reported(folder, "eval-events", bytes, "events.jsonl", "facts.jsonl");
    }
  },
  DIALOG_RUN(
      """
      {"settings": {"model": "m", "context": "observation", "top_k": "5", "picture": "caption", \
      "asking": "d"}, "scorers": {}, "turns": 1, "without_result": 0, "metrics": {"rouge-l": \
      {"overall": {"asked": 2, "answered": 2, "scored": 2, "mean": 0.25, "low": 0.1, "high": 0.4, \
      "method": "x"}, "by_history": {"0k": {"scored": 1, "mean": 0.25}}, "by_conversation": {}}}}
      {"turn": "c/D1:2", "speaker": "Ann", "history_tokens": 9, "outcome": "generated", "text": "Hi", \
      "image": "a cat", "gold_text": "Hello", "gold_image": null, "context": []}
      {"turn": "c/D1:2", "metric": "rouge-l", "value": 0.25}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Examples.reported(folder, "eval-dialog", bytes, "turns.jsonl", "scores.jsonl");
    }
  },
  CONFIG("top-k=10\nmodel = openai\\:gpt-4o\n# x\nlong = a\\\n b\n") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      SettingSources.load(Map.of(), "--config", file(folder, bytes).toString())
          .find("eval-qa", List.of("top-k"));
    }
  },
  KEYS("OPENAI_API_KEY=sk-1\n# x\nexport HF_TOKEN='a b'\n") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Path file = file(folder, bytes);
      Keys.read(Map.of(), file).of("OPENAI_API_KEY");
      Keys.secrets(Map.of(), file);
    }
  },
  MODELS(
      """
      {"models": {"my": {"provider": "openai", "model": "m", "context": 8000}}}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      ModelCatalog.builtIn().with(file(folder, bytes)).aliases();
    }
  },
  PRICES(
      """
      {"date": "2026-01-01", "source": "x", "usd_per_million_tokens": {"openai": {"m": {"input": 1, \
      "output": 2}}}}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Prices.builtIn().with(file(folder, bytes)).of(ModelSpec.parse("openai:m"));
    }
  },
  REPLY(
      "<think>hm</think> ```json\n{\"verdict\": \"yes\"}\n``` tail",
      "<|channel|>analysis<|message|>x<|end|><|channel|>final<|message|>{\"a\": [1, {}]}",
      "[THINK]a[/THINK] b {\"c\": \"}\"}") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      var reply = ReplyText.of(new String(bytes, UTF_8));
      reply.json();
      reply.unfenced();
      reply.start();
      reply.between('{', '}');
      Thoughts.without(new String(bytes, UTF_8));
    }
  },
  PYTHON_JSON("{\"a\": [1, -2.5e3, NaN, Infinity, \"\\u00e9\", null, true]}") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      PythonJson.loads(new String(bytes, UTF_8));
    }
  },
  NAMES("1:56 pm on 8 May, 2023", "D1:3", "conv-26/37", "2/8", "samples=a", "1-3", "openai:m") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      String text = new String(bytes, UTF_8);
      Session.parseTime(text);
      TurnId.parse(text);
      QuestionId.parse(text);
      Shard.parse(text);
      Selection.parse(text);
      for (Runnable refusing :
          List.<Runnable>of(
              () -> SessionRange.parse(text),
              () -> ModelSpec.parse(text),
              () -> ModelCatalog.builtIn().parse(text))) {
        FuzzedReader.orRefused(refusing);
      }
    }
  },
  ADDRESSES(
      "redis://:secret@host:6379/0",
      "postgresql://me@host:5432/db?x=y",
      "s3://bucket/a/key",
      "runs.db") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      String text = new String(bytes, UTF_8);
      for (Runnable refusing :
          List.<Runnable>of(
              () -> StoreAddress.parse(text, Map.of()).shown(), () -> ObjectAddress.parse(text))) {
        FuzzedReader.orRefused(refusing);
      }
    }
  },
  TEXT_LINES("{\"id\": \"a\", \"text\": \"b\"}\n\n{\"id\": \"c\", \"text\": \"d\"}\n") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      TextLines.read(file(folder, bytes));
    }
  },
  PICTURE(
      Examples.resource("rag/image/jpeg-bare.jpg"),
      Examples.resource("rag/image/jpeg-422-progressive.jpg"),
      Examples.resource("rag/image/png-palette.png"),
      Examples.resource("rag/image/gif-interlaced.gif"),
      Examples.resource("rag/image/webp-lossy.webp"),
      Examples.resource("rag/image/webp-lossless.webp")) {
    @Override
    void read(Path folder, byte[] bytes) throws Exception {
      ImageDecoder.decode(bytes);
    }
  },
  WEIGHTS(Examples.resource("rag/embed/djl/tiny-deberta-v3/model.safetensors")) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Examples.weights(folder, "model.safetensors", bytes);
    }
  },
  PICKLED_WEIGHTS(
      Examples.resource("rag/embed/djl/tiny-legacy-half.bin"),
      Examples.resource("rag/embed/djl/tiny-zip.bin")) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Examples.weights(folder, "pytorch_model.bin", bytes);
    }
  },
  WEIGHTS_INDEX("{\"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.bin\"}}") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Examples.weights(folder, "model.safetensors.index.json", bytes);
    }
  },
  MODEL_CONFIG(Examples.resource("rag/embed/djl/tiny/config.json")) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      var config = ModelConfig.read(file(folder, bytes));
      config.type();
      config.heads("num_attention_heads", "hidden_size");
      config.positive("layer_norm_eps", 1e-12);
    }
  },
  CHAT_TEMPLATE(
      """
      {% for m in messages %}{% if m['role'] == 'user' and loop.first %}<{{ m.content | trim }}>\
      {% elif not loop.last %}{{- m.content[1:] + '\\n' }}{% else %}{% set ns = namespace(x=1) %}\
      {% set ns.x = 2 %}{% endif %}{% endfor %}\
      {{ raise_exception('no') if bos_token is not defined else eos_token ~ 3 }}
      """,
      """
      {%- macro f(a, b=2) -%}{{ a * b // 3 }}{%- endmacro -%}{{ f(1) }}{# x #}{{ [1, {'a': 2}] }}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Map<String, Object> message = Map.of("role", "user", "content", " Hi ");
      Template.parse(new String(bytes, UTF_8))
          .filled(Map.of("messages", List.of(message, message), "bos_token", "<s>"));
    }
  },
  LABELS(
      "question_id,label,labeller\ns/0,right,Ann\n",
      "{\"question_id\": \"s/0\", \"label\": \"wrong\", \"labeller\": \"Ann\"}\n") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      HumanLabels.read(file(folder, bytes)).with(new HumanLabels(Map.of()));
    }
  },
  MEMORY(
      """
      {"name": "m", "about": "x", "tried": "x", "kind": "process", "command": ["false"]}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      MemoryDescriptor.of(file(folder, bytes).toString());
    }
  },
  PYTHON_LITERAL("{'a': [1, -2.5, 'x', None, True], \"b\": ('y', '\\u00e9')}") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      PythonReprReader.read(new String(bytes, UTF_8));
    }
  },
  AGENTS(
      """
      {"name": "Ann", "persona_summary": "Ann sails.", "graph": [{"sub-event": "sails", "date": \
      "07 March, 2022", "id": "E1", "caused_by": []}], "events_start_date": "01 March, 2022", \
      "session_1_date_time": "1:56 pm on 8 May, 2022", "session_1": [{"speaker": "Ann", "dia_id": \
      "D1:1", "text": "Hi", "clean_text": "Hi"}], "session_1_facts": {"Ann": [["x", "D1:1"]]}, \
      "session_1_summary": "They met."}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Path other = folder.resolve("b.json");
      Files.writeString(other, "{\"name\": \"Ben\", \"persona_summary\": \"Ben cooks.\"}");
      AgentFile.read("s", file(folder, bytes), other, false);
    }
  },
  PERSONAS(
      """
      {"train": [{"Speaker 1": ["I sail."], "Speaker 2": ["I cook.", "x"], "in_dataset": 0}]}
      """) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      MscPersonas.read(file(folder, bytes)).drawn(1, 3);
    }
  },
  CAPTIONS("{\"a.jpg\": {\"caption\": \"a cat\", \"url\": \"http://x\", \"licence\": \"CC0\"}}") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Path pictures = Files.createDirectories(folder.resolve("pictures"));
      Files.writeString(pictures.resolve("a.jpg"), "x");
      Files.write(pictures.resolve(LocalImages.CAPTIONS), bytes);
      LocalImages.open(pictures).id();
    }
  },
  BUNDLE(Examples.bundle()) {
    @Override
    void read(Path folder, byte[] bytes) throws Exception {
      Verification.of(file(folder, bytes), Examples.dataFile());
    }
  },
  TOKENIZER(Examples.resource("rag/embed/djl/tiny/tokenizer.json")) {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Path model = Files.createDirectories(folder.resolve("tokenizer"));
      Files.write(model.resolve("tokenizer.json"), bytes);
      TokenizerFile.counter(model).count("I have a cat.");
    }
  },
  PROMPT_EXAMPLES("{\"examples\": [{\"input\": \"x\", \"output\": [\"y\"]}]}") {
    @Override
    void read(Path folder, byte[] bytes) throws IOException {
      Path examples = Files.createDirectories(folder.resolve("examples"));
      for (int i = 0; i < 2; i++) {
        try {
          ExampleFolder.read(examples).hash();
        } catch (dev.locomo.core.error.DataError e) {
          // The file it misses is the one to give it.
          String missing =
              Path.of(e.getMessage().replaceFirst("\\.json.*", ".json")).getFileName() + "";
          Files.write(examples.resolve(missing), bytes);
        }
      }
    }
  };

  private final List<byte[]> examples;

  FuzzedReader(String... examples) {
    var all = new ArrayList<byte[]>();
    for (String example : examples) {
      all.add(example.getBytes(UTF_8));
    }
    this.examples = List.copyOf(all);
  }

  FuzzedReader(byte[]... examples) {
    this.examples = List.of(examples);
  }

  /** Inputs that it understands. */
  List<byte[]> examples() {
    return examples;
  }

  /** Reads the bytes; the folder may hold what an earlier call left. */
  abstract void read(Path folder, byte[] bytes) throws Exception;

  private static Path file(Path folder, byte[] bytes) throws IOException {
    return Files.write(folder.resolve("input.txt"), bytes);
  }

  private static void orRefused(Runnable parsing) {
    try {
      parsing.run();
    } catch (dev.locomo.core.error.UserError
        | dev.locomo.core.error.DataError
        | java.nio.file.InvalidPathException e) {
      // As documented.
    }
  }

  /** What several readers are given. */
  private static final class Examples {
    static final String DATA =
        """
        [{"sample_id": "s", "qa": [{"question": "What has Ann?", "answer": "a cat", "evidence": \
        ["D1:1"], "category": 4}, {"question": "Who?", "evidence": [], "category": 5, \
        "adversarial_answer": "Bob"}], "conversation": {"speaker_a": "Ann", "speaker_b": "Ben", \
        "session_1_date_time": "1:56 pm on 8 May, 2023", "session_1": [{"speaker": "Ann", "dia_id": \
        "D1:1", "text": "I have a cat.", "img_url": ["http://x"], "blip_caption": "a cat"}]}, \
        "observation": {"session_1_observation": {"Ann": [["Ann has a cat.", "D1:1"]]}}, \
        "session_summary": {"session_1_summary": "They talk."}, "event_summary": \
        {"events_session_1": {"Ann": ["got a cat"], "Ben": [{"event": "x", "date": "8 May, 2023", \
        "id": "E1", "caused_by": []}], "date": "8 May, 2023"}}}]
        """;

    static final String SPEC =
        """
        {"format": 1, "task": "eval-qa", "command": ["eval-qa"], "settings": {"model": "m", "shard": \
        "1/2"}, "speed": {}, "fingerprint": "0"}
        """;

    private static final class Data {
      static final Path FILE = write();
      static final Dataset SET = DatasetReader.read(FILE);

      private static Path write() {
        try {
          Path file = Files.createTempFile("data", ".json");
          file.toFile().deleteOnExit();
          return Files.writeString(file, DATA);
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }

    static Dataset data() {
      return Data.SET;
    }

    static Path dataFile() {
      return Data.FILE;
    }

    static byte[] resource(String name) {
      try (InputStream in =
          Objects.requireNonNull(
              FuzzedReader.class.getResourceAsStream("/dev/locomo/" + name), name)) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    /** An archive with a list of one file, whose run lacks the rest. */
    static byte[] bundle() {
      var bytes = new ByteArrayOutputStream();
      try (var zip = new ZipOutputStream(bytes)) {
        for (String[] entry :
            new String[][] {
              {"bundle.json", "{\"format\": 1, \"sha256\": {\"run/spec.json\": \"0\"}}"},
              {"run/spec.json", SPEC}
            }) {
          zip.putNextEntry(new ZipEntry(entry[0]));
          zip.write(entry[1].getBytes(UTF_8));
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    static void weights(Path folder, String name, byte[] bytes) throws IOException {
      Path model = Files.createDirectories(folder.resolve(name + ".d"));
      Files.write(model.resolve(name), bytes);
      try (var weights = WeightsFile.of(model).open()) {
        for (String tensor : weights.names()) {
          weights.read(tensor);
        }
      }
    }

    /** The first line is the report, the second goes to the first file, the rest to the other. */
    static void reported(Path folder, String task, byte[] bytes, String first, String second)
        throws IOException {
      Path run = Files.createDirectories(folder.resolve(task));
      var spec = new RunSpec(task, List.of(), new java.util.TreeMap<>(), new java.util.TreeMap<>());
      Files.writeString(run.resolve("spec.json"), spec.toJson());
      var lines = new String(bytes, UTF_8).split("\n", 3);
      Files.writeString(run.resolve("report.json"), lines[0]);
      Files.writeString(run.resolve(first), lines.length > 1 ? lines[1] + "\n" : "");
      Files.writeString(run.resolve(second), lines.length > 2 ? lines[2] : "");
      var report = RunReport.read(run, new RunReport.Wanted(null, null, List.of(), true, false));
      for (ReportFormat format : ReportFormat.values()) {
        format.of(report);
      }
    }
  }
}
