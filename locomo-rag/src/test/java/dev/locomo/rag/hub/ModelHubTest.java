package dev.locomo.rag.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.ProviderError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model is found whole, or not at all. */
class ModelHubTest {
  private static final String NAME = "org/name";
  private static final byte[] WEIGHTS = "numbers, numbers\n".repeat(20_000).getBytes(UTF_8);

  @TempDir Path folder;
  private final List<String> progress = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private FakeHub hub;

  @BeforeEach
  void start() throws IOException {
    hub =
        new FakeHub()
            .with("config.json", "{}")
            .with("vocab.txt", "[UNK]\n")
            .with("model.safetensors", WEIGHTS)
            .with("pytorch_model.bin", WEIGHTS)
            .with("README.md", "read me");
    environment.put("HF_ENDPOINT", hub.endpoint() + "/");
    environment.put("HF_HOME", folder.resolve("cache").toString());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private ModelHub models(boolean offline) {
    return ModelHub.of(models(), environment, List.of(new ApiKey("hf_token")), progress::add)
        .offline(offline);
  }

  private Path models() {
    return folder.resolve("models");
  }

  private LocalModel find(String name) {
    return models(false).find(name, ModelFiles.TEXT);
  }

  private static List<String> filesBelow(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void ofASiglipOnnxIsFetchedAndOpenClipsOwnLayoutIsRefusedWithWhatToDo() throws IOException {
    hub.with("config.json", "{\"model_type\": \"siglip\"}");
    var files = ModelFiles.TEXT.withNetworks(List.of("model.safetensors", "onnx/model.onnx"));
    assertThatThrownBy(() -> models(false).find(NAME, files))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("with onnx/model.onnx");
    hub.with("onnx/model.onnx", ":\0"); // a graph of nothing
    assertThat(filesBelow(models(false).find(NAME, files).folder()))
        .contains("onnx/model.onnx")
        .doesNotContain("model.safetensors");
    Path open = Files.createDirectories(folder.resolve("open"));
    Files.writeString(open.resolve("open_clip_config.json"), "{}");
    assertThatThrownBy(() -> models(false).find(open.toString(), files))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("OpenCLIP's own layout");
  }

  @Test
  void onlyWhatIsNeededIsDownloadedAndOnlyOnce() throws IOException {
    var model = find(NAME);
    assertThat(model).isEqualTo(new LocalModel(models().resolve(NAME), FakeHub.COMMIT));
    assertThat(model.suffix()).isEqualTo("@0123456789ab");
    assertThat(filesBelow(model.folder()))
        .containsExactly(HubDownload.NOTE, "config.json", "model.safetensors", "vocab.txt");
    assertThat(model.folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    int asked = hub.requests.size();
    assertThat(find(NAME)).isEqualTo(model);
    assertThat(models(true).find(NAME, ModelFiles.TEXT)).isEqualTo(model);
    assertThat(hub.requests).hasSize(asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx/a b.onnx", "/onnx/a b.onnx", "a b.onnx"})
  void aNetworkIsFoundInItsFolderHoweverItsPathIsWritten(String network) throws IOException {
    Files.createDirectories(models().resolve("onnx"));
    Files.writeString(models().resolve("config.json"), "{}");
    var model = models(true).find(models() + "/" + network, ModelFiles.SENTENCES);
    assertThat(model.place()).isEqualTo(models().resolve(network.replaceFirst("^/", "")));
  }

  @Test
  void theTokenGoesToTheHubAloneAndIntoNoMessage() {
    find(NAME);
    assertThat(hub.hubTokens).isNotEmpty().containsOnly("Bearer hf_token");
    assertThat(hub.storeTokens).isNotEmpty().containsOnly("none");
    assertThat(progress).isNotEmpty().noneMatch(line -> line.contains("hf_token"));
    assertThat(progress).noneMatch(line -> line.contains("secret"));
  }

  @Test
  void allFilesAreOfTheCommitThatWasFoundFirst() {
    find(NAME);
    assertThat(hub.requests)
        .filteredOn(r -> r.contains("/resolve/main/"))
        .containsExactly("HEAD /org/name/resolve/main/config.json");
  }

  @Test
  void anInterruptedDownloadIsNeverUsedAndGoesOnWhereItStopped() throws IOException {
    hub.cutAt = 100_000;
    assertThatThrownBy(() -> find(NAME))
        .isInstanceOf(ProviderError.class)
        .hasMessageContaining("model.safetensors");
    assertThat(models().resolve("org")).doesNotExist();
    assertThatThrownBy(() -> models(true).find(NAME, ModelFiles.TEXT))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nothing is downloaded offline");
    hub.cutAt = Integer.MAX_VALUE;
    hub.ranges.clear();
    assertThat(find(NAME).folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(hub.ranges).singleElement().asString().startsWith("bytes=");
    assertThat(filesBelow(models().resolve(".incomplete"))).containsExactly("org-name.lock");
  }

  @Test
  void aFileThatIsNotWhatWasAnnouncedIsRefused() {
    hub.corrupt = true;
    assertThatThrownBy(() -> find(NAME))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining("bytes with SHA-256");
    assertThat(models().resolve("org")).doesNotExist();
    hub.corrupt = false;
    assertThat(find(NAME).folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
  }

  @ParameterizedTest
  @CsvSource({
    "401,GatedRepo,is gated",
    "403,GatedRepo,is gated",
    "401,RepoNotFound,'it is private, or there is no such model'",
    "401,'','it is private, or there is no such model'",
    "403,'','it is private, or there is no such model'",
    "404,RepoNotFound,there is no model org/name",
    "404,RevisionNotFound,has no such revision",
    "404,'',there is no model org/name with config.json",
  })
  void aRefusalSaysWhy(int status, String code, String why) {
    hub.refusal = status;
    hub.refusalCode = code;
    assertThatThrownBy(() -> find(NAME)).isInstanceOf(UserError.class).hasMessageContaining(why);
    assertThat(models().resolve("org")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aHubThatCannotNowIsAProvidersError(int status) {
    hub.refusal = status;
    assertThatThrownBy(() -> find(NAME))
        .isInstanceOf(ProviderError.class)
        .hasMessageContaining("is not available now");
    hub.close();
    assertThatThrownBy(() -> find(NAME))
        .isInstanceOf(ProviderError.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void offlineNothingIsAsked() {
    environment.put("HF_HUB_OFFLINE", "1");
    assertThatThrownBy(() -> find(NAME))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no model org/name")
        .hasMessageContaining("nothing is downloaded offline");
    assertThat(hub.requests).isEmpty();
  }

  @Test
  void aShardedCheckpointBringsItsShards() throws IOException {
    hub.files.remove("model.safetensors");
    hub.with(
            "model.safetensors.index.json",
            "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}")
        .with("model-1.safetensors", "one")
        .with("model-2.safetensors", "two");
    assertThat(filesBelow(find(NAME).folder()))
        .contains("model-1.safetensors", "model-2.safetensors")
        .doesNotContain("pytorch_model.bin");
  }

  @Test
  void aListThatNamesFilesOutsideTheFolderIsRefused() {
    hub.files.remove("model.safetensors");
    hub.with("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../../x.bin\"}}");
    assertThatThrownBy(() -> find(NAME))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("\"../../x.bin\"");
  }

  @Test
  void theModulesOfSentenceTransformersComeWithTheirSettings() throws IOException {
    hub.with(
            "modules.json", "[{\"path\": \"\"}, {\"path\": \"1_Pooling\"}, {\"path\": \"2_Norm\"}]")
        .with("1_Pooling/config.json", "{}");
    assertThat(filesBelow(models(false).find(NAME, ModelFiles.SENTENCES).folder()))
        .contains("modules.json", "1_Pooling/config.json")
        .doesNotContain("2_Norm/config.json");
  }

  @Test
  void whatIsWantedLaterComesFromTheSameCommit() throws IOException {
    var model = find(NAME);
    hub.with("preprocessor_config.json", "{}");
    var more = ModelFiles.of(List.of("preprocessor_config.json"));
    assertThat(models(false).find(NAME, more)).isEqualTo(model);
    assertThat(filesBelow(model.folder())).contains("preprocessor_config.json", "vocab.txt");
    assertThat(hub.ranges).hasSize(1); // the weights came once
    assertThat(models(true).find(NAME, more)).isEqualTo(model);
  }

  @Test
  void settingsThatNobodyAskedForAtFirstAreAskedForLater() throws IOException {
    hub.with("modules.json", "[{\"path\": \"1_Pooling\"}]").with("1_Pooling/config.json", "{}");
    var model = find(NAME);
    assertThat(models(true).find(NAME, ModelFiles.SENTENCES)).isEqualTo(model);
    assertThat(progress).last().asString().contains("has no modules.json");
    assertThat(filesBelow(model.folder())).doesNotContain("modules.json");
    assertThat(models(false).find(NAME, ModelFiles.SENTENCES)).isEqualTo(model);
    assertThat(filesBelow(model.folder())).contains("modules.json", "1_Pooling/config.json");
    int asked = hub.requests.size();
    assertThat(models(false).find(NAME, ModelFiles.SENTENCES)).isEqualTo(model);
    assertThat(hub.requests).hasSize(asked);
  }

  @Test
  void aRevisionHasAFolderOfItsOwn() {
    var model = find(NAME + "@" + FakeHub.COMMIT);
    assertThat(model.folder()).isEqualTo(models().resolve(NAME + "@" + FakeHub.COMMIT));
    assertThatThrownBy(() -> find(NAME + "@v2"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("org/name@v2 has no such revision");
  }

  @Test
  void aFolderIsItselfAndTheModelFolderHasNamesWithAndWithoutTheirOwner() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.writeString(own.resolve("config.json"), "{}");
    assertThat(find(own.toString())).isEqualTo(LocalModel.of(own));
    Path bare = Files.createDirectories(models().resolve("name"));
    Files.writeString(bare.resolve("config.json"), "{}");
    assertThat(find(NAME)).isEqualTo(LocalModel.of(bare));
    assertThat(hub.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/folder", "./name", "a/b/c", "../x", "org/..", "a b", "x@../y"})
  void whatIsNeitherFolderNorNameIsNotAskedFor(String name) {
    assertThatThrownBy(() -> find(name))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no model " + name);
    assertThat(hub.requests).isEmpty();
  }

  @Test
  void anEndpointThatIsNoAddressIsNotRepeated() {
    environment.put("HF_ENDPOINT", "http://user:password@host");
    assertThatThrownBy(() -> find(NAME))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("HF_ENDPOINT")
        .hasMessageNotContaining("password");
  }

  /** As {@code huggingface_hub} lays it out, without its symbolic links. */
  private Path snapshot(String... files) throws IOException {
    Path model = folder.resolve("cache/hub/models--org--name");
    Files.createDirectories(model.resolve("refs"));
    Files.writeString(model.resolve("refs/main"), FakeHub.COMMIT);
    Path snapshot = Files.createDirectories(model.resolve("snapshots").resolve(FakeHub.COMMIT));
    for (String file : files) {
      Files.writeString(snapshot.resolve(file), "{}");
    }
    return snapshot;
  }

  @Test
  void theHuggingFaceCacheIsReadAndNotWrittenTo() throws IOException {
    Path snapshot = snapshot("config.json", "model.safetensors", "tokenizer.json");
    var before = filesBelow(folder.resolve("cache"));
    assertThat(find(NAME)).isEqualTo(new LocalModel(snapshot, FakeHub.COMMIT));
    assertThat(find(NAME + "@" + FakeHub.COMMIT).folder()).isEqualTo(snapshot);
    assertThat(filesBelow(folder.resolve("cache"))).isEqualTo(before);
    assertThat(hub.requests).isEmpty();
    assertThat(models()).doesNotExist();
  }

  @Test
  void theCacheIsWhereItsOwnVariablesSay() throws IOException {
    snapshot("config.json", "model.safetensors", "tokenizer.json");
    Path moved = folder.resolve("elsewhere");
    Files.move(folder.resolve("cache/hub"), moved);
    environment.put("HF_HUB_CACHE", moved.toString());
    assertThat(find(NAME).folder()).startsWith(moved);
  }

  @Test
  void aSnapshotThatLacksSomethingIsNotUsed() throws IOException {
    snapshot("config.json", "tokenizer.json");
    assertThat(find(NAME).folder()).isEqualTo(models().resolve(NAME));
  }

  @Test
  void whetherACachedModelHasModulesIsAskedUnlessItIsKnown() throws IOException {
    Path snapshot = snapshot("config.json", "model.safetensors", "tokenizer.json");
    assertThat(models(true).find(NAME, ModelFiles.SENTENCES).folder()).isEqualTo(snapshot);
    assertThat(progress).singleElement().asString().contains("has no modules.json");
    Path known = snapshot.resolve("../../.no_exist").resolve(FakeHub.COMMIT).normalize();
    Files.createDirectories(known);
    Files.writeString(known.resolve("modules.json"), "");
    assertThat(models(false).find(NAME, ModelFiles.SENTENCES).folder()).isEqualTo(snapshot);
    Files.delete(known.resolve("modules.json"));
    assertThat(models(false).find(NAME, ModelFiles.SENTENCES).folder())
        .isEqualTo(models().resolve(NAME));
  }
}
