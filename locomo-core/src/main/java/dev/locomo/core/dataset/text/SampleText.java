package dev.locomo.core.dataset.text;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.text.Printable;
import dev.locomo.core.text.Wrapping;
import java.util.Collection;
import java.util.List;

/**
 * A conversation to read in a terminal of 80 columns. Text from the data is made {@link Printable}.
 *
 * @param sample what to show
 * @param styled whether the terminal shows bold, faint and italic text
 */
public record SampleText(Sample sample, boolean styled) {
  private static final int WIDTH = 80;

  // Numbers of ECMA-48, "select graphic rendition".
  private static final int BOLD = 1;
  private static final int FAINT = 2;
  private static final int ITALIC = 3;

  /** Who talks, and how much there is. */
  public String head() {
    var conversation = sample.conversation();
    return style(BOLD, Printable.line(sample.id()))
        + ": "
        + Printable.line(conversation.speakerA() + " and " + conversation.speakerB())
        + ", "
        + Printable.counted(conversation.sessions().size(), "session")
        + ", "
        + Printable.counted(conversation.turns().size(), "turn")
        + ", "
        + Printable.counted(sample.questions().size(), "question")
        + "\n";
  }

  /** A session with its date and all its turns. */
  public String session(Session session) {
    String date = session.dateText().isEmpty() ? "no date" : session.dateText();
    return "\n"
        + style(BOLD, Printable.line("Session " + session.number() + ", " + date))
        + "\n\n"
        + turns(session.turns());
  }

  /** A question with its answer and the turns that prove it. */
  public String question(Question question) {
    var text = new StringBuilder("\n");
    String title = "Question " + question.id() + ", " + question.category().label();
    text.append(style(BOLD, Printable.line(title))).append("\n\n");
    text.append(labelled("question", question.text()));
    switch (question.gold()) {
      case Gold.Answer a -> text.append(labelled("answer", a.text()));
      case Gold.Unanswerable u -> {
        text.append(labelled("answer", "none: the conversation does not say"));
        if (u.lure() != null) {
          text.append(labelled("lure", u.lure()));
        }
        if (u.statedAnswer() != null) {
          text.append(labelled("stated", u.statedAnswer()));
        }
      }
    }
    String written = String.join(" | ", question.evidence());
    text.append(labelled("evidence", written.isEmpty() ? "none" : written));
    return text.append(evidence(TurnId.namedIn(question.evidence()))).toString();
  }

  private String evidence(Collection<TurnId> ids) {
    if (ids.isEmpty()) {
      return "";
    }
    var byId = sample.conversation().turnsById();
    var text = new StringBuilder("\n");
    var known = ids.stream().filter(byId::containsKey).toList();
    text.append(turns(known.stream().map(byId::get).toList()));
    ids.stream()
        .filter(id -> !byId.containsKey(id))
        .forEach(id -> text.append(id).append("  there is no such turn\n"));
    return text.toString();
  }

  private String turns(List<Turn> turns) {
    int width = turns.stream().mapToInt(t -> t.id().toString().length()).max().orElse(0) + 2;
    var text = new StringBuilder();
    for (Turn turn : turns) {
      String id = turn.id().toString();
      String said = block(width, turn.speaker() + ": " + turn.text());
      text.append(style(FAINT, id)).append(said.substring(id.length())).append('\n');
      if (turn.caption() != null) {
        String caption = block(width, "[picture: " + turn.caption() + "]");
        text.append(style(ITALIC, caption)).append('\n');
      }
    }
    return text.toString();
  }

  private static String labelled(String label, String text) {
    return Wrapping.hanging(label + " ".repeat(10 - label.length()), text, WIDTH) + "\n";
  }

  private static String block(int indent, String text) {
    return Wrapping.hanging(" ".repeat(indent), text, WIDTH);
  }

  private String style(int style, String text) {
    return styled ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
  }
}
