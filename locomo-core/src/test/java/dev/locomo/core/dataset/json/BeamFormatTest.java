package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.python.PythonReprReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class BeamFormatTest extends DatasetFormatContract {
  private static final String DATA =
      """
      {"conversation_id": "1", "conversation_seed": {"category": "Cooking"},
       "chat": [
         [{"role": "user", "id": 0, "time_anchor": "March-15-2024", "content": "I bake rye bread. ->-> 1,1"},
          {"role": "assistant", "id": 1, "time_anchor": null, "content": "Lovely."}],
         {"batch_number": 2, "time_anchor": "April-02-2024", "turns": [[
           {"role": "user", "id": 2, "content": "I stopped baking."}], [
           {"role": "user", "id": 3, "content": "I jog now."}]]}],
       "probing_questions": "{'information_extraction': [{'question': \\"What bread do I bake?\\", 'answer': 'rye', 'difficulty': 'easy', 'source_chat_ids': [0], 'rubric': ['names rye', \\"doesn't name wheat\\"]}], 'abstention': [{'question': 'Who taught me?', 'ideal_response': 'Not told.', 'rubric': ['says that it was not told']}], 'knowledge_update': [{'question': 'Do I still bake?', 'rubric': ['no'], 'source_chat_ids': {'original': [0], 'updated': [2]}}]}"}
      """;

  @Override
  DatasetFormat format() {
    return new BeamFormat();
  }

  @Override
  Path example() throws IOException {
    return Files.writeString(folder.resolve("beam.jsonl"), DATA);
  }

  @Test
  void sessionsAreFoundHoweverDeepAndTheirMarksAreTakenOff() throws IOException {
    var talk = format().read(example()).samples().getFirst().conversation();
    assertThat(talk.sessions())
        .extracting(Session::time)
        .containsExactly(
            LocalDate.of(2024, 3, 15).atStartOfDay(), LocalDate.of(2024, 4, 2).atStartOfDay());
    assertThat(talk.turns())
        .extracting(Turn::text)
        .containsExactly("I bake rye bread.", "Lovely.", "I stopped baking.", "I jog now.");
  }

  @Test
  void questionsAreReadFromAPythonLiteral() throws IOException {
    var questions = format().read(example()).samples().getFirst().questions();
    assertThat(questions)
        .extracting(q -> q.category().label())
        .containsExactly("information-extraction", "abstention", "knowledge-update");
    Question first = questions.getFirst();
    assertThat(first.gold()).isEqualTo(new Gold.Answer("rye"));
    assertThat(first.details().nuggets()).containsExactly("names rye", "doesn't name wheat");
    assertThat(first.evidence()).containsExactly("D1:1");
    assertThat(questions.get(1).gold()).isEqualTo(new Gold.Unanswerable(null, "Not told."));
    assertThat(questions.get(2).gold()).isEqualTo(new Gold.Answer("no"));
    assertThat(questions.get(2).evidence()).containsExactly("D1:1", "D2:1");
  }

  @Test
  void whatIsNoLiteralIsSaid() throws IOException {
    Path file =
        Files.writeString(folder.resolve("b.json"), DATA.replace("{'information", "{information"));
    assertThat(format().check(file, null).findings())
        .extracting(f -> f.oddity() + " " + f.place())
        .contains(Oddity.WRONG_TYPE + " /0/probing_questions");
  }

  @Test
  void aPythonLiteralIsReadAsPythonReadsIt() {
    assertThat(
            PythonReprReader.read(
                    "{'a': [1, -2.5, True, None, ('x', \"it's\"),], 'b': 'c\\n\\x41\\u00e9' 'd', 3:"
                        + " '''q'q'''}")
                .map(Object::toString))
        .contains(
            "{\"a\":[1,-2.5,true,null,[\"x\",\"it's\"]],\"b\":\"c\\nA\u00e9d\",\"3\":\"q'q\"}");
    for (String none :
        new String[] {"", "{", "{'a'}", "['a' 1]", "__import__('os')", "'a", "{1: 2} 3"}) {
      assertThat(PythonReprReader.read(none)).as(none).isEmpty();
    }
    assertThat(PythonReprReader.read("[".repeat(5000))).isEmpty();
  }
}
