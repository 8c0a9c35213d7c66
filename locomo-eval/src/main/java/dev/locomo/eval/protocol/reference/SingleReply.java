package dev.locomo.eval.protocol.reference;

import dev.locomo.core.python.PythonText;
import org.jspecify.annotations.Nullable;

/** Reads the reply to a single question. */
final class SingleReply {
  private SingleReply() {}

  /** The prediction; never fails. */
  static String read(Worded question, boolean local, String reply) {
    var options = question.options();
    if (local) {
      return local(options, reply);
    }
    return PythonText.strip(options == null ? reply : options.chosen(reply));
  }

  /** The first line alone counts, in lower case. */
  private static String local(Worded.@Nullable Options options, String reply) {
    String text = PythonText.strip(reply.replace("\\\"", "'"));
    String line = PythonText.split(text, '\n').getFirst();
    String said = PythonText.lower(PythonText.strip(line));
    if (options != null) {
      return said.contains("(a)") ? options.a() : options.b();
    }
    for (String noise : new String[] {"(a)", "(b)", "a)", "b)", "answer:"}) {
      said = said.replace(noise, "");
    }
    return PythonText.strip(said);
  }
}
