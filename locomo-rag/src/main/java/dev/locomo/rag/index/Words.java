package dev.locomo.rag.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * English text as search terms: Unicode words (UAX #29), lower case, without {@code 's}, function
 * words and question words, Porter-stemmed. Question words are dropped because in a conversation
 * they point at other questions, not at answers.
 */
public final class Words extends Analyzer {
  private static final CharArraySet DROPPED = new CharArraySet(dropped(), false);

  /** One for all threads. */
  public static final Words ANALYZER = new Words();

  private Words() {}

  private static List<String> dropped() {
    return List.of(
        """
        a about after also am an and any are as at be been before but by can could did do does
        during for from had has have he her hi him his how i if in into is it it's its just kind
        may me might my name no not of on or our she should so some such than that the their them
        then there these they this to too type us very was we were what when where which who whom
        whose why will with would you your say said share shared\
        """
            .split("\\s+"));
  }

  /**
   * The words of a question that tell something, as they are written but in lower case, each once.
   */
  public static List<String> telling(String text) {
    return Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*")
        .matcher(text)
        .results()
        .map(word -> word.group().toLowerCase(Locale.ROOT).replaceFirst("['’]s$", ""))
        .filter(word -> !DROPPED.contains(word))
        .distinct()
        .toList();
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    var words = new StandardTokenizer();
    TokenStream terms = new LowerCaseFilter(new EnglishPossessiveFilter(words));
    return new TokenStreamComponents(words, new PorterStemFilter(new StopFilter(terms, DROPPED)));
  }

  /** The terms of a text in order, repeats kept; of a text without any an empty list. */
  public List<String> of(String text) {
    var terms = new ArrayList<String>();
    try (TokenStream stream = tokenStream("", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        terms.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return terms;
  }
}
