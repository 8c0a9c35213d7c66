package dev.locomo.gen.safety;

import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.llm.ModelSpec;
import java.util.List;
import java.util.Optional;

/** A service that says whether a text is acceptable. */
@FunctionalInterface
public interface Moderation {
  /** The verdicts of a run, in its folder. */
  String FILE = "moderation.jsonl";

  /** Accepts everything. */
  Moderation NONE = _ -> Optional.empty();

  /**
   * What a text was flagged for, or empty.
   *
   * @throws dev.locomo.core.llm.ProviderError when the service does not answer
   */
  Optional<String> flagged(String text) throws InterruptedException;

  /** Verdicts of a {@link ModerationService}: a text is asked about once, then it is on record. */
  static Moderation recorded(CallLog verdicts, ModelSpec service) {
    return text -> {
      var messages = List.of(new Message(Role.USER, text));
      var ask = new Ask(service.model(), messages, null, null, null, null, false, 0);
      String verdict = verdicts.ask(Sha256.of(text), ask).text();
      return verdict.startsWith(ModerationService.FLAGGED)
          ? Optional.of(verdict.substring(ModerationService.FLAGGED.length()))
          : Optional.empty();
    };
  }
}
