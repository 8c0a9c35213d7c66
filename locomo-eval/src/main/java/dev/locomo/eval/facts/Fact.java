package dev.locomo.eval.facts;

/**
 * An atomic fact: one short statement that can be true or false by itself.
 *
 * @param event number of the event it is part of, from 1
 * @param text one sentence
 */
public record Fact(int event, String text) {}
