package dev.locomo.gen.question;

import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.profile.BenchmarkProfile.Comparison;
import dev.locomo.gen.prompt.ConversationFailed;
import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.prompt.ConversationModel.Piece;
import dev.locomo.gen.prompt.Line;
import dev.locomo.gen.sample.QuestionProposal;
import dev.locomo.gen.sample.QuestionProposal.Given;
import dev.locomo.rag.index.Bm25;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks a proposed question of its evidence, which must answer it, and then of what must not: of
 * nothing, of one message of several that have to be put together, and of the other messages that
 * share most words with it. An adversarial question must get no answer from any of them.
 */
final class QuestionProof {
  /** Other messages that are tried. */
  private static final int OTHERS = 5;

  private static final String NOTHING = "You know nothing about the people in the question.\n";

  private final ConversationModel model;
  private final Map<TurnId, String> messages;
  private final List<TurnId> ids;
  private final Bm25 index;
  private final double threshold;

  /**
   * @param messages all messages as prompts show them, in order; at least one
   * @param threshold token F1 from which an answer agrees with the proposed one
   */
  QuestionProof(ConversationModel model, Map<TurnId, String> messages, double threshold) {
    this.model = model;
    this.messages = messages;
    this.ids = List.copyOf(messages.keySet());
    this.index = Bm25.of(List.copyOf(messages.values()));
    this.threshold = threshold;
  }

  /**
   * The proposal with its verdict and what was answered; the first trial that fails is the last.
   */
  QuestionProposal verified(String step, QuestionProposal p) throws InterruptedException {
    var replies = new EnumMap<Given, String>(Given.class);
    try {
      for (Given given : Given.values()) {
        for (var shown : shown(given, p).entrySet()) {
          String reply = answer(step + "/" + shown.getKey(), p.text(), shown.getValue());
          replies.put(given, reply);
          boolean answered = right(p, reply) != p.unanswerable();
          boolean wanted = given == Given.EVIDENCE && !p.unanswerable();
          if (answered != wanted) {
            return p.with(given.failure(), replies);
          }
        }
      }
      return p.with(QuestionProposal.VERIFIED, replies);
    } catch (ConversationFailed e) {
      return p.with("no usable answer", replies);
    }
  }

  /** What is shown, by the last part of the step: a request of its own for each. */
  private Map<String, String> shown(Given given, QuestionProposal p) {
    String step = given.step();
    return switch (given) {
      case EVIDENCE -> Map.of(step, chat(p.evidence()));
      case NOTHING -> Map.of(step, NOTHING);
      case ONE_MESSAGE -> {
        var each = new LinkedHashMap<String, String>();
        if (p.category().comparison() == Comparison.PARTS) {
          p.evidence()
              .forEach(id ->
                  each.put(
                      "%s-D%d-%d".formatted(step, id.session(), id.turn()), chat(List.of(id))));
        }
        yield each;
      }
      case OTHER_MESSAGES -> {
        List<TurnId> others = others(p);
        yield others.isEmpty() ? Map.of() : Map.of(step, chat(others));
      }
    };
  }

  private String chat(List<TurnId> some) {
    return some.stream()
        .map(messages::get)
        .collect(Collectors.joining("\n", "Messages of a chat, each with its date:\n", "\n"));
  }

  /** What shares words with the question or its answer and is no evidence, in the chat's order. */
  private List<TurnId> others(QuestionProposal p) {
    double[] scores = index.scores(p.text() + " " + p.answer());
    return IntStream.range(0, ids.size())
        .filter(i -> scores[i] > 0 && !p.evidence().contains(ids.get(i)))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -scores[i]))
        .limit(OTHERS)
        .sorted()
        .map(ids::get)
        .toList();
  }

  /** Answered as proposed; of an adversarial question: not answered. */
  private boolean right(QuestionProposal p, String given) {
    return p.unanswerable()
        ? AnswerAgreement.abstains(p.answer(), given)
        : AnswerAgreement.agree(p.category(), p.answer(), given, threshold);
  }

  private String answer(String step, String question, String given) throws InterruptedException {
    String prompt = model.prompt("answer", Map.of("given", given, "question", question));
    return model.ask(new Piece(step, prompt, 100, 0.0), reply -> Line.of(reply.text()));
  }
}
