package dev.locomo.rag.retrieve;

import dev.locomo.rag.passage.Passage;

/**
 * A passage that was found.
 *
 * @param position its place in the corpus, from 0
 * @param score higher is better; comparable only within one query
 */
public record Hit(int position, Passage passage, double score) {}
