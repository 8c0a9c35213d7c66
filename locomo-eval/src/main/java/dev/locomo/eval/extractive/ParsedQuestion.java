package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.text.Word;
import dev.locomo.eval.extractive.RelativeDates.TimePhrase;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a question asks.
 *
 * @param kind what sort of answer it wants
 * @param stems what it is about: stems of its words without stop words, speakers and its period
 * @param speaker the one speaker it names; null when it names both or none
 * @param period the time it names, or null
 */
record ParsedQuestion(
    QuestionKind kind, Set<String> stems, @Nullable String speaker, @Nullable TimePhrase period) {

  static ParsedQuestion of(String question, Conversation conversation, @Nullable LocalDate day) {
    var periods = RelativeDates.in(question, day == null ? lastDay(conversation) : day);
    var named = new HashSet<String>();
    var stems = new LinkedHashSet<String>();
    for (Word word : Word.of(question)) {
      if (is(word, conversation.speakerA())) {
        named.add(conversation.speakerA());
      } else if (is(word, conversation.speakerB())) {
        named.add(conversation.speakerB());
      } else if (!word.isStop() && periods.stream().noneMatch(p -> p.covers(word))) {
        stems.add(word.stem());
      }
    }
    return new ParsedQuestion(
        QuestionKind.of(question),
        stems,
        named.size() == 1 ? named.iterator().next() : null,
        periods.isEmpty() ? null : periods.getFirst());
  }

  /** Questions are asked when all has been said: "in May" is the May nearest to that. */
  private static @Nullable LocalDate lastDay(Conversation conversation) {
    LocalDateTime time =
        conversation.sessions().isEmpty() ? null : conversation.sessions().getLast().time();
    return time == null ? null : time.toLocalDate();
  }

  /** Any part of the name will do: "Ann" for "Ann Lee". */
  private static boolean is(Word word, String name) {
    return Word.of(name).stream().anyMatch(part -> part.lower().equals(word.lower()));
  }
}
