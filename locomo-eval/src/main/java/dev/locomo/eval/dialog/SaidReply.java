package dev.locomo.eval.dialog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.json.JsonFiles;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a generated turn from a reply: the JSON object that was asked for, with or without words
 * and fences round it, or the bare message.
 */
final class SaidReply {
  private static final Set<String> NO_PICTURE = Set.of("", "null", "none", "no", "0");
  private static final Pattern PICTURE =
      Pattern.compile(
          "\\s*\\[(?:picture|image|photo):([^\\[\\]]*)]\\s*$", Pattern.CASE_INSENSITIVE);

  private SaidReply() {}

  /**
   * @param form how the picture was asked for
   * @param candidates the pictures at hand; empty unless it was asked for by number
   */
  static Said read(ReplyText reply, Target target, Picture form, List<String> candidates)
      throws Unreadable {
    switch (reply.finish()) {
      case LENGTH -> throw new Unreadable("it was cut off at the token limit; be shorter");
      case FILTERED -> throw new Unreadable("it was stopped by the provider's filter");
      case STOP, OTHER -> {}
    }
    if (reply.text().indexOf('{') < 0) {
      return bare(reply.text(), target, form);
    }
    JsonNode json = json(reply.between('{', '}'));
    JsonNode said = json.path("text");
    if (!said.isTextual() || said.textValue().isBlank()) {
      throw new Unreadable("its \"text\" is missing or empty");
    }
    return new Said(said.textValue().strip(), image(json.path("image"), form, candidates));
  }

  private static JsonNode json(String text) throws Unreadable {
    try {
      return JsonFiles.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Unreadable("it is no valid JSON object");
    }
  }

  private static @Nullable String image(JsonNode image, Picture form, List<String> candidates)
      throws Unreadable {
    String written = image.isNull() ? "" : image.asText("").strip();
    if (form == Picture.NONE || NO_PICTURE.contains(written.toLowerCase(Locale.ROOT))) {
      return null;
    }
    if (form != Picture.CANDIDATES) {
      return written;
    }
    int number = written.matches("\\d{1,4}") ? Integer.parseInt(written) : -1;
    if (number < 1 || number > candidates.size()) {
      throw new Unreadable(
          "its \"image\" is \""
              + shortened(written)
              + "\"; expected null or a number from 1 to "
              + candidates.size());
    }
    return candidates.get(number - 1);
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  private static Said bare(String text, Target target, Picture form) throws Unreadable {
    String said = text;
    if (said.startsWith(target.turn().speaker() + ":")) {
      said = said.substring(target.turn().speaker().length() + 1).strip();
    }
    Matcher picture = PICTURE.matcher(said);
    String image = null;
    if (picture.find()) {
      boolean kept = form == Picture.CAPTION || form == Picture.QUERY;
      String shown = picture.group(1).strip();
      image = kept && !shown.isEmpty() ? shown : null;
      said = said.substring(0, picture.start()).strip();
    }
    if (said.isEmpty()) {
      throw new Unreadable("it is empty");
    }
    return new Said(said, image);
  }
}
