package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Sample.EventSummary;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A sample as JSON with the published keys in the published order. */
public final class SampleJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SampleJson() {}

  static ObjectNode of(Sample sample) {
    var json = NODES.objectNode();
    json.set(
        "qa",
        NODES.arrayNode().addAll(sample.questions().stream().map(SampleJson::question).toList()));
    json.set("conversation", conversation(sample.conversation()));
    json.set("event_summary", events(sample.events()));
    json.set("observation", observations(sample));
    json.set("session_summary", summaries(sample.sessionSummaries()));
    sample.questions().stream()
        .map(question -> question.category().profile())
        .filter(profile -> !profile.isLocomo())
        .findFirst()
        .ifPresent(profile -> json.put("profile", profile.id()));
    return json.put("sample_id", sample.id());
  }

  /** A question as data sets write it. */
  public static ObjectNode question(Question question) {
    var json = NODES.objectNode().put("question", question.text());
    if (question.gold() instanceof Gold.Answer answer) {
      json.put("answer", answer.text());
    } else if (question.gold() instanceof Gold.Unanswerable no) {
      putKnown(json, "adversarial_answer", no.lure());
      putKnown(json, "answer", no.statedAnswer());
    }
    json.set("evidence", texts(question.evidence()));
    var category = question.category();
    if (category.profile().isLocomo()) {
      json.put("category", category.number());
    } else {
      json.put("category", category.key());
    }
    details(json, question);
    return json;
  }

  /** Turns as data sets write them. */
  public static ArrayNode turns(Collection<Turn> turns) {
    return NODES.arrayNode().addAll(turns.stream().map(SampleJson::turn).toList());
  }

  private static void details(ObjectNode json, Question question) {
    var details = question.details();
    boolean abstention = question.unanswerable() && !question.category().unanswerable();
    putKnown(json, "question_id", abstention ? question.key() + "_abs" : null);
    putKnown(json, "question_date", details.now().isEmpty() ? null : details.now());
    if (!details.choices().isEmpty()) {
      json.set("choices", texts(details.choices()));
    }
    if (!details.nuggets().isEmpty()) {
      json.set("rubric", texts(details.nuggets()));
    }
  }

  private static ObjectNode conversation(Conversation conversation) {
    var json = NODES.objectNode();
    json.put("speaker_a", conversation.speakerA()).put("speaker_b", conversation.speakerB());
    for (var session : conversation.sessions()) {
      String key = "session_" + session.number();
      putKnown(json, key + "_date_time", session.dateText().isEmpty() ? null : session.dateText());
      json.set(key, turns(session.turns()));
    }
    // Their dates are not kept; that there are some is.
    conversation
        .datesWithoutSession()
        .forEach(number -> json.put("session_" + number + "_date_time", ""));
    return json;
  }

  private static ObjectNode turn(Turn turn) {
    var json = NODES.objectNode().put("speaker", turn.speaker());
    SharedImage image = turn.image();
    if (image != null) {
      if (!image.urls().isEmpty()) {
        json.set("img_url", texts(image.urls()));
      }
      if (!image.files().isEmpty()) {
        json.set("img_file", texts(image.files()));
      }
      putKnown(json, "blip_caption", image.caption());
      putKnown(json, "query", image.query());
    }
    json.put("dia_id", turn.id().toString()).put("text", turn.text());
    putKnown(json, "clean_text", turn.clean());
    return json;
  }

  private static ObjectNode events(List<EventSummary> events) {
    var json = NODES.objectNode();
    for (var summary : events) {
      var session = json.putObject("events_session_" + summary.session());
      summary
          .bySpeaker()
          .forEach((speaker, those) -> {
            var array = session.putArray(speaker);
            those.forEach(event -> array.add(event(event)));
          });
      putKnown(session, "date", summary.date().isEmpty() ? null : summary.date());
    }
    return json;
  }

  /** A text, as published, unless more is known of it. */
  private static JsonNode event(Event event) {
    if (event.equals(Event.of(event.text()))) {
      return NODES.textNode(event.text());
    }
    var json = NODES.objectNode();
    putKnown(json, "id", event.id().isEmpty() ? null : event.id());
    json.put("event", event.text());
    putKnown(json, "date", event.date().isEmpty() ? null : event.date());
    if (!event.causedBy().isEmpty()) {
      json.set("caused_by", texts(event.causedBy()));
    }
    return json;
  }

  /** As published, every session with facts has both speakers, if one with no facts. */
  private static ObjectNode observations(Sample sample) {
    var json = NODES.objectNode();
    for (var fact : sample.observations()) {
      var session = json.withObjectProperty("session_" + fact.session() + "_observation");
      session.withArrayProperty(fact.speaker()).addArray().add(fact.text()).add(sources(fact));
    }
    var talk = sample.conversation();
    for (JsonNode session : json) {
      for (String speaker : List.of(talk.speakerA(), talk.speakerB())) {
        ((ObjectNode) session).withArrayProperty(speaker);
      }
    }
    return json;
  }

  private static JsonNode sources(Observation fact) {
    return fact.sources().size() == 1
        ? NODES.textNode(fact.sources().getFirst())
        : texts(fact.sources());
  }

  private static ObjectNode summaries(SortedMap<Integer, String> summaries) {
    var json = NODES.objectNode();
    for (Map.Entry<Integer, String> summary : summaries.entrySet()) {
      json.put("session_" + summary.getKey() + "_summary", summary.getValue());
    }
    return json;
  }

  private static ArrayNode texts(List<String> texts) {
    var array = NODES.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static void putKnown(ObjectNode json, String key, @Nullable String value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
