package dev.locomo.eval.extractive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence in the first person as one about its speaker, as far as a few rules go. */
final class ThirdPerson {
  /** In this order; {@code N} stands for the name. */
  private static final Map<Pattern, String> RULES = rules();

  private ThirdPerson() {}

  private static Map<Pattern, String> rules() {
    var rules = new LinkedHashMap<Pattern, String>();
    String[][] table = {
      {"\\bI['’]m\\b|\\bI am\\b", "N is"},
      {"\\bI['’]ve\\b|\\bI have\\b", "N has"},
      {"\\bI['’]ll\\b", "N will"},
      {"\\bI['’]d\\b", "N would"},
      {"\\bI do\\b", "N does"},
      {"\\bI\\b", "N"},
      {"\\b(?i:my|mine)\\b", "N's"},
      {"\\b(?i:me|myself)\\b", "N"},
    };
    for (String[] rule : table) {
      rules.put(Pattern.compile(rule[0]), rule[1]);
    }
    return rules;
  }

  static String of(String sentence, String name) {
    String text = sentence;
    for (var rule : RULES.entrySet()) {
      String with = rule.getValue().replace("N", name);
      text = rule.getKey().matcher(text).replaceAll(Matcher.quoteReplacement(with));
    }
    return text;
  }
}
