package dev.locomo.eval.protocol.reference;

import dev.locomo.core.python.PythonFormat;
import dev.locomo.eval.protocol.reference.ReferenceModel.Family;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import java.util.List;

/** The part of a prompt that holds the questions. */
record QuestionBlock(ReferencePrompts prompts, Family family) {
  /** What follows the context. */
  String text(List<Worded> questions, boolean single) {
    return single ? "\n\n" + single(questions.getFirst()) : "\n" + numbered(questions);
  }

  /**
   * What the original counts of it: also for a single question the text of a batch, or for a local
   * model the question in a chat template that it does not send.
   */
  String counted(List<Worded> questions) {
    if (!family.local()) {
      return numbered(questions);
    }
    String template =
        switch (family) {
          case MISTRAL -> "MISTRAL_INSTRUCT_SYSTEM_PROMPT";
          case LLAMA -> "LLAMA3_CHAT_SYSTEM_PROMPT";
          default -> "GEMMA_INSTRUCT_PROMPT";
        };
    return PythonFormat.format(prompts.text(family.key(template)), single(questions.getFirst()));
  }

  private String single(Worded question) {
    boolean choice = question.options() != null && !family.local();
    String template = prompts.text(family.key(choice ? "QA_PROMPT_CAT_5" : "QA_PROMPT"));
    return PythonFormat.format(template, question.text());
  }

  private String numbered(List<Worded> questions) {
    var text = new StringBuilder(prompts.text(family.key("QA_PROMPT_BATCH")));
    for (int k = 0; k < questions.size(); k++) {
      text.append(k == 0 ? "" : "\n").append(k).append(": ").append(questions.get(k).text());
    }
    return text.toString();
  }
}
