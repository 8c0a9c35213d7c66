package dev.locomo.eval.facts;

import dev.locomo.core.dataset.Event;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.text.PromptTexts;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The prompts of decomposers, verifiers and labellers, and how events and facts look in them. A
 * changed text or rule is a new version.
 */
final class FactPrompts {
  /** Of the texts and of what is made of them. */
  static final String VERSION = "1";

  static final PromptTexts DECOMPOSE = texts("decompose-system", "decompose");
  static final PromptTexts VERIFY = texts("verify-system", "verify");
  static final PromptTexts LABEL = texts("label-system", "label");

  private FactPrompts() {}

  private static PromptTexts texts(String... names) {
    return new PromptTexts(FactPrompts.class, VERSION, List.of(names));
  }

  /** The request that fills a pair of texts, {@code NAME-system} and {@code NAME}. */
  static Ask ask(ModelSpec model, PromptTexts texts, Map<String, String> slots, int maxTokens) {
    String name = texts.texts().keySet().iterator().next();
    return Ask.of(
            model.model(), texts.fill(name + "-system", slots), texts.fill(name, slots), maxTokens)
        .json(true);
  }

  /** Numbered events with their dates, one a line; a note when there are none. */
  public static String events(List<Event> events) {
    return events.isEmpty()
        ? "(none)"
        : numbered(
            events, e -> (e.date().isEmpty() ? "" : "[" + e.date() + "] ") + material(e.text()));
  }

  /** One line for each, numbered from 1. */
  static <T> String numbered(List<T> things, Function<T, String> line) {
    return IntStream.range(0, things.size())
        .mapToObj(i -> (i + 1) + ". " + line.apply(things.get(i)))
        .collect(Collectors.joining("\n"));
  }

  /** Text of others, marked as such. */
  static String material(String text) {
    return "<<<" + PromptTexts.enclosed(text.replaceAll("\\s+", " ").strip()) + ">>>";
  }
}
