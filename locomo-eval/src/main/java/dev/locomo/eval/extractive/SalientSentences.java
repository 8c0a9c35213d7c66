package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.text.Salience;
import dev.locomo.core.text.Sentences;
import dev.locomo.core.text.Word;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a speaker tells of in each session, in the speaker's own sentences: the lead, the first
 * sentence that says something of the speaker, and the most salient other one. A floor for
 * summaries that needs no model, not a product.
 *
 * <p>A sentence is as salient as its content words are rare in the conversation (mean weight of
 * {@link Salience}), times the root of their number up to {@value #LONG_ENOUGH}, so that neither
 * names alone nor long-windedness win. Questions, exclamations without content and sentences
 * without "I", "my" or "we" do not count. "I" becomes the speaker's name. The date is that of the
 * first time the sentence names, else the session's.
 */
public final class SalientSentences {
  /** Name and version for reports. */
  public static final String ID = "lead-and-salience-1";

  private static final int FEWEST_WORDS = 3;
  private static final int LONG_ENOUGH = 9;
  private static final int LONGEST = 45;
  private static final Pattern OWN = Pattern.compile("(?i)\\b(?:i|my|we|our|me)\\b");

  /** In this order; {@code N} stands for the name. */
  private static final List<Map.Entry<Pattern, String>> THIRD_PERSON =
      List.of(
          rule("\\bI['’]m\\b|\\bI am\\b", "N is"),
          rule("\\bI['’]ve\\b|\\bI have\\b", "N has"),
          rule("\\bI['’]ll\\b", "N will"),
          rule("\\bI['’]d\\b", "N would"),
          rule("\\bI do\\b", "N does"),
          rule("\\bI\\b", "N"),
          rule("\\b(?i:my|mine)\\b", "N's"),
          rule("\\b(?i:me|myself)\\b", "N"));

  private final Conversation conversation;
  private final Salience salience;

  /** Weighs the words of a conversation. */
  public SalientSentences(Conversation conversation) {
    this.conversation = conversation;
    salience = Salience.among(conversation.turns().stream().map(Turn::text).toList());
  }

  /** SHA-256 over what can change a summary and is no code: 64 hex digits. */
  public static String hash() {
    return Sha256.of(ID + FEWEST_WORDS + LONG_ENOUGH + LONGEST + OWN);
  }

  /** The speaker's events in the order of the sessions; none for a speaker who says nothing. */
  public List<Event> events(String speaker) {
    var events = new ArrayList<Event>();
    for (Session session : conversation.sessions()) {
      sentences(session, speaker).stream()
          .map(sentence -> event(session, sentence, speaker))
          .forEach(events::add);
    }
    return events;
  }

  /** At most two, in the order in which they are said. */
  private List<String> sentences(Session session, String speaker) {
    var told =
        session.turns().stream()
            .filter(turn -> turn.speaker().equals(speaker))
            .flatMap(turn -> Sentences.of(turn.text()).stream())
            .filter(SalientSentences::tells)
            .toList();
    if (told.size() <= 2) {
      return told;
    }
    var rest = told.subList(1, told.size());
    // Of equal ones max takes the last; the first is wanted.
    var best = rest.reversed().stream().max(Comparator.comparingDouble(this::salience));
    return List.of(told.getFirst(), best.orElseThrow());
  }

  private static boolean tells(String text) {
    return !text.endsWith("?")
        && Salience.stems(text).size() >= FEWEST_WORDS
        && Word.of(text).size() <= LONGEST
        && OWN.matcher(text).find();
  }

  private double salience(String text) {
    int words = Salience.stems(text).size();
    return salience.of(text) / words * Math.sqrt(Math.min(words, LONG_ENOUGH));
  }

  private static Event event(Session session, String sentence, String speaker) {
    LocalDate day = session.time() == null ? null : session.time().toLocalDate();
    String date =
        RelativeDates.in(sentence, day).stream()
            .findFirst()
            .map(phrase -> phrase.span().name())
            .orElse(day == null ? session.dateText() : TimeSpan.day(day).name());
    return new Event(inThirdPerson(sentence, speaker), date, "", List.of());
  }

  /** A sentence in the first person as one about its speaker, as far as a few rules go. */
  private static String inThirdPerson(String sentence, String name) {
    String text = sentence;
    for (var rule : THIRD_PERSON) {
      String with = rule.getValue().replace("N", name);
      text = rule.getKey().matcher(text).replaceAll(Matcher.quoteReplacement(with));
    }
    return text;
  }

  private static Map.Entry<Pattern, String> rule(String regex, String with) {
    return Map.entry(Pattern.compile(regex), with);
  }
}
