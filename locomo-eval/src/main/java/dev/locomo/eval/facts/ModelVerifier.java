package dev.locomo.eval.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model checks facts. It sees all events of the other side with their dates, and some facts at a
 * time.
 *
 * @param model which model
 * @param batch most facts in one request, at least 1
 */
public record ModelVerifier(ModelSpec model, int batch) implements Verifier {
  private static final int TOKENS = 200;
  private static final int TOKENS_A_FACT = 80;

  @Override
  public String id() {
    return "verifier(model=" + model.id() + ",prompt=" + FactPrompts.VERSION + ")";
  }

  @Override
  public String hash() {
    return FactPrompts.VERIFY.hash();
  }

  @Override
  public List<Ask> plan(Matter matter) {
    return matter.events().isEmpty() ? List.of() : batches(matter).plan(matter.facts());
  }

  @Override
  public List<Check> check(String step, Matter matter, Calls llm) throws InterruptedException {
    if (matter.events().isEmpty()) {
      return matter.allUnsupported();
    }
    var checks = new ArrayList<Check>();
    for (var answer : batches(matter).run(step, matter.facts(), llm)) {
      checks.add(answer.value() == null ? new Check.Unchecked(answer.problem()) : answer.value());
    }
    return checks;
  }

  private Batches<Fact, Check> batches(Matter matter) {
    int events = matter.events().size();
    return new Batches<>(
        batch, facts -> ask(matter, facts), "verdicts", "fact", node -> read(node, events));
  }

  private Ask ask(Matter matter, List<Fact> facts) {
    var slots =
        Map.of(
            "speaker", matter.speaker(),
            "events", FactPrompts.events(matter.events()),
            "count", Integer.toString(facts.size()),
            "facts", FactPrompts.numbered(facts, f -> FactPrompts.material(f.text())));
    int tokens = TOKENS + TOKENS_A_FACT * facts.size();
    return FactPrompts.ask(model, FactPrompts.VERIFY, slots, tokens);
  }

  /**
   * Nothing is guessed: "true" in quotation marks, or an event that is not there, is no verdict.
   */
  private static Optional<Check> read(JsonNode verdict, int events) {
    JsonNode supported = verdict.path("supported");
    JsonNode by = verdict.path("by");
    JsonNode reason = verdict.path("reason");
    if (verdict.size() != 4 || !supported.isBoolean() || !reason.isTextual()) {
      return Optional.empty();
    }
    String why = reason.textValue().strip();
    if (!supported.booleanValue()) {
      return by.isNull() ? Optional.of(new Check.Unsupported(why)) : Optional.empty();
    }
    boolean there = by.isInt() && by.intValue() >= 1 && by.intValue() <= events;
    return there ? Optional.of(new Check.Supported(by.intValue(), why)) : Optional.empty();
  }
}
