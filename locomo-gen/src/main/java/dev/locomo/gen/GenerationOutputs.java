package dev.locomo.gen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Journal;
import dev.locomo.gen.image.PictureStore;
import dev.locomo.gen.output.AgentFolder;
import dev.locomo.gen.output.DatasetFile;
import dev.locomo.gen.output.Label;
import dev.locomo.gen.output.Page;
import dev.locomo.gen.plan.QuestionPlan;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.Persona;
import dev.locomo.gen.sample.QuestionProposal;
import dev.locomo.gen.sample.QuestionProposal.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a run: the data set of all conversations that have a session, and beside each
 * conversation's agents its page and its question proposals.
 *
 * @param out the output folder
 * @param label marks what is written
 * @param plan which questions were wanted
 * @param again whether something that was there was to be made again
 */
record GenerationOutputs(Path out, Label label, QuestionPlan plan, boolean again) {
  /** The data set. */
  public static final String DATASET = "dataset.json";

  /** The personas of a run, in its folder. */
  public static final String PERSONAS = "personas.json";

  /** The report of the run. */
  public static final String REPORT = "generation.json";

  private static final String TAKEN = "questions.jsonl";
  private static final String REJECTED = "questions-rejected.jsonl";

  /** Writes the page of a conversation and its proposals, unless its files hold more. */
  public void write(GenerationResult result) {
    Path folder = out.resolve(result.folder());
    for (GeneratedSample sample : result.samples()) {
      if (sample.sessions().size() < AgentFolder.sessions(folder)) {
        continue;
      }
      AtomicFile.writeText(folder.resolve(Page.FILE), Page.of(sample, folder, label));
      String taken = lines(sample, true);
      Path file = folder.resolve(TAKEN);
      boolean fewer = Files.exists(file) && taken.lines().count() < Journal.count(file) && !again;
      if (!sample.questions().isEmpty() && !fewer) {
        AtomicFile.writeText(file, taken);
        AtomicFile.writeText(folder.resolve(REJECTED), lines(sample, false));
      }
    }
  }

  private static String lines(GeneratedSample sample, boolean taken) {
    return sample.questions().stream()
        .filter(p -> p.taken() == taken)
        .map(p -> json(p) + "\n")
        .collect(Collectors.joining());
  }

  private static ObjectNode json(QuestionProposal p) {
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    json.put("category", p.category().label()).put("question", p.text()).put("answer", p.answer());
    p.evidence().stream().map(TurnId::toString).forEach(json.putArray("evidence")::add);
    json.put("verdict", p.verdict());
    for (Given given : Given.values()) {
      json.put(given.key(), p.replies().getOrDefault(given, ""));
    }
    return json;
  }

  /** The data set with what it holds now. */
  public DatasetFile dataset() {
    return new DatasetFile(out.resolve(DATASET), label);
  }

  /**
   * Writes the data set; an empty one when there was none and no conversation has a session.
   *
   * @return what stays in it although there is something new, a line each
   */
  List<String> dataset(Collection<GenerationResult> results) {
    var held = new LinkedHashMap<String, GeneratedSample>();
    for (GenerationResult result : results) {
      result.samples().stream()
          .filter(sample -> !sample.sessions().isEmpty())
          .forEach(sample -> held.put(result.folder(), sample));
    }
    var whole =
        results.stream().collect(Collectors.toMap(GenerationResult::id, GenerationResult::whole));
    return dataset().write(held, id -> again && whole.getOrDefault(id, false));
  }

  /**
   * The report: what became of each conversation, what happened on the way, and where the pictures
   * are from.
   *
   * @param pictures all of the run
   * @param kept what stays in the data set although there is something new
   */
  public ObjectNode report(
      Collection<GenerationResult> results, PictureStore pictures, List<String> kept) {
    SortedMap<String, Integer> totals = new TreeMap<>();
    results.forEach(r -> r.counts().forEach((name, n) -> totals.merge(name, n, Integer::sum)));
    ObjectNode report = JsonFiles.MAPPER.createObjectNode();
    report.set(Label.KEY, label.json());
    report.put("conversations", results.size());
    report.put("whole", results.stream().filter(GenerationResult::whole).count());
    report.putArray("each").addAll(results.stream().map(GenerationOutputs::json).toList());
    report.set("counts", JsonFiles.MAPPER.valueToTree(totals));
    if (plan.perKind() > 0) {
      report.set("qa", questions(results));
    }
    report.set("image_licences", JsonFiles.MAPPER.valueToTree(pictures.licences()));
    report.set("images_not_found", JsonFiles.MAPPER.valueToTree(pictures.missing()));
    kept.forEach(report.putArray("kept")::add);
    return report.put("dataset", out.resolve(DATASET).toString());
  }

  /** Who talks in each conversation, with the sentences that were used. */
  public static String personas(Collection<GenerationResult> results) {
    ObjectNode all = JsonFiles.MAPPER.createObjectNode();
    for (GenerationResult result : results) {
      for (GeneratedSample sample : result.samples()) {
        var both = all.putArray(result.id());
        for (Persona one : List.of(sample.speakers().a(), sample.speakers().b())) {
          ObjectNode json = both.addObject().put("name", one.name());
          json.put("persona_summary", one.summary());
          one.attributes().forEach(json.putArray("msc_prompt")::add);
        }
      }
    }
    return all.toPrettyString();
  }

  /** How they were verified, and how many came to which verdict. */
  private ObjectNode questions(Collection<GenerationResult> results) {
    Map<String, Long> verdicts =
        results.stream()
            .flatMap(result -> result.samples().stream())
            .flatMap(sample -> sample.questions().stream())
            .collect(
                Collectors.groupingBy(
                    QuestionProposal::verdict, TreeMap::new, Collectors.counting()));
    ObjectNode qa = JsonFiles.MAPPER.createObjectNode();
    qa.put("per_kind", plan.perKind()).put("verified", plan.verified());
    qa.put("threshold", plan.verified() ? plan.threshold() : null);
    return qa.set("outcomes", JsonFiles.MAPPER.valueToTree(verdicts));
  }

  private static ObjectNode json(GenerationResult result) {
    var sessions = result.samples().stream().flatMap(s -> s.sessions().stream()).toList();
    var questions = result.samples().stream().flatMap(s -> s.questions().stream());
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    json.put("id", result.id()).put("folder", result.folder()).put("whole", result.whole());
    json.put("problem", result.problem());
    json.put("sessions", sessions.size());
    json.put("turns", sessions.stream().mapToInt(session -> session.turns().size()).sum());
    json.put("questions", questions.filter(QuestionProposal::taken).count());
    return json.set("counts", JsonFiles.MAPPER.valueToTree(result.counts()));
  }
}
