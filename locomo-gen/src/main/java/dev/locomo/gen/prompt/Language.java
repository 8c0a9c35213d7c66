package dev.locomo.gen.prompt;

import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * The language that a conversation is held in, and whether a text is in it, by the detector of
 * Apache OpenNLP (103 languages). It says "another language" only when that is plain: of the 5,767
 * turns of LoCoMo with 20 letters and more it doubts one. Short texts pass, and all texts of a
 * language that the detector does not know.
 */
public final class Language {
  private static final String MODEL = "/langdetect-183.bin";
  private static final int LETTERS = 20;

  /** A look at this many characters tells. */
  private static final int LOOK = 500;

  /** How much likelier another language has to be. */
  private static final double PLAIN = 1.5;

  /** Where the detector has another code than ISO 639-2: the largest language of a group. */
  private static final Map<String, String> CODES =
      Map.of("zho", "cmn", "nor", "nob", "lav", "lvs", "est", "ekk", "fas", "pes");

  private final String code;
  private final String english;

  private Language(String code, String english) {
    this.code = code;
    this.english = english;
  }

  /** Read when the first text is looked at. */
  private static final class Detector {
    private static final LanguageDetectorModel KNOWN = read();

    private static LanguageDetectorModel read() {
      try (var in = Language.class.getResourceAsStream(MODEL)) {
        return new LanguageDetectorModel(Objects.requireNonNull(in, MODEL));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * The language of a code ({@code de}) or an English name ({@code German}).
   *
   * @throws UserError when there is no such language
   */
  public static Language of(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    for (String code : Locale.getISOLanguages()) {
      String name = Locale.of(code).getDisplayLanguage(Locale.ENGLISH);
      if (code.equals(wanted) || name.toLowerCase(Locale.ROOT).equals(wanted)) {
        return new Language(code, name);
      }
    }
    throw new UserError(
        "unknown --language '" + text + "'", "a code such as de, or an English name: German");
  }

  /** The English name, as prompts say it. */
  public String english() {
    return english;
  }

  /** The two-letter code. */
  public String code() {
    return code;
  }

  /** What is wrong with a text that is plainly in another language. */
  public Optional<String> problem(String text) {
    String some = text.length() > LOOK ? text.substring(0, LOOK) : text;
    if (some.codePoints().filter(Character::isLetter).count() < LETTERS) {
      return Optional.empty();
    }
    String iso = Locale.of(code).getISO3Language();
    String wanted = CODES.getOrDefault(iso, iso);
    var likely = new LanguageDetectorME(Detector.KNOWN).predictLanguages(some);
    boolean otherwise =
        Arrays.stream(likely)
            .filter(language -> language.getLang().equals(wanted))
            .anyMatch(own -> likely[0].getConfidence() > PLAIN * own.getConfidence());
    return otherwise ? Optional.of("your reply is not in " + english) : Optional.empty();
  }
}
