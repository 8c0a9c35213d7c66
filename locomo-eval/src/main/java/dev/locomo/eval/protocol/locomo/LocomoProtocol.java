package dev.locomo.eval.protocol.locomo;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.eval.context.Context;
import dev.locomo.eval.context.ContextBuilder;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The default protocol.
 *
 * <p>All questions are asked in one way, whatever their category, so that nothing tells the model
 * which ones have no answer. Adversarial questions are asked twice more as a choice between their
 * trap and the abstention, once in each order, so that a preference for the first option shows.
 */
public final class LocomoProtocol implements Protocol {
  /** Changes when the reading of replies or the rendering of contexts does. */
  private static final String RULES = "rules-1";

  /** Of the prompt texts. */
  private static final String VERSION = "1";

  private final Form form;
  private final ContextBuilder contexts;
  private final ToIntFunction<String> tokens;
  private final PromptTexts prompts = prompts();

  /**
   * How it asks.
   *
   * @param model the model's name as the provider knows it
   * @param batchSize questions in one request, at least 1
   * @param choices whether adversarial questions are also asked as choices
   * @param replyTokens most tokens of one answer
   * @param seed the provider's sampling seed
   */
  public record Form(String model, int batchSize, boolean choices, int replyTokens, long seed) {}

  /**
   * @param form how it asks
   * @param contexts what the model sees
   * @param tokens counts tokens, to leave room for question and reply
   */
  public LocomoProtocol(Form form, ContextBuilder contexts, ToIntFunction<String> tokens) {
    this.form = form;
    this.contexts = contexts;
    this.tokens = tokens;
  }

  /** The prompt texts by name, slots unfilled. */
  public static Map<String, String> texts() {
    return prompts().texts();
  }

  private static PromptTexts prompts() {
    return new PromptTexts(
        LocomoProtocol.class, VERSION, List.of("system", "question", "choice", "batch", "bare"));
  }

  @Override
  public String id() {
    return "locomo@" + VERSION;
  }

  @Override
  public String hash() {
    return Sha256.of(RULES + prompts.hash());
  }

  @Override
  public Stream<Call> calls(List<Asked> plan) {
    return plan.stream().flatMap(asked -> Stream.concat(free(asked), choices(asked)));
  }

  private Stream<Call> free(Asked asked) {
    var probes = asked.probes();
    int size = form.batchSize();
    if (size == 1) {
      return probes.stream().map(probe -> new FreeCall(this, asked, probe));
    }
    return IntStream.range(0, (probes.size() + size - 1) / size)
        .mapToObj(i -> probes.subList(i * size, Math.min(probes.size(), (i + 1) * size)))
        .map(window -> new BatchCall(this, asked, window));
  }

  private Stream<Call> choices(Asked asked) {
    if (!form.choices()) {
      return Stream.empty();
    }
    return asked.probes().stream()
        .filter(probe -> probe.trap() != null)
        .flatMap(probe ->
            Stream.of(
                new ChoiceCall(this, asked, probe, true),
                new ChoiceCall(this, asked, probe, false)));
  }

  /** What the model sees for a probe, with room left for everything else in the request. */
  Context context(Asked asked, Probe probe, String rest, int replyTokens) {
    int reserved =
        replyTokens + tokens.applyAsInt(system(asked)) + tokens.applyAsInt(rest) + FRAME_TOKENS;
    return contexts.build(asked, probe, reserved);
  }

  /** Message framing and template words, generously. */
  private static final int FRAME_TOKENS = 120;

  /** The request that shows a context and asks. */
  Ask ask(Asked asked, String prompt, Map<String, String> slots, int replyTokens) {
    return new Ask(
        form.model(),
        List.of(
            new Ask.Message(Ask.Role.SYSTEM, system(asked)),
            new Ask.Message(Ask.Role.USER, prompts.fill(prompt, slots))),
        0.0,
        null,
        replyTokens,
        form.seed(),
        prompt.equals("batch"),
        0);
  }

  /** Slots with the context; a context without text says so instead of leaving a hole. */
  Map<String, String> slots(Context context) {
    var slots = new HashMap<String, String>();
    String text = context.text().stripTrailing();
    slots.put("context", text.isEmpty() ? prompts.fill("bare", Map.of()) : text);
    return slots;
  }

  int replyTokens() {
    return form.replyTokens();
  }

  private String system(Asked asked) {
    var conversation = asked.conversation();
    var dates = new ArrayList<String>();
    for (Session session : conversation.sessions()) {
      if (!session.dateText().isEmpty()) {
        dates.add(session.dateText());
      }
    }
    return prompts.fill(
        "system",
        Map.of(
            "speaker_a", conversation.speakerA(),
            "speaker_b", conversation.speakerB(),
            "last_date", dates.isEmpty() ? "of unknown date" : "of " + dates.getLast()));
  }
}
