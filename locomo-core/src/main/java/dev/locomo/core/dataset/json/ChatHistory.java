package dev.locomo.core.dataset.json;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.check.Findings;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.dataset.check.Oddity;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of a user and an assistant, messages with {@code role} and {@code content}. Sessions are
 * numbered in the order of their dates, whatever they are called in the file: names such as {@code
 * answer_4be1b6b4_2} tell which one has the answer.
 */
final class ChatHistory {
  private static final String ROLE = "a role, a string";
  private static final String MESSAGE = "a message, an object";

  /** The place of a message in the plan of its conversation, which BEAM leaves in its text. */
  private static final Pattern MARK = Pattern.compile("(?<!\\s)\\s*+->->[\\d,\\s]*+$");

  private final Findings out;
  private final List<Written> sessions = new ArrayList<>();

  ChatHistory(Findings out) {
    this.out = out;
  }

  /**
   * A session as its file has it.
   *
   * @param name its name there; empty where it has none
   */
  private record Written(
      String name, String date, @Nullable LocalDateTime time, List<Node> messages) {}

  /** The date of a session or a question; empty where it is not there. */
  static String date(Node at, Findings out) {
    if (at.missing()) {
      out.odd(Oddity.DATE_MISSING, at, "a date");
      return "";
    }
    String text = out.text(at, "a date, a string");
    if (text != null && Session.parseTime(text).isEmpty()) {
      out.odd(Oddity.DATE_UNREADABLE, at, "a date such as 2023/05/20 (Sat) 02:21");
    }
    return text == null ? "" : text;
  }

  /** Adds a session. */
  void add(String name, String date, List<Node> messages) {
    sessions.add(new Written(name, date, Session.parseTime(date).orElse(null), messages));
  }

  /** Puts the sessions in the order of their dates, where all have one. */
  void sort(Node at) {
    if (sessions.stream().anyMatch(s -> s.time == null)) {
      return;
    }
    var sorted = new ArrayList<>(sessions);
    sorted.sort(Comparator.comparing(Written::time));
    if (!sorted.equals(sessions)) {
      out.odd(
          Oddity.SESSIONS_SORTED, at, sessions.size() + " sessions", "the order of their dates");
      sessions.clear();
      sessions.addAll(sorted);
    }
  }

  /** The time of the last session; null where it has none. */
  @Nullable LocalDateTime end() {
    return sessions.isEmpty() ? null : sessions.getLast().time();
  }

  boolean isEmpty() {
    return sessions.isEmpty();
  }

  /** The numbers of the sessions with this name. */
  Set<Integer> named(String name) {
    var numbers = new LinkedHashSet<Integer>();
    for (int i = 0; i < sessions.size(); i++) {
      if (sessions.get(i).name.equals(name)) {
        numbers.add(i + 1);
      }
    }
    return numbers;
  }

  /** The turns whose messages are meant. */
  List<TurnId> turns(Predicate<Node> meant) {
    var ids = new ArrayList<TurnId>();
    for (int i = 0; i < sessions.size(); i++) {
      var messages = sessions.get(i).messages;
      for (int j = 0; j < messages.size(); j++) {
        if (meant.test(messages.get(j))) {
          ids.add(new TurnId(i + 1, j + 1));
        }
      }
    }
    return ids;
  }

  /** The conversation; what is no message is noted and left out. */
  Conversation conversation() {
    var speakers = new TreeMap<String, Integer>();
    var made = new ArrayList<Session>();
    for (Written session : sessions) {
      var turns = new ArrayList<Turn>();
      int number = made.size() + 1;
      for (Node message : session.messages) {
        var id = new TurnId(number, session.messages.indexOf(message) + 1);
        Turn turn = turn(message, id);
        if (turn != null) {
          turns.add(turn);
          speakers.merge(turn.speaker(), 1, Integer::sum);
        }
      }
      made.add(new Session(number, session.date, session.time, turns));
    }
    return new Conversation("user", "assistant", made);
  }

  private @Nullable Turn turn(Node message, TurnId id) {
    if (!out.isObject(message, MESSAGE)) {
      return null;
    }
    String role = out.text(message.get("role"), ROLE);
    String text = out.text(message.get("content"), "what was said, a string");
    out.checkText(message.get("content"));
    if (role == null || text == null) {
      return null;
    }
    if (!role.equals("user") && !role.equals("assistant")) {
      out.odd(Oddity.SPEAKER_UNKNOWN, message.get("role"), "user or assistant");
    }
    var mark = MARK.matcher(text);
    return new Turn(id, role, mark.find() ? text.substring(0, mark.start()) : text, null);
  }
}
