package dev.locomo.eval.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model takes events apart. It sees their texts alone: when they happened is not a fact here.
 *
 * @param model which model
 * @param batch most events in one request, at least 1
 */
public record ModelDecomposer(ModelSpec model, int batch) implements Decomposer {
  private static final int TOKENS = 400;
  private static final int TOKENS_AN_EVENT = 200;

  @Override
  public String id() {
    return "decomposer(model=" + model.id() + ",prompt=" + FactPrompts.VERSION + ")";
  }

  @Override
  public String hash() {
    return FactPrompts.DECOMPOSE.hash();
  }

  @Override
  public List<Ask> plan(List<Event> events) {
    return batches().plan(events);
  }

  @Override
  public Facts facts(String step, List<Event> events, Calls llm) throws InterruptedException {
    var facts = new ArrayList<Fact>();
    var problems = new ArrayList<String>();
    int number = 0;
    for (var answer : batches().run(step, events, llm)) {
      int event = ++number;
      if (answer.value() == null) {
        problems.add("event " + event + ": " + answer.problem());
      } else {
        answer.value().forEach(text -> facts.add(new Fact(event, text)));
      }
    }
    return new Facts(facts, problems);
  }

  private Batches<Event, List<String>> batches() {
    return new Batches<>(batch, this::ask, "sentences", "sentence", ModelDecomposer::read);
  }

  private Ask ask(List<Event> events) {
    var slots =
        Map.of(
            "count", Integer.toString(events.size()),
            "sentences", FactPrompts.numbered(events, e -> FactPrompts.material(e.text())));
    int tokens = TOKENS + TOKENS_AN_EVENT * events.size();
    return FactPrompts.ask(model, FactPrompts.DECOMPOSE, slots, tokens);
  }

  private static Optional<List<String>> read(JsonNode sentence) {
    JsonNode facts = sentence.path("facts");
    if (sentence.size() != 2 || !facts.isArray() || facts.isEmpty()) {
      return Optional.empty();
    }
    var texts = new ArrayList<String>();
    for (JsonNode fact : facts) {
      if (!fact.isTextual() || fact.textValue().isBlank()) {
        return Optional.empty();
      }
      texts.add(fact.textValue().strip());
    }
    return Optional.of(texts);
  }
}
