package dev.locomo.eval.protocol.locomo;

import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.metric.Abstention;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.eval.context.Context;
import dev.locomo.eval.context.ContextBuilder;
import dev.locomo.eval.context.Pictures;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.ModelCall;
import dev.locomo.eval.protocol.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /** Message framing and template words, generously. */
  private static final int FRAME_TOKENS = 120;

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
    int size = probes.stream().allMatch(p -> p.choices().isEmpty()) ? form.batchSize() : 1;
    return size == 1
        ? probes.stream().map(probe -> question(asked, probe))
        : IntStream.range(0, (probes.size() + size - 1) / size)
            .mapToObj(i -> probes.subList(i * size, Math.min(probes.size(), (i + 1) * size)))
            .map(window -> batch(asked, window));
  }

  private Stream<Call> choices(Asked asked) {
    return !form.choices()
        ? Stream.empty()
        : asked.probes().stream()
            .filter(probe -> probe.trap() != null)
            .flatMap(probe -> Stream.of(choice(asked, probe, true), choice(asked, probe, false)));
  }

  /**
   * What a request asks.
   *
   * @param template name of the prompt text
   * @param slots of it, the context apart
   * @param counted what takes room beside the context
   * @param answers how many answers the reply holds
   */
  private record Request(String template, Map<String, String> slots, String counted, int answers) {}

  /** All prompts begin with the context. */
  private @Nullable String shared(Asked asked) {
    return contexts.shares() ? asked.sample() : null;
  }

  /** One question, answered in the model's own words. */
  private Call question(Asked asked, Probe probe) {
    String text = probe.put();
    if (!probe.choices().isEmpty()) {
      return options(asked, probe);
    }
    var request = new Request("question", Map.of("question", text), text, 1);
    return new ModelCall(
        List.of(probe),
        Call.FREE,
        () -> prompt(asked, probe, request),
        reply -> List.of(Replies.shortAnswer(reply)),
        shared(asked));
  }

  /** A question whose answer is one of several that it names. */
  private Call options(Asked asked, Probe probe) {
    String options =
        IntStream.range(0, probe.choices().size())
            .mapToObj(i -> "(" + (char) ('a' + i) + ") " + probe.choices().get(i))
            .collect(Collectors.joining("\n"));
    var slots = Map.of("question", probe.put(), "options", options);
    var request = new Request("options", slots, probe.put() + options, 1);
    return new ModelCall(
        List.of(probe),
        Call.FREE,
        () -> prompt(asked, probe, request),
        reply ->
            List.of(
                Replies.choice(reply, probe.choices())
                    .orElseThrow(() -> new Unreadable("expected the letter of one reply"))),
        shared(asked));
  }

  /** An adversarial question as a choice between its trap and the abstention. */
  private Call choice(Asked asked, Probe probe, boolean trapFirst) {
    String trap = probe.trap() == null ? "" : probe.trap();
    String a = trapFirst ? trap : Abstention.PHRASE;
    String b = trapFirst ? Abstention.PHRASE : trap;
    var slots = Map.of("question", probe.put(), "option_a", a, "option_b", b);
    var request = new Request("choice", slots, probe.put() + a + b, 1);
    return new ModelCall(
        List.of(probe),
        trapFirst ? "trap-first" : "trap-last",
        () -> prompt(asked, probe, request),
        reply ->
            List.of(
                Replies.choice(reply, a, b).orElseThrow(() -> new Unreadable("expected a or b"))),
        shared(asked));
  }

  /**
   * Several questions about one conversation in one request, answered as a JSON object. They share
   * one context, so it cannot be retrieved question by question.
   */
  private Call batch(Asked asked, List<Probe> probes) {
    int count = probes.size();
    var questions =
        IntStream.range(0, count)
            .mapToObj(i -> (i + 1) + ". " + probes.get(i).put())
            .collect(Collectors.joining("\n"));
    var slots = Map.of("count", Integer.toString(count), "questions", questions);
    var request = new Request("batch", slots, questions, count);
    return new ModelCall(
        probes,
        Call.FREE,
        () -> prompt(asked, probes.getFirst(), request),
        reply ->
            Replies.numbered(reply, count)
                .orElseThrow(
                    () -> new Unreadable("expected a JSON object with the keys 1 to " + count)),
        shared(asked));
  }

  /**
   * A request with its context, which leaves room for everything else; one without text says so
   * instead of leaving a hole.
   */
  private ModelCall.Prompt prompt(Asked asked, Probe probe, Request request) {
    int replyTokens = form.replyTokens() * request.answers();
    String system = system(asked);
    int counted = tokens.applyAsInt(system) + tokens.applyAsInt(request.counted());
    Context context = contexts.build(asked, probe, replyTokens + counted + FRAME_TOKENS);
    String text = context.text().stripTrailing();
    var slots = new HashMap<>(request.slots());
    slots.put("context", text.isEmpty() ? prompts.fill("bare", Map.of()) : text);
    Ask ask =
        Ask.of(
                form.model(),
                system + Pictures.told(context.pictures()),
                texts(request).fill(request.template(), slots),
                replyTokens)
            .showing(context.pictures())
            .sharing(context.shared() && asked.probes().size() > 1 ? text.length() : 0);
    boolean json = request.template().equals("batch");
    return new ModelCall.Prompt(ask.seeded(form.seed()).json(json), context.ids());
  }

  /** What is asked of other benchmarks is no part of what identifies a run on LoCoMo. */
  private PromptTexts texts(Request request) {
    return request.template().equals("options")
        ? new PromptTexts(LocomoProtocol.class, VERSION, List.of("options"))
        : prompts;
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
