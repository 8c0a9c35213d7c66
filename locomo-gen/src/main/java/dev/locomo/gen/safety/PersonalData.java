package dev.locomo.gen.safety;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kinds of personal data that are recognised by their form, with their checksum where they have
 * one.
 */
enum PersonalData {
  EMAIL(
      "e-mail address",
      "(?<![\\w.+-])[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,4}",
      _ -> true),
  SECRET("secret key", "\\b(?:sk|pk|ghp|xox[bp])[-_][A-Za-z0-9_-]{20,200}", _ -> true),
  IBAN(
      "bank account",
      "\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\\b",
      PersonalData::iban),
  CARD("card number", "(?<![\\d.])\\d(?:[ -]?\\d){12,18}(?![\\d.])", PersonalData::luhn),
  SOCIAL_SECURITY("social security number", "(?<![\\d-])\\d{3}-\\d{2}-\\d{4}(?![\\d-])", _ -> true),
  ADDRESS(
      "IP address",
      "(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}"
          + "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\d.])",
      _ -> true),
  /**
   * As Google's libphonenumber knows them: valid in their country, with its code or as in the
   * United States.
   */
  PHONE("phone number", "", _ -> true) {
    @Override
    boolean in(String text) {
      return numbers(text).iterator().hasNext();
    }

    @Override
    String masked(String text) {
      var masked = new StringBuilder(text);
      var numbers = new ArrayList<PhoneNumberMatch>();
      numbers(text).forEach(numbers::add);
      numbers.reversed().forEach(n -> masked.replace(n.start(), n.end(), REMOVED));
      return masked.toString();
    }

    private static Iterable<PhoneNumberMatch> numbers(String text) {
      return PhoneNumberUtil.getInstance().findNumbers(text, "US", Leniency.VALID, MOST);
    }
  };

  private static final String REMOVED = "(removed)";

  /** Runs of digits that are looked at as phone numbers. */
  private static final long MOST = 1000;

  private final String label;
  private final Pattern pattern;
  private final Predicate<String> genuine;

  PersonalData(String label, String pattern, Predicate<String> genuine) {
    this.label = label;
    this.pattern = Pattern.compile(pattern);
    this.genuine = genuine;
  }

  String label() {
    return label;
  }

  boolean in(String text) {
    return pattern.matcher(text).results().anyMatch(m -> genuine.test(m.group()));
  }

  String masked(String text) {
    return pattern
        .matcher(text)
        .replaceAll(m -> genuine.test(m.group()) ? REMOVED : Matcher.quoteReplacement(m.group()));
  }

  private static boolean luhn(String text) {
    String digits = text.replaceAll("\\D", "");
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int value = i % 2 == 0 ? digit : digit * 2;
      sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
  }

  private static boolean iban(String text) {
    String plain = text.replace(" ", "");
    var digits = new StringBuilder();
    (plain.substring(4) + plain.substring(0, 4))
        .chars()
        .forEach(c -> digits.append(Character.digit(c, 36)));
    return plain.length() >= 15
        && new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
  }
}
