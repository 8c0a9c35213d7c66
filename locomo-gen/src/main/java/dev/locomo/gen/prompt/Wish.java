package dev.locomo.gen.prompt;

/**
 * One piece to ask for.
 *
 * @param step its name, unique in the conversation
 * @param prompt the text
 * @param tokens most tokens of the reply
 * @param temperature of the sampling
 */
public record Wish(String step, String prompt, int tokens, double temperature) {}
