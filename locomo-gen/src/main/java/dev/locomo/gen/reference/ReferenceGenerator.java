package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.python.MersenneTwister;
import dev.locomo.core.python.PythonError;
import dev.locomo.gen.output.AgentFile;
import dev.locomo.gen.output.AgentFolder;
import dev.locomo.gen.plan.GenerationLimits;
import dev.locomo.gen.plan.GenerationPlan;
import dev.locomo.gen.plan.Generator;
import dev.locomo.gen.plan.Stages;
import dev.locomo.gen.prompt.ConversationFailed;
import dev.locomo.gen.prompt.Counts;
import dev.locomo.gen.sample.GeneratedSample;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes a conversation as {@code generative_agents/generate_conversations.py} does: its prompts,
 * parameters, order of calls and of random draws, and its mistakes in dates and texts. Its crashes
 * end the conversation with a message; its endless loops end.
 *
 * @param plan what is made, and with what
 * @param original its texts and personas
 * @param open what is open during the run
 */
public record ReferenceGenerator(
    GenerationPlan plan, GenerationPlan.Reference original, GenerationPlan.Tools open)
    implements Generator {
  private static final LocalDate NEW_YEAR = LocalDate.of(2022, 1, 1);
  private static final int DAYS_TO_DRAW = 515;

  @Override
  public GeneratedSample make(
      Item item, Calls calls, Counts counts, Consumer<GeneratedSample> saved)
      throws InterruptedException {
    // To ask again for what the filter finds would be another sequence of calls.
    Calls watched =
        calls.with((step, ask) -> {
          Reply reply = calls.ask(step, ask);
          var found = open.filter().find(reply.text());
          found.ifPresent(f -> counts.add("found and kept: " + f.kind()));
          return reply;
        });
    var work =
        new Work(
            item,
            new ReferenceChat(watched, plan.writer().model(), original.texts(), counts)
                .of(item.number()));
    try {
      work.run(saved);
      return work.sample();
    } catch (PythonError e) {
      throw new ConversationFailed(
          work.chat.last(), "the original ends here with " + e.getMessage());
    }
  }

  /** One conversation's state: its two files. */
  private final class Work {
    private final Item item;
    private final ReferenceChat chat;
    private final Stages stages = plan.stages();
    private final GenerationLimits limits = plan.limits();
    private final MersenneTwister draws;
    private final AgentFolder files;
    private ObjectNode a = JsonFiles.MAPPER.createObjectNode();
    private ObjectNode b = JsonFiles.MAPPER.createObjectNode();

    Work(Item item, ReferenceChat chat) {
      this.item = item;
      this.chat = chat;
      this.draws = new MersenneTwister(plan.seed() + item.number());
      this.files = new AgentFolder(item.folder(), plan.label(), stages.again().any());
    }

    void run(Consumer<GeneratedSample> saved) throws InterruptedException {
      if (item.before().isPresent()) {
        a = read(item.before().get().resolve(AgentFile.A));
        b = read(item.before().get().resolve(AgentFile.B));
      }
      if (stages.persona() && (item.before().isEmpty() || stages.again().persona())) {
        personas();
      } else if (item.before().isEmpty()) {
        throw new UserError("there are no agents in " + item.folder(), "--persona");
      }
      if (stages.events()) {
        events();
      }
      if (stages.session()) {
        sessions(saved);
      }
      files.write(a, b, true);
    }

    private ObjectNode read(Path file) {
      if (JsonFiles.read(file, JsonFiles.MAPPER::readTree) instanceof ObjectNode agent) {
        return agent;
      }
      throw new DataError(file.toString(), "/", "found no object; expected an agent");
    }

    private void save() {
      files.write(a, b, false);
    }

    private void personas() throws InterruptedException {
      JsonNode pair = ReferencePersonas.drawn(original.msc(), draws);
      var writer = new ReferencePersonas(chat);
      a = writer.agent("persona-a", PythonValue.item(pair, "Speaker 1"));
      b = writer.agent("persona-b", PythonValue.item(pair, "Speaker 2"));
      save();
    }

    private void events() throws InterruptedException {
      if (!a.has("graph") || !b.has("graph") || stages.again().events()) {
        LocalDate drawn = NEW_YEAR.plusDays(draws.below(DAYS_TO_DRAW) + 1L);
        LocalDate start = limits.start() == null ? drawn : limits.start();
        String from = ReferenceDates.text(start);
        String to = ReferenceDates.text(start.plusDays(limits.days()));
        both("events_start_date", TextNode.valueOf(from));
        String span = chat.percent("gen.inline.assign_dates", from, to);
        var writer = new ReferenceEvents(chat, limits.events());
        String personaA = PythonValue.text(a, "persona_summary");
        a.set("graph", writer.graph("events-a", personaA + span));
        String personaB = PythonValue.text(b, "persona_summary");
        b.set("graph", writer.graph("events-b", personaB + span));
        save();
      }
      a.set("graph", ReferenceEvents.lowerCased(PythonValue.item(a, "graph")));
      b.set("graph", ReferenceEvents.lowerCased(PythonValue.item(b, "graph")));
      save();
    }

    private void sessions(Consumer<GeneratedSample> saved) throws InterruptedException {
      var memory = new ReferenceMemory(open.memories(), draws, stages.reflection());
      var notes = new ReferenceNotes(chat);
      for (int j = 1; j < limits.startSession() && a.has("session_" + j + "_facts"); j++) {
        memory.add(a, b, j);
      }
      for (int j = limits.startSession(); j <= limits.sessions(); j++) {
        if (missing(j, "") && !session(j, memory)) {
          break;
        }
        if (missing(j, "_facts")) {
          both("session_" + j + "_facts", notes.facts(a, j));
        }
        memory.add(a, b, j);
        if (stages.reflection() && missing(j, "_reflection")) {
          var insights = notes.reflections(a, b, j);
          a.set("session_" + j + "_reflection", insights.get(0));
          b.set("session_" + j + "_reflection", insights.get(1));
        }
        if (stages.summary() && missing(j, "_summary")) {
          both("session_" + j + "_summary", TextNode.valueOf(notes.summary(a, b, j)));
        }
        save();
        saved.accept(sample());
      }
    }

    /** Whether something of a session is to be made. */
    private boolean missing(int session, String key) {
      return !a.has("session_" + session + key) || stages.again().session();
    }

    private void both(String key, JsonNode value) {
      a.set(key, value);
      b.set(key, value);
    }

    /** Whether there was anything to talk about. */
    private boolean session(int j, ReferenceMemory memory) throws InterruptedException {
      chat.begin("D" + j);
      String written = j == 1 ? "" : PythonValue.text(a, "session_" + (j - 1) + "_date_time");
      LocalDateTime before = j == 1 ? null : ReferenceDates.session(written);
      var calendar = new ReferenceCalendar(limits.eventsPerSession());
      List<JsonNode> graphs = List.of(PythonValue.item(a, "graph"), PythonValue.item(b, "graph"));
      LocalDateTime now = calendar.next(graphs, before, draws);
      ArrayNode eventsA = calendar.since(graphs.get(0), now, before);
      ArrayNode eventsB = calendar.since(graphs.get(1), now, before);
      if (eventsA.isEmpty() && eventsB.isEmpty()) {
        return false;
      }
      a.set("events_session_" + j, eventsA);
      b.set("events_session_" + j, eventsB);
      String date = ReferenceDates.text(now);
      both("session_" + j + "_date_time", TextNode.valueOf(date));
      save();
      var prompt = new ReferenceTurnPrompt(chat, j, written, date, stages.events());
      var tools =
          new ReferenceDialogue.Tools(
              chat, draws, memory, open.pictures(), item.folder(), item.id());
      both("session_" + j, new ReferenceDialogue(tools, prompt, a, b).hold(limits.maxTurns()));
      return true;
    }

    GeneratedSample sample() {
      try {
        return AgentFile.of(item.id(), a, b);
      } catch (DataError e) {
        throw new ConversationFailed(
            chat.last(), "agents that cannot be read back: " + e.getMessage());
      }
    }
  }
}
