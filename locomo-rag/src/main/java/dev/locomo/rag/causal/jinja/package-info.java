/**
 * The part of Jinja 2 that chat templates of language models are written in. A library for Java was
 * tried and renders them wrongly: it evaluates what the values say, and lacks the control of white
 * space before expressions.
 */
@NullMarked
package dev.locomo.rag.causal.jinja;

import org.jspecify.annotations.NullMarked;
