package dev.locomo.rag.options;

import dev.locomo.core.keys.Keys;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.options.Home;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.rag.embed.Prefixes;
import dev.locomo.rag.embed.VectorStore;
import dev.locomo.rag.index.Quantisation;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.RetrievalMethod;
import dev.locomo.rag.retrieve.RetrievalMethods;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which retriever, over what, with what at hand. */
public class RetrieverOptions {
  public static final Setting<String> RETRIEVER =
      Setting.text("retriever.retriever", "NAME")
          .help(
              "Retriever: hybrid, bm25, an encoder such as minilm, and others (default:"
                  + " ${DEFAULT-VALUE}). It is one of "
                  + RetrievalMethods.NAMES
                  + " (docs/retrieval.md).")
          .byDefault(RetrievalMethods.DEFAULT)
          .suggesting(() -> RetrievalMethods.KNOWN)
          .changesResult();
  public static final Setting<String> RAG_MODE =
      Setting.text("retriever.rag-mode", "MODE")
          .byDefault("dialog")
          .oneOf("dialog", "observation", "summary")
          .changesResult();
  public static final Setting<Path> EMB_DIR = Setting.path("retriever.emb-dir", "DIR");
  public static final Setting<Path> MODEL_DIR = Setting.path("retriever.model-dir", "DIR");
  public static final Setting<String> EMBEDDING_URL =
      Setting.text("retriever.embedding-url", "URL").changesResult();
  public static final Setting<String> QUANTIZE =
      Setting.text("retriever.quantize", "KIND")
          .byDefault("none")
          .oneOf("none", "int8")
          .changesResult();
  public static final Setting<String> QUERY_PREFIX =
      Setting.text("retriever.query-prefix", "TEXT").changesResult();
  public static final Setting<String> PASSAGE_PREFIX =
      Setting.text("retriever.passage-prefix", "TEXT").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
          "",
          RETRIEVER,
          RAG_MODE,
          EMB_DIR,
          MODEL_DIR,
          EMBEDDING_URL,
          QUANTIZE,
          QUERY_PREFIX,
          PASSAGE_PREFIX);

  /** For {@code --offline} of verbs that ask no language model. */
  public static final String OFFLINE = "Download no model; what is not here is an error.";

  public final String retriever;
  public final String ragMode;
  public final @Nullable Path embDir;
  public final @Nullable Path modelDir;
  public final @Nullable String embeddingUrl;
  public final String quantize;
  public final Prefixes prefixes;

  /** Their values. */
  public RetrieverOptions(Settings settings) {
    retriever = settings.get(RETRIEVER);
    ragMode = settings.get(RAG_MODE);
    embDir = settings.orNull(EMB_DIR);
    modelDir = settings.orNull(MODEL_DIR);
    embeddingUrl = settings.orNull(EMBEDDING_URL);
    quantize = settings.get(QUANTIZE);
    prefixes = new Prefixes(settings.orNull(QUERY_PREFIX), settings.orNull(PASSAGE_PREFIX));
  }

  /** The database that is meant. */
  public Database database() {
    return Database.of(ragMode).orElseThrow();
  }

  /** The folder of vectors. */
  public Path embeddings(Map<String, String> environment) {
    return embDir != null ? embDir : vectors(environment);
  }

  /** The folder of vectors where none is named. */
  public static Path vectors(Map<String, String> environment) {
    return Home.folder(environment).resolve("embeddings");
  }

  private VectorStore.Settings kept() {
    return new VectorStore.Settings(
        VectorStore.Settings.EXACT_UP_TO, Quantisation.of(quantize).orElseThrow());
  }

  /** The retriever that is meant, its models found or downloaded, and loaded; to be closed. */
  public RetrievalMethod method(ModelLookup at) {
    return methods(at).named(retriever);
  }

  /** The retrievers with what they need. */
  public RetrievalMethods methods(ModelLookup at) {
    var store = new VectorStore(embeddings(at.environment()), kept(), at.progress());
    var others = methods(at, modelDir, embeddingUrl, store);
    return new RetrievalMethods(store, others.models(), others.openAi(), prefixes);
  }

  /** The retrievers with what they need, for those who only want encoders. */
  public static RetrievalMethods methods(
      ModelLookup at, @Nullable Path modelDir, @Nullable String embeddingUrl) {
    Path folder = vectors(at.environment());
    var kept = new VectorStore.Settings(VectorStore.Settings.EXACT_UP_TO, Quantisation.NONE);
    return methods(at, modelDir, embeddingUrl, new VectorStore(folder, kept, at.progress()));
  }

  private static RetrievalMethods methods(
      ModelLookup at, @Nullable Path modelDir, @Nullable String embeddingUrl, VectorStore store) {
    var keys = Keys.read(at.environment(), Path.of(".env"));
    return new RetrievalMethods(
        store,
        at.hub(modelDir),
        new Connection(embeddingUrl, keys.of("OPENAI_API_KEY"), Connection.TIMEOUT),
        Prefixes.UNSAID);
  }
}
