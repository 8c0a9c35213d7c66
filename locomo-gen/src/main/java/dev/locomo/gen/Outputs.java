package dev.locomo.gen;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.gen.dialogue.Meeting;
import dev.locomo.gen.image.Album;
import dev.locomo.gen.output.Label;
import dev.locomo.gen.output.Page;
import dev.locomo.gen.output.SampleMaker;
import dev.locomo.gen.output.Story;
import dev.locomo.gen.persona.Persona;
import dev.locomo.gen.question.Proposal;
import dev.locomo.gen.question.QuestionPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of a batch: the data set of all conversations that have a session, and beside each
 * conversation's agents its page and its question proposals.
 *
 * @param out the output folder
 * @param label marks what is written
 * @param plan which questions were wanted
 */
public record Outputs(Path out, Label label, QuestionPlan plan) {
  /** The data set. */
  public static final String DATASET = "dataset.json";

  /** The personas of a run, in its folder. */
  public static final String PERSONAS = "personas.json";

  /** The report of the run. */
  public static final String REPORT = "generation.json";

  private static final String TAKEN = "questions.jsonl";
  private static final String REJECTED = "questions-rejected.jsonl";

  /** Writes the page of a conversation and its proposals. */
  public void write(Made made) {
    Story story = made.story();
    if (story == null) {
      return;
    }
    Path folder = out.resolve(made.folder());
    AtomicFile.writeText(folder.resolve(Page.FILE), Page.of(story, folder, label));
    if (!story.questions().isEmpty()) {
      AtomicFile.writeText(folder.resolve(TAKEN), lines(story, true));
      AtomicFile.writeText(folder.resolve(REJECTED), lines(story, false));
    }
  }

  private static String lines(Story story, boolean taken) {
    return story.questions().stream()
        .filter(p -> p.taken() == taken)
        .map(p -> json(p) + "\n")
        .collect(Collectors.joining());
  }

  private static ObjectNode json(Proposal p) {
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    json.put("category", p.category().label()).put("question", p.text()).put("answer", p.answer());
    p.evidence().stream().map(TurnId::toString).forEach(json.putArray("evidence")::add);
    json.put("verdict", p.verdict()).put("with_evidence", p.withEvidence());
    return json.put("without_evidence", p.without());
  }

  /** Writes the data set; an empty one when no conversation has a session. */
  public void dataset(Collection<Made> batch) {
    var stories = new ArrayList<Story>();
    for (Made made : batch) {
      Story story = made.story();
      if (story != null && !story.meetings().isEmpty()) {
        stories.add(story);
      }
    }
    SampleMaker.write(out.resolve(DATASET), stories, label);
  }

  /**
   * The report: what became of each conversation, what happened on the way, and where the pictures
   * are from.
   *
   * @param album with all pictures
   */
  public ObjectNode report(Collection<Made> batch, Album album) {
    ObjectNode report = JsonFiles.MAPPER.createObjectNode();
    report.set(Label.KEY, label.json());
    report.put("conversations", batch.size());
    report.put("whole", batch.stream().filter(Made::whole).count());
    SortedMap<String, Integer> totals = new TreeMap<>();
    ArrayNode each = report.putArray("each");
    for (Made made : batch) {
      made.counts().forEach((name, n) -> totals.merge(name, n, Integer::sum));
      each.add(json(made));
    }
    ObjectNode counts = report.putObject("counts");
    totals.forEach(counts::put);
    if (plan.perKind() > 0) {
      report.set("qa", questions(batch));
    }
    ObjectNode images = report.putObject("image_licences");
    new TreeMap<>(album.licences()).forEach(images::put);
    ObjectNode missing = report.putObject("images_not_found");
    new TreeMap<>(album.missing()).forEach(missing::put);
    report.put("dataset", out.resolve(DATASET).toString());
    return report;
  }

  /** Who talks in each conversation, with the sentences that were used. */
  public static String personas(Collection<Made> batch) {
    ObjectNode all = JsonFiles.MAPPER.createObjectNode();
    for (Made made : batch) {
      Story story = made.story();
      if (story != null) {
        ArrayNode both = all.putArray(made.id());
        for (Persona one : List.of(story.pair().a(), story.pair().b())) {
          ObjectNode json = both.addObject().put("name", one.name());
          json.put("persona_summary", one.summary());
          one.attributes().forEach(json.putArray("msc_prompt")::add);
        }
      }
    }
    return all.toPrettyString();
  }

  /** How they were verified, and how many came to which verdict. */
  private ObjectNode questions(Collection<Made> batch) {
    ObjectNode qa = JsonFiles.MAPPER.createObjectNode();
    qa.put("per_kind", plan.perKind()).put("verified", plan.verified());
    qa.put("threshold", plan.verified() ? plan.threshold() : null);
    SortedMap<String, Integer> verdicts = new TreeMap<>();
    for (Made made : batch) {
      Story story = made.story();
      if (story != null) {
        story.questions().forEach(p -> verdicts.merge(p.verdict(), 1, Integer::sum));
      }
    }
    ObjectNode outcomes = qa.putObject("outcomes");
    verdicts.forEach(outcomes::put);
    return qa;
  }

  private static ObjectNode json(Made made) {
    @Nullable Story story = made.story();
    List<Meeting> meetings = story == null ? List.of() : story.meetings();
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    json.put("id", made.id()).put("folder", made.folder()).put("whole", made.whole());
    json.put("problem", made.problem());
    json.put("sessions", meetings.size());
    json.put("turns", meetings.stream().mapToInt(m -> m.turns().size()).sum());
    json.put(
        "questions",
        story == null ? 0 : story.questions().stream().filter(Proposal::taken).count());
    ObjectNode counts = json.putObject("counts");
    made.counts().forEach(counts::put);
    return json;
  }
}
