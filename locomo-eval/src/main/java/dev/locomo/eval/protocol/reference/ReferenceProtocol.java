package dev.locomo.eval.protocol.reference;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.python.MersenneTwister;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol;
import dev.locomo.eval.protocol.reference.ReferenceCall.Prompt;
import dev.locomo.eval.protocol.reference.ReferenceCall.Prompting;
import dev.locomo.eval.protocol.reference.ReferenceModel.Family;
import dev.locomo.eval.protocol.reference.Worded.Wording;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks as the original code at commit 3eb6f2c: prompt by prompt, byte for byte, given its texts,
 * the seed and the order of the speakers. What is reproduced and what is not: {@code
 * docs/reference-protocol.md}.
 */
public final class ReferenceProtocol implements Protocol {
  /** Changes when a request or the reading of a reply does. */
  private static final String RULES = "reference-1";

  private final Settings settings;
  private final ReferencePrompts prompts;

  /** What is retrieved; decides how passages are separated. */
  public enum RagMode {
    DIALOG("\n"),
    OBSERVATION("\n"),
    SUMMARY("\n\n");

    private final String separator;

    RagMode(String separator) {
      this.separator = separator;
    }

    /** The name in commands and in keys of output files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How it asks.
   *
   * @param model the model
   * @param batchSize questions in one request, at least 1
   * @param ragMode what is retrieved, or null when nothing is
   * @param speakers order of the names
   * @param seed of the draws that order the options of adversarial questions
   * @param tokens counts tokens: cl100k_base for GPT, the model's own tokens for local models
   */
  public record Settings(
      ReferenceModel model,
      int batchSize,
      @Nullable RagMode ragMode,
      SpeakerOrder speakers,
      long seed,
      ToIntFunction<String> tokens) {

    /** The limit that counts, or null when this code path does not count. */
    @Nullable Integer limit() {
      boolean counts = model.family() == Family.GPT || model.family().local();
      return counts ? model.limit() : null;
    }
  }

  /**
   * @throws UserError when the original refuses such a combination
   */
  public ReferenceProtocol(Settings settings, ReferencePrompts prompts) {
    this.settings = settings;
    this.prompts = prompts;
    var family = settings.model().family();
    boolean rag = settings.ragMode() != null;
    refuse(rag && family != Family.GPT, "retrieves for GPT models only", "a GPT model");
    refuse(
        settings.batchSize() > 1 && (rag || family.local()),
        "asks one question at a time when it retrieves or asks a local model",
        "--batch-size 1");
    refuse(
        !rag && settings.model().limit() == null && (family == Family.GPT || family.local()),
        "has no token limit for '" + settings.model().name() + "' and stops",
        "a model that it knows, such as gpt-4-turbo, or --protocol locomo");
  }

  private static void refuse(boolean refused, String what, String remedy) {
    if (refused) {
      throw new UserError("the original " + what, remedy);
    }
  }

  @Override
  public String id() {
    return "reference@3eb6f2c";
  }

  @Override
  public String hash() {
    var model = settings.model();
    var speakers = settings.speakers();
    return Sha256.of(
        String.join(
            "\n",
            RULES,
            prompts.hash(),
            model.name() + " " + model.apiModel() + " " + model.limit() + " " + model.family(),
            settings.batchSize() + " " + settings.ragMode() + " " + settings.seed(),
            speakers.written()));
  }

  /**
   * Draws are made for all questions at once, so that every plan of the same questions is the same.
   */
  @Override
  public Stream<Call> calls(List<Asked> plan) {
    var random = new MersenneTwister(settings.seed());
    var wording = new Wording(prompts, settings.model().family().local(), random::random);
    var worded = new ArrayList<List<Worded>>();
    plan.forEach(asked -> worded.add(asked.probes().stream().map(wording::of).toList()));
    return Stream.iterate(0, i -> i < plan.size(), i -> i + 1)
        .flatMap(i -> calls(plan.get(i), worded.get(i)));
  }

  private Stream<Call> calls(Asked asked, List<Worded> questions) {
    var requests = new Requests(settings.model(), settings.batchSize(), prompts);
    var prompting = prompting(asked);
    String shared = settings.ragMode() == null ? asked.sample() : null;
    return windows(questions).map(window -> new ReferenceCall(window, prompting, requests, shared));
  }

  /** Windows are fixed ranges of indices; what is not asked leaves a gap and moves nothing. */
  private Stream<List<Worded>> windows(List<Worded> questions) {
    var windows = new TreeMap<Integer, List<Worded>>();
    for (Worded question : questions) {
      int window = question.probe().id().index() / settings.batchSize();
      windows.computeIfAbsent(window, w -> new ArrayList<>()).add(question);
    }
    return windows.values().stream();
  }

  private Prompting prompting(Asked asked) {
    var block = new QuestionBlock(prompts, settings.model().family());
    boolean single = settings.batchSize() == 1;
    if (settings.ragMode() != null) {
      return questions ->
          retrieved(asked, questions.getFirst().probe(), block.text(questions, true));
    }
    var base = new Once<>(() -> new ConversationBase(asked, settings, prompts));
    return questions ->
        new Prompt(
            base.get().text(block.counted(questions)) + block.text(questions, single), List.of());
  }

  private Prompt retrieved(Asked asked, Probe probe, String block) {
    if (asked.retrieval() == null || settings.ragMode() == null) {
      throw new IllegalStateException("nothing retrieves for " + asked.sample());
    }
    var found = new RetrievedText(asked.retrieval().passages(probe));
    return new Prompt(found.text(settings.ragMode().separator) + block, found.ids());
  }

  /** Counting a conversation waits for its first call, and is shared by all its calls. */
  private static final class Once<T> {
    private final Supplier<T> make;
    private @Nullable T made;

    Once(Supplier<T> make) {
      this.make = make;
    }

    synchronized T get() {
      T result = made;
      if (result == null) {
        result = make.get();
        made = result;
      }
      return result;
    }
  }
}
