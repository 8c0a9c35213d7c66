package dev.locomo.core.text;

import java.util.regex.Pattern;

/**
 * Thoughts that a model shows in the text of its reply, in the spellings of the models that do so
 * (Qwen, DeepSeek, Magistral, gpt-oss, Gemma, Seed, Kimi, Command, Granite and others).
 */
public final class Thoughts {
  private static final String TAG =
      "(?:\\w+:)?(?:think|thinking|thoughts?|reasoning|reflection|scratch_?pad|longcat_think)";

  /** Thoughts between marks that begin a line; one that is never closed goes on to the end. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "^[ \\t]*(?:(?:"
              + String.join(
                  "|",
                  "<(" + TAG + ")(?: [^<>]*)?>.*?(?:</\\1>|\\z)",
                  block("\\[THINK]", "\\[/THINK]"),
                  block("◁think▷", "◁/think▷"),
                  block("<\\|START_THINKING\\|>", "<\\|END_THINKING\\|>"),
                  block("<\\|begin_of_thought\\|>", "<\\|end_of_thought\\|>"),
                  block("<\\|inner_prefix\\|>", "<\\|inner_suffix\\|>"),
                  block("<\\|channel>thought", "<channel\\|>"),
                  block("<unused94>", "<unused95>"),
                  block("<\\|think\\|>", "<\\|(?:/think|end)\\|>"),
                  block("Here(?: is|'s) my thought process:", "Here(?: is|'s) my response:"))
              + ")[ \\t]*)+",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private static final Pattern OPENING =
      Pattern.compile("(?i)<(?:\\w+:)?think(?:ing)?>|\\[THINK]|◁think▷");

  /** One look at a character decides for most of a long reply. */
  private static final Pattern CLOSING =
      Pattern.compile(
          "(?i)(?=[<\\[◁])(?:</"
              + TAG
              + ">|\\[/THINK]|◁/think▷|<\\|END_THINKING\\|>|<\\|end_of_thought\\|>|<unused95>"
              + "|<channel\\|>)");

  /** The channels of OpenAI's open models ("harmony"): what follows the last final one is said. */
  private static final Pattern FINAL_CHANNEL =
      Pattern.compile(
          "^.*<\\|channel\\|>\\s*final[^<]*(?:<\\|constrain\\|>[^<]*)?<\\|message\\|>",
          Pattern.DOTALL);

  private static final Pattern CHANNELS =
      Pattern.compile("^\\s*(?:<\\|start\\|>\\s*\\w*\\s*)?<\\|channel\\|>");
  private static final Pattern CHANNEL_END =
      Pattern.compile("<\\|(?:end|return|call)\\|>.*$", Pattern.DOTALL);

  /** The same where a server has taken the marks out and left the words between them. */
  private static final Pattern BARE_CHANNELS =
      Pattern.compile("^\\s*analysis(?=[A-Z\\s]).*?assistantfinal", Pattern.DOTALL);

  private static final Pattern BARE_ANALYSIS =
      Pattern.compile("^\\s*analysis[A-Z].*", Pattern.DOTALL);

  /** What models that mark their thoughts put round what they say. */
  private static final Pattern SAID =
      Pattern.compile(
          "^\\s*(?:<(answer|response)>(.*?)(?:</\\1>\\s*)?"
              + "|<\\|(?:START_RESPONSE|begin_of_solution|begin_of_box)\\|>(.*?)"
              + "(?:<\\|(?:END_RESPONSE|end_of_solution|end_of_box)\\|>\\s*)?)$",
          Pattern.DOTALL);

  private Thoughts() {}

  private static String block(String from, String to) {
    return from + ".*?(?:" + to + "|\\z)";
  }

  /**
   * A reply without its thoughts. A thought begins a line; marks in the middle of one are text, and
   * so is a reply without any mark. Empty when there is nothing but thoughts.
   */
  public static String without(String reply) {
    if (reply.contains("<|channel|>")) {
      var said = FINAL_CHANNEL.matcher(reply);
      if (said.find()) {
        return CHANNEL_END.matcher(reply.substring(said.end())).replaceFirst("");
      }
      if (CHANNELS.matcher(reply).lookingAt()) {
        return "";
      }
    }
    String rest = withoutBareChannels(reply);
    // Looking for a single character is many times faster, and most replies have none of these.
    if (firstOf(rest, "<[◁:") < 0) {
      return rest;
    }
    rest = BLOCK.matcher(rest).replaceAll("");
    // Some chat templates write the opening mark themselves: the reply holds the closing one alone.
    var closing = CLOSING.matcher(rest);
    int mark = firstOf(rest, "<[◁");
    if (mark >= 0
        && closing.find(mark)
        && !OPENING.matcher(rest).region(0, closing.start()).find()) {
      rest = rest.substring(closing.end());
    }
    var said = SAID.matcher(rest);
    if ((rest.length() == reply.length() && !rest.startsWith("<|")) || !said.matches()) {
      return rest;
    }
    return said.group(2) == null ? said.group(3) : said.group(2);
  }

  /** The place of the first of these characters; -1 where there is none. */
  private static int firstOf(String text, String characters) {
    return characters.chars().map(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  private static String withoutBareChannels(String reply) {
    var channels = BARE_CHANNELS.matcher(reply);
    if (channels.lookingAt()) {
      return reply.substring(channels.end());
    }
    return BARE_ANALYSIS.matcher(reply).matches() ? "" : reply;
  }
}
