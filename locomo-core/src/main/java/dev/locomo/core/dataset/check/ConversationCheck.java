package dev.locomo.core.dataset.check;

import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.WrittenDates;
import dev.locomo.core.dataset.check.Node.SessionKeys;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks the {@code conversation} of a sample. */
public final class ConversationCheck {
  private static final Set<String> SPEAKERS = Set.of("speaker_a", "speaker_b");
  private static final Set<String> TURN =
      Set.of(
          "speaker",
          "dia_id",
          "text",
          "clean_text",
          "img_url",
          "img_file",
          "blip_caption",
          "query",
          "re-download");

  private final Findings out;
  private final Outline outline = new Outline();
  private final Map<Integer, Node> sessions = new TreeMap<>();
  private final Map<Integer, Node> dates = new TreeMap<>();

  /** Notes what it finds. */
  public ConversationCheck(Findings out) {
    this.out = out;
  }

  /** Reports, and returns what annotations may refer to. */
  public Outline check(Node conversation) {
    if (!out.isObject(conversation, "an object with speakers and sessions")) {
      return outline;
    }
    speakers(conversation);
    sortKeys(conversation);
    if (sessions.isEmpty()) {
      out.odd(Oddity.NO_SESSIONS, conversation, "no session_1", "at least one session");
    }
    gaps();
    @Nullable LocalDateTime last = null;
    for (var session : sessions.entrySet()) {
      last = date(conversation, session.getKey(), last);
      turns(session.getKey(), session.getValue());
    }
    danglingDates();
    return outline;
  }

  private void speakers(Node conversation) {
    for (String key : List.of("speaker_a", "speaker_b")) {
      Node speaker = conversation.get(key);
      String name = out.text(speaker, "a name, a string");
      if (name != null && !outline.speakers().add(name)) {
        out.odd(Oddity.SPEAKERS_SAME, speaker, "another name than speaker_a");
      }
      out.checkText(speaker);
    }
  }

  private void sortKeys(Node conversation) {
    for (var member : conversation.members("")) {
      String key = member.getKey();
      if (!keyOf(SessionKeys.SESSION, sessions, member)
          && !keyOf(SessionKeys.DATE, dates, member)
          && !SPEAKERS.contains(key)) {
        out.odd(
            Oddity.UNKNOWN_KEY,
            member.getValue(),
            "the key " + Node.quoted(key),
            "speaker_a, speaker_b, session_N or session_N_date_time");
      }
    }
  }

  private boolean keyOf(
      SessionKeys keys, Map<Integer, Node> byNumber, Map.Entry<String, Node> member) {
    var digits = keys.digits(member.getKey());
    if (digits.isEmpty()) {
      return false;
    }
    var number = SessionKeys.plain(digits.get());
    if (number.isPresent()) {
      byNumber.put(number.getAsInt(), member.getValue());
    } else {
      out.odd(
          Oddity.SESSION_KEY,
          member.getValue(),
          "the key " + Node.quoted(member.getKey()),
          SessionKeys.EXPECTED);
    }
    return true;
  }

  private void gaps() {
    int last = 0;
    for (var session : sessions.entrySet()) {
      if (session.getKey() != last + 1) {
        out.odd(
            Oddity.SESSION_GAP,
            session.getValue(),
            "session " + session.getKey() + " after " + (last == 0 ? "none" : "session " + last),
            "session " + (last + 1));
      }
      last = session.getKey();
    }
  }

  /** Checks a session's date; returns it, or the last one that could be read. */
  private @Nullable LocalDateTime date(
      Node conversation, int session, @Nullable LocalDateTime last) {
    Node date = conversation.get("session_" + session + "_date_time");
    outline.dates().put(session, "");
    if (date.missing()) {
      out.odd(Oddity.DATE_MISSING, date, "a date such as 1:56 pm on 8 May, 2023");
      return last;
    }
    String text = out.text(date, "a date, a string");
    if (text == null) {
      return last;
    }
    outline.dates().put(session, text);
    LocalDateTime time = Session.parseTime(text).orElse(null);
    if (time == null) {
      out.odd(Oddity.DATE_UNREADABLE, date, "a date such as 1:56 pm on 8 May, 2023");
      return last;
    }
    if (!WrittenDates.isPublished(text)) {
      out.odd(
          Oddity.DATE_SPELLING, date, date.found() + ", read as " + time, "1:56 pm on 8 May, 2023");
    }
    if (last != null && !time.isAfter(last)) {
      out.odd(Oddity.DATE_ORDER, date, "a time after that of the session before");
    }
    return time;
  }

  private void danglingDates() {
    for (var date : dates.entrySet()) {
      if (!sessions.containsKey(date.getKey())) {
        out.odd(Oddity.DATE_WITHOUT_SESSION, date.getValue(), "session_" + date.getKey());
      }
    }
  }

  private void turns(int session, Node node) {
    var turns = out.elements(node, "an array of turns");
    if (turns.isEmpty() && node.value().isArray()) {
      out.odd(Oddity.SESSION_EMPTY, node, "no turns", "at least one turn");
    }
    String last = "";
    for (int i = 0; i < turns.size(); i++) {
      Node turn = turns.get(i);
      if (out.isObject(turn, "a turn, an object")) {
        id(turn.get("dia_id"), session, i + 1);
        last = speaker(turn.get("speaker"), last);
        content(turn);
      }
    }
  }

  private void id(Node at, int session, int number) {
    String text = out.text(at, "a turn id such as D1:3");
    if (text == null) {
      return;
    }
    TurnId id = TurnId.parse(text).orElse(null);
    if (id == null) {
      out.odd(Oddity.TURN_ID_MALFORMED, at, "a turn id such as D1:3");
      return;
    }
    String expected = new TurnId(session, number).toString();
    if (!outline.turns().add(id)) {
      out.odd(Oddity.TURN_ID_TWICE, at, expected);
    } else if (id.session() != session) {
      out.odd(Oddity.TURN_ID_ELSEWHERE, at, expected);
    } else if (id.turn() != number) {
      out.odd(Oddity.TURN_ORDER, at, expected);
    }
  }

  private String speaker(Node at, String last) {
    String name = out.text(at, "a name, a string");
    if (name == null) {
      return "";
    }
    if (!outline.speakers().contains(name)) {
      out.odd(Oddity.SPEAKER_UNKNOWN, at, outline.speakerNames());
    }
    if (name.equals(last)) {
      out.odd(Oddity.SPEAKER_REPEATED, at, "the other speaker");
    }
    return name;
  }

  private void content(Node turn) {
    out.isText(turn.get("text"), "what was said, a string");
    out.checkLine(turn.get("text"));
    boolean address = address(turn.get("img_url"));
    boolean caption = out.isOptionalText(turn.get("blip_caption"), "a caption, a string");
    out.checkText(turn.get("blip_caption"));
    out.isOptionalText(turn.get("query"), "a search, a string");
    if (address && !caption) {
      out.odd(Oddity.IMAGE_WITHOUT_CAPTION, turn, "img_url alone", "blip_caption");
    }
    if (caption && !address) {
      out.odd(Oddity.CAPTION_WITHOUT_IMAGE, turn.get("blip_caption"), "img_url beside it");
    }
    out.unknownKeys(turn, TURN);
  }

  private boolean address(Node at) {
    var urls = out.oneOrSeveral(at, "a list of addresses");
    urls.forEach(url -> out.isText(url, "an address, a string"));
    return !urls.isEmpty();
  }

  /**
   * What annotations refer to in their conversation, as far as it could be read.
   *
   * @param speakers the two names
   * @param dates date as written by session number; empty text where there is none
   * @param turns ids of all turns
   */
  public record Outline(Set<String> speakers, SortedMap<Integer, String> dates, Set<TurnId> turns) {
    /** Of nothing yet. */
    public Outline() {
      this(new LinkedHashSet<>(), new TreeMap<>(), new HashSet<>());
    }

    /** The speakers as an error message names them. */
    public String speakerNames() {
      return String.join(" or ", speakers.stream().map(Node::quoted).toList());
    }
  }
}
