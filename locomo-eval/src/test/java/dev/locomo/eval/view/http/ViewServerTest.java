package dev.locomo.eval.view.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.retrieval.RetrievalEvaluation;
import dev.locomo.eval.retrieval.RetrievalEvaluation.SampleRanking;
import dev.locomo.eval.retrieval.RetrievalEvaluation.Search;
import dev.locomo.eval.retrieval.RetrievalEvaluation.Selected;
import dev.locomo.eval.task.Selection;
import dev.locomo.eval.view.Site;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.Bm25Method;
import dev.locomo.rag.retrieve.Hit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server lets in and gives out, over the wire; the run's texts are hostile. */
class ViewServerTest {
  private static final String RETRIEVE =
      """
      {"sample": "a", "question": "a/0", "k": 3}\
      """;
  private static final String SCORE =
      """
      {"answers": [{"question_id": "a/0", "prediction": "Oslo"}], "metrics": ["token-f1"]}\
      """;

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private ServedRun served;

  @BeforeEach
  void start() throws Exception {
    served = new ServedRun(folder, null);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?q=run&order=best",
        "/live",
        "/runs/run",
        "/runs/run/questions",
        "/runs/run/questions?category=single-hop&score=zero&evidence=some&order=worst&q=ann",
        "/runs/run/question?id=a/0",
        "/runs/run/question?id=b/1&order=worst",
        "/runs/run/items",
        "/runs/run/item?id=a/2",
        "/compare?run=run",
        "/data",
        "/data/data.json",
        "/data/data.json/conversation?id=a"
      })
  void noTextOfStrangersBecomesMarkupOrScriptOnAnyPage(String path) throws Exception {
    var answer = served.get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .doesNotContain("<script>document", "<img", "<u>", "<b>word", "\u202E");
    assertThat(answer.body()).doesNotContainPattern("(?i)<[^>]*\\s(on[a-z]+|style)=");
    assertThat(answer.body()).contains("<style>" + Site.style() + "</style>");
    String hash =
        Base64.getEncoder()
            .encodeToString(Sha256.digest().digest(Site.style().getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.headers())
        .contains("default-src 'none'; style-src 'sha256-" + hash + "'; script-src 'self'")
        .contains("frame-ancestors 'none'")
        .contains("nosniff");
  }

  @Test
  void aQuestionIsShownWithItsConversationAndWhatItsReaderWasShown() throws Exception {
    String page = served.get("/runs/run/question?id=a/0").body();
    assertThat(page).contains("I am in &lt;i&gt;Oslo&lt;/i&gt;.", "evidence", "retrieved, rank 1");
    assertThat(page).contains("&lt;img src=x");
    String found = served.get("/runs/run/questions?q=sailed+today").body();
    assertThat(found).contains("0 of 6 questions");
    assertThat(served.get("/runs/run/questions?outcome=not-asked").body())
        .contains("1 of 6 questions");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: 127.0.0.1",
        "Host: 127.0.0.1:1",
        "Host: HOST.evil.example",
        "Host: HOST\r\nOrigin: http://evil.example",
        "Host: HOST\r\nOrigin: null",
        "Host: HOST\r\nOrigin: http://HOST.evil.example",
        "Host: HOST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors"
      })
  void anotherHostAndAPageOfAnotherSiteAreRefused(String headers) throws Exception {
    String sent = headers.replace("HOST", served.host());
    assertThat(served.send("GET", "/", sent, "").status()).isEqualTo(403);
    assertThat(served.send("GET", "/v1/runs", sent, "").json().path("error").asText())
        .startsWith("Refused");
  }

  @Test
  void aNameThatWasAllowedIsAHost() throws Exception {
    assertThat(served.send("GET", "/", "Host: lab.example", "").status()).isEqualTo(200);
  }

  @Test
  void nothingIsWrittenForWhomSendsAFormFromNoPageOfTheServer() throws Exception {
    String headers =
        "Host: " + served.host() + "\r\nContent-Type: application/x-www-form-urlencoded";
    assertThat(served.send("POST", labels(), headers, "by=eve&at=0&label=right").status())
        .isEqualTo(403);
    assertThat(served.run.resolve(HumanLabels.FILE)).doesNotExist();
    assertThat(served.send("DELETE", "/runs/run", "Host: " + served.host(), "").status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/assets/../view.js",
        "/assets/%2e%2e/view.js",
        "/runs/..%2f..%2fetc",
        "/runs/%2e%2e",
        "/data/..%2fdata.json",
        "/data/%2Fetc%2Fpasswd",
        "/runs/run%00",
        "/runs/%252e%252e",
        "/runs/..;/run",
        "/runs/.%2e/run",
        "/runs/%c0%ae%c0%ae/run",
        "/runs/..%5c..%5cetc",
        "/runs/run%0d%0aX:%201",
        "/data/data.json/conversation?id=..%2f..",
        "/runs/run/item?id=%00",
        "/assets/Page.class",
        "/%zz"
      })
  void noPathLeadsOutOfTheGivenFolders(String path) throws Exception {
    var answer = served.get(path);
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.body()).doesNotContain("root:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"})
  void nothingIsDoneWithOtherMethods(String method) throws Exception {
    String headers = "Host: " + served.host() + "\r\nContent-Type: application/json";
    for (String path : List.of("/runs/run", "/v1/runs", labels())) {
      assertThat(served.send(method, path, headers, "{}").status()).isIn(400, 403, 405);
    }
    assertThat(served.run.resolve("spec.json")).exists();
    assertThat(served.run.resolve(HumanLabels.FILE)).doesNotExist();
  }

  @Test
  void aBodyThatIsTooLargeIsNotRead() throws Exception {
    assertThat(served.form(labels(), "by=" + "x".repeat(70_000)).status()).isEqualTo(400);
    try (var closed = new ServedRun(folder.resolve("closed"), "correct-horse-battery");
        var socket = new Socket(InetAddress.getLoopbackAddress(), closed.port())) {
      String head =
          ("POST /v1/score HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 2000000000\r\n\r\n{")
              .formatted(closed.host());
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.setSoTimeout(20_000);
      byte[] start = socket.getInputStream().readNBytes(12);
      assertThat(new String(start, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 401");
    }
  }

  @Test
  void whoeverSendsSlowlyKeepsNobodyWaiting() throws Exception {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 300; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), served.port());
        socket
            .getOutputStream()
            .write(
                "POST /v1/retrieve HTTP/1.1\r\nHost: x\r\nContent-"
                    .getBytes(StandardCharsets.UTF_8));
        slow.add(socket);
      }
      assertThat(served.get("/").status()).isEqualTo(200);
      assertThat(served.post("/v1/retrieve", RETRIEVE).status()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aPageHasNoScriptBesidesTheServersOwnFile() throws Exception {
    for (String page : List.of("/", "/runs/run", "/runs/run/question?id=a/0", "/data")) {
      String body = served.get(page).body();
      assertThat(body)
          .containsOnlyOnce("<script")
          .contains("<script src=\"/assets/view.js\" defer>");
      assertThat(served.get(page).headers()).doesNotContain("unsafe");
    }
    var report = served.get("/runs/run/report");
    assertThat(report.headers()).contains("script-src 'sha256-").doesNotContain("unsafe");
  }

  @Test
  void aDamagedFileOfLabelsIsSaidAndKept() throws Exception {
    String at = labels();
    String broken = "{\"question_id\": \"a/0\", \"lab";
    Files.writeString(served.run.resolve(HumanLabels.FILE), broken + "\n");
    var page = served.get("/runs/run");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains(HumanLabels.FILE, "line 1");
    assertThat(served.form(at, "by=eve&count=3&seed=7&at=0&label=right").status()).isEqualTo(422);
    assertThat(Files.readString(served.run.resolve(HumanLabels.FILE))).contains(broken);
  }

  @Test
  void aFolderThatLeadsElsewhereIsNotShown() throws Exception {
    Path secret = elsewhere;
    Files.copy(served.run.resolve("spec.json"), secret.resolve("spec.json"));
    Files.createSymbolicLink(folder.resolve("link"), secret);
    Path partly = Files.createDirectories(folder.resolve("partly"));
    Files.copy(served.run.resolve("spec.json"), partly.resolve("spec.json"));
    Files.createSymbolicLink(
        partly.resolve("scores.jsonl"), Files.writeString(elsewhere.resolve("x"), "{}"));
    assertThat(served.get("/v1/runs").json().path("runs")).hasSize(1);
    assertThat(served.get("/runs/link").status()).isEqualTo(404);
    assertThat(served.get("/v1/runs/partly/scores").status()).isEqualTo(404);
  }

  @Test
  void aDataSetThatARunOnlyNamesIsNotOpened() throws Exception {
    Path run = Files.createDirectories(folder.resolve("liar"));
    var spec = RunSpec.read(served.run.resolve("spec.json")).with("data_sha256", "00");
    Files.writeString(run.resolve("spec.json"), spec.toJson());
    Files.writeString(run.resolve("manifest.json"), "{\"data_file\": \"/etc/passwd\"}");
    Files.copy(served.run.resolve("predictions.jsonl"), run.resolve("predictions.jsonl"));
    assertThat(served.get("/runs/liar/questions").body())
        .contains("its data set is not available")
        .doesNotContain("/etc");
    assertThat(served.get("/runs/liar").body())
        .contains("its data set is not available")
        .doesNotContain("/runs/liar/questions");
    assertThat(served.get("/compare?run=run&run=liar").body())
        .contains("liar was asked about other data than run");
    assertThat(served.get("/data").body())
        .contains("<li>passwd, of <a href=\"/runs/liar\">liar</a>")
        .doesNotContain("/runs/liar/data");
  }

  @Test
  void beyondLoopbackATokenIsNeeded() {
    var door = new ViewServer.Door(new InetSocketAddress("0.0.0.0", 0), List.of(), null);
    assertThatThrownBy(() -> ViewServer.start(door, served.routes))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("everybody could read");
  }

  @Test
  void withATokenNothingIsShownWithoutIt() throws Exception {
    String token = "correct-horse-battery";
    try (var closed = new ServedRun(folder.resolve("closed"), token)) {
      String host = "Host: " + closed.host() + "\r\n";
      assertThat(closed.get("/").status()).isEqualTo(401);
      assertThat(closed.get("/").body()).contains("Token").doesNotContain("/runs/run");
      assertThat(closed.get("/v1/runs").status()).isEqualTo(401);
      assertThat(closed.post("/v1/retrieve", RETRIEVE).status()).isEqualTo(401);
      assertThat(closed.get("/health").status()).isEqualTo(200);
      assertThat(closed.send("GET", "/", host + "Authorization: Bearer wrong", "").status())
          .isEqualTo(401);
      assertThat(closed.send("GET", "/", host + "Authorization: Bearer " + token, "").status())
          .isEqualTo(200);
      assertThat(closed.form("/login", "token=wrong").status()).isEqualTo(401);
      var signedIn = closed.form("/login", "token=" + token);
      assertThat(signedIn.status()).isEqualTo(303);
      assertThat(signedIn.headers()).contains("HttpOnly; SameSite=Strict");
      assertThat(closed.send("GET", "/", host + "Cookie: locomo_token=" + token, "").status())
          .isEqualTo(200);
    }
  }

  @Test
  void passagesAreThoseOfAnEvaluationOfTheRetriever() throws Exception {
    var data = DatasetReader.read(folder.resolve("data.json"));
    var rankings = new ArrayList<SampleRanking>();
    RetrievalEvaluation.run(
        Selected.of(data, Selection.ALL),
        sample -> Corpus.of(data, sample, Database.DIALOG),
        new Search(new Bm25Method(), 2),
        rankings::add);
    for (var ranking : rankings) {
      for (int i = 0; i < ranking.questions().size(); i++) {
        var question = ranking.questions().get(i).id();
        String body =
            "{\"sample\": \"%s\", \"question\": \"%s\", \"k\": 2}"
                .formatted(question.sample(), question);
        var found = new ArrayList<String>();
        for (JsonNode item : served.post("/v1/retrieve", body).json().path("items")) {
          found.add(item.path("id").asText() + " " + item.path("score").doubleValue());
        }
        List<Hit> hits = ranking.hits().get(i);
        assertThat(found)
            .isEqualTo(
                hits.stream()
                    .limit(2)
                    .map(h -> ranking.corpus().id(h.position()) + " " + h.score())
                    .toList());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"sample\": \"a\"}",
        "{\"sample\": \"a\", \"question\": 3}",
        "{\"sample\": \"a\", \"question\": \"x\", \"k\": 0}",
        "{\"sample\": \"a\", \"question\": \"x\", \"k\": \"many\"}"
      })
  void aRequestThatAsksForNothingIsToldWhatIsWrong(String body) throws Exception {
    var answer = served.post("/v1/retrieve", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asText()).isNotEmpty();
  }

  @Test
  void answersAreScoredAsTheVerbDoes() throws Exception {
    JsonNode document = served.post("/v1/score", SCORE).json();
    JsonNode f1 = document.path("metrics").path("token-f1").path("categories_1_4");
    assertThat(f1.path("scored").asInt()).isOne();
    assertThat(f1.path("mean").asDouble()).isOne();
    var wrong = served.post("/v1/score", SCORE.replace("a/0", "a/99"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body()).contains("a/99").doesNotContain(".jsonl");
  }

  private String labels() throws Exception {
    String page = served.get("/runs/run").body();
    return "/label/" + page.replaceAll("(?s).*/label/([0-9a-f]+).*", "$1");
  }

  @Test
  void labellingIsBlindAndOneAnswerAfterTheOther() throws Exception {
    String at = labels();
    assertThat(served.get(at).body()).contains("Your name");
    String query = "?by=eve&count=3&seed=7";
    var seen = new TreeSet<String>();
    for (int i = 0; i < 3; i++) {
      String page = served.get(at + query).body();
      assertThat(page).doesNotContain("model", "token-f1", "/runs/run", "score");
      assertThat(page).contains("Answer " + (i + 1) + " of 3");
      seen.add(page.replaceAll("(?s).*<dt>Question</dt>(.*)</dl>.*", "$1"));
      String form = "by=eve&count=3&seed=7&at=" + i + "&label=" + (i == 1 ? "wrong" : "right");
      var kept = served.form(at, form);
      assertThat(kept.status()).isEqualTo(303);
      assertThat(kept.headers()).contains("Location: " + at + query);
    }
    assertThat(seen).hasSize(3);
    assertThat(HumanLabels.of(served.run).byQuestion()).hasSize(3);
    served.form(at, "by=ann&count=3&seed=7&at=0&label=right");
    served.form(at, "by=ann&count=3&seed=7&at=1&label=right");
    assertThat(served.get(at + "?by=ann&count=3&seed=7&at=3").body())
        .contains("Agreement", "<td>ann</td><td>eve</td><td class=\"num\">2</td>");
    assertThat(served.form(at, "by=ann&count=3&seed=7&at=1&label=maybe").status()).isEqualTo(400);
    assertThat(served.form(at, "by=&count=3&seed=7&at=1&label=right").status()).isEqualTo(400);
  }

  private String state() throws Exception {
    return served.get("/v1/runs").json().path("runs").path(0).path("state").asText();
  }

  private void status(String status) throws Exception {
    Files.writeString(served.run.resolve("manifest.json"), "{\"status\": \"" + status + "\"}");
  }

  @Test
  void aRunIsRunningOnlyAsLongAsAProcessWorksOnIt() throws Exception {
    assertThat(state()).isEqualTo("complete");
    status("running");
    assertThat(state()).isEqualTo("killed");
    Files.writeString(served.run.resolve("progress.json"), "{\"planned\": 4, \"done\": 1}");
    try (var _ = RunFolder.hold(served.run)) {
      assertThat(state()).isEqualTo("running");
      assertThat(served.get("/live").body()).contains("1 of 4").doesNotContain("No process");
    }
    assertThat(state()).isEqualTo("killed");
    assertThat(served.get("/live").body()).contains("1 of 4", "No process works on it");
    status("interrupted");
    assertThat(state()).isEqualTo("interrupted");
    assertThat(served.get("/live").body()).contains("No run is under way");
  }

  @Test
  void theDescriptionNamesEveryAddressAndWhatItGives() throws Exception {
    JsonNode api = new ObjectMapper(new YAMLFactory()).readTree(served.get("/openapi.yaml").body());
    var described = new TreeSet<String>();
    api.path("paths")
        .properties()
        .forEach(path ->
            path.getValue().properties().stream()
                .filter(method -> !method.getKey().equals("parameters"))
                .forEach(method ->
                    described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
    var there = new TreeSet<>(served.routes.all());
    there.removeIf(route -> !route.matches(".* /(v1/.*|health|openapi\\.yaml)"));
    assertThat(described).isEqualTo(there);
    Files.createDirectory(folder.resolve("other"));
    for (String file : List.of("spec.json", "manifest.json", "predictions.jsonl")) {
      Files.copy(served.run.resolve(file), folder.resolve("other").resolve(file));
    }
    assertFits(api, "Health", served.get("/health").json());
    assertFits(api, "Runs", served.get("/v1/runs").json());
    assertFits(api, "RunWithReport", served.get("/v1/runs/run").json());
    assertFits(api, "Questions", served.get("/v1/runs/run/questions").json());
    assertFits(api, "Scores", served.get("/v1/runs/run/scores").json());
    assertFits(api, "Comparison", served.get("/v1/compare?run=run&run=other").json());
    assertFits(api, "Data", served.get("/v1/data").json());
    assertFits(api, "ScoreDocument", served.post("/v1/score", SCORE).json());
    assertFits(api, "Passages", served.post("/v1/retrieve", RETRIEVE).json());
    assertFits(api, "Error", served.get("/v1/nothing").json());
  }

  private static void assertFits(JsonNode api, String schema, JsonNode found) {
    assertFits(api, schema, api.path("components").path("schemas").path(schema), found);
  }

  /** As far as these schemas go: references, required members, types of single values, choices. */
  private static void assertFits(JsonNode api, String name, JsonNode schema, JsonNode found) {
    assertThat(schema.isMissingNode()).as(name + " is described").isFalse();
    if (schema.has("$ref")) {
      assertFits(api, schema.path("$ref").asText().replaceFirst(".*/", ""), found);
      return;
    }
    schema
        .path("required")
        .forEach(member ->
            assertThat(found.has(member.asText()))
                .as("%s has %s: %s", name, member, found)
                .isTrue());
    if (schema.has("enum")) {
      assertThat(schema.path("enum")).as(name).contains(found);
    }
    if (schema.path("type").asText().equals("string")) {
      assertThat(found.isTextual()).as(name).isTrue();
    }
    schema
        .path("properties")
        .properties()
        .forEach(member -> {
          if (found.has(member.getKey())) {
            assertFits(
                api, name + "/" + member.getKey(), member.getValue(), found.get(member.getKey()));
          }
        });
    if (schema.path("type").asText().equals("array")) {
      assertThat(found.isArray()).as(name).isTrue();
      found.forEach(item -> assertFits(api, name + "[]", schema.path("items"), item));
    }
  }
}
