package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.options.RunOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every member of every document that verbs print is on the page about documents. */
class JsonPageTest {
  private static final Path PAGE = Path.of(System.getProperty("locomo.root", ".."), "docs/json.md");

  /** Their members are named by data or settings: categories, models, files, columns. */
  private static final Set<String> NAMED_BY_CONTENT =
      Set.of(
          "metrics",
          "by_category",
          "by_conversation",
          "by_history",
          "settings",
          "slices",
          "tests",
          "outcomes",
          "counts",
          "unscored",
          "texts",
          "inputs",
          "errors",
          "columns",
          "causes",
          "usage",
          "scorers",
          "repeats",
          "noise",
          "alpha",
          "bertscore",
          "from_bank",
          "requests",
          "units",
          "details");

  /** Cannot be run here without something outside, or never end. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "protocol import", "the original's prompts",
          "runs push", "object storage",
          "runs pull", "object storage",
          "data images", "the network",
          "data errata import", "the public audit's list",
          "data fetch", "the published data",
          "caption", "a captioning model",
          "generate", "a model that writes conversations",
          "memory check", "the program on the PATH",
          "memory show", "prints the descriptor itself");

  private static final String REPLY =
      "{\"id\": \"r\", \"model\": \"m\", \"choices\": [{\"index\": 0, \"message\": {\"role\":"
          + " \"assistant\", \"content\": \"{\\\"reason\\\": \\\"a reason\\\", \\\"verdict\\\":"
          + " \\\"correct\\\"}\"}, \"finish_reason\": \"stop\"}], \"usage\": {\"prompt_tokens\":"
          + " 10, \"completion_tokens\": 2}}";

  @TempDir private Path root;

  private List<String> commands(String url) {
    return List.of(
        "eval-qa --run {r}/a --repeats 2 --limit 12 --model openai:gpt-4o-mini --base-url " + url,
        "eval-qa --run {r}/b --limit 9",
        "eval-retrieval --retriever bm25",
        "eval-events --run {r}/events",
        "eval-dialog --run {r}/dialog --max-turns 5",
        "score {r}/a --metrics token-f1,rouge-l",
        "embed --retriever bm25",
        "annotate observations --out-file {r}/facts.json --run {r}/facts",
        "annotate summaries --out-file {r}/sums.json --run {r}/sums",
        "judge {r}/b --judge openai:gpt-4o-mini --rubric lenient --repeats 2 --out {r}/v --base-url"
            + " "
            + url,
        "judge {r}/b --judge openai:gpt-4o-mini --rubric strict --dry-run --base-url " + url,
        "judge calibrate --judge openai:gpt-4o-mini --rubric lenient --per-kind 1 --out {r}/c"
            + " --base-url "
            + url,
        "judge label draw {r}/a --count 5 --out {r}/sheet.csv",
        "judge label import {r}/labels.jsonl --run {r}/a",
        "data check",
        "data stats",
        "data show demo-1",
        "data show demo-1 --question 0",
        "data convert --out {r}/converted.json",
        "data sample --size 20 --out {r}/small.json",
        "data errata derive",
        "data errata derive --out {r}/errata.json",
        "check-claims {r}/claims.csv",
        "protocol list",
        "protocol show locomo",
        "models list",
        "models update {r}/mine.json",
        "memory list",
        "compare {r}/a {r}/b",
        "compare {r}/dialog {r}/dialog",
        "report {r}/a",
        "eval-qa --run {r}/one --shard 1/2 --limit 8",
        "eval-qa --run {r}/two --shard 2/2 --limit 8",
        "merge --out {r}/whole {r}/one {r}/two",
        "runs import {r}/a {r}/b --store {r}/db",
        "runs list --store {r}/db",
        "runs show a --store {r}/db",
        "runs query SELECT+1+AS+name --store {r}/db",
        "runs delete b --yes --store {r}/db",
        "runs bundle {r}/a --out {r}/a.zip",
        "runs archive {r}/a --out {r}/a.run.zip",
        "runs unpack {r}/a.run.zip {r}/unpacked",
        "runs prune {r} --older-than 1",
        "runs verify {r}/a.zip",
        "view {r}/a --bundle {r}/pages",
        "reproduce --list",
        "reproduce abstain-demo --dry-run",
        "reproduce abstain-demo",
        "config show");
  }

  @Test
  void everyMemberOfEveryDocumentIsOnThePage() throws Exception {
    String page = Files.readString(PAGE);
    Files.writeString(root.resolve("claims.csv"), "label,score\nmulti-hop,50\noverall,50\n");
    Files.writeString(
        root.resolve("mine.json"),
        "{\"models\": {\"m\": {\"provider\": \"openai\", \"model\": \"m\"}}}");
    Files.writeString(
        root.resolve("labels.jsonl"), "{\"question_id\": \"demo-1/0\", \"label\": \"right\"}\n");
    var missing = new TreeMap<String, Set<String>>();
    var run = new ArrayList<String>();
    try (var model = new FakeServer()) {
      model.reacts((exchange, _) -> FakeServer.send(exchange, 200, REPLY));
      for (String command : commands(model.url() + "/v1")) {
        run.add(command);
        String all = command.replace("{r}", root.toString()) + " --json";
        var words = List.of(all.split(" ", -1)).stream().map(w -> w.replace('+', ' '));
        var result =
            Cli.at(root).with("OPENAI_API_KEY", "sk-of-a-test").run(words.toArray(String[]::new));
        if (result.out().isEmpty()) {
          missing.put(command, Set.of(result.err()));
          continue;
        }
        var members = new TreeSet<String>();
        members(result.json(), members);
        members.removeIf(
            name -> page.contains("`" + name + "`") || page.contains("\"" + name + "\""));
        if (!members.isEmpty()) {
          missing.put(command, members);
        }
      }
    }
    assertThat(missing).isEmpty();
    Verbs.all()
        .all()
        .forEach((path, verb) -> {
          if (verb.allSettings().contains(RunOptions.JSON) && !ELSEWHERE.containsKey(path)) {
            assertThat(run).as(path).anyMatch(command -> (command + " ").startsWith(path + " "));
          }
        });
  }

  private static void members(JsonNode node, Set<String> into) {
    node.forEachEntry((name, value) -> {
      into.add(name);
      if (NAMED_BY_CONTENT.contains(name) && value.isObject()) {
        value.forEach(one -> members(one, into));
      } else {
        members(value, into);
      }
    });
    if (node.isArray()) {
      node.forEach(one -> members(one, into));
    }
  }
}
