package dev.locomo.eval.events;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.core.text.TurnText;
import dev.locomo.eval.events.Summarizer.ToldEvents;
import dev.locomo.eval.predict.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * A chat model summarizes: from the whole conversation at once, or incrementally, session by
 * session, each time shown what it has written down so far (section 4.2 of the paper, after Chang
 * et al., BooookScore, ICLR 2024). There the model adds to its list and does not rewrite it, so
 * that nothing gets lost on the way.
 *
 * <p>A reply that is no list of events is asked for once more; then the unit has failed.
 */
public final class ModelSummarizer implements Summarizer {
  /** Version of the texts; part of every file's name. */
  static final String VERSION = "1";

  /** Changes when the reading of replies or the rendering of parts does. */
  private static final String RULES = "rules-1";

  /** Message framing and template words, generously. */
  private static final int FRAME_TOKENS = 150;

  private static final int WHOLE_REPLY = 4096;
  private static final int PART_REPLY = 1024;

  /** Parts smaller than this are no reading. */
  private static final int SMALLEST_PART = 100;

  /** The same request once more. */
  private static final Repeat TWICE =
      new Repeat(2, n -> n == 1 ? "" : "/again", (first, _, _, n) -> first.repeated(n));

  private final Form form;
  private final boolean incremental;
  private final ToIntFunction<String> tokens;
  private final PromptTexts prompts = prompts();

  /**
   * How it asks.
   *
   * @param model the model's name as the provider knows it
   * @param window tokens that fit, prompt and reply together; {@link Integer#MAX_VALUE} when
   *     unknown
   * @param replyTokens most tokens of a reply; 0 for what suits the window
   * @param seed the provider's sampling seed
   * @param links whether causes are asked for
   */
  public record Form(String model, int window, int replyTokens, long seed, boolean links) {}

  /**
   * @param incremental whether it reads session by session
   * @param tokens counts tokens, for what fits
   * @throws UserError when the window is too small to read anything in
   */
  public ModelSummarizer(Form form, boolean incremental, ToIntFunction<String> tokens) {
    this.form = form;
    this.incremental = incremental;
    this.tokens = tokens;
  }

  private static PromptTexts prompts() {
    return new PromptTexts(
        ModelSummarizer.class, VERSION, List.of("system", "links", "whole", "part", "nothing"));
  }

  /** Whether the whole of each of these conversations fits the window at once. */
  public static boolean fits(Form form, List<Unit> units, ToIntFunction<String> tokens) {
    if (form.window() == Integer.MAX_VALUE) {
      return true;
    }
    var whole = new ModelSummarizer(form, false, tokens);
    var counted = new HashMap<String, Integer>();
    return units.stream()
        .filter(Unit::hasGold)
        .allMatch(unit ->
            counted.computeIfAbsent(
                        unit.sample(), _ -> tokens.applyAsInt(Parts.whole(unit.conversation())))
                    + tokens.applyAsInt(whole.system(unit))
                    + FRAME_TOKENS
                    + whole.replyTokens()
                <= form.window());
  }

  /** Most tokens of a reply. */
  public int replyTokens() {
    if (form.replyTokens() > 0) {
      return form.replyTokens();
    }
    return incremental ? Math.min(PART_REPLY, form.window() / 4) : WHOLE_REPLY;
  }

  @Override
  public String id() {
    return "events@" + VERSION + ", " + (incremental ? "incremental" : "whole");
  }

  @Override
  public String hash() {
    return Sha256.of(RULES + prompts.hash());
  }

  @Override
  public List<Ask> plan(Unit unit) {
    var known = new EventList();
    known.add(unit.gold());
    return requests(unit, known).map(Supplier::get).toList();
  }

  @Override
  public ToldEvents summarize(Unit unit, Calls calls) throws InterruptedException {
    var known = new EventList();
    boolean cut = false;
    int number = 0;
    for (Supplier<Ask> request : requests(unit, known).toList()) {
      String step = "summarize/" + unit.id() + "/" + ++number;
      try {
        var part = part(step, request.get(), calls);
        known.add(part.events);
        cut |= part.reply.cut();
      } catch (Unreadable e) {
        return failure(ReplyText.of(Objects.requireNonNull(e.reply())));
      }
    }
    return cut
        ? new ToldEvents(Outcome.CUT_OFF, known.events(), "a reply was cut off at the token limit")
        : ToldEvents.of(known.events());
  }

  /** The events of a reply, of one that was cut off the whole ones. */
  private record Part(List<Event> events, ReplyText reply) {
    static Part read(ReplyText reply) throws Unreadable {
      var events = EventReply.read(reply).orElseThrow(() -> new Unreadable("no list of events"));
      return new Part(events, reply);
    }
  }

  /** A part that was cut off has failed where failed ones are asked for again. */
  private static Part part(String step, Ask ask, Calls calls)
      throws InterruptedException, Unreadable {
    Part part = calls.ask(step, ask, TWICE, Part::read);
    var last = new Calls.Made(part.reply.last() ? ask.repeated(1) : ask, part.reply.reply());
    boolean again = part.reply.cut() && calls.retriesFailed() && calls.useless(List.of(last));
    return again ? calls.ask(step, ask, TWICE, Part::read) : part;
  }

  private static ToldEvents failure(ReplyText reply) {
    return switch (reply.finish()) {
      case FILTERED ->
          new ToldEvents(Outcome.FILTERED, List.of(), "a content filter stopped the reply");
      case LENGTH ->
          new ToldEvents(
              Outcome.CUT_OFF, List.of(), "the reply was cut off and is no list of events");
      case STOP, THOUGHT, OTHER ->
          ToldEvents.failed(
              "unreadable reply: expected {\"events\": [...]}; found " + reply.start());
    };
  }

  /** One after the other; a request shows what the replies before it have brought. */
  private Stream<Supplier<Ask>> requests(Unit unit, EventList known) {
    return incremental
        ? parts(unit).stream().map(part -> () -> part(unit, part, known))
        : Stream.of(() -> whole(unit));
  }

  private Ask whole(Unit unit) {
    var slots = slots(unit);
    slots.put("context", Parts.whole(unit.conversation()).stripTrailing());
    return ask(unit, "whole", slots);
  }

  private Ask part(Unit unit, String part, EventList known) {
    var slots = slots(unit);
    String list = known.newest(replyTokens(), tokens);
    slots.put("known", list.isEmpty() ? prompts.fill("nothing", Map.of()) : list);
    slots.put("context", part.stripTrailing());
    slots.put("next", known.nextId());
    return ask(unit, "part", slots);
  }

  /** The list so far has as much room as a reply, so parts do not depend on what is replied. */
  private List<String> parts(Unit unit) {
    if (form.window() == Integer.MAX_VALUE) {
      return Parts.of(unit.conversation(), Integer.MAX_VALUE, _ -> 0);
    }
    int rest = form.window() - 2 * replyTokens() - tokens.applyAsInt(system(unit)) - FRAME_TOKENS;
    if (rest < SMALLEST_PART) {
      throw new UserError(
          "a window of " + form.window() + " tokens is too small to summarize in",
          "a larger --context-tokens, or fewer --reply-tokens than " + replyTokens());
    }
    return Parts.of(unit.conversation(), rest, tokens);
  }

  private Map<String, String> slots(Unit unit) {
    var conversation = unit.conversation();
    var slots = new HashMap<String, String>();
    slots.put("speaker", unit.speaker());
    slots.put("speaker_a", conversation.speakerA());
    slots.put("speaker_b", conversation.speakerB());
    return slots;
  }

  private String system(Unit unit) {
    var slots = slots(unit);
    slots.put("links", form.links() ? prompts.fill("links", Map.of()) : "");
    return prompts.fill("system", slots);
  }

  private Ask ask(Unit unit, String prompt, Map<String, String> slots) {
    return Ask.of(form.model(), system(unit), prompts.fill(prompt, slots), replyTokens())
        .seeded(form.seed())
        .json(true);
  }

  /**
   * A conversation in the parts in which it is read: a session each, and one that is too long for
   * the window in several, cut between turns.
   */
  static final class Parts {
    private Parts() {}

    /** The whole in one text. */
    static String whole(Conversation conversation) {
      return String.join("\n", of(conversation, Integer.MAX_VALUE, _ -> 0));
    }

    /**
     * The parts in order, sessions without turns left out.
     *
     * @param most tokens of a part; a single turn that is longer is a part all the same
     */
    static List<String> of(Conversation conversation, int most, ToIntFunction<String> tokens) {
      var parts = new ArrayList<String>();
      for (Session session : conversation.sessions()) {
        parts.addAll(of(session, most, tokens));
      }
      return parts;
    }

    private static List<String> of(Session session, int most, ToIntFunction<String> tokens) {
      var parts = new ArrayList<String>();
      String header = TurnText.header(session);
      int free = most - tokens.applyAsInt(header);
      var text = new StringBuilder();
      int used = 0;
      for (var turn : session.turns()) {
        String line = TurnText.guardedLine(turn);
        int size = tokens.applyAsInt(line);
        if (!text.isEmpty() && used + size > free) {
          parts.add(header + text);
          text.setLength(0);
          used = 0;
        }
        text.append(line);
        used += size;
      }
      if (!text.isEmpty()) {
        parts.add(header + text);
      }
      return parts;
    }
  }
}
