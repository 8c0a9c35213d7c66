package dev.locomo.core.python;

/**
 * {@code str.format} with positional arguments and plain slots: <code>{}</code> takes the next
 * argument, <code>{{</code> and <code>}}</code> are braces.
 */
public final class PythonFormat {
  private PythonFormat() {}

  /**
   * Fills the slots; arguments that no slot takes are left over, as in Python.
   *
   * @throws PythonError ValueError for a lone brace or a slot with a name, number or format (Python
   *     would read some of them; none has a meaning here), IndexError when an argument is missing
   */
  public static String format(String template, String... arguments) {
    var out = new StringBuilder(template.length() + 64);
    int next = 0;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '{' && c != '}') {
        out.append(c);
      } else if (template.startsWith(c == '{' ? "{{" : "}}", i)) {
        out.append(c);
        i++;
      } else if (!template.startsWith("{}", i)) {
        throw new PythonError("ValueError", "a brace that is no slot, at character " + i);
      } else if (next == arguments.length) {
        throw new PythonError("IndexError", "more slots than values");
      } else {
        out.append(arguments[next++]);
        i++;
      }
    }
    return out.toString();
  }
}
