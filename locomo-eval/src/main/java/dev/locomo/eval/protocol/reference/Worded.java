package dev.locomo.eval.protocol.reference;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonFormat;
import dev.locomo.core.python.PythonText;
import dev.locomo.eval.protocol.reference.prompt.ReferencePrompts;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A question as it is put to the model.
 *
 * @param probe the question
 * @param text with what its category adds to it
 * @param options the choice of an adversarial question, else null
 */
record Worded(Probe probe, String text, @Nullable Options options) {

  /** The number of the temporal questions, whose prompt asks for a date. */
  private static final int TEMPORAL = 2;

  /** The two options of an adversarial question. */
  record Options(String a, String b) {
    /**
     * What a reply means: one letter or three characters choose an option, whatever they say;
     * anything else is the answer itself, in lower case.
     */
    String chosen(String reply) {
      String said = PythonText.lower(PythonText.strip(reply));
      return switch (said.codePointCount(0, said.length())) {
        case 1 -> said.contains("a") ? a : b;
        case 3 -> said.contains("(a)") ? a : b;
        default -> said;
      };
    }
  }

  /**
   * Words questions in the order in which they are asked.
   *
   * @param prompts the original's texts
   * @param local whether a local model is asked
   * @param random one draw in [0, 1) for each adversarial question
   */
  record Wording(ReferencePrompts prompts, boolean local, DoubleSupplier random) {
    Worded of(Probe probe) {
      if (probe.unanswerable()) {
        return choice(probe);
      }
      String suffix =
          probe.category().number() == TEMPORAL ? prompts.text("qa.inline.category2_suffix") : "";
      return new Worded(probe, probe.text() + suffix, null);
    }

    private Worded choice(Probe probe) {
      String prefix = local ? "qa.hf.inline." : "qa.inline.";
      String none = prompts.text(prefix + "category5_none");
      String trap = probe.referenceTrap() == null ? "" : probe.referenceTrap();
      var options = random.getAsDouble() < 0.5 ? new Options(none, trap) : new Options(trap, none);
      String suffix = prompts.text(prefix + "category5_suffix");
      return new Worded(probe, filled(probe.text(), suffix, options), options);
    }

    /** Braces in a question stop the original; here they stand for themselves. */
    private static String filled(String question, String suffix, Options options) {
      try {
        return PythonFormat.format(question + suffix, options.a(), options.b());
      } catch (PythonError e) {
        return question + PythonFormat.format(suffix, options.a(), options.b());
      }
    }
  }
}
