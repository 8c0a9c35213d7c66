package dev.locomo.gen.prompt;

/**
 * What came back.
 *
 * @param text the reply, without white space around it
 * @param cut whether it ended at the token limit
 * @param last whether nothing more will be asked: what can be repaired is to be repaired now
 */
public record Answer(String text, boolean cut, boolean last) {}
