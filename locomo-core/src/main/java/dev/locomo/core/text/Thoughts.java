package dev.locomo.core.text;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Thoughts that a model shows in the text of its reply, in the spellings of the models that do so
 * (Qwen, DeepSeek, Magistral, gpt-oss, Gemma, Seed, Kimi, Command, Granite and others).
 */
public final class Thoughts {
  private static final String TAG =
      "(?:\\w+:)?(?:(?:internal_|inner_|hidden_|ant|longcat_)?(?:think|thinking|thoughts?|reasoning)"
          + "(?:_(?:process|content|steps))?|(?:inner|internal)_monologue|chain_of_thought|cot"
          + "|rationale|reflection|scratch_?pad)";

  private static final String MARK = "(?:think|thinking|thought|reasoning)\\|>";

  /** Closes a thought also where another word than that of the opening mark is in it. */
  private static final String THINK = "(?:\\w+:)?(?:think|thinking|thoughts?)";

  /** Thoughts between marks that begin a line; one that is never closed goes on to the end. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "^[ \\t]*(?:(?:"
              + String.join(
                  "|",
                  "<" + TAG + "\\s*/>",
                  "<(" + TAG + ")(?: [\\w:-]+=[^<>]*)?>(?:.*?</\\1>|.*</" + THINK + ">|.*\\z)",
                  block("<details type=\"reasoning\"[^<>]*>", "</details>"),
                  block("\\[THINK]", "\\[/THINK]"),
                  block("◁think▷", "◁/think▷"),
                  block("<\\|START_THINKING\\|>", "<\\|END_THINKING\\|>"),
                  block(
                      "<\\|(?:begin_of_)?" + MARK,
                      "<\\|(?:/|end_of_)"
                          + MARK
                          + "|<\\|end\\|>(?:<\\|begin\\|>assistant)?(?:<\\|content\\|>)?"),
                  block("<\\|inner_prefix\\|>", "<\\|inner_suffix\\|>"),
                  block("<\\|channel>thought", "<channel\\|>"),
                  block("<unused94>", "<unused95>"),
                  block("\\[unused16]", "\\[unused17]"),
                  block("Here are my reasoning steps:", "\\[BEGIN FINAL RESPONSE]"),
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
              + "|<channel\\|>|\\[unused17]|\\[BEGIN FINAL RESPONSE])");

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
  private static final List<List<String>> SAID =
      Stream.concat(
              Stream.of("answer", "response", "output", "solution", "final", "final_answer")
                  .map(tag -> List.of("<" + tag + ">", "</" + tag + ">")),
              Stream.of(
                  List.of("<|START_RESPONSE|>", "<|END_RESPONSE|>"),
                  List.of("<|START_TEXT|>", "<|END_TEXT|>"),
                  List.of("<|begin_of_solution|>", "<|end_of_solution|>"),
                  List.of("", "[END FINAL RESPONSE]")))
          .toList();

  /** Marks of GLM round the part of a reply that counts; all of it is said. */
  private static final Pattern BOX = Pattern.compile("<\\|(?:begin|end)_of_box\\|>");

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
    rest = BOX.matcher(rest.substring(closed(rest))).replaceAll("");
    return rest.length() < reply.length() || rest.startsWith("<|") ? said(rest) : rest;
  }

  /** What is between marks for it, the closing one of which may be missing; else all of it. */
  private static String said(String rest) {
    String text = rest.strip();
    for (List<String> marks : SAID) {
      String from = marks.getFirst();
      boolean closed = text.endsWith(marks.getLast());
      if (text.startsWith(from) && (closed || !from.isEmpty())) {
        int end = text.length() - (closed ? marks.getLast().length() : 0);
        return text.substring(Math.min(from.length(), end), end);
      }
    }
    return rest;
  }

  /** Where the last thought ends that was never opened; 0 where none was. */
  private static int closed(String rest) {
    int mark = firstOf(rest, "<[◁");
    var closing = CLOSING.matcher(rest);
    if (mark < 0 || !closing.find(mark)) {
      return 0;
    }
    var opening = OPENING.matcher(rest);
    int opened = opening.find() ? opening.start() : rest.length();
    int end = 0;
    do {
      end = closing.start() < opened ? closing.end() : end;
    } while (closing.find());
    return end;
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
