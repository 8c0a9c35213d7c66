package dev.locomo.core.text;

import dev.locomo.core.metric.text.PorterStemmer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A word of a text and where it stands.
 *
 * @param lower lower case, without a possessive ending
 * @param stem what is compared: the stem, an irregular verb as its plain form
 * @param start index of its first character
 * @param end index after its last character
 */
public record Word(String lower, String stem, int start, int end) {
  private static final Pattern WORD =
      Pattern.compile(
          "\\d+(?:[.,:]\\d+){0,9}(?:st|nd|rd|th)?|\\p{L}[\\p{L}\\p{M}]*(?:['’]\\p{L}+)?");

  private static final Set<String> STOP =
      Set.of(
          """
          a about after again ah all also am an and any are as at be because been before being but by can could
          did do does doing done down each even ever every for from get gets getting given got had has have having
          he hello her here hers hey hi him his how i if in into is it its just know let like likely lot made make
          makes many me might mine more most much my no nor not of off oh ok okay on one only or other our out over
          own quite really said same say she should so some such than that the their them then there these they
          thing things this those through to too up upon us very was way we well went were what when where which
          while who whom whose why will wow with would yeah yep yes you your yours i'm i've i'd i'll it's that's
          you're you've you'd you'll we're we've we'd we'll they're they've she's he's don't didn't doesn't isn't
          wasn't aren't can't couldn't won't wouldn't haven't hasn't hadn't what's there's let's who's how's
          """
              .strip()
              .split("\\s+"));

  private static final Map<String, String> IRREGULAR =
      irregular(
          """
          become became|begin began begun|bring brought|build built|buy bought|catch caught|choose chose chosen
          come came|draw drew drawn|drive drove driven|eat ate eaten|fall fell fallen|feel felt|fight fought
          find found|fly flew flown|forget forgot forgotten|give gave given|go went gone|grow grew grown|hear heard
          hold held|keep kept|lead led|learn learnt|leave left|lend lent|lose lost|mean meant|meet met|pay paid
          ride rode ridden|rise rose risen|run ran|see saw seen|sell sold|send sent|show shown|sing sang sung
          sit sat|sleep slept|speak spoke spoken|spend spent|stand stood|steal stole stolen|swim swam swum
          take took taken|teach taught|tell told|think thought|throw threw thrown|understand understood
          wear wore worn|win won|write wrote written|child children|person people
          """);

  /** The stems of a text's words without stop words, sorted; none for an empty text. */
  public static Set<String> contentStems(String text) {
    var stems = new TreeSet<String>();
    of(text).stream().filter(word -> !word.isStop()).map(Word::stem).forEach(stems::add);
    return stems;
  }

  /** The words of a text in order; none for an empty text. */
  public static List<Word> of(String text) {
    var words = new ArrayList<Word>();
    var m = WORD.matcher(text);
    while (m.find()) {
      String lower = m.group().toLowerCase(Locale.ROOT).replace('’', '\'');
      if (lower.endsWith("'s") && !STOP.contains(lower)) {
        lower = lower.substring(0, lower.length() - 2);
      }
      words.add(new Word(lower, stem(lower), m.start(), m.end()));
    }
    return words;
  }

  /** Whether it says too little to be looked for. */
  public boolean isStop() {
    return STOP.contains(lower);
  }

  private static String stem(String lower) {
    return PorterStemmer.stem(IRREGULAR.getOrDefault(lower, lower));
  }

  private static Map<String, String> irregular(String table) {
    var plain = new HashMap<String, String>();
    for (String row : table.strip().split("[|\n]")) {
      String[] forms = row.strip().split(" ");
      for (int i = 1; i < forms.length; i++) {
        plain.put(forms[i], forms[0]);
      }
    }
    return plain;
  }
}
