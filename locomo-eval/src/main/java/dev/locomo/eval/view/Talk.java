package dev.locomo.eval.view;

import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.TurnId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A conversation by pages: a long one is cut between sessions, so that no page is too long for a
 * browser.
 *
 * @param pages the sessions of each, in order; one page at least
 */
record Talk(List<List<Session>> pages) {
  /** Characters of a page; a session that has more is a page. */
  static final int MOST = 1_000_000;

  /**
   * Of a sample.
   *
   * @param most characters of a page
   */
  static Talk of(Sample sample, int most) {
    var pages = new ArrayList<List<Session>>(List.of(new ArrayList<>()));
    long size = 0;
    for (Session session : sample.conversation().sessions()) {
      long more = session.turns().stream().mapToLong(turn -> turn.text().length()).sum();
      if (size > 0 && size + more > most) {
        pages.add(new ArrayList<>());
        size = 0;
      }
      pages.getLast().add(session);
      size += more;
    }
    return new Talk(pages);
  }

  /** The sessions of these numbers, of a short conversation all. */
  List<Session> sessions(Set<String> numbers) {
    return pages.stream()
        .flatMap(List::stream)
        .filter(session -> pages.size() == 1 || numbers.contains("" + session.number()))
        .toList();
  }

  /** What follows the address of the conversation to lead to a turn, or to a session as S3. */
  String place(String written) {
    int session =
        written.matches("S\\d{1,9}")
            ? Integer.parseInt(written.substring(1))
            : TurnId.namedIn(List.of(written)).stream()
                .mapToInt(TurnId::session)
                .findFirst()
                .orElse(0);
    int page =
        IntStream.range(0, pages.size())
            .filter(i -> pages.get(i).stream().anyMatch(s -> s.number() == session))
            .findFirst()
            .orElse(0);
    return (page == 0 ? "" : "&page=" + (page + 1)) + "#" + written;
  }
}
