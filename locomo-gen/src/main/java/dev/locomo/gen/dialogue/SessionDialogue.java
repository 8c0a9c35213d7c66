package dev.locomo.gen.dialogue;

import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.gen.image.PictureStore;
import dev.locomo.gen.plan.SeededDraws;
import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.prompt.ConversationModel.Piece;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedTurn;
import dev.locomo.gen.sample.SharedPhoto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds one session: the two speak in turn until both have ended it, or the turns run out. From a
 * turn that is drawn beforehand on they are told to end; with ten turns or fewer they never are.
 *
 * <p><b>Source</b> Maharana et al., ACL 2024, section 3.3, and {@code
 * generative_agents/generate_conversations.py} for the rule of ending.
 */
final class SessionDialogue {
  private static final int NEVER_TOLD_TO_END = 10;
  private static final int TURN_TOKENS = 200;
  private static final int QUERY_TOKENS = 30;

  private final ConversationModel model;
  private final GeneratedSample sample;
  private final GeneratedSession session;
  private final Means means;
  private final List<GeneratedTurn> turns = new ArrayList<>();

  /**
   * What a session uses besides the model.
   *
   * @param memory of the sessions before
   * @param draws of this session
   * @param pictures of the run
   * @param folder of the conversation
   */
  record Means(SessionMemory memory, SeededDraws draws, PictureStore pictures, Path folder) {}

  /**
   * @param sample who talks, and what happens to them
   * @param session when it is, and what happened lately
   */
  SessionDialogue(
      ConversationModel model, GeneratedSample sample, GeneratedSession session, Means means) {
    this.model = model;
    this.sample = sample;
    this.session = session;
    this.means = means;
  }

  /** All turns. */
  List<GeneratedTurn> hold(int maxTurns) throws InterruptedException {
    boolean first = means.draws().between(0, 1) == 0;
    int stop =
        maxTurns <= NEVER_TOLD_TO_END
            ? maxTurns
            : means.draws().between(NEVER_TOLD_TO_END, maxTurns - 1);
    boolean endedA = false;
    boolean endedB = false;
    for (int i = 0; i < maxTurns && !(endedA && endedB); i++) {
      boolean aSpeaks = (i % 2 == 0) == first;
      boolean ended = turn(aSpeaks, i >= stop);
      endedA |= aSpeaks && ended;
      endedB |= !aSpeaks && ended;
    }
    return List.copyOf(turns);
  }

  private boolean turn(boolean aSpeaks, boolean stop) throws InterruptedException {
    TurnPrompt prompt = prompt(aSpeaks);
    boolean photos = means.pictures().open();
    var memory = means.memory().about(cue(prompt), aSpeaks, means.draws());
    var history = turns.stream().map(GeneratedTurn::seen).toList();
    String text = prompt.text(model, new TurnPrompt.Moment(memory, history, photos, stop));
    TurnId id = new TurnId(session.number(), turns.size() + 1);
    String self = prompt.self().name();
    TurnReply said =
        model.ask(
            new Piece("D" + id.session() + "/turn-" + id.turn(), text, TURN_TOKENS, 1.0),
            reply -> {
              var read = TurnReply.read(reply, self, prompt.other());
              model.inLanguage(read.text());
              return read;
            });
    SharedPhoto photo = photos ? photo(said, id, aSpeaks) : null;
    turns.add(new GeneratedTurn(id, self, said.raw(), said.text(), photo));
    return said.end();
  }

  /** What memories are looked for with: what was said last, or what there is to talk about. */
  private String cue(TurnPrompt prompt) {
    if (!turns.isEmpty()) {
      return turns.getLast().speaker() + " says, " + turns.getLast().text();
    }
    var events = prompt.eventLines();
    return events.isEmpty() ? prompt.self().summary() : events.getFirst();
  }

  private TurnPrompt prompt(boolean aSpeaks) {
    return new TurnPrompt(
        sample.speakers().of(aSpeaks),
        sample.speakers().of(!aSpeaks).name(),
        session.dateText(),
        session.events().of(aSpeaks),
        sample.events().of(aSpeaks),
        means.memory().last());
  }

  private @Nullable SharedPhoto photo(TurnReply said, TurnId id, boolean aSpeaks)
      throws InterruptedException {
    String shown = said.photo();
    if (shown == null) {
      return null;
    }
    String prompt = model.prompt("photo-query", Map.of("text", said.text(), "photo", shown));
    String query =
        model.ask(
            new Piece("D" + id.session() + "/photo-" + id.turn(), prompt, QUERY_TOKENS, 0.0),
            reply -> query(reply.text()));
    var place = new PictureStore.Place(sample.id(), means.folder(), id, aSpeaks);
    var found = means.pictures().find(query, means.memory().pictures(), place);
    model.counts().add(found.isPresent() ? "photos" : "photos not found");
    found.ifPresent(photo -> means.memory().pictures().add(photo.url()));
    return found.map(photo -> photo.described(shown)).orElse(null);
  }

  private static String query(String text) throws Unreadable {
    String query = text.lines().findFirst().orElse("").replaceAll("[\"\\[\\]]", "").strip();
    if (query.isEmpty() || query.length() > 200) {
      throw new Unreadable("write two to six search words");
    }
    return query;
  }
}
