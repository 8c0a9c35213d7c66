package dev.locomo.eval.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model labels mistakes. It sees the gold events of both speakers and, with each fact, the lines
 * of the conversation that come closest to it.
 *
 * @param model which model
 * @param batch most facts in one request, at least 1
 */
public record ModelLabeller(ModelSpec model, int batch) implements Labeller {
  private static final int TOKENS = 200;
  private static final int TOKENS_A_FACT = 60;

  @Override
  public String id() {
    return "labeller(model=" + model.id() + ",prompt=" + FactPrompts.VERSION + ")";
  }

  @Override
  public String hash() {
    return FactPrompts.LABEL.hash();
  }

  @Override
  public List<Ask> plan(Mistakes mistakes) {
    return batches(mistakes).plan(mistakes.facts());
  }

  @Override
  public List<Label> labels(String step, Mistakes mistakes, Calls llm) throws InterruptedException {
    var labels = new ArrayList<Label>();
    for (var answer : batches(mistakes).run(step, mistakes.facts(), llm)) {
      labels.add(answer.value() == null ? new Label(null, answer.problem()) : answer.value());
    }
    return labels;
  }

  private Batches<Unfounded, Label> batches(Mistakes mistakes) {
    return new Batches<>(
        batch, facts -> ask(mistakes, facts), "labels", "fact", ModelLabeller::read);
  }

  private Ask ask(Mistakes mistakes, List<Unfounded> facts) {
    var slots =
        Map.of(
            "speaker", mistakes.speaker(),
            "other", mistakes.other(),
            "events", FactPrompts.events(mistakes.events()),
            "other_events", FactPrompts.events(mistakes.otherEvents()),
            "count", Integer.toString(facts.size()),
            "facts", FactPrompts.numbered(facts, ModelLabeller::lines));
    int tokens = TOKENS + TOKENS_A_FACT * facts.size();
    return FactPrompts.ask(model, FactPrompts.LABEL, slots, tokens);
  }

  private static String lines(Unfounded fact) {
    return FactPrompts.material(fact.text())
        + fact.lines().stream()
            .map(line -> "\n   " + FactPrompts.material(line))
            .collect(Collectors.joining());
  }

  private static Optional<Label> read(JsonNode label) {
    JsonNode reason = label.path("reason");
    if (label.size() != 3 || !reason.isTextual() || !label.path("error").isTextual()) {
      return Optional.empty();
    }
    return ErrorClass.of(label.path("error").textValue())
        .filter(error -> error != ErrorClass.MISSING_INFORMATION)
        .map(error -> new Label(error, reason.textValue().strip()));
  }
}
